"""Tables become figures: units, measures, subjects, years, results, totals."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_miner.model import Cell, Claims, Disposition, Document, Figure, Medium, Mined, Outcome, Span, Table, Via
from report_miner.pipeline import mine


def mined(text: str, unit: str = "祁县", year: str = "2023") -> Mined:
    return mine(Document("t.txt", "0" * 64, Medium.TXT, text, claims=Claims(unit, year, Via.MANIFEST, Via.MANIFEST)))


def with_table(
    rows: Sequence[Sequence[str | None]], above: str = "", merged: dict[tuple[int, int], tuple[int, int]] | None = None
) -> Document:
    """A document with one table of the reader; ``merged`` gives row and column spans, None cells are covered."""
    text = above
    cells = []
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            if words is None:
                continue
            spans = (Span(len(text), len(text) + len(words)),) if words else ()
            row_span, column_span = (merged or {}).get((number, column), (1, 1))
            cells.append(Cell(number, column, spans, row_span, column_span))
            text += words + "\t"
        text = text.rstrip("\t") + "\n"
    claims = Claims("祁县", "2023", Via.MANIFEST, Via.MANIFEST)
    return Document(
        "t.docx", "0" * 64, Medium.DOCX, text, tables=(Table(tuple(cells), source="markup"),), claims=claims
    )


def by_raw(result: Mined) -> dict[str, Figure]:
    return {figure.quantity.raw: figure for figure in result.figures}


REVIEW = (
    "祁县2023年财政评审情况统计表\n单位：个、万元、%\n"
    "乡镇\t评审项目\t送审金额\t审定金额\t审减金额\t审减率\n"
    "城建类\t18\t4,210.50\t3,789.45\t421.05\t10.00\n"
    "水利类\t7\t1,300.00\t1,170.00\t130.00\t10.00\n"
    "农林类\t5\t890.00\t845.50\t44.50\t5.00\n"
    "合计\t30\t6,400.50\t5,804.95\t595.55\t9.30\n"
)


def test_unit_line_goes_to_the_columns_that_it_fits() -> None:
    found = by_raw(mined(REVIEW))
    assert (found["18"].quantity.unit, found["18"].labels.measure) == ("个", "project_count")
    assert (str(found["4,210.50"].quantity.value), found["4,210.50"].labels.measure) == (
        "42105000.00",
        "amount_submitted",
    )
    assert found["421.05"].labels.measure == "amount_reduced"
    assert (found["5.00"].quantity.unit, found["5.00"].labels.measure) == ("%", "reduction_rate")
    assert {figure.labels.stage for figure in found.values()} == {"review"}


def test_rows_are_children_of_the_total() -> None:
    result = mined(REVIEW)
    parents = {activity.id: activity.parent for activity in result.activities}
    found = by_raw(result)
    total = found["6,400.50"].activity
    assert parents[total] == ""
    assert [parents[found[raw].activity] for raw in ("4,210.50", "1,300.00", "890.00")] == [total] * 3
    assert found["18"].activity == found["421.05"].activity != found["7"].activity


def test_every_number_is_accounted_for_once() -> None:
    result = mined(REVIEW)
    spans = [item.quantity.span for item in result.quantities]
    assert len(spans) == len(set(spans))
    claimed = {item.quantity.span for item in result.quantities if item.disposition is Disposition.CLAIMED}
    assert claimed == {figure.quantity.span for figure in result.figures}
    assert [figure.quantity.span for figure in result.figures] == sorted(
        figure.quantity.span for figure in result.figures
    )


def test_serial_numbers_are_ignored_by_name() -> None:
    text = (
        "单位：万元\n"
        "序号\t项目名称\t评价资金\t得分\t等级\n"
        "1\t灌区改造\t360\t91.5\t优\n"
        "2\t校车运营\t240\t83\t良\n"
        "3\t数字档案\t75\t66\t中\n"
    )
    result = mined("祁县2023年财政重点评价结果表\n" + text)
    ignored = [item.quantity.raw for item in result.quantities if item.rule == "table.serial"]
    assert ignored == ["1", "2", "3"]
    found = by_raw(result)
    assert [found[raw].labels.outcome for raw in ("360", "91.5", "240", "66")] == [
        "excellent",
        "excellent",
        "good",
        "fair",
    ]
    assert (found["83"].quantity.unit, found["83"].labels.measure) == ("分", "score")


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("予以支持", "supported"), ("不予支持", "not_supported"), ("调整完善后予以支持", "supported_after_revision"),
        ("暂缓", "deferred"), ("无", ""),
    ],
)  # fmt: skip
def test_conclusion_column_speaks_for_its_row(word: str, outcome: str) -> None:
    rows = f"戏台修缮\t310.00\t{word}\n菜市场改造\t95.00\t予以支持\n路灯更换\t42.00\t予以支持\n"
    found = by_raw(mined("祁县2023年事前绩效评估结果\n单位：万元\n项目\t申报金额\t评估结论\n" + rows))
    assert found["310.00"].labels.outcome == outcome
    assert found["310.00"].labels.stage == "ex_ante"


def test_place_rows_are_the_subject_and_totals_the_unit() -> None:
    text = (
        "晋中市2023年各县绩效监控情况表\n单位：万元\n县（区、市）\t监控资金\n祁县\t1,204.00\n平遥县\t2,015.00\n"
        "灵石县\t1,781.00\n市本级\t3,300.00\n合计\t8,300.00\n"
    )
    found = by_raw(mined(text, "晋中市"))
    assert found["1,204.00"].subject.name == "祁县"
    assert found["2,015.00"].subject.name == "平遥县"
    assert (found["3,300.00"].subject.name, found["3,300.00"].labels.scope) == ("晋中市", "own")
    assert found["8,300.00"].subject.name == "晋中市"


def test_header_years_are_the_period() -> None:
    text = (
        "财政评审情况对比表\n"
        "单位：万元\n"
        "指标\t2022年\t2023年\t增减（%）\n"
        "送审金额\t500\t600\t20.0\n"
        "审定金额\t450\t510\t13.3\n"
        "审减金额\t50\t90\t80.0\n"
    )
    found = by_raw(mined(text))
    assert (found["500"].period.start, found["500"].labels.measure) == ("2022", "amount_submitted")
    assert (found["600"].period.start, found["90"].labels.measure) == ("2023", "amount_reduced")
    assert (found["20.0"].labels.measure, found["20.0"].quantity.unit) == ("growth_rate", "%")


def test_merged_two_storeyed_header() -> None:
    rows: list[list[str | None]] = [
        ["类别", "项目数（个）", "评审金额（万元）", None, None],
        [None, None, "送审", "审定", "审减"],
        ["工程", "4", "520.00", "480.00", "40.00"],
    ]
    merged = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 3)}
    found = by_raw(mine(with_table(rows, "2023年预算评审情况\n", merged)))
    assert [found[raw].labels.measure for raw in ("4", "520.00", "480.00", "40.00")] == [
        "project_count", "amount_submitted", "amount_approved", "amount_reduced",
    ]  # fmt: skip
    assert str(found["40.00"].quantity.value) == "400000.00"


def test_table_without_header_continues_the_one_before() -> None:
    first = [["项目", "评价资金（万元）", "等级"], ["甲", "11.0", "优"], ["乙", "12.0", "良"]]
    second = [["丙", "13.0", "中"], ["合计", "36.0", ""]]
    one, two = with_table(first, "2023年绩效评价结果\n"), with_table(second)
    shift = len(one.text)
    moved = tuple(
        Cell(c.row, c.column, tuple(Span(s.start + shift, s.end + shift) for s in c.spans)) for c in two.tables[0].cells
    )
    both = Document(
        "t.docx", "0" * 64, Medium.DOCX, one.text + two.text,
        tables=(one.tables[0], Table(moved, source="markup")), claims=one.claims,
    )  # fmt: skip
    result = mine(both)
    found = by_raw(result)
    assert (found["13.0"].labels.outcome, str(found["13.0"].quantity.value)) == ("fair", "130000.0")
    parents = {activity.id: activity.parent for activity in result.activities}
    assert parents[found["11.0"].activity] == found["36.0"].activity


NO_UNIT = (
    "部门\t评价资金\t得分\t等级\n"
    "县水利局\t2,410.00\t90.2\t优\n"
    "县档案馆\t835.00\t84.6\t良\n"
    "县文旅局\t615.00\t81.9\t良\n"
    "合计\t3,860.00\t\t\n"
)


def test_unit_of_an_unlabelled_table_comes_from_its_total_in_the_text() -> None:
    found = by_raw(mined("三、绩效评价\n全县对3个部门开展整体支出绩效评价，评价资金3860万元，结果如下。\n" + NO_UNIT))
    assert (str(found["2,410.00"].quantity.value), found["2,410.00"].quantity.unit) == ("24100000.00", "元")


def test_unit_stays_empty_where_the_text_does_not_tell_the_total() -> None:
    result = mined("三、绩效评价\n全县对3个部门开展整体支出绩效评价，结果如下。\n" + NO_UNIT)
    found = by_raw(result)
    assert (str(found["2,410.00"].quantity.value), found["2,410.00"].quantity.unit) == ("2410.00", "")
    assert [issue.kind for issue in result.issues] == ["table_without_unit"]


def test_budget_table_is_outside_the_chain() -> None:
    text = (
        "2023年祁县一般公共预算收入执行情况表\n"
        "单位：万元\n"
        "项目\t2022年决算数\t2023年执行数\t增长%\n"
        "增值税\t20,110\t21,300\t5.9\n"
        "契税\t3,100\t2,750\t-11.3\n"
        "耕地占用税\t800\t910\t13.8\n"
    )
    result = mined(text)
    found = by_raw(result)
    assert {figure.labels.stage for figure in result.figures} == {"other"}
    assert (found["21,300"].labels.measure, found["21,300"].period.start) == ("other_amount", "2023")
    assert (found["20,110"].period.start, found["5.9"].labels.measure) == ("2022", "growth_rate")
    assert str(found["-11.3"].quantity.value) == "-11.3"
    assert all(activity.parent == "" for activity in result.activities)


def test_one_cell_a_line_with_header_and_total() -> None:
    text = (
        "祁县2023年绩效评价结果汇总表\n"
        "评价结果\n"
        "评价报告（份）\n"
        "占比（%）\n"
        "优\n"
        "12\n"
        "30.0\n"
        "良\n"
        "22\n"
        "55.0\n"
        "差\n"
        "6\n"
        "15.0\n"
        "合计\n"
        "40\n"
        "100.0\n"
    )
    found = by_raw(mined(text))
    assert [found[raw].labels.outcome for raw in ("12", "55.0", "6", "40")] == ["excellent", "good", "poor", ""]
    assert (found["22"].labels.measure, found["15.0"].labels.measure) == ("report_count", "share")


def test_grade_of_a_contractor_is_not_the_grade_of_its_projects() -> None:
    text = (
        "祁县2023年绩效评价第三方机构考核表\n"
        "机构\t承担项目（个）\t考核得分\t考核等次\n"
        "甲事务所\t6\t94\t优秀\n"
        "乙事务所\t5\t88\t良好\n"
        "丙事务所\t4\t72\t合格\n"
    )
    found = by_raw(mined(text))
    assert (found["6"].labels.outcome, found["94"].labels.outcome) == (Outcome.NONE, Outcome.EXCELLENT)


def test_sentences_in_a_cell_are_read_as_sentences() -> None:
    told = "全年对12个项目开展绩效自评，涉及资金3,400万元；其中1个项目评为优秀，2个项目评为良好，其余9个项目评为中。"
    result = mine(with_table([["单位", "完成情况", "得分"], ["县水利局", told, "92.5"]], "2023年绩效自评情况\n"))
    found = by_raw(result)
    assert found["3,400万元"].labels.measure == "amount_involved"
    assert (found["1个"].labels.outcome, found["92.5"].labels.measure) == ("excellent", "score")
    assert len(result.figures) == len({figure.quantity.span for figure in result.figures}) == 6


def test_layout_table_gives_nothing() -> None:
    rows = [["首页", "政务公开"], ["祁县财政局", "联系我们"]]
    assert mine(with_table(rows)).figures == ()


def test_form_reads_from_left_to_right() -> None:
    rows = [
        ["项目名称", "古城消防改造"],
        ["主管部门", "县消防大队"],
        ["项目总额（万元）", "350.00"],
        ["满意度", "≥90%"],
    ]
    found = by_raw(mine(with_table(rows, "项目绩效目标表\n")))
    assert (str(found["350.00"].quantity.value), found["350.00"].quantity.unit) == ("3500000.00", "元")
    assert (found["90%"].labels.measure, found["90%"].quantity.modifier) == ("threshold", "at_least")


def test_codes_before_names_are_no_amounts() -> None:
    rows: list[list[str | None]] = [
        ["科目", None, "预算数"],
        ["20701", "文化和旅游", "1,250"],
        ["20702", "文物", "480"],
    ]
    found = by_raw(mine(with_table(rows, "2023年一般公共预算支出表\n单位：万元\n", {(0, 0): (1, 2)})))
    assert sorted(found) == ["1,250", "480"]


WORDS = st.sampled_from(
    ["", "—", "合计", "小计", "序号", "项目", "金额（万元）",
     "得分", "等级", "优", "予以支持", "祁县", "2022年", "其中：省级", "12", "-3.5",
     "1,200.00", "45%", "≥90%", "1.9%、2%", "2023", "3个", "单位：万元", "一、税收", "20101"]
)  # fmt: skip


@given(st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=8), st.integers(1, 4), st.integers(1, 4))
def test_any_table_accounts_for_every_number_once(rows: list[list[str]], row_span: int, column_span: int) -> None:
    result = mine(with_table(rows, "2023年绩效评价结果\n", {(0, 0): (row_span, column_span), (1, 0): (column_span, 1)}))
    spans = [item.quantity.span for item in result.quantities]
    assert len(spans) == len(set(spans))
    claimed = [item.quantity.span for item in result.quantities if item.disposition is Disposition.CLAIMED]
    assert claimed == [figure.quantity.span for figure in result.figures]
    known = {activity.id for activity in result.activities}
    assert {figure.activity for figure in result.figures} == known
    assert {activity.parent for activity in result.activities} <= known | {""}


def test_many_rows_take_linear_time() -> None:
    """A table of ten thousand rows is read: nothing in it looks at all other rows for each row."""
    rows = "".join(f"项目{chr(0x4E00 + at)}\t{at + 1}.50\t优\n" for at in range(10_000))
    result = mined("绩效评价结果\n项目\t评价资金（万元）\t等级\n" + rows)
    assert len(result.figures) == 10_000
