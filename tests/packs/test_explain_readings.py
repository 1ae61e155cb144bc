"""What ``explain`` tells about a number: the word, its rule and reason, the runner-up, where the rest comes from."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import report_miner
from report_miner.explain import BUILT_IN, Explanation, Reading, explain, grids, reason

SENTENCE = "县财政局评审项目12个，送审金额2,405.32万元（陇财〔2023〕2号），审减率12%。"


def told() -> Explanation:
    return explain(SENTENCE, "陇县", "2023")


def reading(raw: str) -> Reading:
    return next(each for each in told().readings if each.raw == raw)


def test_the_word_that_decided_is_named_with_its_rule_and_reason() -> None:
    amount = reading("2,405.32万元")
    assert (amount.cue, amount.rule, amount.measure.code) == ("送审金额", "amount.submitted", "amount_submitted")
    assert amount.measure.name == "送审金额" and "送审" in amount.why
    count = reading("12个")
    assert (count.cue, count.rule, count.counted) == ("项目", "noun.project", "项目")


def test_places_count_characters_of_the_text() -> None:
    for each in told().readings:
        assert SENTENCE[each.start : each.end] == each.raw


def test_attributes_say_how_they_were_found() -> None:
    count = reading("12个")
    assert (count.stage.code, count.stage.via, count.stage.words) == ("review", "stated", "评审项目")
    assert (count.subject.name, count.subject.via) == ("陇县", "manifest")
    assert (count.period.code, count.period.via) == ("2023", "manifest")


def test_the_word_nearest_to_the_number_is_shown() -> None:
    """One rule may have several words in a sentence; the reader wants the one that spoke for this number."""
    first, second = explain("报审5亿元，审定4亿元；另送审3亿元。", "陇县", "2023").readings[::2]
    assert (first.cue, second.cue) == ("报审", "送审")


def test_left_out_numbers_are_told_with_their_rule() -> None:
    (left,) = told().left_out
    assert left.rule == "document_number" and left.why and "2号" in left.raw


def test_what_the_engine_decides_itself_has_a_reason_too() -> None:
    (count,) = explain("合计17个。", "陇县", "2023").readings
    assert count.rule in BUILT_IN or count.rule.partition(".")[0] in BUILT_IN
    assert count.why


def test_every_rule_named_in_the_engine_has_a_reason() -> None:
    """A rule added to the engine must be explained to those who meet it in a table."""
    folder = Path(report_miner.__file__).parent / "extract"
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    names = set(re.findall(r'"((?:default|unit|table)\.[a-z_]+|threshold|unreadable)"', sources))
    assert len(names) > 5
    assert [name for name in sorted(names) if not reason(name, {})] == []


def test_json_has_the_same_content() -> None:
    data = json.loads(told().as_json())
    assert [each["raw"] for each in data["readings"]] == [each.raw for each in told().readings]
    assert data["readings"][1]["measure"]["code"] == "amount_submitted"
    assert data["left_out"][0]["rule"] == "document_number"


def test_tables_have_a_row_for_every_number() -> None:
    what, why, left_out = grids(told())
    assert len(what.rows) == len(why.rows) == 3 and len(left_out.rows) == 1
    assert all(len(row) == len(grid.columns) for grid in (what, why, left_out) for row in grid.rows)


def test_a_text_without_numbers_gives_one_empty_table() -> None:
    (what,) = grids(explain("没有数字。"))
    assert what.rows == ()


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="评审项目送金额12345,.万亿元%个“优”（）〔〕 \n，。优良中差\t第", max_size=60))
def test_any_text_can_be_explained(text: str) -> None:
    told = explain(text, "陇县", "2023")
    assert all(len(row) == len(grid.columns) for grid in grids(told) for row in grid.rows)
    assert all(each.why for each in told.left_out)
