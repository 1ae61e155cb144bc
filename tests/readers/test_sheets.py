"""Workbooks: every sheet a table, numbers as typed."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from report_miner.readers import ReadError, read_bytes
from report_miner.readers.sheets import printed

from .makers import xlsx


def test_sheets_are_tables_under_their_names() -> None:
    document = read_bytes(xlsx({"评审表": [["项目", "金额"], ["道路", 12.5]], "自评表": [["甲", 3]]}), "a.xlsx")
    assert document.text == "评审表\n项目\t金额\n道路\t12.5\n自评表\n甲\t3"
    first, second = document.tables
    assert first.source == "sheet"
    assert first.caption is not None
    assert document.text[slice(*first.caption)] == "评审表"
    assert [document.text[slice(*c.spans[0])] for c in second.cells] == ["甲", "3"]


def test_merged_cells_keep_their_extent() -> None:
    document = read_bytes(xlsx({"表": [["合计", None], [1, 2]]}, merged=["A1:B1"]), "a.xlsx")
    assert [(c.row, c.column, c.row_span, c.column_span) for c in document.tables[0].cells] == [
        (0, 0, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]


def test_empty_edges_are_cut_below_and_to_the_right_only() -> None:
    document = read_bytes(xlsx({"表": [[None, None, None], [None, "甲", 1], [None, None, None]]}), "a.xlsx")
    assert [(c.row, c.column) for c in document.tables[0].cells if c.spans] == [(1, 1), (1, 2)]


def test_hidden_sheets_stay_out() -> None:
    book = Workbook()
    book.active.append(["甲", 1])
    book.create_sheet("草稿").append(["乙", 2])
    book["草稿"].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    assert "乙" not in read_bytes(buffer.getvalue(), "a.xlsx").text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.1 + 0.2, "0.3"),
        (12345678.9, "12345678.9"),
        (3.0, "3"),
        (-0.0, "0"),
        (1e15, "1000000000000000"),
        (1e300, "1" + "0" * 300),
        (2e-7, "0.0000002"),
        (100.0, "100"),
        (24053.22, "24053.22"),
        (7, "7"),
        (True, "是"),
        ("甲\n县 ", "甲 县"),
        (datetime.datetime(2023, 5, 6), "2023-05-06"),
        (datetime.datetime(2023, 5, 6, 7, 8), "2023-05-06 07:08:00"),
        (datetime.date(2023, 5, 6), "2023-05-06"),
    ],
)
def test_values_are_printed_as_people_typed_them(value: object, shown: str) -> None:
    assert printed(value) == shown


@settings(deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_numbers_of_a_few_decimals_come_back_exactly(digits: int, places: int) -> None:
    exact = Decimal(digits).scaleb(-places)
    assert Decimal(printed(float(exact))) == exact
    assert "e" not in printed(float(exact)).lower()


def test_a_workbook_without_values_is_told() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(xlsx({"表": []}), "a.xlsx")
    assert caught.value.issue.kind == "no_text"


@pytest.mark.parametrize(
    ("form", "value", "shown"),
    [
        ("0%", 0.38, "38%"),
        ("0.00%", 0.38085, "38.09%"),
        ("0.0%;[Red]-0.0%", 0.125, "12.5%"),
        ("0.0%", -0.125, "-12.5%"),
        ("0.00%", 1, "100.00%"),
        ('0.0"%"', 12.5, "12.5"),
        ("#,##0.00", 1234.5, "1234.5"),
    ],
)
def test_percentages_are_written_as_the_sheet_shows_them(form: str, value: float, shown: str) -> None:
    book = Workbook()
    book.active.append(["审减率", value])
    book.active["B1"].number_format = form
    book.create_sheet("另").append(["金额", 0.38])
    buffer = io.BytesIO()
    book.save(buffer)
    assert read_bytes(buffer.getvalue(), "a.xlsx").text == f"Sheet\n审减率\t{shown}\n另\n金额\t0.38"
