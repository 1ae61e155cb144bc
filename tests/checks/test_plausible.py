"""Sentences that are consistent although a relation fails, and beside each one that still accuses."""

from __future__ import annotations

import pytest

from report_miner.checks import check_facts
from report_miner.model import Stage, Verdict

from .story import story


def accused(text: str, stage: Stage = Stage.EVALUATION) -> bool:
    return any(one.verdict is Verdict.FAILS for one in check_facts(story(text, stage)))


GRADED = (
    "评价项目{project_count=%s}，优{project_count/excellent=%s}、良{project_count/good=%s}、中{project_count/fair=%s}。"
)


@pytest.mark.parametrize("numbers", [("30个", "8个", "19个", "11个"), ("30个", "21个", "9个", "4个")])
def test_a_few_parts_that_happen_to_meet_the_total_are_no_excuse(numbers: tuple[str, ...]) -> None:
    assert accused(GRADED % numbers)


def test_a_total_divided_twice_is_no_contradiction() -> None:
    text = (
        "制定标准{other_count=62条}，包括通用{other_count=40条}、专用{other_count=22条}、"
        "城区{other_count=35条}、乡镇{other_count=27条}。"
    )
    assert not accused(text)


def test_the_others_close_the_division() -> None:
    text = (
        "自评项目{project_count=64个}，“差”的{project_count/poor=1个}、“中”的{project_count/fair=3个}，"
        "其他{project_count/good=60个}为良以上，“优”的{project_count/excellent=21个}。"
    )
    assert not accused(text)


@pytest.mark.parametrize("told", ["“良”以上38个（其中“优”{e}）", "优{e}，甲镇等33个为良"])
def test_a_class_missing_among_the_grades(told: str) -> None:
    text = "评价项目{project_count=50个}，" + told.replace("{e}", "{project_count/excellent=5个}")
    text += "，“中”{project_count/fair=9个}、“差”{project_count/poor=3个}。"
    assert not accused(text)
    assert accused("评价项目{project_count=50个}，优{project_count/excellent=5个}，" + text[text.index("“中”") :])


def test_grades_above_a_score_are_one_class() -> None:
    text = (
        "评价项目{project_count=40个}，85分以上的“优”{project_count/excellent=%s}，“良”{project_count/good=20个}，"
        "“中”{project_count/fair=11个}。"
    )
    assert not accused(text % "9个")
    assert accused(text % "6个")


def test_grades_of_last_year_are_no_division_of_this_year() -> None:
    text = (
        "评价项目{project_count=40个}。与上年的优{project_count/excellent=3个}、良{project_count/good=8个}、"
        "中{project_count/fair=6个}相比，水平提高。"
    )
    assert not accused(text)


def test_policies_and_projects_are_graded_apart() -> None:
    text = (
        "评价政策{policy_count=4项}、项目{project_count=20个}，政策“良”{policy_count/good=3项}、"
        "“中”{policy_count/fair=1项}，项目“优”{project_count/excellent=6个}、“良”{project_count/good=10个}、"
        "“中”{project_count/fair=4个}。"
    )
    assert not accused(text)


def test_a_report_is_graded_by_its_own_count() -> None:
    text = (
        "对项目{project_count=80个}实施评价，出具报告{report_count=30份}，其中优{project_count/excellent=9个}、"
        "良{project_count/good=51个}、中{project_count/fair=6个}。"
    )
    assert accused(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("河东镇、柳林乡{project_count=6个}工程完工。", False),
        ("对“优”“良”{project_count=31个}项目优先安排。", False),
        ("聚焦水利、交通等行业{project_count=9个}单位开展。", False),
        ("出台《甲办法》《乙办法》{document_count=5个}文件。", True),
    ],
)
def test_a_list_of_other_things(text: str, wrong: bool) -> None:
    assert accused(text) is wrong


ROUND = "送审{amount_submitted=%s}，审定{amount_approved=%s}，审减{amount_reduced=%s}，审减率{reduction_rate=%s}"


def test_a_base_behind_a_rate_opens_the_next_round() -> None:
    text = "结算审减{amount_reduced=2.2亿元}，审减率{reduction_rate=10%}。另对搬迁补偿"
    assert not accused(text + ROUND % ("8.0亿元", "6.0亿元", "2.0亿元", "25%") + "。", Stage.REVIEW)
    assert accused(text + ROUND % ("8.0亿元", "5.2亿元", "2.0亿元", "25%") + "。", Stage.REVIEW)


def test_the_bracket_behind_the_highest_is_about_one_project() -> None:
    text = (
        "项目平均审减率{reduction_rate=9%}，最高的某桥梁工程达{reduction_rate@B=40%}"
        "（送审{amount_submitted@B=500万元}，审定{amount_approved@B=300万元}）。"
    )
    assert not accused(text, Stage.REVIEW)


def test_what_came_in_is_not_the_base_of_what_is_done() -> None:
    rest = "审定{amount_approved=6亿元}，审减{amount_reduced=1亿元}，审减率{reduction_rate=14.3%}。"
    base = "受理资料{document_count=83份}，送审{amount_submitted=9亿元}。"
    assert not accused(base + "已办结{document_count=71份}，" + rest, Stage.REVIEW)
    assert accused(base + rest, Stage.REVIEW)


def test_shares_of_siblings_and_limits() -> None:
    text = "甲类审减{amount_reduced=3亿元}，占全部的{share=75%}，乙类审减{amount_reduced=1亿元}，占{share=25%}。"
    assert not accused(text, Stage.REVIEW)
    limit = (
        "监控项目{project_count=400个}，其中停工{project_count@B<A=30个}，"
        "执行率低于{share@B<A=50%}的{project_count@C<A=16个}。"
    )
    assert not accused(limit, Stage.MONITORING)


def test_a_planned_number_binds_the_rate_of_completion() -> None:
    text = "计划植树{other_count=400株}，实际完成{target_count=380株}，完成率{other_rate=%s}。"
    assert not accused(text % "95%")
    assert accused(text % "59%")


def test_digits_may_be_left_on_the_line_before() -> None:
    text = "{project_count=6个}项目评价完成，优{project_count/excellent=5个}、良{project_count/good=17个}、"
    assert not accused(text + "中{project_count/fair=4个}。")
    assert accused(text + "中{project_count/fair=5个}。")


@pytest.mark.parametrize(
    ("text", "same_but_wrong"),
    [
        (
            "工程类送审{amount_submitted=1.93亿元}，审定{amount_approved=1.62亿元}。"
            "两类合并，审减{amount_reduced=1.06亿元}。",
            "工程类送审{amount_submitted=1.93亿元}，审定{amount_approved=1.62亿元}，审减{amount_reduced=1.06亿元}。",
        ),
        (
            "评价项目{project_count=14个}，其中债券项目{project_count=4个}，占评价资金的{share=51.4%}。",
            "评价项目{project_count=14个}，其中债券项目{project_count=4个}，占{share=51.4%}。",
        ),
        (
            "揭示问题{issue_count=94个}，分别为：立项方面{issue_count=18个}（其中论证{issue_count=11个}、手续"
            "{issue_count=7个}）；管理方面{issue_count=37个}；产出方面{issue_count=39个}。",
            "揭示问题{issue_count=94个}，分别为：立项方面{issue_count=19个}；管理方面{issue_count=37个}；产出方面"
            "{issue_count=39个}。",
        ),
    ],
)
def test_numbers_told_of_something_else_accuse_nobody(text: str, same_but_wrong: str) -> None:
    """Rounds told together, shares of money beside counts, parts of a part; the same numbers told plainly do accuse."""
    assert not accused(text, Stage.REVIEW)
    assert accused(same_but_wrong, Stage.REVIEW)
