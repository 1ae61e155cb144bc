"""PDF: text, boxes, page problems and ruled tables."""

from __future__ import annotations

from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_miner.model import Document, Table
from report_miner.readers import ReadError, read_bytes
from report_miner.readers.issues import page_ranges
from report_miner.readers.pdf_frame import Frame
from report_miner.readers.pdf_quality import is_garbled

from .makers import SENTENCE, lines, pdf, picture


def cells(document: Document, table: Table) -> list[tuple[int, int, int, int, str]]:
    return [
        (c.row, c.column, c.row_span, c.column_span, "".join(document.text[slice(*span)] for span in c.spans))
        for c in table.cells
    ]


def test_pages_are_joined_by_form_feed_and_keep_their_spans() -> None:
    document = read_bytes(pdf([lines("甲县", "第二行"), lines("乙县")]), "a.pdf")
    assert document.text == "甲县\n第二行\f乙县"
    assert [document.text[slice(*page.span)] for page in document.pages] == ["甲县\n第二行", "乙县"]
    assert [page.number for page in document.pages] == [1, 2]
    assert (document.pages[0].width, document.pages[0].height) == (400, 600)
    assert document.page_at(document.text.index("乙")) == 2


def test_boxes_run_parallel_to_the_text_from_the_top_left_corner() -> None:
    document = read_bytes(pdf([lines("甲县评审", "乙县")]), "a.pdf")
    boxes = document.boxes
    assert boxes is not None
    assert len(boxes.left) == len(boxes.top) == len(boxes.right) == len(boxes.bottom) == len(document.text)
    first, break_, second = 0, document.text.index("\n"), document.text.index("乙")
    assert 39 <= boxes.left[first] < boxes.right[first] <= 53
    assert 25 <= boxes.top[first] < boxes.bottom[first] <= 45
    assert isnan(boxes.left[break_])
    assert boxes.top[second] == pytest.approx(boxes.top[first] + 20, abs=3)


def test_a_turned_page_is_measured_as_it_is_shown() -> None:
    def paint(canvas) -> None:
        canvas.setPageRotation(90)
        canvas.drawString(40, 560, "甲县")

    document = read_bytes(pdf([paint], size=(600, 400)), "a.pdf")
    assert (document.pages[0].width, document.pages[0].height) == (600, 400)
    assert document.boxes is not None
    assert 555 <= document.boxes.left[0] <= document.boxes.right[0] <= 575
    assert 35 <= document.boxes.top[0] <= document.boxes.bottom[0] <= 55


@settings(deadline=None)
@given(
    st.integers(0, 3),
    st.floats(0, 400, allow_nan=False),
    st.floats(0, 600, allow_nan=False),
)
def test_points_of_the_page_stay_on_the_page_however_it_is_turned(rotation: int, x: float, y: float) -> None:
    frame = Frame(0, 0, 400, 600, rotation)
    across, down = frame.point(x, y)
    assert 0 <= across <= frame.width
    assert 0 <= down <= frame.height


def test_pages_without_text_are_named_once_for_each_run() -> None:
    document = read_bytes(pdf([lines(SENTENCE), picture, picture, lines("乙县"), picture]), "a.pdf")
    (only,) = document.issues
    assert only.kind == "page_without_text"
    assert "第2—3页、第5页" in only.message
    assert "OCR" in only.message
    assert only.page == 2


def test_a_scan_with_nothing_but_a_page_number_counts_as_a_page_without_text() -> None:
    def scan(canvas) -> None:
        picture(canvas, 0, 0, 400, 600)
        canvas.drawString(180, 30, "- 3 -")

    document = read_bytes(pdf([lines(SENTENCE), scan]), "a.pdf")
    assert [(found.kind, found.page) for found in document.issues] == [("page_without_text", 2)]


def test_a_picture_beside_text_is_no_problem() -> None:
    def illustrated(canvas) -> None:
        picture(canvas, 0, 0, 400, 600)
        lines(SENTENCE)(canvas)

    assert read_bytes(pdf([illustrated]), "a.pdf").issues == ()


def test_a_pdf_that_only_forbids_copying_is_read() -> None:
    assert read_bytes(pdf([lines("甲县")], owner="x"), "a.pdf").text == "甲县"


def test_an_empty_page_is_not_a_problem() -> None:
    document = read_bytes(pdf([lines("甲县"), lambda canvas: None]), "a.pdf")
    assert document.issues == ()
    assert document.text == "甲县\f"


def test_outlined_letters_count_as_a_page_without_text() -> None:
    def outlines(canvas) -> None:
        for number in range(60):
            canvas.circle(20 + 6 * number, 300, 2)

    assert [found.kind for found in read_bytes(pdf([outlines]), "a.pdf").issues] == ["page_without_text"]


def test_the_text_of_a_garbled_page_is_left_out_because_its_digits_would_pass_for_figures() -> None:
    garbled = ["lm$%&'()k*+ 30VW j/dj x8A&k^^", "}p&Z:lC_q 27UVq {Z:1|x;q^^~~"]
    document = read_bytes(pdf([lines(*garbled), lines("甲县")]), "a.pdf")
    assert document.text == "\f甲县"
    assert [found.kind for found in document.issues] == ["garbled_text_layer"]


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "1,234.56 7,890.12 (3.4%) -5 100.00\n" * 20,
        "The county reviewed twelve projects and reduced the amount by ten percent.",
        "GDP、PPP、EPC、BOT、ROI 等指标",
        "",
    ],
)
def test_figures_foreign_words_and_abbreviations_are_not_garbled(text: str) -> None:
    assert not is_garbled(text)


@settings(deadline=None)
@given(st.lists(st.integers(1, 400), unique=True).map(sorted))
def test_page_ranges_name_every_page(pages: list[int]) -> None:
    named = []
    for run in page_ranges(pages).split("、") if pages else []:
        first, _, last = run.strip("第页").partition("—")
        named.extend(range(int(first), int(last or first) + 1))
    assert named == pages


def test_letters_that_cannot_be_had_are_told() -> None:
    """PDFium drops single letters of fonts that are neither embedded nor installed."""

    def paint(canvas) -> None:
        for number in range(40):
            canvas.drawString(20 + 9 * number, 300, "县")
        canvas.drawString(40, 200, "甲县")

    assert [found.kind for found in read_bytes(pdf([paint]), "a.pdf").issues] == ["text_incomplete"]


def test_a_ruled_table_gives_cells_with_spans_in_the_text() -> None:
    def paint(canvas) -> None:
        canvas.drawString(100, 530, "某县评审情况表")
        canvas.drawString(100, 512, "单位：万元")
        canvas.grid([50, 150, 250, 350], [500, 470, 440])
        for row, words in enumerate([("项目", "送审", "审定"), ("道路", "120.50", "110.00")]):
            for column, word in enumerate(words):
                canvas.drawString(60 + 100 * column, 480 - 30 * row, word)

    document = read_bytes(pdf([paint]), "a.pdf")
    (table,) = document.tables
    assert cells(document, table) == [
        (0, 0, 1, 1, "项目"),
        (0, 1, 1, 1, "送审"),
        (0, 2, 1, 1, "审定"),
        (1, 0, 1, 1, "道路"),
        (1, 1, 1, 1, "120.50"),
        (1, 2, 1, 1, "110.00"),
    ]
    assert (table.page, table.source) == (1, "ruled")
    assert table.caption is not None
    assert document.text[slice(*table.caption)] == "某县评审情况表\n单位：万元"


def test_merged_and_wrapped_cells_keep_their_extent_and_all_their_lines() -> None:
    def paint(canvas) -> None:
        canvas.lines(
            [(50, 500, 350, 500), (50, 440, 350, 440), (150, 470, 350, 470), (50, 410, 350, 410)]
            + [(x, 500, x, 410) for x in (50, 150, 350)]
            + [(250, 470, 250, 410)]
        )
        canvas.drawString(60, 480, "项目单位")
        canvas.drawString(60, 460, "及名称")
        canvas.drawString(200, 480, "金额")
        canvas.drawString(160, 450, "送审")
        canvas.drawString(260, 450, "审定")
        for x, word in ((60, "水库"), (160, "30"), (260, "20")):
            canvas.drawString(x, 420, word)

    document = read_bytes(pdf([paint]), "a.pdf")
    (table,) = document.tables
    assert cells(document, table)[:3] == [(0, 0, 2, 1, "项目单位及名称"), (0, 1, 1, 2, "金额"), (1, 1, 1, 1, "送审")]
    assert len(table.cells[0].spans) == 2


def test_lines_drawn_as_thin_filled_rectangles_rule_a_table_too() -> None:
    def paint(canvas) -> None:
        for y in (500, 470, 440):
            canvas.rect(50, y, 200, 0.5, stroke=0, fill=1)
        for x in (50, 150, 250):
            canvas.rect(x, 440, 0.5, 60, stroke=0, fill=1)
        for x, y, word in ((60, 480, "项目"), (160, 480, "金额"), (60, 450, "道路"), (160, 450, "12")):
            canvas.drawString(x, y, word)

    document = read_bytes(pdf([paint]), "a.pdf")
    assert [len(table.cells) for table in document.tables] == [4]


def test_a_frame_around_text_is_no_table() -> None:
    def paint(canvas) -> None:
        canvas.rect(30, 400, 300, 190)
        lines(SENTENCE, "乙县")(canvas)

    assert read_bytes(pdf([paint]), "a.pdf").tables == ()


def test_a_table_on_two_pages_stays_two_tables() -> None:
    def paint(canvas) -> None:
        canvas.grid([50, 150, 250], [500, 470, 440])
        for x, y, word in ((60, 480, "甲"), (160, 480, "1"), (60, 450, "乙"), (160, 450, "2")):
            canvas.drawString(x, y, word)

    assert [table.page for table in read_bytes(pdf([paint, paint]), "a.pdf").tables] == [1, 2]


def test_an_encrypted_pdf_is_refused_with_the_remedy() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(pdf([lines(SENTENCE)], password="x"), "密.pdf")
    assert caught.value.issue.kind == "encrypted"
    assert "密.pdf" in caught.value.issue.message
    assert "密码" in caught.value.issue.message


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_pdf_is_never_read_in_silence(share: float) -> None:
    whole = pdf([lines(SENTENCE)] * 5)
    try:
        document = read_bytes(whole[: int(len(whole) * share)], "断.pdf")
    except ReadError as error:
        assert error.issue.kind == "truncated"
    else:
        assert "truncated" in [found.kind for found in document.issues]
