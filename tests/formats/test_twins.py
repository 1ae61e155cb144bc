"""Real reports that exist in two formats give the same figures through both."""

from __future__ import annotations

from pathlib import Path

import pytest

from .agreement import agreement, differences, has_place, meanings, mined

SHARED = Path(__file__).parents[3] / "shared"
REPORTS = SHARED / "reports"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")

LEAST = 0.98
TWINS = {
    "008_heilongjiang2021_jixiao_jieguo.txt": "pdf/heilongjiang_2021_p164-167.pdf",
    "031_jincheng2025_yusuan_pingshen.txt": "pdf/jincheng_2025_budget_report.pdf",
    "041_nantong2025_yusuan_jixiao.txt": "pdf/jiangsu_nantong_2026_budget_report.pdf",
    "026_sanming2019_yusuan_pingshen.txt": "html/sanming_2019_budget_report.html",
    "027_sanming2018_yusuan_pingshen.txt": "html/sanming_2018_budget_report.html",
    "033_zhanjiang2025_yusuan_pingshen.txt": "html/zhanjiang_2025_budget_report.html",
    "037_weifang2025_yusuan_zhaiyao.txt": "html/weifang_2025_budget_report.html",
}
PDFS = sorted(path.name for path in (REPORTS / "pdf").glob("*.pdf")) if SHARED.is_dir() else []


@pytest.mark.parametrize(("text", "original"), TWINS.items())
def test_the_original_gives_the_figures_of_the_text(text: str, original: str) -> None:
    by_text, by_original = meanings(REPORTS / "text" / text), meanings(REPORTS / original)
    assert len(by_text) > 20
    assert agreement(by_text, by_original) >= LEAST, differences(by_text, by_original)


@pytest.mark.parametrize(("text", "original"), TWINS.items())
def test_unit_and_year_are_those_of_the_text(text: str, original: str) -> None:
    by_text, by_original = mined(REPORTS / "text" / text).mined, mined(REPORTS / original).mined
    assert (by_original.unit.name, by_original.year) == (by_text.unit.name, by_text.year)


@pytest.mark.parametrize("name", PDFS)
def test_every_figure_of_a_pdf_has_its_page_and_box(name: str) -> None:
    result = mined(REPORTS / "pdf" / name)
    assert [figure.quantity.raw for figure in result.figures if not has_place(result.document, figure)] == []
