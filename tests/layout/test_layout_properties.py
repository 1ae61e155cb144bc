"""What holds of the view and the outline whatever the text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from report_miner.layout import SourceIndex, outline, table_blocks, view
from report_miner.layout.fold import FILLER, fold
from report_miner.model import Cell, Medium, Span, Table, View

from .samples import document

PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\f",
        " ",
        "  ",
        "    ",
        "\t",
        "　",
        "一、",
        "（一）",
        "一是",
        "；",
        "。",
        "，",
        "“",
        "”",
        "（",
        "）",
        "附件 3:",
        "\n附件3:\n",
        "(陇县财政局)",
        "\n□张兵\n",
        "\n## 汶上县\n",
        "- 12 -",
        "\n第 3 页\n",
        "— 3—",
        "1",
        "2",
        "3",
        "\n1\n道路\n3.5\n优\n2\n桥梁\n1.0\n良\n3\n水利\n2.0\n中\n合计\n6.5\n",
        "优",
        "良",
        "12.5",
        "亿元",
        "2023 年",
        "绩效评价",
        "提升评审质效\n提升评审质效。",
        "甲\t乙\n丙\t丁\n戊\t己\n",
        "\ufffe",
        "\u200b",
        "⻓",
        "％",
        "１２",
        "Word",
        "\r",
        "\x1f",
        "单位：万元",
        "全县各部门按照统一部署扎实推进预算绩效管理各项工作",
        "\U0002f800",
        "\x0b",
        "\x00",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))
MEDIA = st.sampled_from(list(Medium))
NEWSPAPER = (
    "# 东山县深化评价\n□王一\n东山县开展乡村项目评价，评\n□李二\n西河市推进成本分析。市直部门开展成本测算，确\n"
    "价结果用于预算安排。\n## 西河市\n定成本标准。"
)


def _same(kept: str, printed: str) -> bool:
    return kept == printed or kept == fold(printed) or (kept.isspace() and fold(printed).isspace())


def _runs(found: View) -> list[tuple[int, int]]:
    stops = [*found.starts[1:], len(found.text)][: len(found.starts)]
    return [(at, at + stop - start) for at, start, stop in zip(found.sources, found.starts, stops, strict=True)]


@given(TEXTS, MEDIA)
@example(NEWSPAPER, Medium.TXT)
@settings(max_examples=200, deadline=None)
def test_every_view_offset_is_one_character_of_the_source(text: str, medium: Medium) -> None:
    found = view(document(text, medium))
    places = [found.to_source(at) for at in range(len(found.text))]
    assert len(set(places)) == len(places)
    assert all(_same(kept, text[place]) for kept, place in zip(found.text, places, strict=True))


@given(TEXTS, MEDIA)
@settings(max_examples=200, deadline=None)
def test_runs_are_filled_ascend_in_the_view_and_never_overlap_in_the_source(text: str, medium: Medium) -> None:
    found = view(document(text, medium))
    runs = _runs(found)
    assert all(start < end <= len(text) for start, end in runs)
    ordered = sorted(runs)
    assert all(before[1] <= after[0] for before, after in pairwise(ordered))


@given(TEXTS, MEDIA)
@example(NEWSPAPER, Medium.TXT)
@settings(max_examples=200, deadline=None)
def test_only_white_space_furniture_and_doubled_text_is_dropped(text: str, medium: Medium) -> None:
    found = view(document(text, medium))
    dropped = Counter(fold(text))
    dropped.subtract(found.text)
    lost = {char for char, count in dropped.items() if count > 0 and not char.isspace() and char != FILLER}
    repeated = {line.strip() for line in fold(text).splitlines()}
    furniture = set("0123456789-—第页共，,、/（() ）·•ofPpagePAGEof") | set("提升评审质效。")
    running = {char for line in repeated if fold(text).count(line) >= 2 for char in line}
    assert lost <= furniture | running


@given(TEXTS, MEDIA)
@example(NEWSPAPER, Medium.TXT)
@settings(max_examples=200, deadline=None)
def test_sentences_and_tables_cover_the_view_without_overlap(text: str, medium: Medium) -> None:
    found = outline(document(text, medium))
    covered = [0] * len(found.view.text)
    for block in (*(sentence.block for sentence in found.sentences), *table_blocks(found.view, found.tables)):
        for at in range(*block):
            covered[at] += 1
    for count, char in zip(covered, found.view.text, strict=True):
        assert count <= 1
        assert count == 1 or char.isspace()


@given(TEXTS)
@example(NEWSPAPER)
@settings(max_examples=150, deadline=None)
def test_parts_tile_the_view_and_all_indexes_point_somewhere(text: str) -> None:
    found = outline(document(text))
    assert [part.index for part in found.parts] == list(range(len(found.parts)))
    bounds = [part.block for part in found.parts]
    assert bounds[0].start == 0 and bounds[-1].end == len(found.view.text)
    assert all(before.end == after.start for before, after in pairwise(bounds))
    for sentence in found.sentences:
        assert bounds[sentence.part].start <= sentence.block.start < bounds[sentence.part].end
        assert all(found.headings[at].part == sentence.part for at in sentence.headings)
        assert all(found.headings[at].block.start <= sentence.block.start for at in sentence.headings)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_the_way_back_from_the_source_inverts_the_way_there(text: str) -> None:
    found = view(document(text))
    index = SourceIndex(found)
    for at in range(len(found.text)):
        place = found.to_source(at)
        assert index.blocks(Span(place, place + 1)) == [(at, at + 1)]


@given(st.text(min_size=1), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_table_of_the_reader_is_taken_as_it_comes(text: str, spans: list[tuple[int, int]]) -> None:
    cells = tuple(
        Cell(0, column, (Span(min(start, len(text)), min(start + size, len(text))),))
        for column, (start, size) in enumerate(spans)
    )
    found = outline(document(text, Medium.PDF, (Table(cells),)))
    assert found.tables[0].cells == cells


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_the_same_text_gives_the_same_outline(text: str) -> None:
    assert outline(document(text)) == outline(document(text))


MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "a" * MEGABYTE,
        "中" * MEGABYTE,
        "7" * MEGABYTE,
        "1." * (MEGABYTE // 2),
        "（" * MEGABYTE,
        "）" * MEGABYTE,
        "（（）" * (MEGABYTE // 3),
        "“" * MEGABYTE,
        "《" * MEGABYTE,
        " " * MEGABYTE,
        "中" + " " * MEGABYTE + "文",
        "\t" * MEGABYTE,
        "\n" * MEGABYTE,
        "。" * MEGABYTE,
        "-" * MEGABYTE,
        "一" * MEGABYTE,
        "第" * MEGABYTE,
        "□" * MEGABYTE,
        "#" * MEGABYTE,
        "\ufffd" * MEGABYTE,
        "事前绩效评估和预算评审，" * (MEGABYTE // 12),
        "一是评审，二是评价；" * (MEGABYTE // 10),
        "1\n" * (MEGABYTE // 20),
        "1\f" * (MEGABYTE // 20),
        "□张兵\n" * (MEGABYTE // 20),
        "附件3:\n" * (MEGABYTE // 20),
        "甲  乙  丙\n" * (MEGABYTE // 20),
        "甲  乙\n" * (MEGABYTE // 20),
        "1  甲  2.0\n" * (MEGABYTE // 20),
        "附件：甲乙丙丁\n2024年1月5日\n" * (MEGABYTE // 20),
        "附件：1.甲表2.乙表\n" * (MEGABYTE // 20),
        "附件1：甲乙丙丁\n" * (MEGABYTE // 20),
        "□甲乙\n某某局开展绩效评\n" * (MEGABYTE // 20),
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_a_megabyte_of_anything_is_read_to_its_end(text: str) -> None:
    found = outline(document(text))
    assert found.parts[-1].block.end == len(found.view.text)
