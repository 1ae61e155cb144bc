"""The noun that a count counts, found by segmentation where no word of the pack names it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_miner.extract.counting import counted_noun, lexicon_entries
from report_miner.packs import PackError, packs_folder


@pytest.mark.parametrize(
    ("left", "right", "noun"),
    [
        ("新建污水处理厂", "，日处理", "污水处理厂"),
        ("建成", "垃圾中转站，覆盖全县", "垃圾中转站"),
        ("改造提升", "绿色矿山", "绿色矿山"),
        ("新建", "可量化的绩效指标", "绩效指标"),
        ("优良天数", "，同比增加", "优良天数"),
        ("新增充电桩共计", "。", "充电桩"),
        ("招募", "志愿者参与服务", "志愿者"),
        ("新增", "荣誉称号", "荣誉称号"),
        ("落实", "重点工作", "重点工作"),
        ("全年", "，完成", ""),
        ("", "", ""),
    ],
)
def test_noun_behind_or_before(left: str, right: str, noun: str) -> None:
    assert counted_noun(left, right) == noun


def test_a_break_keeps_the_noun_of_another_clause_out() -> None:
    assert counted_noun("新建幼儿园，投入", "，其中志愿者") == ""


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_gives_a_noun_out_of_it_or_nothing(left: str, right: str) -> None:
    noun = counted_noun(left, right)
    assert noun == "" or noun in left or noun in right


def test_the_dictionary_is_loaded_only_when_asked() -> None:
    """Half a second of loading belongs to those who need it."""
    code = "import sys, report_miner.extract.counting; print('jieba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_shipped_lexicon_is_well_written() -> None:
    entries = lexicon_entries((packs_folder() / "lexicon.txt").read_text(encoding="utf-8"))
    words = [word for word, _, _ in entries]
    assert len(words) > 100 and len(words) == len(set(words))


@pytest.mark.parametrize("text", ["绩效目标", "绩效目标 n", "绩效目标 多 n", "绩效 目标 10 n"])
def test_a_bad_lexicon_line_is_named(text: str) -> None:
    with pytest.raises(PackError, match=r"lexicon\.txt:2"):
        lexicon_entries(f"# 注\n{text}\n")
