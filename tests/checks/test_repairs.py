"""Repairs: the likeliest slip first, and every repair, applied, makes all relations hold."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_miner.checks import check_facts
from report_miner.checks.facts import printed
from report_miner.checks.findings import find_relations
from report_miner.checks.hypotheses import (
    APPROVED_AS_REDUCED,
    EXCHANGED,
    MISSING_DIGIT,
    POINT,
    STALE,
    SWAPPED,
    UNIT_SLIP,
    WRONG_BASE,
    WRONG_DIGIT,
    Edit,
    edits,
)
from report_miner.checks.relations import asserts
from report_miner.checks.relations import test as judge_relation
from report_miner.checks.repairs import components, repair
from report_miner.model import Finding, Measure, Stage, Verdict
from report_miner.store import Fact

from .story import story

ROUND = (
    "评审项目{project_count=95个}，送审金额{amount_submitted=8,640.57万元}，审定金额{amount_approved=7,012.34万元}，"
    "审减金额{amount_reduced=1,628.23万元}，审减率{reduction_rate=18.84%}。"
)


def failing(text: str) -> list[Finding]:
    return [finding for finding in check_facts(story(text)) if finding.verdict is Verdict.FAILS]


@pytest.mark.parametrize(
    ("printed_as", "instead", "hypothesis"),
    [
        ("1,628.23万元", "1,682.23万元", SWAPPED),
        ("1,628.23万元", "1,628.23亿元", UNIT_SLIP),
        ("1,628.23万元", "1,928.23万元", WRONG_DIGIT),
        ("1,628.23万元", "128.23万元", MISSING_DIGIT),
        ("1,628.23万元", "162.823万元", POINT),
        ("1,628.23万元", "7,012.34万元", APPROVED_AS_REDUCED),
        ("18.84%", "23.22%", WRONG_BASE),
        ("8,640.57万元", "6,840.57万元", SWAPPED),
        ("7,012.34万元", "7,102.34万元", SWAPPED),
    ],
)
def test_each_slip_is_named_and_undone(printed_as: str, instead: str, hypothesis: str) -> None:
    found = failing(ROUND.replace(printed_as, instead))
    assert found
    for finding in found:
        best = finding.repairs[0]
        assert best.hypothesis == hypothesis
        assert best.value == printed_as
        assert best.figures == finding.suspects[:1]


def test_an_exchange_is_one_slip() -> None:
    text = ROUND.replace("7,012.34", "X").replace("1,628.23", "7,012.34").replace("X", "1,628.23")
    (finding,) = failing(text)
    assert finding.repairs[0].hypothesis == EXCHANGED
    assert finding.repairs[0].value == "7,012.34万元；1,628.23万元"
    assert set(finding.suspects[:2]) == set(finding.repairs[0].figures)


def test_a_number_left_over_from_last_year() -> None:
    last = [replace(fact, id=f"old{fact.id}") for fact in story(ROUND, year="2022", document="2022.txt")]
    text = ROUND.replace("8,640.57", "9,313.00").replace("7,012.34", "7,544.10").replace("18.84%", "18.99%")
    found = [one for one in check_facts(last + story(text)) if one.verdict is Verdict.FAILS]
    assert {one.repairs[0].hypothesis for one in found} == {STALE}
    assert {one.repairs[0].value for one in found} == {"1,768.90万元"}


def test_ties_are_told() -> None:
    text = (
        "评价项目{project_count=20个}，优{project_count/excellent=5个}、良{project_count/good=11个}、"
        "中{project_count/fair=7个}。"
    )
    (finding,) = [one for one in check_facts(story(text, Stage.EVALUATION)) if one.verdict is Verdict.FAILS]
    assert len(finding.suspects) == 3
    assert len(finding.repairs) == 3
    assert len({one.hypothesis for one in finding.repairs}) == 1


def test_every_repair_shows_its_arithmetic() -> None:
    for finding in failing(ROUND.replace("1,628.23万元", "1,682.23万元")):
        assert "1,628.23万元" in finding.repairs[0].shown
        assert "=" in finding.repairs[0].shown


AMOUNTS = st.integers(min_value=10_000, max_value=9_999_999)


@st.composite
def damaged_rounds(draw: st.DrawFn) -> list[Fact]:
    """A consistent round with one figure changed by one slip."""
    submitted = draw(st.integers(min_value=100_000, max_value=9_999_999))
    approved = draw(st.integers(min_value=submitted // 2, max_value=submitted * 9 // 10))
    reduced = submitted - approved
    rate = (Decimal(reduced) / submitted * 100).quantize(Decimal("0.01"))
    text = ROUND
    for old, new in (("8,640.57", submitted), ("7,012.34", approved), ("1,628.23", reduced)):
        text = text.replace(old, f"{Decimal(new) / 100:,.2f}")
    facts = story(text.replace("18.84", str(rate)))
    at = draw(st.integers(min_value=1, max_value=4))
    slips: list[Edit] = list(edits(printed(facts[at])))
    new_print = draw(st.sampled_from(slips)).printed
    facts[at] = replace(
        facts[at], number=new_print.number, scale=new_print.scale, value=new_print.value, corrected=frozenset({"value"})
    )
    return facts


@settings(max_examples=60, deadline=None)
@given(damaged_rounds())
def test_every_solution_makes_all_relations_hold(facts: list[Fact]) -> None:
    sure = [relation for relation in find_relations(facts) if asserts(relation)]
    for component in components(sure):
        for solution in repair(component, {}):
            changed = {change.fact.id: change.printed for change in solution.changes}
            assert all(judge_relation(relation, changed).verdict is not Verdict.FAILS for relation in component)


@given(AMOUNTS)
def test_edits_are_distinct_and_never_the_print_itself(number: int) -> None:
    old = printed(story(f"审减{{amount_reduced={Decimal(number) / 100}万元}}。")[0])
    values = [edit.printed.value for edit in edits(old)]
    assert old.value not in values
    assert len(values) == len(set(values))


def test_components_join_what_shares_a_figure() -> None:
    one = story(ROUND)
    two = [replace(fact, id=f"b{fact.id}") for fact in story(ROUND, subject="志丹县", document="b.txt")]
    found = components(find_relations(one + two))
    assert len(found) == 2
    assert {fact.measure for relation in found[0] for fact in relation.facts} >= {Measure.AMOUNT_REDUCED}
