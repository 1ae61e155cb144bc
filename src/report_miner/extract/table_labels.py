"""Labels of a table's numbers once column, row and stage are known: what is left open gets its plain reading."""

from __future__ import annotations

from report_miner.extract import table_words as words
from report_miner.extract.reading import OTHERS
from report_miner.extract.stages import StageReading
from report_miner.extract.table_columns import Column
from report_miner.model import Measure, Period, Quantity, QuantityKind, Stage, Subject, Via

SUBJECT_SURE = {Via.STATED: 0.95, Via.MANIFEST: 0.99, Via.SENTENCE: 0.93, Via.NONE: 0.5}
PERIOD_SURE = {Via.STATED: 0.97, Via.SENTENCE: 0.95, Via.HEADING: 0.95, Via.NONE: 0.5}
"""For cells of tables, whose labels have no margins."""
OUTSIDE = frozenset({Measure.GROWTH_RATE, Measure.SHARE, Measure.THRESHOLD, Measure.SCORE, Measure.PERSON_COUNT})
"""Measures that keep their name outside the performance chain."""
PROJECT_STAGES = frozenset({
    Stage.EX_ANTE, Stage.REVIEW, Stage.TARGET, Stage.MONITORING, Stage.SELF_EVALUATION, Stage.EVALUATION,
})  # fmt: skip
COUNT_NAMES = {Measure.PERSON_COUNT: "人", Measure.PUBLICATION_COUNT: "篇", Measure.REPORT_COUNT: "份"}


def plain_unit(kind: QuantityKind) -> str:
    """The unit of a number whose column prints none, from its kind; empty for amounts and counts."""
    return {QuantityKind.PERCENT: "%", QuantityKind.SCORE: "分", QuantityKind.POINTS: "百分点"}.get(kind, "")


def count_name(column: Column, measure: Measure) -> str:
    """The measure word of a count whose column prints none: of its header (``信息条数``), else the usual one."""
    for word in column.words:
        match = words.COUNT_UNIT.search(word)
        if match:
            return match[1]
    return COUNT_NAMES.get(measure, "个")


def settled(measure: Measure | None, rule: str, quantity: Quantity, stage: StageReading) -> tuple[Measure, str]:
    """The measure as the stage has it: outside the chain everything is ``other_…``."""
    kind = quantity.kind
    if stage.stage is Stage.OTHER:
        if measure in OUTSIDE and measure is not None:
            return measure, rule
        return OTHERS.get(kind, measure or Measure.OTHER), rule or f"table.{kind}"
    if measure is not None:
        return measure, rule
    if kind is QuantityKind.COUNT:
        chosen = Measure.PROJECT_COUNT if stage.stage in PROJECT_STAGES else Measure.OTHER_COUNT
        return chosen, "table.count"
    defaults = {
        QuantityKind.MONEY: Measure.AMOUNT_INVOLVED, QuantityKind.PERCENT: Measure.SHARE,
        QuantityKind.SCORE: Measure.SCORE,
        QuantityKind.POINTS: Measure.GROWTH_RATE, QuantityKind.MULTIPLE: Measure.MULTIPLE,
    }  # fmt: skip
    return defaults.get(kind, Measure.OTHER), f"table.{'amount' if kind is QuantityKind.MONEY else kind}"


def table_confidence(rule: str, stage: StageReading, subject: Subject, period: Period, quantity: Quantity) -> float:
    """How sure all labels are, decision by decision as for sentences."""
    measure = 0.97 if rule.count(".") > 1 else 0.9
    unit = 1.0 if quantity.unit else 0.6
    link = 0.82 + 0.18 * min(1.0, stage.margin * 1.6)
    who = SUBJECT_SURE.get(subject.via, 0.98) if subject.name else 0.4
    when = PERIOD_SURE.get(period.via, 0.98) if period.end else 0.4
    return round(min(0.99, measure * unit * link * who * when), 3)
