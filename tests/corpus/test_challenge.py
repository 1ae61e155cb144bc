"""The challenge passages: built from their sources, labelled in the guide's codes, and labelled completely."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from report_miner.model import Measure, Modifier, Outcome, Stage

ROOT = Path(__file__).resolve().parents[2]


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_challenge", ROOT / "scripts" / "build_challenge.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


script = load_script()
PASSAGES = script.all_passages()
IDS = [passage.head.id for passage in PASSAGES]

# What may hold a number without being a figure (annotation guide, section 1).
NUMERAL = "零〇一二两三四五六七八九十百千"
IGNORED = re.compile(
    "|".join(
        (
            r"[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*第?\s*\d+\s*号",  # document numbers
            r"《[^》]*》",
            r"“[^”]*”",
            r"\d{4}\s*年?\s*[-—－~至到和、]+\s*\d{4}\s*年度?",
            r"\d{4}\s*年(?:度|底|末|初|以来)?",
            r"(?<!\d)2\s*0(?:\s*\d){2}\s*年",  # a year cut by a line break
            r"[12１２]?\d\s*月\s*份?(?:\s*\d{1,2}\s*日)?",
            r"[12]?\d\s*[-—－至]\s*[12]?\d\s*月份?",
            r"第\s*\d+\s*页(?:\s*[，,]?\s*共\s*\d+\s*页)?|^\s*[-—－·]\s*\d+\s*[-—－·]\s*$|^\s*\d{1,3}\s*$",  # pages
            rf"第\s*[{NUMERAL}\d]+",  # ordinals and ranks
            rf"[前后]\s*(?:[{NUMERAL}]+|\d+)\s*[位名]",
            rf"(?:^|(?<=[，。；：、\s]))[{NUMERAL}]+是",
            rf"[（(]\s*(?:[{NUMERAL}]+|\d{{1,2}})\s*[）)](?=\D)",
            rf"(?:^|(?<=[\n。]))\s*(?:[{NUMERAL}]+、|\d{{1,2}}[.．、](?=\D))",
            rf"(?:附件|附表|表)\s*[{NUMERAL}\d]+",
            rf"(?:[{NUMERAL}]+|\d+)\s*(?:个多?月|个工作日|个年度|小时)|连续\s*\d+\s*年",  # durations
            rf"(?<=[园心厂路目程])[{NUMERAL}]期",  # building phases in a project's name
            rf"[{NUMERAL}]+(?:季度|月份|年来|年级)",
        )
    ),
    re.MULTILINE,
)
MEASURE_WORDS = "个家项条类份篇期次轮人名批宗件户处元万亿成倍分册本部县区镇乡街所门种套场组方大"
LEFT_OVER = re.compile(rf"\d|[{NUMERAL}]+\s*余?[{MEASURE_WORDS}]|百分之")
# Words that hold a numeral and are no number.
WORDS = re.compile(
    "一体|无一|一并|一批|一些|一定|一般|一步|一律|一起|一道|一致|统一|唯一|之一|一方面|另一|每一|同一|任一|单一|"
    "一次性|一次通过|一次合格|"
    "一张|一本账|一揽子|逐一|一把手|一手|一盘棋|一线|一事|一对一|一刀切|一个口子|一网通办|"
    "一级|二级|三级|两级|四本预算|十件民生实事|十四五|十三五|一年|两年|三年|五年|一季度|三公|三保|两癌|两山|"
    "百分制|百分点|百强|百姓|万家|千方百计|千家万户|千企|万企"
)


def test_jsonl_is_what_the_sources_say() -> None:
    """Nobody edits the built file by hand, and nobody forgets to build it."""
    assert script.TARGET.read_text(encoding="utf-8") == script.build()


def test_build_is_deterministic() -> None:
    assert script.build() == script.build()


def test_topics_are_covered_evenly() -> None:
    """A program tuned on one habit of the reports is not let off on the others; a part of each is held back."""
    topics = Counter(passage.head.topic for passage in PASSAGES)
    held_back = Counter(passage.head.topic for passage in PASSAGES if passage.held_back)
    assert len(PASSAGES) >= 400
    assert set(topics) == set(range(1, 11))
    assert min(topics.values()) >= 40
    assert min(held_back[topic] for topic in topics) >= 10


@pytest.mark.parametrize("passage", PASSAGES, ids=IDS)
def test_codes_are_the_guides(passage: Any) -> None:
    """A misspelt code would score as an error of the program."""
    for figure in passage.figures:
        assert set(figure.measure) <= {code.value for code in Measure}
        assert set(figure.stage) <= {code.value for code in Stage}
        assert set(figure.outcome) <= {code.value for code in Outcome}
        assert set(figure.modifier) <= {code.value for code in Modifier}
        assert all(figure.subject)
        assert all(re.fullmatch(r"\d{4}|", year) for year in figure.period_start + figure.period_end)
        assert all(Decimal(value).is_finite() for value in figure.value)
        assert figure.unit
        assert figure.unit[0] or not re.search(r"[^\d,.]", figure.raw), figure.raw


@pytest.mark.parametrize("passage", PASSAGES, ids=IDS)
def test_raw_stands_in_the_text(passage: Any) -> None:
    """``raw`` is the span's own characters in order; only page furniture and white space inside it are left out."""
    text = passage.text
    for figure in passage.figures:
        printed = text[figure.start : figure.end]
        assert (printed[0], printed[-1]) == (figure.raw[0], figure.raw[-1])
        rest = iter(printed)
        assert all(char in rest for char in figure.raw), printed


@pytest.mark.parametrize("passage", PASSAGES, ids=IDS)
def test_parents_form_a_tree(passage: Any) -> None:
    """An activity has one parent; a table's rows may have a parent whose total is not printed."""
    parents: dict[str, str] = {}
    for figure in passage.figures:
        assert parents.setdefault(figure.activity, figure.parent) == figure.parent
        assert figure.parent != figure.activity


@pytest.mark.parametrize("passage", PASSAGES, ids=IDS)
def test_every_number_is_labelled_or_ignored(passage: Any) -> None:
    """A number that is neither a figure nor of an ignored kind was forgotten by the annotator."""
    text = list(passage.text)
    taken = [(figure.start, figure.end) for figure in passage.figures]
    for start, end in [*taken, *passage.outside]:
        text[start:end] = "⟦" * (end - start)
    masked = WORDS.sub(lambda m: "⟦" * len(m[0]), IGNORED.sub(lambda m: "⟦" * len(m[0]), "".join(text)))
    left = [masked[max(0, m.start() - 8) : m.end() + 8] for m in LEFT_OVER.finditer(masked)]
    assert not left, left


REPORTS = ROOT.parent / "shared" / "reports"
COPIED = 24  # characters; shorter runs are the stock phrases of the genre


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not here")
def test_no_sentence_is_copied_from_a_real_report() -> None:
    """The passages are inventions: measuring on sentences of the sample would measure memory."""
    runs = set()
    for report in [*REPORTS.glob("seeds/*.txt"), *REPORTS.glob("text/*.txt")]:
        text = "".join(report.read_text(encoding="utf-8", errors="replace").split())
        runs.update(text[at : at + COPIED] for at in range(len(text) - COPIED + 1))
    for passage in PASSAGES:
        text = "".join(passage.text.split())
        copied = [text[at : at + COPIED] for at in range(len(text) - COPIED + 1) if text[at : at + COPIED] in runs]
        assert not copied, (passage.head.id, copied[0])


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("24,053.22万元", "240532200", "元"),
        ("32亿余元", "3200000000", "元"),
        ("近亿元", "100000000", "元"),
        ("200余项", "200", "项"),
        ("200余万元", "2000000", "元"),
        ("三期", "3", "期"),
        ("一百二十三个", "123", "个"),
        ("百分之十五", "15", "%"),
        ("九成", "90", "%"),
        ("1.3个百分点", "1.3", "百分点"),
        ("3.5万", "35000", "元"),
        ("１２个", "12", "个"),
    ],
)
def test_printed_numbers_are_read_exactly(raw: str, value: str, unit: str) -> None:
    assert script.value_and_unit(raw) == (value, unit)


def test_bad_markup_is_refused_with_its_place(tmp_path: Path) -> None:
    """An annotator sees which passage to mend."""
    head = "@ id=x1-001 unit=某县 year=2023 title=报告\n"
    (tmp_path / "x.marked").write_text(head + "评审⟦3个|n|rv|-|colour=red⟧", encoding="utf-8")
    with pytest.raises(script.MarkupError, match="x1-001"):
        script.all_passages(tmp_path)
    (tmp_path / "x.marked").write_text(head + "一\n" + head + "二", encoding="utf-8")
    with pytest.raises(script.MarkupError, match="given twice"):
        script.all_passages(tmp_path)


def test_marked_passage_round_trips(tmp_path: Path) -> None:
    """Offsets, derived modifiers, alternatives and wrapped figures come out as the mark-up means them."""
    (tmp_path / "x.marked").write_text(
        "@ id=x1-001 unit=某县 year=2023 stage=rv title=报告\n累计评审⟦1\n2个|n⟧，涉及约⟦3亿元|inv/sub⟧，⟦!附件3⟧。\n",
        encoding="utf-8",
    )
    (passage,) = script.all_passages(tmp_path)
    count, amount = passage.figures
    assert passage.text == "累计评审1\n2个，涉及约3亿元，附件3。"
    assert (count.raw, count.cumulative, count.stage) == ("12个", True, ["review"])
    assert (amount.modifier, amount.measure) == (["approx"], ["amount_involved", "amount_submitted"])
    assert [passage.text[a:b] for a, b in passage.outside] == ["附件3"]
