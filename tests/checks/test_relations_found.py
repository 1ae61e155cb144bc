"""Which relations are found, which verdict they get, and which are left alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from report_miner.checks import check_facts
from report_miner.model import Finding, FindingKind, Stage, Verdict

from .story import story

ROUND = (
    "评审项目{project_count=95个}，送审金额{amount_submitted=8,640.5万元}，审定金额{amount_approved=7,012.3万元}，"
    "审减金额{amount_reduced=1,628.2万元}，审减率{reduction_rate=18.84%}。"
)


def of_kind(findings: list[Finding], kind: FindingKind) -> list[Finding]:
    return [finding for finding in findings if finding.kind is kind]


def verdicts(text: str, kind: FindingKind, stage: Stage = Stage.REVIEW) -> list[Verdict]:
    return [finding.verdict for finding in of_kind(check_facts(story(text, stage)), kind)]


def test_a_round_is_checked_as_difference_and_rate() -> None:
    findings = check_facts(story(ROUND))
    assert [one.verdict for one in of_kind(findings, FindingKind.DIFFERENCE)] == [Verdict.HOLDS]
    assert [one.verdict for one in of_kind(findings, FindingKind.RATE)] == [Verdict.HOLDS]


def test_two_rounds_one_after_the_other_never_mix() -> None:
    text = (
        "甲处评审项目{project_count@B=10个}，送审{amount_submitted@B=1,000万元}；"
        "乙处评审项目{project_count@C=20个}，审减{amount_reduced@C=300万元}，审减率{reduction_rate@C=12.5%}。"
    )
    findings = check_facts(story(text))
    assert not of_kind(findings, FindingKind.RATE)


def test_counties_in_one_sentence_are_rounds_of_their_own() -> None:
    one = story("甲县送审{amount_submitted=1,000万元}，", subject="甲县")
    two = story("乙县审减{amount_reduced=300万元}，审减率{reduction_rate=10%}。", subject="乙县")
    later = [replace(fact, id=f"b{fact.id}", sentence=one[0].sentence) for fact in two]
    assert not of_kind(check_facts(one + later), FindingKind.RATE)


def test_a_rate_falls_back_to_the_amount_involved_only_without_a_submitted_one() -> None:
    text = "涉及金额{amount_involved=2,500万元}，评减{amount_reduced=310万元}，评减率{reduction_rate=12.4%}。"
    assert verdicts(text, FindingKind.RATE) == [Verdict.HOLDS]
    both = "送审{amount_submitted=2,500万元}（涉及资金{amount_involved=9,000万元}），审减{amount_reduced=310万元}，"
    assert verdicts(both + "审减率{reduction_rate=12.4%}。", FindingKind.RATE) == [Verdict.HOLDS]


@pytest.mark.parametrize(
    ("fair", "verdict"),
    [("4个", Verdict.HOLDS), ("9个", Verdict.FAILS)],
)
def test_a_full_set_of_grades_sums_to_its_total(fair: str, verdict: Verdict) -> None:
    text = (
        "评价项目{project_count=20个}，优{project_count/excellent=5个}、良{project_count/good=11个}、"
        f"中{{project_count/fair={fair}}}。"
    )
    assert verdicts(text, FindingKind.SUM, Stage.EVALUATION) == [verdict]


def test_two_grades_of_four_are_only_bounded() -> None:
    text = "评价项目{project_count=20个}，其中优{project_count/excellent=5个}、良{project_count/good=11个}。"
    findings = check_facts(story(text, Stage.EVALUATION))
    assert not of_kind(findings, FindingKind.SUM)
    assert {one.verdict for one in of_kind(findings, FindingKind.PART_LE_WHOLE)} == {Verdict.HOLDS}


def test_the_rest_closes_a_set_of_two() -> None:
    text = "评价项目{project_count=20个}，优{project_count/excellent=5个}，其余{project_count/good=14个}为良。"
    assert verdicts(text, FindingKind.SUM, Stage.EVALUATION) == [Verdict.FAILS]


def test_another_total_that_is_met_makes_the_noun_doubtful_not_the_numbers() -> None:
    text = (
        "出具评价报告{report_count=60份}，反馈问题{issue_count=150个}，"
        "已整改{issue_count/rectified=38个}，长期整改{issue_count/rectifying=22个}。"
    )
    sums = of_kind(check_facts(story(text, Stage.EVALUATION)), FindingKind.SUM)
    assert {one.verdict for one in sums} == {Verdict.HOLDS, Verdict.UNDECIDED}
    assert {one.reason for one in sums if one.verdict is Verdict.UNDECIDED} == {"wording"}


def test_categories_with_shares_are_a_full_division() -> None:
    text = (
        "反馈问题{issue_count=200个}（其中管理类{issue_count@B<A=90个}，占{share@B<A=45%}；"
        "制度类{issue_count@C<A=110个}，占{share@C<A=55%}）。"
    )
    findings = check_facts(story(text, Stage.EVALUATION))
    assert [one.verdict for one in of_kind(findings, FindingKind.SUM)] == [Verdict.HOLDS, Verdict.HOLDS]
    assert [one.verdict for one in of_kind(findings, FindingKind.SHARE)] == [Verdict.HOLDS, Verdict.HOLDS]
    wrong = check_facts(story(text.replace("110个", "101个"), Stage.EVALUATION))
    assert Verdict.FAILS in {one.verdict for one in of_kind(wrong, FindingKind.SUM)}
    assert Verdict.FAILS in {one.verdict for one in of_kind(wrong, FindingKind.SHARE)}


def test_an_open_list_of_parts_never_has_to_reach_its_whole() -> None:
    text = (
        "刊发信息{publication_count=68篇}，其中国家级{publication_count@B<A=13篇}、省级{publication_count@C<A=20篇}。"
    )
    findings = check_facts(story(text, Stage.CAPACITY))
    assert {one.verdict for one in findings} == {Verdict.HOLDS}
    assert {one.kind for one in findings} == {FindingKind.PART_LE_WHOLE}


def test_a_part_beyond_its_whole_fails() -> None:
    text = "刊发信息{publication_count=68篇}，其中国家级{publication_count@B<A=86篇}。"
    assert verdicts(text, FindingKind.PART_LE_WHOLE, Stage.CAPACITY) == [Verdict.FAILS]


def test_among_them_of_something_else_is_no_part() -> None:
    text = "对{project_count@A=15个}项目开展评估；对自评项目全覆盖，对其中{project_count@B=219个}项目再评价。"
    assert not [one for one in check_facts(story(text)) if one.verdict is Verdict.FAILS]


def test_a_total_behind_its_parts() -> None:
    text = "调减项目{project_count=26个}、取消项目{project_count=11个}，合计{project_count=38个}。"
    assert verdicts(text, FindingKind.SUM, Stage.APPLICATION) == [Verdict.FAILS]


def test_part_whole_and_share_in_one_clause() -> None:
    text = "评价资金{amount_involved=1.92亿元}，占项目支出{amount_involved=12.8亿元}的{share=%s}。"
    assert verdicts(text % "15%", FindingKind.SHARE, Stage.EVALUATION) == [Verdict.HOLDS]
    assert verdicts(text % "18%", FindingKind.SHARE, Stage.EVALUATION) == [Verdict.FAILS]


def test_a_multiple_of_last_year() -> None:
    text = "评价资金{amount_involved=5.08亿元}，是上年{amount_involved=2.54亿元}的{multiple=%s}。"
    assert verdicts(text % "2倍", FindingKind.MULTIPLE, Stage.EVALUATION) == [Verdict.HOLDS]
    assert verdicts(text % "9倍", FindingKind.MULTIPLE, Stage.EVALUATION) == [Verdict.FAILS]
    alone = "评价资金{amount_involved=5.08亿元}，是上年的{multiple=2倍}。"
    assert verdicts(alone, FindingKind.MULTIPLE, Stage.EVALUATION) == [Verdict.NOT_TESTABLE]


def test_policies_and_projects_told_again_as_projects() -> None:
    text = "涉及{policy_count=9个}方面的政策、{project_count=7个}重点项目。近期，{project_count=16个}项目全部完成评价。"
    assert verdicts(text, FindingKind.SUM, Stage.EVALUATION) == [Verdict.HOLDS]
    assert not verdicts(text.replace("16个", "18个"), FindingKind.SUM, Stage.EVALUATION)


def test_rows_of_a_table_sum_to_its_total() -> None:
    rows = "".join(f"项目{at}\t{{amount_involved@R{at}<A={at}00.5万元}}。" for at in range(1, 5))
    assert verdicts(rows + "合计\t{amount_involved@A=1,002.0万元}", FindingKind.SUM) == [Verdict.HOLDS]
    assert verdicts(rows + "合计\t{amount_involved@A=1,202.0万元}", FindingKind.SUM) == [Verdict.FAILS]


def test_a_column_of_thousands_of_rows() -> None:
    rows = "".join(f"项目{at}\t{{amount_involved@R{at}<A=1.5万元}}。" for at in range(3000))
    findings = of_kind(check_facts(story(rows + "合计\t{amount_involved@A=4,500.0万元}")), FindingKind.SUM)
    assert [one.verdict for one in findings] == [Verdict.HOLDS]
    assert "共 3000 项" in findings[0].explanation
    assert len(findings[0].explanation) < 400


def test_a_table_with_subtotals_is_not_added_up() -> None:
    rows = "甲\t{amount_involved@B=10.5万元}。其中：乙\t{amount_involved@C=4.5万元}。丙\t{amount_involved@D=7.5万元}。"
    assert verdicts(rows + "合计\t{amount_involved@A=18.0万元}", FindingKind.SUM) == [Verdict.UNDECIDED]


# --------------------------------------------------------------------------- our own doubts


def damaged() -> str:
    return ROUND.replace("1,628.2万元", "1,268.2万元")


def fails(text: str) -> int:
    return sum(finding.verdict is Verdict.FAILS for finding in check_facts(story(text)))


def test_a_certain_reading_accuses() -> None:
    assert fails(damaged()) == 2


def test_low_confidence_never_accuses() -> None:
    facts = [replace(fact, confidence=0.2) for fact in story(damaged())]
    findings = check_facts(facts)
    assert not [one for one in findings if one.verdict is Verdict.FAILS]
    assert {one.reason for one in findings if one.verdict is Verdict.UNDECIDED} == {"label"}


def test_digits_beyond_the_span_never_accuse() -> None:
    facts = story(damaged())
    cut = [
        replace(fact, raw="268.2万元", quote_at=fact.quote_at + 2, number="268.2", value=Decimal("2682000"))
        if fact.measure.value == "amount_reduced"
        else fact
        for fact in facts
    ]
    findings = check_facts(cut)
    assert not [one for one in findings if one.verdict is Verdict.FAILS]
    assert "reading" in {one.reason for one in findings}


def test_outside_the_performance_chain_nothing_accuses() -> None:
    assert not [one for one in check_facts(story(damaged(), Stage.OTHER)) if one.verdict is Verdict.FAILS]
