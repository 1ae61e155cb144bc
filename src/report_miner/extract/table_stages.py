"""Which link of the performance chain the columns of a table belong to.

A column's own header speaks first, then the table's title (its last stage word most), the headers beside it, the
sentence that leads to the table, the headings above, the title of the part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from report_miner.extract.cues import Cues, Hit
from report_miner.extract.reading import CONCLUSIONS, GRADES
from report_miner.extract.stages import UNTOLD, Background, Ballot, StageReading, background_votes
from report_miner.extract.table_columns import Column
from report_miner.extract.table_grid import Grid
from report_miner.extract.table_opinion import Wording, corrected
from report_miner.extract.table_words import BUDGET_TABLE, NEXT_YEAR, PERFORMANCE, Lexicon, Said
from report_miner.model import Block, Measure, Outcome, Outline, Stage, Via
from report_miner.packs import Role

if TYPE_CHECKING:
    from report_miner.extract.frame import Frame

SECOND = "table.second_opinion"
OWN = 1.2
VERB = 0.9
"""送审, 审定 and 审减率 also stand over tables of evaluations before a project begins: they yield to a title."""
TITLE = 1.0
LAST_IN_TITLE = 1.25
LINE_FADE = (1.0, 0.85, 0.7, 0.7)
BESIDE = 0.55
MOST_BESIDE = 40
"""Of the headers beside a column so many are asked."""
SYSTEM = frozenset({Measure.DOCUMENT_COUNT, Measure.INDICATOR_COUNT, Measure.STANDARD_COUNT, Measure.ANALYSIS_COUNT})
MEASURED = {Stage.OTHER: 2.0, Stage.CAPACITY: 1.5}
"""How surely a measure's own word names these stages, as in sentences; 0.8 for the others."""
OUTSIDE = 2.6
"""How surely a title of revenue or debt tells that the table is outside the chain."""
CONCLUDED = 2.2
ROW_GRADED = 1.4
"""How surely rows with conclusions (予以支持 …) tell of an assessment, rows with grades of an evaluation."""
Vote = tuple[Hit, float, Via]


class TableStages:
    """The stages of one table's columns."""

    def __init__(
        self, grid: Grid, columns: Sequence[Column], results: frozenset[Outcome], lexicon: Lexicon, frame: Frame
    ) -> None:
        self.results = results
        self.text = frame.outline.view.text
        self.lexicon = lexicon
        self.shared = [*self._titles(grid, frame.cues), *_around(grid, frame.cues, frame.outline)]
        self.columns = columns
        self.known: dict[tuple[int, str], StageReading] = {}
        self.better: dict[Stage, Stage] = {}

    def reconsider(self, wording: Wording) -> None:
        """Let the second reader correct what the words over the columns say of their stages."""
        ruled = {
            column.index: self.read(column, "", column.measure, Outcome.NONE).stage
            for column in self.columns
            if column.numeric and not column.ignored and column.index >= wording.named
        }
        self.better = corrected(wording, ruled)

    def read(self, column: Column, label: str, measure: Measure | None, outcome: Outcome) -> StageReading:
        """The stage of a number in ``column``; ``label`` is its row's name where that tells what is measured."""
        known = self._ruled(column, label, measure, outcome)
        best = self.better.get(known.stage)
        if best is None or (label and known.stage is not self._ruled(column, "", measure, outcome).stage):
            return known
        return StageReading(best, Via.INFERRED, SECOND, None, str(known.stage), margin=0.5)

    def _ruled(self, column: Column, label: str, measure: Measure | None, outcome: Outcome) -> StageReading:
        key = (column.index, label)
        known = self.known.get(key)
        if known is None:
            known = self._vote(column, "")
            outside = known.stage is Stage.OTHER and known.rule != "default.stage"
            if label and not outside:
                # Under a title of revenue or debt a row's name (培训支出) opens no other work.
                known = self._vote(column, label)
            if known.stage is Stage.EVALUATION and any(NEXT_YEAR.search(word) for word in column.words):
                known = replace(known, stage=Stage.APPLICATION, rule="table.next_budget")
            self.known[key] = known
        if measure in SYSTEM and known.via is not Via.TABLE:
            return StageReading(Stage.SYSTEM, Via.TABLE, "table.measure", margin=0.6)
        if known.rule == UNTOLD and (measure is Measure.SCORE or outcome in GRADES):
            return StageReading(Stage.EVALUATION, Via.INFERRED, "table.grades", margin=0.4)
        return known

    def _vote(self, column: Column, label: str) -> StageReading:
        ballot = Ballot()
        for hit, weight, via in self.shared:
            ballot.add(hit.cue.code, hit.cue.weight * weight, via, hit, hit.cue.rule)
        if self.outside:
            ballot.add(Stage.OTHER, OUTSIDE, Via.TABLE, None, "table.budget")
        if self.results & ROW_CONCLUSIONS:
            ballot.add(Stage.EX_ANTE, CONCLUDED, Via.INFERRED, None, "table.conclusions")
        if self.results & GRADES:
            ballot.add(Stage.EVALUATION, ROW_GRADED, Via.INFERRED, None, "table.grades")
        own = [*column.said, *([self.lexicon.read(label)] if label else [])]
        for said in own:
            _add(ballot, said, OWN)
        if any(hit.cue.code in MENDED for said in column.said[:1] for hit in said.of(Role.OUTCOME)):
            ballot.add(Stage.APPLICATION, FOLLOWED_THROUGH, Via.INFERRED, None, "table.mended")
        for other in self.columns[:MOST_BESIDE]:
            if other.index != column.index:
                for said in other.said:
                    _add(ballot, said, BESIDE)
        reading = ballot.decide()
        if reading.via is Via.TABLE:
            return StageReading(reading.stage, Via.TABLE, reading.rule, None, reading.runner_up, reading.margin)
        return reading

    def _titles(self, grid: Grid, cues: Cues) -> list[Vote]:
        votes: list[Vote] = []
        lines = [title.text for title in grid.titles] + [self.text[block.start : block.end] for block in grid.above]
        self.outside = any(
            BUDGET_TABLE.search(line) and "。" not in line and not PERFORMANCE.search(line) for line in lines[:3]
        )
        for title in grid.titles:
            votes += _title_votes(self.lexicon.read(title.text).of(Role.STAGE), TITLE, Via.TABLE)
        for fade, block in zip(LINE_FADE, grid.above, strict=False):
            votes += _title_votes(cues.between(Role.STAGE, block.start, block.end), fade, Via.TABLE)
        return votes


MENDED = frozenset({Outcome.RECTIFIED, Outcome.RECTIFYING})
FOLLOWED_THROUGH = 4.2
"""How surely a column of what was mended (已整改) tells of the use of results."""
ROW_CONCLUSIONS = CONCLUSIONS - {Outcome.SUPPORTED}


def _title_votes(hits: Sequence[Hit], fade: float, via: Via) -> list[Vote]:
    """The head of a Chinese title stands last: 绩效评价结果应用情况表 tells of the application."""
    return [(hit, fade * (LAST_IN_TITLE if hit is hits[-1] else 1.0), via) for hit in hits]


def _add(ballot: Ballot, said: Said, weight: float) -> None:
    for hit in said.of(Role.STAGE):
        word = said.text[hit.start : hit.end]
        verb = hit.cue.code == Stage.REVIEW and "评审" not in word
        ballot.add(hit.cue.code, hit.cue.weight * weight * (VERB if verb else 1.0), Via.TABLE, None, hit.cue.rule)
    for hit in (*said.of(Role.MEASURE), *said.of(Role.NOUN)):
        if hit.cue.stage is not None:
            ballot.add(hit.cue.stage, MEASURED.get(hit.cue.stage, 0.8) * weight, Via.TABLE, None, hit.cue.rule)


def _around(grid: Grid, cues: Cues, outline: Outline) -> list[Vote]:
    """Votes of the sentence before the table, its headings, and its part's title."""
    sentences = outline.sentences
    at = bisect_right(sentences, grid.extent.start, key=lambda sentence: sentence.block.start) - 1
    part = part_at(outline, grid.extent.start)
    title = outline.parts[part].title if outline.parts else None
    if at < 0 or sentences[at].part != part:
        return background_votes(cues, outline.view.text, Background((), (), title))
    headings = tuple(outline.headings[index].block for index in reversed(sentences[at].headings))
    earlier = [sentences[at].block]
    if at and sentences[at - 1].paragraph == sentences[at].paragraph:
        earlier.append(sentences[at - 1].block)
    earlier = [block for block in earlier if not any(_inside(block, over) for over in grid.above)]
    return background_votes(cues, outline.view.text, Background(headings, tuple(earlier), title))


def _inside(block: Block, outer: Block) -> bool:
    return outer.start <= block.start and block.end <= outer.end


def part_at(outline: Outline, offset: int) -> int:
    """Index of the part that holds a view offset."""
    return max(bisect_right(outline.parts, offset, key=lambda part: part.block.start) - 1, 0)
