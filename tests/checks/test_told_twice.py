"""The same fact told twice: matched on its key, accused only where the figures around it agree."""

from __future__ import annotations

from dataclasses import replace

from report_miner.checks import check_facts
from report_miner.model import Finding, FindingKind, PeriodPart, Scope, Stage, Verdict

from .story import story

BODY = (
    "评审项目{project_count=134个}，送审金额{amount_submitted=9,482.60万元}，"
    "审减金额{amount_reduced=%s}，审减率{reduction_rate=16.2%%}。"
)
GAP = "各项工作有序推进，成效逐步显现，下面分别报告有关情况。" * 12


def repeated(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.kind is FindingKind.REPEATED]


def twice(first: str, second: str) -> str:
    again = (BODY % second).replace("{", "{").replace("=134个", "@B=134个")
    return BODY % first + GAP + again


def test_agreement_holds() -> None:
    found = repeated(check_facts(story(twice("1,536.18万元", "1,536.18万元"))))
    assert len(found) == 4
    assert {one.verdict for one in found} == {Verdict.HOLDS}


def test_one_difference_among_agreements_fails_and_the_rate_says_who_is_wrong() -> None:
    found = repeated(check_facts(story(twice("1,563.18万元", "1,536.18万元"))))
    failing = [one for one in found if one.verdict is Verdict.FAILS]
    assert len(failing) == 1
    assert failing[0].suspects[0] == failing[0].members[0].figure
    assert failing[0].repairs[0].value == "1,536.18万元"
    assert "27万元" in failing[0].explanation


def test_two_rounds_of_one_year_are_not_the_same_fact() -> None:
    text = "评审项目{project_count=134个}，送审{amount_submitted=9,482.6万元}。" + GAP
    text += "评审项目{project_count@B=86个}，送审{amount_submitted@B=5,107.3万元}。"
    assert not [one for one in repeated(check_facts(story(text))) if one.verdict is Verdict.FAILS]


def test_scope_period_and_half_year_keep_facts_apart() -> None:
    facts = story(twice("1,563.18万元", "1,536.18万元"))
    half = len(facts) // 2

    def second(**changes: object) -> list[Finding]:
        later = [replace(fact, **changes) for fact in facts[half:]]  # type: ignore[arg-type]
        earlier = [replace(fact, scope=Scope.OWN) for fact in facts[:half]]
        return [one for one in repeated(check_facts(earlier + later)) if one.verdict is Verdict.FAILS]

    assert not second(scope=Scope.ALL)
    assert not second(period_start="2022", period_end="2022")
    assert not second(period_part=PeriodPart.H1)
    assert not second(subject="志丹县")


def test_two_reports_tell_the_same() -> None:
    county = story(BODY % "1,536.18万元", document="county.txt")
    city = story(BODY % "1,563.18万元", document="city.txt")
    failing = [one for one in repeated(check_facts(county + city)) if one.verdict is Verdict.FAILS]
    assert len(failing) == 1
    assert {member.document for member in failing[0].members} == {"county.txt", "city.txt"}


def test_a_replaced_report_does_not_contradict_the_one_that_replaces_it() -> None:
    old = [replace(fact, superseded=True) for fact in story(BODY % "1,563.18万元", document="old.txt")]
    new = story(BODY % "1,536.18万元", document="new.txt")
    assert not repeated(check_facts(old + new))


def test_the_chapter_on_results_repeats_what_was_evaluated() -> None:
    text = "暂缓支持项目{project_count/deferred=6个}，涉及资金{amount_involved/deferred=%s}。"
    first = story(text % "43,518.72万元", Stage.EX_ANTE)
    second = story(GAP + text % "45,318.72万元", Stage.APPLICATION)
    found = repeated(check_facts(first + [replace(fact, activity="B") for fact in second]))
    assert [one.verdict for one in found if "万元" in one.members[0].raw] == [Verdict.FAILS]


def test_a_year_that_repeats_its_half_is_a_note() -> None:
    facts = story(twice("1,536.18万元", "1,536.18万元"))
    half = len(facts) // 2
    facts = [replace(fact, period_part=PeriodPart.H1) for fact in facts[:half]] + facts[half:]
    found = repeated(check_facts(facts))
    assert {one.verdict for one in found} == {Verdict.UNDECIDED}
    assert all("年中" in one.explanation for one in found)


def test_a_half_year_beyond_its_year_is_a_question() -> None:
    facts = story(twice("1,936.18万元", "1,536.18万元"))
    half = len(facts) // 2
    facts = [replace(fact, period_part=PeriodPart.H1) for fact in facts[:half]] + facts[half:]
    found = [one for one in check_facts(facts) if one.kind is FindingKind.PART_LE_WHOLE]
    assert [one.reason for one in found if one.verdict is Verdict.UNDECIDED] == ["wording"]


def test_a_leap_over_the_years_is_a_note_never_a_failure() -> None:
    last = story("审减金额{amount_reduced=1,536.18万元}。", year="2022", document="2022.txt")
    this = story("审减金额{amount_reduced=1,622.40亿元}。", document="2023.txt")
    (finding,) = check_facts(last + this)
    assert finding.verdict is Verdict.UNDECIDED
    assert "百倍" in finding.explanation
    assert not check_facts(last + story("审减金额{amount_reduced=1,622.40万元}。", document="2023.txt"))
