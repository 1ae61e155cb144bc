"""The view against every gold figure of the real reports."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from report_miner.layout import SourceIndex, outline, view
from report_miner.model import Span

from .samples import document

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here")


def _report(name: str) -> str:
    path = next(SHARED.glob(f"reports/*/{name}"))
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("gold", ["seeds.jsonl", "real.jsonl"])
def test_raw_of_every_gold_figure_follows_from_the_view(gold: str) -> None:
    by_document = defaultdict(list)
    for line in (SHARED / "gold" / gold).read_text("utf-8").splitlines():
        figure = json.loads(line)
        by_document[figure["document"]].append(figure)
    assert by_document
    for name, figures in by_document.items():
        cleaned = view(document(_report(name)))
        index = SourceIndex(cleaned)
        for figure in figures:
            first = index.block(Span(figure["start"], figure["start"] + 1))
            last = index.block(Span(figure["end"] - 1, figure["end"]))
            assert first is not None and last is not None, figure["id"]
            assert cleaned.raw(first.start, last.end) == figure["raw"], figure["id"]
            assert "\n" not in cleaned.text[first.start : last.end], figure["id"]
            assert cleaned.span(first.start, last.end) == (figure["start"], figure["end"]), figure["id"]


@pytest.mark.parametrize(
    ("name", "issuers"),
    [
        (
            "001_2b13365b3900b53b.txt",
            ["宝鸡市财政局", "宝鸡市财政局", "太白县财政局", "陇县财政局", "麟游县财政局", "凤县财政局"],
        ),
        ("003_da45edac55dd423c.txt", ["开江县财政局"]),
    ],
)
def test_parts_carry_the_unit_that_issued_them(name: str, issuers: list[str]) -> None:
    found = outline(document(_report(name)))
    assert [found.view.text[slice(*part.issuer)] if part.issuer else None for part in found.parts] == issuers


def test_the_newspaper_page_loses_no_line_and_gives_each_article_its_title() -> None:
    text = _report("004_41f4220e94c72c62.txt")
    found = outline(document(text))
    assert sorted("".join(found.view.text.split())) == sorted("".join(text.split()))
    assert len(found.parts) == 9
    assert all(part.title for part in found.parts)


def test_a_table_printed_one_cell_a_line_is_read_with_header_and_total() -> None:
    found = outline(document(_report("008_heilongjiang2021_jixiao_jieguo.txt")))
    (table,) = found.tables
    rows = max(cell.row for cell in table.cells) + 1
    assert (rows, max(cell.column for cell in table.cells) + 1) == (24, 4)
    assert len(table.cells) == 24 * 4
