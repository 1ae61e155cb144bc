"""A pack made ready to run: one automaton for all words, one grammar for all numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from report_miner.model import Measure, Outcome, QuantityKind, Stage
from report_miner.packs.load import PackError, PackSource, read_pack
from report_miner.packs.words import WordExpressionError, expand

if TYPE_CHECKING:
    from report_miner.packs.schema import Units


class Role(IntEnum):
    """What a cue word tells about."""

    MEASURE = 0
    NOUN = 1
    STAGE = 2
    OUTCOME = 3
    SCOPE = 4
    ACTOR = 5
    CHILD = 6
    PHRASE_END = 7
    TRANSPARENT = 8
    DISTRIBUTE = 9
    BLOCK = 10
    RULE = 11


ROLES = len(Role)
WORD_ROLES = {
    "opens_child": Role.CHILD,
    "phrase_ends": Role.PHRASE_END,
    "transparent": Role.TRANSPARENT,
    "distributes": Role.DISTRIBUTE,
    "blocks": Role.BLOCK,
    "rule_words": Role.RULE,
}


@dataclass(frozen=True, slots=True)
class Cue:
    """One rule's say about a word: the code it votes for and how strongly."""

    role: Role
    rule: str
    code: str
    weight: float
    kinds: frozenset[QuantityKind] = frozenset()
    strength: str = "strong"
    stage: Stage | None = None
    head: bool = False
    side: str = "either"
    reach: int = 200
    nouns: frozenset[Measure] = frozenset()


class Ignore(NamedTuple):
    """A named pattern of numbers that are not figures."""

    id: str
    pattern: str


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A compiled pack, compared by identity.

    ``automaton`` maps every word to the cues it gives; ``hash`` stamps a run.
    """

    name: str
    hash: str
    automaton: Any
    units: Units
    ignore: tuple[Ignore, ...]


@lru_cache(maxsize=4)
def load_pack(folder: Path | None = None) -> Pack:
    """Read, validate and compile a pack (the shipped one by default); compiled once a process."""
    return compile_pack(read_pack(folder))


def compile_pack(source: PackSource) -> Pack:
    """Join the sections of all files into one automaton and one list of number patterns."""
    import ahocorasick

    macros = source.macros
    words: dict[str, list[Cue]] = {}

    def add(rule_id: str, expressions: tuple[str, ...], cue: Cue) -> None:
        for expression in expressions:
            try:
                expanded = expand(expression, macros)
            except WordExpressionError as error:
                raise PackError(f"规则{rule_id}：{error}") from error
            for word in expanded:
                cues = words.setdefault(word, [])
                if cue not in cues:
                    cues.append(cue)

    for rule in source.section("measures"):
        kinds = frozenset(rule.of)
        cue = Cue(Role.MEASURE, rule.id, rule.measure, rule.weight, kinds, rule.strength, rule.stage, side=rule.side)
        add(rule.id, rule.words, cue)
    for rule in source.section("nouns"):
        cue = Cue(Role.NOUN, rule.id, rule.measure, rule.weight, stage=rule.stage, head=rule.head)
        add(rule.id, rule.words, cue)
    for rule in source.section("stages"):
        add(rule.id, rule.words, Cue(Role.STAGE, rule.id, rule.stage, rule.weight))
    for rule in source.section("outcomes"):
        cue = Cue(
            Role.OUTCOME, rule.id, Outcome(rule.outcome), rule.weight, frozenset(rule.of),
            side=rule.side, reach=rule.reach, nouns=frozenset(rule.nouns),
        )  # fmt: skip
        add(rule.id, rule.words, cue)
    for rule in source.section("scopes"):
        add(rule.id, rule.words, Cue(Role.SCOPE, rule.id, rule.scope, rule.weight))
    for rule in source.section("actors"):
        add(rule.id, rule.words, Cue(Role.ACTOR, rule.id, rule.actor, rule.weight))
    for rule in source.section("words"):
        if rule.id not in WORD_ROLES:
            raise PackError(f"词表{rule.id}没有用处，可用的有：{'、'.join(WORD_ROLES)}")
        add(rule.id, rule.words, Cue(WORD_ROLES[rule.id], rule.id, rule.id, 1.0))

    automaton = ahocorasick.Automaton()
    for word in sorted(words):
        automaton.add_word(word, (len(word), tuple(words[word])))
    automaton.make_automaton()

    units = next((content.units for _, content in source.files if content.units), None)
    if units is None:
        raise PackError(f"{source.folder.name}：缺少units（计量单位）部分")
    name = next((content.name for _, content in source.files if content.name), source.folder.name)
    ignore = tuple(Ignore(rule.id, rule.pattern) for rule in source.section("ignore"))
    return Pack(name, source.digest, automaton, units, ignore)
