"""Real reports that exist in two formats read alike, and every real file ends as read or as an issue."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from report_miner.model import Document
from report_miner.readers import ReadError, Unreadable, discover, read

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")

PDF_TWINS = {
    "008_heilongjiang2021_jixiao_jieguo.txt": "heilongjiang_2021_p164-167.pdf",
    "031_jincheng2025_yusuan_pingshen.txt": "jincheng_2025_budget_report.pdf",
    "041_nantong2025_yusuan_jixiao.txt": "jiangsu_nantong_2026_budget_report.pdf",
}
HTML_TWINS = {
    "026_sanming2019_yusuan_pingshen.txt": "sanming_2019_budget_report.html",
    "027_sanming2018_yusuan_pingshen.txt": "sanming_2018_budget_report.html",
    "033_zhanjiang2025_yusuan_pingshen.txt": "zhanjiang_2025_budget_report.html",
    "037_weifang2025_yusuan_zhaiyao.txt": "weifang_2025_budget_report.html",
}


@cache
def read_real(path: Path) -> Document:
    return read(path)


def drop_space(text: str) -> str:
    return "".join(text.split())


def windows(name: str) -> list[tuple[int, int]]:
    rows = (line.split("\t") for line in (SHARED / "gold/real.windows.tsv").read_text("utf-8").splitlines())
    return [(int(start), int(end)) for document, start, end in rows if document == name]


def gold(name: str) -> list[dict]:
    rows = map(json.loads, (SHARED / "gold/real.jsonl").read_text("utf-8").splitlines())
    return [row for row in rows if row["document"] == name]


@pytest.mark.parametrize(("folder", "most_issues"), [("seeds", 0), ("text", 0), ("pdf", 0), ("html", 0)])
def test_every_report_is_read_without_complaint(folder: str, most_issues: int) -> None:
    for source in discover([SHARED / "reports" / folder]):
        assert not isinstance(source, Unreadable), source
        document = read_real(source.locator.file)
        assert len(document.text) > 500, source.path
        assert len(document.issues) <= most_issues, document.issues


def test_garbled_and_scanned_pages_are_named_and_give_no_text() -> None:
    kinds = {}
    for source in discover([SHARED / "reports" / "hard"]):
        assert not isinstance(source, Unreadable)
        document = read(source)
        assert not document.text.strip()
        assert len(document.pages) > 1
        (only,) = document.issues
        assert f"第1—{len(document.pages)}页" in only.message
        assert "OCR" in only.message
        kinds[source.path[:6]] = only.kind
    assert kinds == {"huaian": "garbled_text_layer", "zhangj": "page_without_text"}


def test_fixed_layout_documents_are_refused_with_the_remedy() -> None:
    sources = list(discover([SHARED / "reports" / "ofd"]))
    assert sources
    for source in sources:
        assert not isinstance(source, Unreadable)
        with pytest.raises(ReadError) as caught:
            read(source)
        assert caught.value.issue.kind == "unsupported_format"
        assert "PDF" in caught.value.issue.message


@pytest.mark.parametrize(("text", "twin"), PDF_TWINS.items())
def test_figures_of_the_text_stand_in_its_pdf(text: str, twin: str) -> None:
    # Page numbers may stand within a figure; leaving them out is the layout's work.
    words = drop_space(re.sub(r"[-—]\s*\d+\s*[-—]\s*(?=\f|$)", "", read_real(SHARED / "reports/pdf" / twin).text))
    rows = gold(text)
    assert rows
    assert [row["id"] for row in rows if drop_space(row["raw"]) not in words] == []


@pytest.mark.parametrize("twin", PDF_TWINS.values())
def test_every_visible_character_of_a_pdf_has_a_box_on_its_page(twin: str) -> None:
    document = read_real(SHARED / "reports/pdf" / twin)
    assert document.boxes is not None
    assert len(document.boxes.left) == len(document.text)
    for page in document.pages:
        for offset in range(*page.span):
            if not document.text[offset].isspace():
                assert -1 <= document.boxes.left[offset] <= document.boxes.right[offset] <= page.width + 1
                assert -1 <= document.boxes.top[offset] <= document.boxes.bottom[offset] <= page.height + 1


@pytest.mark.parametrize(("text", "twin"), HTML_TWINS.items())
def test_what_the_text_says_stands_in_its_page(text: str, twin: str) -> None:
    words = drop_space(read_real(SHARED / "reports/html" / twin).text)
    original = (SHARED / "reports/text" / text).read_text("utf-8")
    for start, end in windows(text):
        assert drop_space(original[start:end]) in words


@pytest.mark.parametrize("twin", HTML_TWINS.values())
def test_pages_come_without_what_the_site_adds(twin: str) -> None:
    text = read_real(SHARED / "reports/html" / twin).text
    for site in ("ICP", "版权所有", "网站地图", "扫一扫", "QQ空间", "当前位置"):
        assert site not in text
