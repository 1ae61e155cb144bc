"""Every example of the shipped pack is read as it says; the machinery that tries them can fail."""

from __future__ import annotations

import pytest

from report_miner import packs, patterns
from report_miner.packs import Example
from report_miner.patterns import ExampleReport

from .conftest import MakePack

EXAMPLES = packs.read_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.rule}-{each.expectation}-{each.text}")
def test_example(example: Example) -> None:
    assert patterns.trial(example, packs.load_pack()) == ""


def test_every_rule_with_words_has_a_hit_and_a_miss() -> None:
    """The pack's promise to its readers: no rule without a sentence that it fits and one that it does not."""
    told = {(each.rule, each.expectation) for each in EXAMPLES}
    rules = {each.rule for each in EXAMPLES}
    assert rules
    assert [rule for rule in rules if (rule, "hits") not in told or (rule, "misses") not in told] == []


RULE = """
measures:
  - id: test.sample
    measure: amount_saved
    of: [money]
    words: [攒下]
    why: 试验用词。
    hits: ['{hit}']
    misses: ['{miss}']
    gaps: [{gap}]
"""


def problems(make_pack: MakePack, hit: str = "攒下[[3万元]]", miss: str = "涉及[[3万元]]", gap: str = "") -> list[str]:
    folder = make_pack(sample=RULE.format(hit=hit, miss=miss, gap=gap))
    return of_sample(patterns.test(folder))


def of_sample(report: ExampleReport) -> list[str]:
    """What is said about the test's own file, whatever the state of the shipped ones."""
    return [problem for problem in report.problems if problem.startswith("sample.yaml")]


def test_good_examples_pass(make_pack: MakePack) -> None:
    assert problems(make_pack) == []


def test_a_hit_that_is_read_otherwise_is_named_with_place_and_reading(make_pack: MakePack) -> None:
    found = problems(make_pack, hit="追缴[[3万元]]")
    assert len(found) == 1
    assert found[0].startswith("sample.yaml:8：") and "amount_recovered" in found[0]


def test_a_miss_that_is_read_as_the_rule_says_is_named(make_pack: MakePack) -> None:
    (found,) = problems(make_pack, miss="攒下[[4万元]]")
    assert found.startswith("sample.yaml:9：") and "不该读为amount_saved" in found


def test_a_gap_that_fails_is_silent_and_one_that_passes_must_be_promoted(make_pack: MakePack) -> None:
    (found,) = problems(make_pack, gap="'攒下[[4万元]]'")
    assert "移到hits" in found


def test_a_gap_that_still_fails_is_silent(make_pack: MakePack) -> None:
    assert problems(make_pack, gap="'节俭[[4万元]]'") == []


def test_a_mark_that_is_no_whole_number_fails_even_among_the_misses(make_pack: MakePack) -> None:
    """A miss whose number is cut wrongly would pass for ever without testing anything."""
    (found,) = problems(make_pack, miss="涉及[[3万]]元")
    assert "没有读成数据" in found and "3万元" in found


IGNORE = """
ignore:
  - id: test.ignored
    why: 试验规则。
    pattern: '(?<=代号)\\d+'
    hits: ['{hit}']
    misses: ['{miss}']
"""


def test_ignore_rules_are_held_to_the_numbers_they_ignore_themselves(make_pack: MakePack) -> None:
    folder = make_pack(sample=IGNORE.format(hit="编号77", miss="代号77"))
    found = of_sample(patterns.test(folder))
    assert len(found) == 2
    assert "没有数被本规则忽略" in found[0] and "不该忽略" in found[1]


def test_marks_are_found_where_they_stand() -> None:
    text, spans = packs.marked("送审[[3亿元]]，审定[[2亿元]]")
    assert text == "送审3亿元，审定2亿元"
    assert [text[start:end] for start, end in spans] == ["3亿元", "2亿元"]


@pytest.mark.parametrize("text", ["送审[[3亿元", "送审3亿元]]", "送审[[]]3亿元"])
def test_broken_marks_are_refused(text: str) -> None:
    with pytest.raises(packs.MarkError):
        packs.marked(text)
