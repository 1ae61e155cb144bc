"""What a pattern pack may contain, validated on load.

Every class is one kind of entry in the YAML files; unknown keys are errors.  Examples are sentences in which the
figure in question stands in double square brackets: ``送审金额[[24,053.22万元]]``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from report_miner.model import Actor, Measure, Outcome, QuantityKind, Scope, Stage

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]*$")]
Marked = Annotated[str, StringConstraints(pattern=r"\[\[.+?\]\]")]
Side = Literal["before", "after", "either"]


class Entry(BaseModel):
    """Common to all rules: a name, a reason, examples that fit, examples that must not, known failures."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Identifier
    why: str = Field(min_length=4)


class CueRule(Entry):
    """A rule that speaks through words near a figure."""

    words: tuple[str, ...] = Field(min_length=1)
    weight: float = Field(default=1.0, gt=0, le=10)
    hits: tuple[Marked, ...] = Field(min_length=1)
    misses: tuple[Marked, ...] = Field(min_length=1)
    gaps: tuple[Marked, ...] = ()


class MeasureRule(CueRule):
    """What an amount, rate or score measures.

    ``strength``: ``strong`` decides; ``verb`` decides and reaches over a count that stands between
    (``调减了12个项目的预算109万元``); ``weak`` yields to both.
    """

    measure: Measure
    of: tuple[QuantityKind, ...] = Field(min_length=1)
    strength: Literal["strong", "verb", "weak"] = "strong"
    stage: Stage | None = None
    side: Side = "before"


class NounRule(CueRule):
    """The noun a count counts.  ``head`` nouns win over the nouns before them in the same phrase."""

    measure: Measure
    head: bool = False
    stage: Stage | None = None


class StageRule(CueRule):
    """Words that name a link of the performance chain; ``weight`` is how surely they do."""

    stage: Stage


class OutcomeRule(CueRule):
    """Words that name a result class.  ``reach``: how many characters may stand between word and figure."""

    outcome: Outcome
    of: tuple[QuantityKind, ...] = (QuantityKind.COUNT,)
    side: Side = "either"
    reach: int = Field(default=40, ge=0, le=200)
    nouns: tuple[Measure, ...] = ()


class ScopeRule(CueRule):
    """How much of the subject a figure covers."""

    scope: Scope


class ActorRule(CueRule):
    """Who did the work."""

    actor: Actor


class WordList(Entry):
    """Words that the engine asks for by name (``opens_child``, ``fillers``, ``phrase_ends`` …)."""

    words: tuple[str, ...] = Field(min_length=1)


class IgnoreRule(Entry):
    """A number that is not a figure; ``pattern`` is a `regex` expression over the cleaned text."""

    pattern: str = Field(min_length=1)
    hits: tuple[str, ...] = Field(min_length=1)
    misses: tuple[str, ...] = Field(min_length=1)
    gaps: tuple[str, ...] = ()


class Units(BaseModel):
    """Measure words and units (``units.yaml``)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure_words: tuple[str, ...] = ()
    bare_nouns: tuple[str, ...] = ()
    chinese_measure_words: tuple[str, ...] = ()
    physical_units: tuple[str, ...] = ()
    currencies: dict[str, str] = Field(default_factory=dict)


class PackFile(BaseModel):
    """One YAML file of a pack: any of these sections."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    title: str = ""
    version: str = ""
    units: Units | None = None
    macros: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    measures: tuple[MeasureRule, ...] = ()
    nouns: tuple[NounRule, ...] = ()
    stages: tuple[StageRule, ...] = ()
    outcomes: tuple[OutcomeRule, ...] = ()
    scopes: tuple[ScopeRule, ...] = ()
    actors: tuple[ActorRule, ...] = ()
    words: tuple[WordList, ...] = ()
    ignore: tuple[IgnoreRule, ...] = ()
