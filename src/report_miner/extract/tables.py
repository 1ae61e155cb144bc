"""Tables → figures: header, caption and row name give each numeric cell its measure, unit, stage, subject and period.

Rows are child activities of the table's total; serial numbers, codes, years and the numbers in names are ignored by
named rules.  Where no unit is printed over amounts, the annotation guide (section 2) decides: the only one of 元, 万元,
亿元 under which the table's total equals that total in the text, else none and an issue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from report_miner.extract import table_words as words
from report_miner.extract.counts import PERSON_UNITS
from report_miner.extract.grouping import Group, Loose
from report_miner.extract.reading import FOUND, GRADES, OTHERS
from report_miner.extract.setting import Setting
from report_miner.extract.stages import NAMING
from report_miner.extract.table_columns import Column, rate_of, read_columns
from report_miner.extract.table_found import TableFigures
from report_miner.extract.table_grid import Grid, GridCell, is_negative, make_grids, row_block
from report_miner.extract.table_labels import count_name, plain_unit, settled, table_confidence
from report_miner.extract.table_opinion import Wording
from report_miner.extract.table_rows import Rank, RowFacts, parents, place_of, read_rows
from report_miner.extract.table_stages import TableStages, part_at
from report_miner.extract.table_units import ProseAmounts, infer_scale, prose_amounts, unit_column
from report_miner.extract.table_words import Lexicon, Said, Unit
from report_miner.model import (
    Block,
    Issue,
    Labels,
    Measure,
    Modifier,
    Outcome,
    Period,
    Quantity,
    QuantityKind,
    Stage,
    Subject,
    Via,
)
from report_miner.packs import Role

if TYPE_CHECKING:
    from report_miner.extract.frame import Draft, Frame

MONEY_RESULTS = frozenset({
    Outcome.EXCELLENT, Outcome.GOOD, Outcome.FAIR, Outcome.POOR, Outcome.SUPPORTED, Outcome.SUPPORTED_AFTER_REVISION,
    Outcome.DEFERRED, Outcome.NOT_SUPPORTED, Outcome.RETURNED,
})  # fmt: skip
SINGLED_OUT = frozenset({Stage.APPLICATION, Stage.EVALUATION, Stage.MONITORING, Stage.SELF_EVALUATION})
UNGRADED = FOUND | {Measure.SESSION_COUNT, Measure.PERSON_COUNT}
"""What stands in a graded row and bears no grade: issues found, persons trained."""
LONGEST_NAME = 40
LONGEST_ROW = 300
"""A longer row is quoted cell by cell."""
OPEN_GROUPS = 8
ISSUE = "table_without_unit"


def read_tables(frame: Frame, quantities: Sequence[Quantity]) -> TableFigures:
    """The figures of all tables of the outline; ``quantities`` are all numbers of the view, in order."""
    found = TableFigures()
    numbers = list(quantities)
    grids = make_grids(frame.outline, numbers)
    if not grids:
        return found
    lexicon = Lexicon(frame.pack)
    inside = {index for grid in grids for row in grid.body for cell in row for index in cell.numbers}
    amounts = prose_amounts(quantity for index, quantity in enumerate(quantities) if index not in inside)
    for grid in grids:
        TableReader(frame, numbers, grid, lexicon, found).read(amounts)
    for index in found.taken.difference(index for index, _ in found.ignored):
        if index >= len(quantities):
            found.reclaimed.update(range(*numbers[index].block))
    found.ignored = [(index, rule) for index, rule in found.ignored if index < len(quantities)]
    return found


class TableReader:
    """Reads one table into the figures of the document."""

    def __init__(
        self, frame: Frame, quantities: Sequence[Quantity], grid: Grid, lexicon: Lexicon, found: TableFigures
    ) -> None:
        self.frame = frame
        self.view = frame.outline.view
        self.quantities = quantities
        self.grid = grid
        self.lexicon = lexicon
        self.found = found
        self.part = part_at(frame.outline, grid.extent.start)
        self.setting: Setting = frame.settings[min(self.part, len(frame.settings) - 1)]
        self.lines = (*(title.text for title in grid.titles), *(self._line(block) for block in grid.above))
        self.places = self._column_places()
        caption = self._caption_units()
        self.caption = {unit.kind: unit for unit in reversed(caption)}
        self.columns = read_columns(grid, lexicon, caption, frozenset(self.places))
        form = any(words.TARGET_FORM.search(line) for line in self.lines)
        if form and not grid.header:
            self.columns = tuple(replace(column, target=True) for column in self.columns)
        self.rows = read_rows(grid, lexicon, frame.places, self.view, self.setting.unit)
        self.row_places = frozenset(row.place.name for row in self.rows if row.place)
        results = frozenset(row.outcome for row in self.rows if row.outcome)
        self.stages = TableStages(grid, self.columns, results, lexicon, frame)
        numeric = [column.index for column in self.columns if column.numeric and not column.ignored]
        self.first_numeric = min(numeric, default=0)
        self.stages.reconsider(self.wording(results))
        self.by_rows = any(column.silent and column.words and column.numeric for column in self.columns)
        self.works = len({work for row in self.rows if row.names and (work := self._work(row.names[0].text))})
        self.unit_column = unit_column(self.columns, self.rows, lexicon)
        graded = any(hit.cue.code in GRADES for column in self.columns for hit in column.hits(Role.OUTCOME))
        self.graded_units = graded and any(words.WHOLE_UNITS.search(line) for line in self.lines[:2])
        self.titled = self._titled_years()
        self.columned = self._columned_years()
        if form:
            self.titled = found.form_years = (
                self._form_years() or self.titled or found.form_years or self._drafted_year()
            )

    def wording(self, results: frozenset[Outcome]) -> Wording:
        """What the second reader is told of the table."""
        title = self.frame.outline.parts[self.part].title if self.frame.outline.parts else None
        return Wording(self.lines, self._line(title) if title else "", self.columns, self.first_numeric, results)

    def _line(self, block: Block) -> str:
        return self.view.text[block.start : block.end]

    def _caption_units(self) -> tuple[Unit, ...]:
        for read in (self.lexicon.unit_line, self.lexicon.bracket_units):
            for line in self.lines:
                units = read(line)
                if units:
                    return units
        return ()

    def _titled_years(self) -> tuple[str, str] | None:
        """The years in the title: of the lines above the nearest one that names any, if it names one."""
        for line in self.lines:
            if words.YEAR_WORD.search(line):
                years = words.years_in(line, None) if "。" not in line else None
                # A title of several years over columns of one year each says nothing of the columns without one.
                several = years is not None and years[0] != years[1]
                dated = any(words.YEAR_WORD.search(word) for column in self.columns for word in column.words)
                return None if several and dated else years
        return None

    def _columned_years(self) -> tuple[str, str] | None:
        """First and last year where the columns are headed by single years: what their sums cover."""
        told = {
            match[1]
            for column in self.columns
            for word in column.words[-1:]
            if (match := words.BARE_YEAR.fullmatch(word))
        }
        return (min(told), max(told)) if len(told) > 1 else None

    def _form_years(self) -> tuple[str, str] | None:
        """The year for which a form of targets was filled in (``2026年预算金额``, ``2026年度目标``)."""
        for row in (*self.grid.header, *self.grid.body):
            for cell in row:
                match = words.FORM_YEAR.match(cell.text)
                if match:
                    return match[1], match[1]
        return None

    def _drafted_year(self) -> tuple[str, str] | None:
        """Targets in a book of the budget are for the year of the draft, the one after the year carried out."""
        year = self.setting.year
        return (str(year + 1),) * 2 if year is not None and self.setting.at_large else None

    def _column_places(self) -> dict[int, Subject]:
        """Units that stand in the header over a column."""
        found: dict[int, Subject] = {}
        for row in self.grid.header:
            for cell in row:
                place = place_of(cell, self.frame.places, self.view) if cell.text else None
                if place is not None:
                    found.update((column, place) for column in range(cell.column, cell.column + cell.column_span))
        return found

    def read(self, amounts: ProseAmounts) -> None:
        """Add the table's figures, activities, ignored numbers and issues to what is found."""
        for cells in (self.grid.titles, *self.grid.header):
            for cell in cells:
                self._ignore(cell.numbers, "table.header")
        inferred = self._inferred_unit(amounts)
        owners = parents(self.rows)
        flat = [-1] * len(self.rows)
        firsts: list[int] = []
        for row in self.rows:
            firsts.append(self._read_row(row, inferred))
        for index, owner in enumerate(owners):
            if owner >= 0 and firsts[owner] >= 0:
                flat[index] = firsts[owner]
        self._bind(firsts, flat)
        if inferred is None and self.missing:
            self._report()

    missing: bool = False

    def _bind(self, firsts: Sequence[int], owners: Sequence[int]) -> None:
        """Make the rows' groups children of their totals' groups, inside the chain only."""
        for index, first in enumerate(firsts):
            if first < 0 or owners[index] < 0:
                continue
            stop = next((later for later in firsts[index + 1 :] if later >= 0), len(self.found.groups))
            for at in range(first, stop):
                if self.found.groups[at].first.stage is not Stage.OTHER:
                    self.found.groups[at].parent = owners[index]

    def _ignore(self, numbers: Sequence[int], rule: str) -> None:
        for index in numbers:
            if index not in self.found.taken:
                self.found.taken.add(index)
                self.found.ignored.append((index, rule))

    # ------------------------------------------------------------------ units

    def _inferred_unit(self, amounts: ProseAmounts) -> Unit | None:
        """The unit that the total gives where the table prints none over its amounts."""
        bare = [c for c in self.columns if c.kind is QuantityKind.MONEY and c.unit is None and not c.ignored]
        totals: list[str] = []
        for column in bare:
            cells = [(row, cell) for row in self.rows for cell in row.cells if cell.column == column.index]
            printed = [(row, self._number(cell)) for row, cell in cells if cell.amount >= 0]
            whole = [number for row, number in printed if row.rank is Rank.TOTAL]
            if not whole and len(printed) > 1:
                whole = [str(sum((Decimal(number) for _, number in printed), Decimal(0)))]
            totals += whole
        scale = infer_scale(totals, amounts) if totals else None
        return Unit("元", scale, QuantityKind.MONEY) if scale is not None else None

    def _number(self, cell: GridCell) -> str:
        quantity = self.quantities[cell.amount]
        return f"-{quantity.number}" if is_negative(self.view.text, quantity.block) else quantity.number

    def _report(self) -> None:
        title = next((line.strip() for line in self.lines if line.strip()), "")[:30]
        page = self.frame.outline.document.page_at(self.view.to_source(self.grid.extent.start))
        message = (
            f"“{self.frame.outline.document.path}”中的表格“{title}”没有印出金额单位，也无法由正文合计数推断，"
            "金额按原数保留；请核对原表，补上“单位：万元”一类的说明后重新读取。"
        )
        if any(issue.message == message for issue in self.found.issues[-1:]):
            return
        self.found.issues.append(Issue(ISSUE, message, page, self.view.span(*self.grid.extent)))

    # ------------------------------------------------------------------ rows and cells

    def _read_row(self, row: RowFacts, inferred: Unit | None) -> int:
        """Add the row's figures; the index of its first group, -1 if it has none."""
        for cell in row.cells:
            named = not cell.listed and len(cell.text) <= LONGEST_NAME and cell.column < self.first_numeric
            if cell.numbers and cell.amount < 0 and named:
                self._ignore(cell.numbers, "table.name")
        block = row_block(row.cells)
        first = len(self.found.groups)
        for cell in row.cells:
            if cell.listed and not self.columns[cell.column].ignored:
                self._read_list(cell, row, block, first)
            if cell.amount < 0:
                continue
            column = self.columns[cell.column]
            rule = column.ignored or ("table.code" if row.is_code(cell) and not column.sure else "")
            if rule:
                self._ignore((cell.amount,), rule)
                continue
            quoted = block if block.end - block.start <= LONGEST_ROW else cell.blocks[0]
            draft = self._draft(cell, column, row, quoted, inferred)
            if draft is not None:
                self.found.taken.add(cell.amount)
                self._group(draft, first)
        return first if len(self.found.groups) > first else -1

    def _read_list(self, cell: GridCell, row: RowFacts, block: Block, first: int) -> None:
        """Several numbers with their units in one cell, each a figure of its own."""
        for index in cell.listed:
            draft = self._draft(replace(cell, amount=index), self.columns[cell.column], row, block, None)
            if draft is not None:
                self.found.taken.add(index)
                self._group(draft, first)

    def _group(self, draft: Draft, first: int) -> None:
        """Put a figure into the row's activity; what the row tells a second time opens another one."""
        key = (draft.labels.measure, draft.labels.outcome)
        groups = self.found.groups
        for at in range(len(groups) - 1, max(first, len(groups) - OPEN_GROUPS) - 1, -1):
            group = groups[at]
            same = (group.first.subject, group.first.period) == (draft.loose.subject, draft.loose.period)
            if same and key not in group.keys:
                break
        else:
            groups.append(Group(draft.loose))
            at = len(groups) - 1
        groups[at].members.append(len(self.found.drafts))
        groups[at].keys.add(key)
        self.found.drafts.append(draft)

    def _draft(
        self, cell: GridCell, column: Column, row: RowFacts, block: Block, inferred: Unit | None
    ) -> Draft | None:
        """The figure of one numeric cell, ``None`` where nothing says what it is."""
        from report_miner.extract.frame import Draft

        name = row.name_before(cell.column)
        own = next((other.text for other in row.names if other.column == self.unit_column), "")
        if own and name == own:
            name = row.names[0].text
        label = name if (column.silent or column.kind is None) and row.rank is Rank.PLAIN else ""
        said = self.lexicon.read(label) if label else None
        printed = self.lexicon.unit(own) if own else None
        if printed is not None and (column.kind in (None, printed.kind) or column.silent) and column.unit is None:
            column = replace(column, kind=printed.kind, unit=printed)
        quantity = self._quantity(cell, column, said, inferred)
        if quantity is None:
            return None
        measure, rule = self._measure(column, said, quantity)
        outcome = self._outcome(column, row, measure, quantity)
        work = row.names[0].text if row.names else ""
        told = bool(name) and self.by_rows and self._tells(self.lexicon.read(name))
        if work and self._names_work(work):
            name, told = work, True
        stage = self.stages.read(column, name if told else "", measure, row.outcome)
        measure, rule = settled(measure, rule, quantity, stage)
        if rule == "table.count" and self.graded_units:
            measure, rule = Measure.DEPARTMENT_COUNT, "table.units"
        if stage.stage is Stage.TARGET and outcome is Outcome.SUPPORTED:
            outcome = Outcome.NONE  # a target that passes its review is not a conclusion on the project
        aim = column.target and quantity.kind is QuantityKind.COUNT
        if quantity.modifier in (Modifier.AT_LEAST, Modifier.AT_MOST) and not aim:
            measure, rule = Measure.THRESHOLD, "table.bound"
        if (
            measure is Measure.AMOUNT_REDUCED
            and stage.stage in SINGLED_OUT
            and outcome not in MONEY_RESULTS | {Outcome.CANCELLED}
        ):
            outcome = Outcome.CUT
        if quantity.kind is QuantityKind.COUNT and not quantity.unit:
            quantity = replace(quantity, unit=count_name(column, measure))
        subject = self._subject(column, row)
        period = self._period(column, row, quantity)
        labels = Labels(
            measure, stage.stage, outcome, row.scope, rule=rule, runner_up=stage.runner_up, stage_via=stage.via,
            stage_evidence=self.view.span(*stage.evidence) if stage.evidence else None,
            scope_via=Via.TABLE if row.scope else Via.NONE, counted=column.words[0] if column.words else label,
        )  # fmt: skip
        loose = Loose(
            subject.name, stage.stage, (period.start, period.end), measure, outcome, quantity.block.start, -1, -1
        )  # fmt: skip
        sure = table_confidence(rule, stage, subject, period, quantity)
        return Draft(quantity, labels, subject, period, block, sure, loose, self.part)

    def _heads(self, pattern: re.Pattern[str]) -> bool:
        """Whether a header over the rows' names is of a kind."""
        named = self.columns[: self.first_numeric]
        return any(pattern.fullmatch(word) for column in named for word in column.words)

    def _names_work(self, name: str) -> bool:
        """Whether a row's name says which link of the chain it tells of (``管理环节 | 项目数``)."""
        return self._work(name) is not None and (self._heads(words.WORK_HEAD) or self.works > 1)

    def _work(self, name: str) -> str | None:
        """The link of the chain that a row's name is all about."""
        hits = [hit for hit in self.lexicon.read(name).of(Role.STAGE) if hit.cue.weight >= NAMING]
        best = max(hits, key=lambda hit: (hit.end - hit.start, hit.cue.weight), default=None)
        return best.cue.code if best is not None else None

    def _tells(self, said: Said) -> bool:
        """Whether a row's name says what its numbers measure."""
        kinds = (QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.SCORE)
        return said.noun() is not None or any(said.measure(kind) is not None for kind in kinds)

    def _quantity(self, cell: GridCell, column: Column, said: Said | None, inferred: Unit | None) -> Quantity | None:
        """The number with its unit: printed in the cell, over the column, in the row's name, or by the total."""
        quantity = self.quantities[cell.amount]
        negative = is_negative(self.view.text, quantity.block)
        unit: Unit | None = None
        if quantity.kind is QuantityKind.BARE:
            kind = column.kind
            unit = column.unit
            if said is not None and said.unit is not None and (column.silent or unit is None):
                unit, kind = said.unit, said.unit.kind
            elif said is not None and column.unit is None and (kind is None or column.silent):
                kind = words.kind_of_words(said.text) or kind
            elif said is not None and column.silent and len(self.caption) > 1:
                named = words.kind_of_words(said.text)  # 「评审项目数 | 17」 in a table of 个 and 万元
                if named is not None and named is not kind:
                    kind, unit = named, self.caption.get(named)
            if kind is None:
                return None
            if kind is QuantityKind.MONEY and unit is None:
                unit = inferred
                self.missing = self.missing or inferred is None
            if unit is None:
                unit = Unit(plain_unit(kind), Decimal(1), kind)
        block, number = quantity.block, quantity.number
        if negative:
            block, number = Block(block.start - 1, block.end), f"-{number}"
        if unit is None:
            value = -quantity.value if negative else quantity.value
            return replace(
                quantity,
                block=block,
                span=self.view.span(*block),
                raw=self.view.raw(*block),
                value=value,
                number=number,
            )
        return replace(
            quantity, block=block, span=self.view.span(*block), raw=self.view.raw(*block), number=number,
            value=Decimal(number) * unit.scale, scale=unit.scale, unit=unit.name, kind=unit.kind,
        )  # fmt: skip

    # ------------------------------------------------------------------ labels

    def _measure(self, column: Column, said: Said | None, quantity: Quantity) -> tuple[Measure | None, str]:
        """What the header, else the row's name says the number measures."""
        if column.measure is not None and (column.kind is quantity.kind or column.kind is None or column.target):
            return column.measure, column.rule
        told = (said,) if said is not None else ()
        for each in told if column.target else (*column.said, *told):
            if quantity.kind is QuantityKind.COUNT:
                if quantity.unit in PERSON_UNITS or words.PEOPLE.search(words.BRACKETS.sub("", each.text)):
                    return Measure.PERSON_COUNT, "table.people"
                hit = each.noun()
            else:
                rate = rate_of((each.text,)) if quantity.kind is QuantityKind.PERCENT else None
                if rate is not None:
                    return rate, "table.rate"
                hit = each.measure(quantity.kind)
            if hit is not None:
                return Measure(hit.cue.code), f"table.{hit.cue.rule}"
        if column.target and quantity.kind in OTHERS and not any(each.text.endswith("金额") for each in told):
            return OTHERS[quantity.kind], "table.aim"  # what an indicator is to reach, whatever it indicates
        return None, ""

    def _outcome(self, column: Column, row: RowFacts, measure: Measure | None, quantity: Quantity) -> Outcome:
        """The result class of the column, else of the row."""
        inner = column.said[0] if column.said else None
        if inner is not None and quantity.kind in (QuantityKind.COUNT, QuantityKind.PERCENT, QuantityKind.MONEY):
            whole = self.lexicon.result(words.BRACKETS.sub("", inner.text))
            hits = [Outcome(hit.cue.code) for hit in inner.of(Role.OUTCOME) if quantity.kind in hit.cue.kinds]
            for result in (whole, *hits):
                fits = quantity.kind is QuantityKind.COUNT or result in MONEY_RESULTS or result is Outcome.CANCELLED
                if result is Outcome.CUT and row.outcome is Outcome.CANCELLED:
                    return row.outcome  # 「压减 | 300 | 取消」
                if result is not Outcome.NONE and fits and measure is not Measure.COVERAGE_RATE:
                    return result if column.measure is not Measure.AMOUNT_APPROVED else row.outcome
        # A grade behind a count is the unit's own, not that of what it counts.
        own = quantity.kind is QuantityKind.COUNT and row.outcome_at > column.index
        own = own or (row.outcome in GRADES and measure in UNGRADED)
        return Outcome.NONE if own else row.outcome

    def _subject(self, column: Column, row: RowFacts) -> Subject:
        if row.place is not None:
            return self._below(row.place)
        unit = self.places.get(column.index, self.setting.unit)
        if row.names and words.TOWN.fullmatch(row.names[0].text) and self._heads(words.TOWN_HEAD):
            return Subject(unit.name + row.names[0].text, unit.code, Via.TABLE, self.view.span(*row.names[0].blocks[0]))
        if unit.via is Via.INFERRED and unit.name in self.row_places:
            # The unit that a table's rows name most is not the one that adds them up.
            return Subject("")
        return unit

    def _below(self, place: Subject) -> Subject:
        """A street of a functional zone bears the zone's name, not that of the city around it."""
        unit = self.setting.unit
        zone = unit.code.endswith("00") and not unit.name.endswith(("市", "州", "盟", "地区", "省"))
        if place.evidence is None or place.code != unit.code or place.name == unit.name or not zone:
            return place
        return replace(place, name=unit.name + self.view.source[place.evidence.start : place.evidence.end])

    def _period(self, column: Column, row: RowFacts, quantity: Quantity) -> Period:
        """The years of the column, the row, the title, else the report's."""
        year = self.setting.year
        if quantity.kind is not QuantityKind.PERCENT or not any(words.GROWTH_WORDS.search(w) for w in column.words):
            for word in column.words:
                years = words.years_in(word, year)
                if years is not None:
                    return Period(*years, via=Via.TABLE)
        if row.years is not None:
            return Period(*row.years, via=Via.TABLE)
        if self.columned is not None and column.words and words.TOTAL.fullmatch(column.words[-1]):
            return Period(*self.columned, via=Via.TABLE)
        if self.titled is not None:
            return Period(*self.titled, via=Via.TABLE)
        known = str(year) if year else ""
        return Period(known, known, via=self.setting.year_via)
