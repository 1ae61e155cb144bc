"""Mechanisms that passages written without sight of the rules asked for: one attribute of one figure a case."""

from __future__ import annotations

import pytest

from .report import TITLE, figures


@pytest.mark.parametrize(
    ("text", "raw", "years"),
    [
        ("自2021年3月1日起至2023年6月30日止，共评审项目431个。", "431个", "2021-2023"),
        ("从2021年到今年9月，共刊发信息58篇。", "58篇", "2021-2023"),
        ("2024年5月评价完毕，得分86.1分。", "86.1分", "2024-2024"),
        ("根据2021年评价结论取消项目6个。", "6个", "2023-2023"),
        ("2024年拟扩大评审范围，预计全年受理230项。", "230项", "2024-2024"),
        ("审减率低于上年，与去年的优秀3个、良好8个相比，优秀7个。", "8个", "2022-2022"),
        ("据此压减次年预算510万元，涉及单位7家。", "7家", "2023-2023"),
        ("评价项目由上年8个增至14个。", "14个", "2023-2023"),
        ("审减率为近年来最高，较上年提高3.4个百分点。", "3.4个百分点", "2023-2023"),
        ("2021—2023年分别完成评价6个、11个和19个。", "11个", "2022-2022"),
        ("2022年同期为251个、3.8亿元、3.1亿元。", "3.1亿元", "2022-2022"),
    ],
)
def test_period(text: str, raw: str, years: str) -> None:
    period = figures(text)[raw].period
    assert f"{period.start}-{period.end}" == years


def test_last_year_is_the_reports_own_where_it_was_written_in_january() -> None:
    text = "去年，完成重点评价17个。今年，我们计划选取23个项目开展评价。"
    told = figures(text, title=f"陈仓区{TITLE}（2024年1月）")
    assert (told["17个"].period.start, told["23个"].period.start) == ("2023", "2024")
    assert figures(text)["17个"].period.start == "2022"


@pytest.mark.parametrize(
    ("text", "raw", "subject"),
    [
        ("凤县、陇县首次开展整体评价，前者选取6个部门，后者选取4个部门。", "4个", "陇县"),
        ("凤县、陇县受财力所限，评价资金只有3,100万元和2,700万元。", "2,700万元", "陇县"),
        ("评审以凤县为多。最多的陇县31个，最少的太白县3个。", "3个", "太白县"),
        ("其中凤县8个、陇县9个，审减4,120万元。", "4,120万元", "宝鸡市"),
        ("凤县等5个县区为良好。", "5个", "宝鸡市"),
        ("凤县评价7个，高新区评价4个。", "4个", "宝鸡高新区"),
        ("凤县评价7个；8个县评价不足10个项目。", "8个", "宝鸡市"),
    ],
)
def test_subject(text: str, raw: str, subject: str) -> None:
    assert figures(text, "宝鸡市")[raw].subject.name == subject


@pytest.mark.parametrize("text", ["评价组走访乡镇9个，入户320户。", "首次对城乡养老保险基金开展评价，走访9个镇。"])
def test_words_that_end_like_towns_are_none(text: str) -> None:
    assert {figure.subject.name for figure in figures(text).values()} == {"陈仓区"}


def test_banners_are_known_by_their_everyday_names() -> None:
    found = figures("科左中旗评审41个，奈曼旗评审38个。", "通辽市")
    assert [found[raw].subject.name for raw in ("41个", "38个")] == ["科尔沁左翼中旗", "奈曼旗"]


def test_listed_lookalikes_are_read_though_a_shorter_name_is_inside() -> None:
    assert figures("雎宁县评价乡镇18个。", "徐州市")["18个"].subject.name == "睢宁县"


@pytest.mark.parametrize(
    ("text", "raw", "measure"),
    [
        ("供应商报价5,210万元，核定4,800万元，压价410万元，压价幅度7.87%。", "5,210万元", "amount_submitted"),
        ("供应商报价5,210万元，核定4,800万元，压价410万元，压价幅度7.87%。", "410万元", "amount_reduced"),
        ("报审1,900万元，定审1,520万元，核减380万元，降幅达20%。", "20%", "reduction_rate"),
        ("评审减少支出，6个项目减350万元。", "350万元", "amount_reduced"),
        ("取消2024年资金安排270万元。", "270万元", "amount_reduced"),
        ("审减率13.1%，比去年同期的11.2%提高1.9个百分点。", "11.2%", "reduction_rate"),
        ("对绩效目标进行审核，审核资金3.9亿元。", "3.9亿元", "amount_involved"),
        ("35个部门自行组织评价81个。", "81个", "project_count"),
        ("推送预警318条。", "318条", "issue_count"),
        ("完成年初目标的123%。", "123%", "other_rate"),
        ("评价专项债券项目8个，债券资金6.1亿元。", "6.1亿元", "amount_involved"),
    ],
)
def test_measure(text: str, raw: str, measure: str) -> None:
    assert figures(text)[raw].labels.measure == measure


def test_parts_of_what_was_submitted_are_no_balance() -> None:
    """11.92 + 3.55 = 15.47 is a sum: arithmetic may speak only where an amount approved or reduced is printed."""
    found = figures("送审总额15.47亿元（财政资金11.92亿元、自筹3.55亿元）。")
    assert "amount_reduced" not in {figure.labels.measure for figure in found.values()}


@pytest.mark.parametrize(
    ("text", "raw", "outcome"),
    [
        ("对上年度评价等级较低的7个项目压减预算1,120万元。", "7个", "cut"),
        ("取消评价等级为“差”的项目3个。", "3个", "cancelled"),
        ("对“中”“差”的6个项目分别按15%、30%的比例扣减预算。", "6个", "cut"),
        ("评价项目5个，1个为“优”、3个为“良”、1个为“差”。", "3个", "good"),
        ("退回目标121个，其中指标未量化70个、内容不符51个。", "51个", "returned"),
        ("评价反馈问题31项，年底前办结28项。", "28项", "rectified"),
        ("评估新增项目14个，支持9个、暂缓3个、不支持2个。", "9个", "supported"),
        ("优（90分以上）7个，良（80分以上）12个。", "7个", "excellent"),
        ("支出进度低于序时的22个项目。", "22个", "behind_schedule"),
        ("自评项目3个，金额2,190万元，结果均为“优”。", "3个", "excellent"),
        ("评为3个“优”、7个“良”，所涉资金分别为430万元、960万元。", "960万元", "good"),
        ("财政复核其中的10份报告。", "10份", ""),
        ("评价反馈问题412个，已整改371个。", "412个", ""),
    ],
)
def test_outcome(text: str, raw: str, outcome: str) -> None:
    assert figures(text)[raw].labels.outcome == outcome


@pytest.mark.parametrize(
    ("text", "raw", "stage"),
    [
        ("依据上年度评价结果压减低效项目22个。", "22个", "application"),
        ("审计局对12个在建项目实施跟踪审计，核减工程价款1,860万元。", "1,860万元", "other"),
        ("全县纳税信用评价A级1,126户。", "1,126户", "other"),
        ("赴外地学习取经，组织15名业务骨干参加。", "15名", "capacity"),
    ],
)
def test_stage(text: str, raw: str, stage: str) -> None:
    assert figures(text)[raw].labels.stage == stage


TABLE = """陈仓区2023年预算绩效管理情况统计表
工作环节\t单位\t数量\t涉及资金（万元）
事前绩效评估\t个\t13\t8,260.5
绩效运行监控\t个\t1,147\t312,640.0
单位自评\t个\t1,096\t298,705.3
"""


def test_rows_that_name_the_work_have_its_stage() -> None:
    found = figures(TABLE)
    assert [found[raw].labels.stage for raw in ("13", "1,147", "1,096")] == ["ex_ante", "monitoring", "self_evaluation"]


TOWNS = """陈仓区2023年乡镇财政运行综合绩效评价结果
乡镇\t得分\t等次
虢镇\t91.7\t优秀
周原镇\t84.2\t良好
"""


def test_towns_in_the_first_column_are_the_units_own() -> None:
    assert figures(TOWNS)["84.2"].subject.name == "陈仓区周原镇"


INSIDE = """陈仓区2023年绩效目标审核情况
部门名称\t申报金额\t核定金额
（单位：万元）
区教体局\t2,600.00\t1,950.00
区水利局\t480.00\t480.00
"""


def test_a_unit_line_inside_the_head_is_no_data() -> None:
    figure = figures(INSIDE)["1,950.00"]
    assert (str(figure.quantity.value), figure.labels.measure) == ("19500000.00", "amount_approved")
