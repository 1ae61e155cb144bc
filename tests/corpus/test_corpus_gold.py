"""The gold labels are complete, well formed and say what stands at their place."""

import json
import re
from collections import Counter
from decimal import Decimal

import pytest

from report_miner.model import Measure, Modifier, Outcome, Stage

from .conftest import ROOT

GOLD = [json.loads(line) for line in (ROOT / "corpus" / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
LISTS = ["value", "unit", "modifier", "measure", "stage", "outcome", "subject", "period_start", "period_end"]
FIELDS = ["id", "document", "start", "end", "raw", *LISTS, "activity", "parent", "cumulative"]
CODES = {"measure": Measure, "stage": Stage, "outcome": Outcome, "modifier": Modifier}
SEEDS = ROOT.parent / "shared" / "gold" / "seeds.jsonl"


def test_there_are_ten_reports_and_no_figure_twice():
    assert len({g["document"] for g in GOLD}) >= 10
    assert max(Counter(g["id"] for g in GOLD).values()) == 1
    assert max(Counter((g["document"], g["start"]) for g in GOLD).values()) == 1


@pytest.mark.skipif(not SEEDS.is_file(), reason="needs ../shared")
def test_fields_are_those_of_the_shared_gold():
    seed = json.loads(SEEDS.read_text(encoding="utf-8").splitlines()[0])
    assert list(seed) == FIELDS


def test_every_row_has_all_fields_and_only_codes_of_the_guide():
    for g in GOLD:
        assert list(g) == FIELDS, g["id"]
        for field, codes in CODES.items():
            assert g[field], g["id"]
            assert set(g[field]) <= {c.value for c in codes}, (g["id"], field, g[field])


def test_values_units_and_years_are_well_formed():
    for g in GOLD:
        assert all(Decimal(v) >= 0 for v in g["value"]), g["id"]
        assert all(g["subject"]), g["id"]
        assert all(g["unit"]), g["id"]
        assert all(re.fullmatch(r"20\d\d|", y) for y in g["period_start"]), g["id"]
        assert all(re.fullmatch(r"20\d\d", y) for y in g["period_end"]), g["id"]
        assert not any(u in ("万元", "亿元") for u in g["unit"]), g["id"]


def text_of(source, made):
    data = made[f"reports/{source.stem}.txt"]
    return data.decode(source.header.get("encoding", "utf-8")).replace("\r\n", "\n")


def test_spans_hold_the_raw_text_with_page_marks_left_out(made, sources):
    for source, rendered in sources:
        text = text_of(source, made)
        assert text == rendered.text
        mark = re.escape(source.header.get("page_mark", "\0")).replace(r"\{n\}", r"\d+")
        for g in (g for g in GOLD if g["document"] == f"{source.stem}.txt"):
            kept = re.sub(f"^{mark}$", "", text[g["start"] : g["end"]], flags=re.M)
            assert "".join(kept.split()) == g["raw"], g["id"]
            assert text[g["start"]].strip() and text[g["end"] - 1].strip(), g["id"]


def test_every_digit_is_labelled_or_named_as_ignored(sources):
    for source, rendered in sources:
        loose = [m for m in re.finditer(r"\d", rendered.text) if not rendered.glyphs[m.start()].known]
        assert [rendered.text[m.start() - 8 : m.end() + 8] for m in loose] == [], source.stem


NOT_COUNTS = r"第三方|委托第三|四本预算|百千万工程"
MEASURE_WORDS = "个|项|次|期|轮|名|类|条|篇|份|家|人|宗|批|本|册|所|处|场|件|种|方面|成|倍|阶段"
COUNTED = f"[二两三四五六七八九十几数][余多]?(?:{MEASURE_WORDS})"


def test_every_chinese_count_is_labelled_or_named_as_ignored(sources):
    for source, rendered in sources:
        kept = [(i, g) for i, g in enumerate(rendered.glyphs) if not g.char.isspace()]
        text = re.sub(NOT_COUNTS, lambda m: "\0" * len(m[0]), "".join(g.char for _, g in kept))
        loose = [text[m.start() - 8 : m.end() + 8] for m in re.finditer(COUNTED, text) if not kept[m.start()][1].known]
        assert loose == [], source.stem


def test_words_that_open_a_number_have_left_their_modifier(sources):
    before = re.compile(r"(?:约|超过|突破|不低于|不少于|不足|近|低于|未达到)$")
    after = re.compile(r"(?:（含）)?(?:左右|以上|以下|以内)")
    for source, rendered in sources:
        for index, figure in enumerate(source.figures):
            start, end = rendered.spans[index]
            opens = before.search("".join(rendered.text[max(0, start - 10) : start].split()))
            if opens or after.match("".join(rendered.text[end : end + 12].split())):
                assert figure.modifier[0] != "exact", (source.stem, figure.raw)


def test_a_child_activity_has_a_parent_with_figures_of_its_own():
    activities = {g["activity"] for g in GOLD}
    assert {g["parent"] for g in GOLD if g["parent"]} <= activities


def test_an_activity_has_one_parent():
    parents = {(g["activity"], g["parent"]) for g in GOLD}
    assert max(Counter(a for a, _ in parents).values()) == 1


def test_the_vocabulary_of_the_guide_is_covered():
    seen = {field: {value for g in GOLD for value in g[field]} for field in CODES}
    assert {s.value for s in Stage} == seen["stage"]
    assert {m.value for m in Modifier} == seen["modifier"]
    assert {m.value for m in Measure} - seen["measure"] == set()
    assert {o.value for o in Outcome} - seen["outcome"] == set()


def test_some_figures_are_cut_by_a_page_mark_and_some_by_a_wrap(sources):
    cut_by_mark = cut_by_wrap = 0
    for source, rendered in sources:
        for start, end in rendered.spans:
            inside = rendered.text[start:end]
            cut_by_wrap += "\n" in inside
            cut_by_mark += "page_mark" in source.header and source.header["page_mark"].split("{")[0] in inside
    assert cut_by_mark >= 5
    assert cut_by_wrap >= 20
