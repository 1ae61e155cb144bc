"""Whole sample reports: what is found through PDF, Word, web page and sheet is what is found through the text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from report_miner.model import Medium

from .agreement import agreement, differences, has_place, meanings, mined

CORPUS = Path(__file__).parents[2] / "corpus"
REORDERED = "newspaper_2023"
"""Its text comes in interleaved columns, cut in mid-word; Word and web page tell it in reading order, uncut."""
FORMATS = sorted(path.name for path in (CORPUS / "formats").iterdir())
WHOLE = [name for name in FORMATS if not name.endswith(".xlsx")]
SHEETS = [name for name in FORMATS if name.endswith(".xlsx")]
NAMELESS = "table_without_unit"


def text_of(name: str) -> Path:
    return CORPUS / "reports" / f"{Path(name).stem}.txt"


def test_every_report_is_there_in_all_formats() -> None:
    for path in (CORPUS / "reports").iterdir():
        assert {f"{path.stem}.{ending}" for ending in ("pdf", "docx", "html")} <= set(FORMATS)


@pytest.mark.parametrize("name", [name for name in WHOLE if not name.startswith(REORDERED) or name.endswith(".pdf")])
def test_figures_are_those_of_the_text_in_its_order(name: str) -> None:
    by_text, by_format = meanings(text_of(name)), meanings(CORPUS / "formats" / name)
    assert len(by_text) > 20
    assert agreement(by_text, by_format) >= 0.98, differences(by_text, by_format)


@pytest.mark.parametrize("name", [name for name in WHOLE if name.startswith(REORDERED)])
def test_figures_of_a_newspaper_are_those_of_its_interleaved_text(name: str) -> None:
    by_text, by_format = Counter(meanings(text_of(name))), Counter(meanings(CORPUS / "formats" / name))
    assert 2 * (by_text & by_format).total() >= 0.98 * (by_text.total() + by_format.total())


# A page of articles has no unit of its own.
@pytest.mark.parametrize("name", [name for name in WHOLE if not name.startswith(REORDERED)])
def test_unit_and_year_are_those_of_the_text(name: str) -> None:
    by_text, by_format = mined(text_of(name)).mined, mined(CORPUS / "formats" / name).mined
    assert (by_format.unit.name, by_format.year) == (by_text.unit.name, by_text.year)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_gives_the_figures_of_the_table_in_the_text(name: str) -> None:
    result = mined(CORPUS / "formats" / name)
    assert result.document.medium is Medium.XLSX
    assert result.figures
    if any(issue.kind == NAMELESS for issue in result.issues):
        # Nothing but the report's text says in what the table counts; without it the numbers stay without unit.
        assert not any(figure.quantity.unit for figure in result.figures)
        return
    extra = Counter(meanings(CORPUS / "formats" / name)) - Counter(meanings(text_of(name)))
    assert not extra


@pytest.mark.parametrize("name", [name for name in WHOLE if name.endswith(".pdf")])
def test_every_figure_of_a_pdf_has_its_page_and_box(name: str) -> None:
    result = mined(CORPUS / "formats" / name)
    assert result.figures
    assert [figure.quantity.raw for figure in result.figures if not has_place(result.document, figure)] == []


@pytest.mark.parametrize("name", [name for name in WHOLE if not name.endswith(".pdf")])
def test_formats_without_pages_name_none(name: str) -> None:
    assert {figure.page for figure in mined(CORPUS / "formats" / name).figures} == {None}


@pytest.mark.parametrize("name", FORMATS)
def test_no_quantity_is_accounted_for_twice(name: str) -> None:
    spans = [accounted.quantity.span for accounted in mined(CORPUS / "formats" / name).mined.quantities]
    assert len(spans) == len(set(spans))
    assert all(one.end <= other.start for one, other in pairwise(sorted(spans)))
