"""Tables with few lines: rows without rules between them, sides left open."""

from __future__ import annotations

from collections.abc import Callable

from report_miner.model import Document
from report_miner.readers import read_bytes

from .makers import pdf


def grid(document: Document) -> list[list[str]]:
    (table,) = document.tables
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append("/".join(document.text[slice(*span)] for span in cell.spans))
    return list(rows.values())


def painted(*, downs: list[float], acrosses: list[float], words: list[tuple[float, float, str]]) -> Callable:
    def paint(canvas) -> None:
        for x in downs:
            canvas.line(x, min(acrosses), x, max(acrosses))
        for y in acrosses:
            canvas.line(50, y, 350, y)
        for x, y, word in words:
            canvas.drawString(x, y, word)

    return paint


HEAD = [(60, 485, "项目"), (160, 485, "金额"), (260, 485, "占比")]


def column(x: float, *values: str, top: float = 455, step: float = 20) -> list[tuple[float, float, str]]:
    return [(x, top - step * number, value) for number, value in enumerate(values) if value]


def test_rows_without_rules_between_them_are_told_apart_by_their_values() -> None:
    words = [
        *HEAD,
        *column(60, "道路", "桥梁", "水库", "学校"),
        *column(160, "120.5", "1,030", "77.25", "33"),
        *column(260, "12.5%", "", "8.0%", "10%"),
    ]
    paint = painted(downs=[50, 150, 250, 350], acrosses=[500, 475, 380], words=words)
    assert grid(read_bytes(pdf([paint]), "a.pdf")) == [
        ["项目", "金额", "占比"],
        ["道路", "120.5", "12.5%"],
        ["桥梁", "1,030", ""],
        ["水库", "77.25", "8.0%"],
        ["学校", "33", "10%"],
    ]


def test_a_wrapped_name_joins_the_row_it_is_nearest_to() -> None:
    words = [
        *HEAD,
        (60, 461, "农村道路"),
        (60, 449, "改造工程"),
        *column(60, "桥梁", "水库", top=425, step=30),
        *column(160, "120.5", "103", "77.25", step=30),
        *column(260, "优秀", "良好", "一般", step=30),
    ]
    paint = painted(downs=[50, 150, 250, 350], acrosses=[500, 475, 380], words=words)
    assert grid(read_bytes(pdf([paint]), "a.pdf"))[1] == ["农村道路/改造工程", "120.5", "优秀"]


def test_a_stray_rule_in_one_column_does_not_part_the_rows_of_the_others() -> None:
    words = [
        *HEAD,
        *column(60, "道路", "桥梁", "水库", "学校"),
        *column(160, "12", "10", "27", "33"),
        *column(260, "优秀", "良好", "一般", "合格"),
    ]
    frame = painted(downs=[50, 150, 250, 350], acrosses=[500, 475, 380], words=words)

    def paint(canvas) -> None:
        frame(canvas)
        canvas.line(50, 428, 150, 428)

    assert grid(read_bytes(pdf([paint]), "a.pdf"))[1:] == [
        ["道路", "12", "优秀"],
        ["桥梁", "10", "良好"],
        ["水库", "27", "一般"],
        ["学校", "33", "合格"],
    ]


def test_a_cell_merged_down_over_ruled_rows_stays_merged() -> None:
    words = [
        *HEAD,
        (60, 440, "甲局"),
        *column(160, "12", "10", "27", step=30),
        *column(260, "优秀", "良好", "一般", step=30),
    ]
    frame = painted(downs=[50, 150, 250, 350], acrosses=[500, 475, 385], words=words)

    def paint(canvas) -> None:
        frame(canvas)
        for y in (445, 415):
            canvas.line(150, y, 350, y)

    (table,) = read_bytes(pdf([paint]), "a.pdf").tables
    assert [(c.row, c.row_span) for c in table.cells if c.column == 0] == [(0, 1), (1, 3)]


def test_a_cell_of_several_lines_of_words_is_not_cut() -> None:
    words = [*HEAD, *column(60, "产出", "数量", "指标"), *column(160, "完成率", "不低于", "九成"), (260, 435, "95%")]
    paint = painted(downs=[50, 150, 250, 350], acrosses=[500, 475, 380], words=words)
    assert grid(read_bytes(pdf([paint]), "a.pdf"))[1:] == [["产出/数量/指标", "完成率/不低于/九成", "95%"]]


def test_open_sides_are_closed_where_the_lines_across_end() -> None:
    words = [*HEAD, (60, 455, "道路"), (160, 455, "12"), (260, 455, "3%")]
    paint = painted(downs=[150, 250], acrosses=[500, 475, 445], words=words)
    assert grid(read_bytes(pdf([paint]), "a.pdf")) == [["项目", "金额", "占比"], ["道路", "12", "3%"]]


def test_rules_under_a_running_head_make_no_table() -> None:
    paint = painted(downs=[], acrosses=[590, 20], words=[*HEAD, (60, 455, "道路"), (160, 455, "12")])
    assert read_bytes(pdf([paint]), "a.pdf").tables == ()


def test_a_clipping_or_white_path_rules_nothing() -> None:
    def paint(canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        for x in (50, 150, 250):
            canvas.rect(x, 440, 100, 60, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        for x, y, word in HEAD:
            canvas.drawString(x, y, word)

    assert read_bytes(pdf([paint]), "a.pdf").tables == ()
