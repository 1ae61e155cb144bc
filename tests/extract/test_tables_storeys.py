"""Headers of two storeys, set under one another or not: each column knows both, and what it counts or measures."""

from __future__ import annotations

import pytest

from report_miner.model import Claims, Document, Figure, Medium, Mined, Via
from report_miner.pipeline import mine


def mined(text: str) -> Mined:
    return mine(
        Document("t.txt", "0" * 64, Medium.TXT, text, claims=Claims("祁县", "2023", Via.MANIFEST, Via.MANIFEST))
    )


def labels(text: str) -> dict[str, tuple[str, str, str, str]]:
    """For every figure as printed: value, unit, measure, outcome."""
    return {figure.quantity.raw: _labels(figure) for figure in mined(text).figures}


def _labels(figure: Figure) -> tuple[str, str, str, str]:
    return str(figure.quantity.value), figure.quantity.unit, figure.labels.measure, figure.labels.outcome


REVIEWED = """祁县2023年预算评审情况统计表
单位：个、万元
乡镇  评审项目（个）  评审金额（万元）  审减率（%）
报审  核定  核减
东观镇  21  2,410.60  2,169.54  241.06  10.00
古县镇  13  1,180.00  1,003.00  177.00  15.00
贾令镇  9  640.50  608.48  32.02  5.00
合计  43  4,231.10  3,781.02  450.08  10.64
"""


def test_amounts_take_their_unit_above_and_their_measure_below() -> None:
    found = labels(REVIEWED)
    assert found["21"] == ("21", "个", "project_count", "")
    assert found["2,410.60"] == ("24106000.00", "元", "amount_submitted", "")
    assert found["2,169.54"] == ("21695400.00", "元", "amount_approved", "")
    assert found["241.06"] == ("2410600.00", "元", "amount_reduced", "")
    assert found["10.64"] == ("10.64", "%", "reduction_rate", "")
    assert len(found) == 20


PAIRS = """祁县2023年预算评审情况统计表
单位：个、万元
乡镇  报审情况  核定情况  备注
个数  金额  个数  金额
东观镇  21  2,410.60  18  2,169.54  无
古县镇  13  1,180.00  12  1,003.00  无
贾令镇  9  640.50  8  608.48  无
"""


def test_a_plain_amount_is_what_the_storey_above_says() -> None:
    found = labels(PAIRS)
    assert found["2,410.60"][2] == "amount_submitted"
    assert found["2,169.54"][2] == "amount_approved"


def test_a_column_of_names_lends_its_noun_to_no_count() -> None:
    """个数 beside 乡镇 counts projects under review, not townships."""
    found = labels(PAIRS)
    assert {found[raw][2] for raw in ("21", "18", "13", "12")} == {"project_count"}


@pytest.mark.parametrize("head", ["评价等级", "评价等次", "评价结果"])
@pytest.mark.parametrize("unit", ["", "单位：万元\n", "单位：个、万元\n"])
def test_grades_count_what_the_total_beside_them_counts(head: str, unit: str) -> None:
    """The word 等级 over the grades is no noun, and counts without decimals are no amounts."""
    found = labels(
        f"祁县2023年部门评价结果统计表\n{unit}"
        f"股室  评价项目（个）  评价金额（万元）  {head}\n优  良  中  差\n"
        "教科文股  29  4,210.50  6  18  4  1\n农业农村股  10  1,300.60  2  5  3  0\n"
        "社会保障股  15  890.70  7  8  0  0\n"
    )
    assert found["29"] == ("29", "个", "project_count", "")
    assert found["4,210.50"] == ("42105000.00", "元", "amount_involved", "")
    assert found["6"] == ("6", "个", "project_count", "excellent")
    assert found["18"] == ("18", "个", "project_count", "good")
    assert found["4"] == ("4", "个", "project_count", "fair")


def test_amounts_by_grade_stay_amounts() -> None:
    found = labels(
        "祁县2023年部门评价结果统计表\n单位：万元\n股室  评价金额  评价结果\n优  良  中\n"
        "教科文股  900.70  600.20  200.30  100.20\n"
        "农业农村股  80.40  50.10  20.20  10.10\n社会保障股  7.90  3.30  4.40  0.20\n"
    )
    assert found["600.20"] == ("6002000.00", "元", "amount_involved", "excellent")
    assert found["10.10"] == ("101000.00", "元", "amount_involved", "fair")


SHORT = "村道养护资金  {a}  优\n水库维修资金  {b}  良\n图书购置资金  {c}  中\n"


def test_decimals_under_a_name_of_offices_are_amounts() -> None:
    rows = SHORT.format(a="3,250.00", b="4,180.50", c="420.00")
    found = labels(f"祁县2023年重点评价结果表\n单位：个、万元\n项目  实施单位  等级\n{rows}")
    assert found["4,180.50"] == ("41805000.00", "元", "amount_involved", "good")


def test_decimals_count_nothing_even_without_a_unit() -> None:
    rows = SHORT.format(a="3,250.00", b="4,180.50", c="420.00")
    found = labels(f"祁县2023年重点评价结果表\n项目  实施单位  等级\n{rows}")
    assert not [raw for raw, (_, unit, measure, _) in found.items() if unit == "个" or measure == "department_count"]


A_CELL_A_LINE = """祁县2023年重点评价结果表
单位：万元
序号
项目
实施单位
金额
说明
1
村道养护资金
县交通运输局
3,250.00
按期
2
水库维修资金
县水利局
4,180.50
按期
第 8 页

3
图书购置资金
县文化局
420.00
超期
二、下步打算
"""


def test_a_cell_a_line_across_a_page_keeps_project_and_office_apart() -> None:
    found = labels(A_CELL_A_LINE)
    assert found == {
        "3,250.00": ("32500000.00", "元", "amount_involved", ""),
        "4,180.50": ("41805000.00", "元", "amount_involved", ""),
        "420.00": ("4200000.00", "元", "amount_involved", ""),
    }


def test_a_heading_after_the_last_row_stays_outside_the_table() -> None:
    view = mined(A_CELL_A_LINE).view
    assert view is not None
    assert "超期\n二、下步打算" in view.text


def test_decimals_among_values_of_indicators_lose_no_count() -> None:
    found = labels(
        "祁县2023年项目支出绩效目标申报表\n三级指标\t年度指标值\n"
        "新建泵站个数\t6\n联合巡查安排\t14\n每公顷用水\t310.50\n"
    )
    assert {raw: found[raw][2] for raw in ("6", "14")} == {"6": "other_count", "14": "other_count"}
