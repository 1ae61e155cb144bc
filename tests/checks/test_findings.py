"""Findings as a whole: independent of order, never an exception, readable."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_miner.checks import check_facts, derivation, render
from report_miner.checks.identities import default_path
from report_miner.checks.report import worst_first
from report_miner.model import (
    Actor,
    Measure,
    Modifier,
    Outcome,
    PeriodPart,
    QuantityKind,
    Scope,
    Severity,
    Span,
    Stage,
    Verdict,
)
from report_miner.store import Fact

from . import gold
from .story import story

MIXED = (
    "评审项目{project_count=95个}，送审金额{amount_submitted=8,640.57万元}，审定金额{amount_approved=7,012.34万元}，"
    "审减金额{amount_reduced=1,682.23万元}，审减率{reduction_rate=18.84%}。印发《甲》《乙》{document_count@B=3个}文件。"
    "评价项目{project_count@C=20个}，优{project_count/excellent@C=5个}、良{project_count/good@C=11个}、"
    "中{project_count/fair@C=4个}。"
)


def test_order_of_facts_does_not_matter() -> None:
    facts = story(MIXED) + story(MIXED.replace("1,682.23", "1,628.23"), document="b.txt")
    expected = check_facts(facts)
    shuffled = list(facts)
    for seed in range(10):
        random.Random(seed).shuffle(shuffled)
        assert check_facts(shuffled) == expected


@st.composite
def facts_of_any_kind(draw: st.DrawFn) -> Fact:
    """A fact with labels, numbers and places that need not make sense together."""
    number = draw(st.sampled_from(["0", "1", "12", "4700", "24.60", "-3.5", "99999999.99", "0.00", "100"]))
    scale = draw(st.sampled_from([Decimal(1), Decimal(10_000), Decimal(100_000_000)]))
    start = draw(st.integers(min_value=0, max_value=120))
    base = story("审减{amount_reduced=1万元}。")[0]
    quote = draw(
        st.sampled_from(["", "其中12个，占24.60%；合计100个", "《甲》《乙》等4700万元", "A、B和C", "其余 1 2"])
    )
    return replace(
        base,
        id=f"{start}-{draw(st.integers(min_value=0, max_value=10**6))}",
        document=draw(st.sampled_from(["a.txt", "b.txt"])),
        part=draw(st.integers(min_value=0, max_value=1)),
        span=Span(start, start + draw(st.integers(min_value=1, max_value=9))),
        sentence=Span(start // 40 * 40, start // 40 * 40 + 40),
        quote=quote,
        quote_at=draw(st.integers(min_value=0, max_value=len(quote))),
        raw=draw(st.sampled_from([number, f"{number}个", f"{number}%", "两次", ""])),
        number=number,
        scale=scale,
        value=Decimal(number) * scale,
        kind=draw(st.sampled_from(QuantityKind)),
        unit=draw(st.sampled_from(["个", "元", "%", "类", "期", ""])),
        modifier=draw(st.sampled_from(Modifier)),
        measure=draw(st.sampled_from(Measure)),
        stage=draw(st.sampled_from(Stage)),
        outcome=draw(st.sampled_from(Outcome)),
        scope=draw(st.sampled_from(Scope)),
        actor=draw(st.sampled_from(Actor)),
        subject=draw(st.sampled_from(["甲县", "乙县", ""])),
        period_start=draw(st.sampled_from(["", "2022", "2023"])),
        period_end=draw(st.sampled_from(["", "2022", "2023"])),
        period_part=draw(st.sampled_from(PeriodPart)),
        activity=draw(st.sampled_from(["", "A", "B"])),
        parent=draw(st.sampled_from(["", "A"])),
        confidence=draw(st.floats(min_value=0, max_value=1)),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(facts_of_any_kind(), max_size=14, unique_by=lambda fact: fact.id), st.randoms(use_true_random=False))
def test_any_facts_at_all(facts: list[Fact], chance: random.Random) -> None:
    """No exception, the same findings in any order, and at most three suspects and repairs each."""
    findings = check_facts(facts)
    chance.shuffle(facts)
    assert check_facts(facts) == findings
    for number, finding in enumerate(findings, 1):
        assert len(finding.suspects) <= 3
        assert len(finding.repairs) <= 3
        assert finding.explanation
        assert derivation(findings, number)
    assert render(findings, show_all=True)


def test_the_table_is_grouped_by_document_worst_first() -> None:
    good = story(MIXED.replace("1,682.23", "1,628.23").replace("3个", "2个"), document="a_good.txt", subject="志丹县")
    bad = story(MIXED, document="z_bad.txt")
    findings = check_facts(good + bad)
    shown = render(findings)
    assert "z_bad.txt" in shown
    assert "a_good.txt" not in shown
    assert "强制性" in shown
    everything = render(findings, show_all=True)
    assert everything.index("z_bad.txt") < everything.index("a_good.txt")
    order = [finding.verdict for _, finding in worst_first(findings) if finding.document == "z_bad.txt"]
    assert order == sorted(order, key=[*Verdict].index) or order[0] is Verdict.FAILS


def test_the_derivation_names_places_and_repairs() -> None:
    findings = check_facts(story(MIXED))
    number = next(at for at, one in enumerate(findings, 1) if one.verdict is Verdict.FAILS)
    told = derivation(findings, number)
    assert "a.txt" in told
    assert "改法 1" in told
    assert "疑点第 1" in told
    with pytest.raises(IndexError, match="没有第 999 条"):
        derivation(findings, 999)


def test_severity_follows_what_failed() -> None:
    by_severity = {one.severity for one in check_facts(story(MIXED)) if one.verdict is Verdict.FAILS}
    assert by_severity == {Severity.MANDATORY, Severity.VERIFY}


@pytest.mark.skipif(not gold.GOLD.is_file(), reason="needs ../shared")
def test_seed_relations_with_gold_labels() -> None:
    """Given right labels the stated relations of three real reports are found with the right verdict."""
    facts = gold.seed_facts()
    recall, extra = gold.scored(check_facts(facts), facts, gold.SHARED / "gold" / "seeds.checks.tsv")
    assert recall >= 0.95
    assert extra == 0


def test_corpus_relations_with_gold_labels() -> None:
    """The same on the corpus written for this project."""
    facts = gold.corpus_facts()
    recall, extra = gold.scored(check_facts(facts), facts, gold.CORPUS / "checks.tsv")
    assert recall >= 0.85
    assert extra == 0


def test_identities_file_is_where_the_wheel_puts_it() -> None:
    assert default_path() == Path(default_path()).resolve()
    assert default_path().is_file()
