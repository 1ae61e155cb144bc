"""Tables in the text: columns under headers of two storeys, totals that leave columns out, cells one a line."""

from __future__ import annotations

import pytest

from report_miner.layout import outline
from report_miner.model import Table

from .samples import document


def grid(text: str) -> tuple[Table, list[tuple[int, int, int, int, str]]]:
    source = document(text)
    (table,) = outline(source).tables
    cells = [
        (cell.row, cell.column, cell.row_span, cell.column_span, "".join(text[slice(*span)] for span in cell.spans))
        for cell in table.cells
    ]
    return table, sorted(cells)


REVIEWS = """评审情况表
单位：个、万元
乡镇  项目数  评审金额  审减率（%）
送审  审定  审减
城厢镇  12  1,200.50  1,080.45  120.05  10.00
南圩镇  8  840.00  714.00  126.00  15.00
雁江镇  5  502.00  451.80  50.20  10.00
合计  25  2,542.50  2,246.25  296.25  11.65
"""


def test_lower_labels_stand_under_the_upper_one_whose_columns_are_alike() -> None:
    _, cells = grid(REVIEWS)
    assert cells[:7] == [
        (0, 0, 2, 1, "乡镇"),
        (0, 1, 2, 1, "项目数"),
        (0, 2, 1, 3, "评审金额"),
        (0, 5, 2, 1, "审减率（%）"),
        (1, 2, 1, 1, "送审"),
        (1, 3, 1, 1, "审定"),
        (1, 4, 1, 1, "审减"),
    ]
    assert (2, 0, 1, 1, "城厢镇") in cells
    assert (5, 5, 1, 1, "11.65") in cells


RESULTS = """评价结果表
序号  项目名称  主管部门  金额  评价结果
得分  等级
1  农村道路养护资金  交通运输局  1,250.00  91.40  优
2  校舍维修资金  教育局  980.50  87.60  良
3  村级文化活动经费  文化局  120.00  78.20  中
合计  2,350.50  85.73  ——
"""


def test_a_lower_storey_of_two_labels_stands_under_the_result() -> None:
    _, cells = grid(RESULTS)
    assert (0, 4, 1, 2, "评价结果") in cells
    assert {(1, 4, 1, 1, "得分"), (1, 5, 1, 1, "等级")} <= set(cells)


def test_a_total_that_leaves_columns_out_stands_under_the_kinds_of_its_cells() -> None:
    _, cells = grid(RESULTS)
    assert [cell[1:2] + cell[4:] for cell in cells if cell[0] == 5] == [
        (1, "合计"),
        (3, "2,350.50"),
        (4, "85.73"),
        (5, "——"),
    ]


@pytest.mark.parametrize("head", ["2023年  评审  情况\n", "共25个项目，详见下表。\n", "单位：万元  2023年\n", ""])
def test_what_stands_above_without_being_a_header_stays_outside(head: str) -> None:
    table, cells = grid(head + REVIEWS.split("送审  审定  审减\n")[1])
    assert max(cell.row for cell in table.cells) == 3
    assert cells[0][4] == "城厢镇"


ONE_CELL_A_LINE = """序号
项目
实施单位
金额
等级
1
农村道路养护资金
交通运输局
1,250.00
优
2
校舍维修
改造资金
教育局
980.50
良
3
村级文化活动经费
文化局
120.00
中
合计
2,350.50
——
"""


def test_two_neighbouring_columns_of_names_are_told_apart_by_the_header() -> None:
    _, cells = grid(ONE_CELL_A_LINE)
    rows = [[cell[4] for cell in cells if cell[0] == number] for number in range(5)]
    assert rows == [
        ["序号", "项目", "实施单位", "金额", "等级"],
        ["1", "农村道路养护资金", "交通运输局", "1,250.00", "优"],
        ["2", "校舍维修改造资金", "教育局", "980.50", "良"],
        ["3", "村级文化活动经费", "文化局", "120.00", "中"],
        ["合计", "2,350.50", "——"],
    ]


def test_a_wide_blank_in_a_line_of_text_beside_a_table_sets_no_columns_apart() -> None:
    line = "以下各项由县财政局会同各乡镇逐项核对后汇总  数据截止时间为十二月底同口径比较并经各主管部门确认无误"
    source = document(line + "\n" + REVIEWS)
    assert line.replace("  ", "") in outline(source).view.text
