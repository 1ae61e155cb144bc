"""The worked example of ``patterns/README.md``: its rule is a good one, and it reads what the page says it reads."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from report_miner import patterns
from report_miner.explain import Reading, explain
from report_miner.packs import packs_folder
from report_miner.packs.pack import WORD_ROLES
from report_miner.packs.words import expand

from .conftest import MakePack

PAGE = (packs_folder() / "README.md").read_text(encoding="utf-8")


class Row(NamedTuple):
    sentence: str
    raw: str
    measure: str
    stage: str
    cue: str
    rule: str


def rule_of_the_page() -> str:
    match = re.search(r"<!-- example: local\.yaml -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert match is not None
    return match[1]


def rows_of_the_page() -> list[Row]:
    table = PAGE.split("<!-- example: reading -->\n")[1].split("\n\n")[0]
    return [Row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in table.splitlines()[2:]]


def test_the_rule_is_written_well_and_its_examples_pass(make_pack: MakePack) -> None:
    folder = make_pack(local=rule_of_the_page())
    assert [str(problem) for problem in patterns.lint(folder) if problem.place.startswith("local.yaml")] == []
    tried = [each for each in patterns.test(folder).tried if each.example.place.startswith("local.yaml")]
    assert len(tried) == 2 and [each.problem for each in tried] == [""] * 2


@pytest.mark.parametrize("row", rows_of_the_page(), ids=lambda row: row.raw)
def test_the_page_reads_as_it_says(make_pack: MakePack, row: Row) -> None:
    told = explain(row.sentence, "陇县", "2023", make_pack(local=rule_of_the_page()))
    assert row in [seen(row.sentence, reading) for reading in told.readings]


def seen(sentence: str, reading: Reading) -> Row:
    return Row(sentence, reading.raw, reading.measure.code, reading.stage.code, reading.cue, reading.rule)


@pytest.mark.parametrize("row", rows_of_the_page(), ids=lambda row: row.raw)
def test_without_the_rule_it_would_not_read_so(row: Row) -> None:
    """The example earns its place only while the shipped pack lacks the wording."""
    assert row not in [seen(row.sentence, reading) for reading in explain(row.sentence, "陇县", "2023").readings]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("审减[资金]", ["审减", "审减资金"]),
        ("报送[评审|审核]", ["报送", "报送评审", "报送审核"]),
        ("审(减|定)", ["审减", "审定"]),
        ("送审{fund}", ["送审资金", "送审金额"]),
    ],
)
def test_word_expressions_stand_for_the_words_the_page_lists(expression: str, words: list[str]) -> None:
    assert f"`{expression}`".replace("|", "\\|") in PAGE
    assert list(expand(expression, {"fund": ["资金", "金额"]})) == words


def test_every_word_list_that_acts_is_explained() -> None:
    assert [name for name in WORD_ROLES if f"| `{name}` |" not in PAGE] == []
