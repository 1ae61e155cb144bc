"""A pattern pack as its author checks it: written as it should be, and every example read as it says.

``lint`` looks at the files alone; ``test`` mines each example through the whole pipeline with the pack it belongs to,
as a report of 示例县 about 2023, by rules alone: an example shows what the pack's words do.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from report_miner import packs, pipeline
from report_miner.extract import jury
from report_miner.extract.counting import lexicon
from report_miner.model import Claims, Disposition, Document, Figure, Medium, Mined, Span, Via
from report_miner.packs import Example, Pack, Problem
from report_miner.packs.load import IDENTITIES, default_folder

REPORTER = Claims("示例县", "2023", Via.MANIFEST, Via.MANIFEST)

READ: dict[str, Callable[[Figure], str]] = {
    "measures": lambda figure: figure.labels.measure.value,
    "nouns": lambda figure: figure.labels.measure.value,
    "stages": lambda figure: figure.labels.stage.value,
    "outcomes": lambda figure: figure.labels.outcome.value,
    "scopes": lambda figure: figure.labels.scope.value,
    "actors": lambda figure: figure.labels.actor.value,
}
"""What rules of a section decide about a figure."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One example and what came of it; ``problem`` is empty where it was read as it says."""

    example: Example
    problem: str


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """All examples of a pack, tried."""

    tried: tuple[Tried, ...]

    @property
    def problems(self) -> list[str]:
        """One line for each example that is not read as it says, with its file and line."""
        return [f"{each.example.place}：{each.problem}" for each in self.tried if each.problem]


def lint(folder: Path | None = None) -> list[Problem]:
    """All faults in how a pack is written, with its identities and the lexicon; raises PackError where none is."""
    from report_miner.checks import identities  # checks are not needed to mine

    problems = packs.lint(folder)
    path = (folder or default_folder()) / IDENTITIES
    if path.is_file():
        try:
            identities.load(path)
        except identities.IdentityError as error:
            place, _, told = str(error).removeprefix(f"{path.parent}{os.sep}").partition(" ")
            problems.append(Problem(place, told))
    try:
        lexicon()
    except packs.PackError as error:
        place, _, told = str(error).partition("：")
        problems.append(Problem(place, told))
    return problems


def test(folder: Path | None = None) -> ExampleReport:
    """Mine every example of a pack; raises PackError where the pack cannot be used."""
    pack = packs.load_pack(folder)
    return ExampleReport(tuple(Tried(example, trial(example, pack)) for example in packs.read_examples(folder)))


def trial(example: Example, pack: Pack) -> str:
    """Why an example is not read as it says, in one Chinese sentence; empty where it is.

    A gap is a known failure: it has a problem when it is read rightly, for then it belongs among the hits.
    """
    if example.expectation == "gaps":
        if _wrong(example, pack, wanted=True):
            return ""
        return f"规则{example.rule}：“{example.text}”已能读对，请从gaps移到hits"
    return _wrong(example, pack, wanted=example.expectation == "hits")


def _wrong(example: Example, pack: Pack, *, wanted: bool) -> str:
    """What keeps the example from having (``wanted``) or not having its rule's label."""
    text, spans = packs.marked(example.text)
    with jury.rules_alone():
        mined = pipeline.mine(_document(text), pack)
    if example.section == "ignore":
        return _wrongly_kept(example, mined, wanted)
    for span in spans:
        problem = _wrong_figure(example, mined, span, _rules(pack) if not wanted else None)
        if problem:
            return f"规则{example.rule}：“{example.text}”{problem}"
    return ""


def _document(text: str) -> Document:
    return Document("例句", sha256(text.encode()).hexdigest(), Medium.TXT, text, claims=REPORTER)


def _wrongly_kept(example: Example, mined: Mined, wanted: bool) -> str:
    ignored = [each for each in mined.quantities if each.disposition is Disposition.IGNORED]
    by_rule = [each.quantity.raw for each in ignored if each.rule == example.rule]
    if bool(by_rule) is wanted:
        return ""
    if by_rule:
        return f"规则{example.rule}：“{example.text}”中的“{'、'.join(by_rule)}”不该忽略"
    others = "、".join(f"{each.quantity.raw}→{each.rule or '未忽略'}" for each in mined.quantities) or "没有读到数"
    return f"规则{example.rule}：“{example.text}”中没有数被本规则忽略（{others}）"


@lru_cache(maxsize=4)
def _rules(pack: Pack) -> frozenset[str]:
    """Ids of all rules of a pack that speak through words."""
    return frozenset(cue.rule for _, cues in pack.automaton.values() for cue in cues)


def _wrong_figure(example: Example, mined: Mined, span: Span, rules: frozenset[str] | None) -> str:
    """``rules``: for a miss, the pack's rules, of which another one may give the same code; ``None`` for a hit."""
    figure = next((figure for figure in mined.figures if figure.quantity.span == span), None)
    if figure is None:
        seen = "、".join(each.quantity.raw for each in mined.quantities) or "没有读到数"
        return f"所标的数没有读成数据（读到的数：{seen}）"
    got, rule = READ[example.section](figure), figure.labels.rule
    if rules is None:
        runner_up = figure.labels.runner_up or "无"
        told = f"应读为{example.code}，读成了{got or '空'}（规则{rule}，次选{runner_up}）"
        return "" if got == example.code else told
    by_another = example.section in ("measures", "nouns") and rule != example.rule and rule in rules
    return "" if got != example.code or by_another else f"不该读为{example.code}（规则{rule}）"
