"""What holds for any text at all: nothing crashes, no number is lost, every figure lies where it says."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from report_miner import pipeline
from report_miner.layout import outline
from report_miner.model import Claims, Disposition, Document, Medium, Mined, Via

CLAIMS = Claims("陇县", "2023", Via.MANIFEST, Via.MANIFEST)

# Pieces that meet in real reports, so that random texts reach the rules and not only the refusals.
WORDS = """
评审项目 送审金额 审定 审减率 其中： 分别为 优 “良”的 陇县 凤翔区 全市 2023年 上年 12个 3.5亿元 7,053.22万元
38.08% 2.1个百分点 近亿元 三期 两百余 5%-10% 第 一是 附件3 〔2024〕2号
（ ） “ ” 、 ， ； 。 ： 0 1 ９ ① 一 万 亿 元 分 成 倍 个 余
不低于 以上 1. 1, 表 图 至 － ~ + 级 月 日 ： 2024-01 V2 百分之 点 十 半 ㎡ ⻄ 评分 合计 单位：万元
""".split()  # noqa: SIM905
PIECES = st.sampled_from([*WORDS, "\n", "\f", "\t", " ", "\u3000", "- 12 -", "\r\n", "\ufffe", "\U00020000"])
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=40).map("".join))


def mine(text: str, claims: Claims = CLAIMS) -> Mined:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return pipeline.mine(Document("a.txt", digest, Medium.TXT, text, claims=claims))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.booleans())
@example("\ud800评审项目12个", True)
@example("表26余份", True)
@example("12,3456", True)
@example("12\U0001e4f0个", True)  # a digit that `regex` knows and Python does not
@example("0.0.0000", True)
@example("前12345", True)
@example("1" * 5000 + "个", True)
@example("一" * 5000, True)
def test_no_digit_is_lost(text: str, claimed: bool) -> None:
    """Every run of digits that the layout keeps lies within one quantity, whatever became of it."""
    mined = mine(text, CLAIMS if claimed else Claims())
    view = outline(mined.document).view
    blocks = [each.quantity.block for each in mined.quantities]
    for match in re.finditer(r"[0-9]+", view.text):
        held = [block for block in blocks if block.start <= match.start() and match.end() <= block.end]
        assert len(held) == 1, (match, blocks)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_figure_is_what_the_text_says_at_its_place(text: str) -> None:
    mined = mine(text)
    view = outline(mined.document).view
    end = 0
    for figure in mined.figures:
        quantity = figure.quantity
        assert 0 <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.raw == view.raw(*quantity.block) != ""
        assert quantity.span == view.span(*quantity.block)
        assert (
            figure.quote[figure.quote_at :][: quantity.block.end - quantity.block.start]
            == (view.text[quantity.block.start : quantity.block.end])
        )
        assert quantity.block.start >= end, "figures overlap"
        end = quantity.block.end


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_value_is_number_times_scale_and_confidence_a_probability(text: str) -> None:
    for figure in mine(text).figures:
        quantity = figure.quantity
        assert quantity.value == type(quantity.value)(quantity.number) * quantity.scale
        assert 0.0 <= figure.confidence <= 1.0
        assert figure.labels.rule != ""


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_claimed_quantities_are_the_figures_and_activities_share_them_out(text: str) -> None:
    mined = mine(text)
    claimed = [each.quantity for each in mined.quantities if each.disposition is Disposition.CLAIMED]
    assert claimed == sorted(claimed, key=lambda quantity: quantity.span)
    assert sorted(quantity.span for quantity in claimed) == sorted(figure.quantity.span for figure in mined.figures)
    ids = [figure.id for figure in mined.figures]
    assert len(set(ids)) == len(ids)
    members = [member for activity in mined.activities for member in activity.figures]
    assert sorted(members) == sorted(ids)
    known = {activity.id for activity in mined.activities}
    assert {figure.activity for figure in mined.figures} <= known
    assert {activity.parent for activity in mined.activities} <= {*known, ""}


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_the_same_text_reads_the_same_whatever_was_read_between(text: str, other: str) -> None:
    first = mine(text)
    mine(other)
    assert mine(text) == first


MEGABYTE = 1_000_000
UNITS = {
    "one letter": "a",
    "one Chinese character": "评",
    "digits": "1234567890",
    "one digit": "7",
    "opening brackets": "（",
    "paired brackets": "（）",
    "quotes": "“",
    "commas": "，",
    "blanks": " ",
    "line breaks": "\n",
    "form feeds": "\f",
    "tabs": "\t",
    "the sharing-out word": "分别",
    "the child word": "其中",
    "grades": "优",
    "no full stop": "对全县预算绩效管理工作进行部署推进落实",
    "numbered items": "1.",
    "ones joined by plus": "1+",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_a_megabyte_of_one_thing_is_read_to_the_end(unit: str) -> None:
    """No pattern may take more than linear time: one that does would not come back from these within the day."""
    text = (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]
    mined = mine(text)
    assert mined.document.text == text


DENSE = {
    "Chinese ones": "一",
    "enumerated digits": "1、",
    "separated digits": "1,",
    "a number every third character": "12个",
    "figures without a full stop": "评审项目12个，送审金额3.5亿元，",
    "shared-out counts": "分别3个、",
    "graded counts": "“优”的3个，",
    "places": "陇县",
    "years": "2023年",
    "percentages": "5%、",
    "vague words": "百分之",
    "children": "其中3个，",
    "cells": "1\t",
    "blanks between digits": "1 ",
    "list items": "1\n",
    "table rows": "1\t23\t4.5\n",
    "table with heads": "序号\t项目\t送审金额\n1\t甲\t35.2\n",
    "cells one a line": "项目\n12\n34.5\n",
    "numbered sentences": "（一）项目12个。\n",
}


@pytest.mark.parametrize("unit", DENSE.values(), ids=DENSE.keys())
def test_dense_numbers_are_all_read(unit: str) -> None:
    """Texts that are nothing but numbers: long enough that a quadratic step would show, short enough to test often."""
    text = unit * (50_000 // len(unit))
    mined = mine(text)
    if any(char.isdecimal() for char in unit):
        assert mined.quantities
