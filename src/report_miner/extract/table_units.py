"""Where a table prints its units in a column, and the unit of amounts over which none is printed (guide, section 2)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from report_miner.arithmetic import Printed, interval, widest
from report_miner.extract.table_columns import Column
from report_miner.extract.table_rows import RowFacts
from report_miner.extract.table_words import UNIT_HEAD, Lexicon
from report_miner.model import Quantity, QuantityKind

CANDIDATES = (Decimal(1), Decimal(10**4), Decimal(10**8))
"""元, 万元, 亿元."""
FEWEST_DIGITS = 2
"""An amount in the text of fewer digits (``约1亿元``) tells no total."""


@dataclass(frozen=True, slots=True)
class ProseAmounts:
    """The amounts of money in a document's sentences, by value."""

    values: tuple[Decimal, ...]
    amounts: tuple[Quantity, ...]

    def equal(self, number: str, scale: Decimal) -> bool:
        """Whether an amount in the text is ``number`` × ``scale`` within the printed precision."""
        total = Printed(number, scale, QuantityKind.MONEY)
        value = total.value
        # The printed precision of two and more digits moves no amount by more than a twentieth.
        first = bisect_left(self.values, value * Decimal("0.94"))
        for amount in self.amounts[first : bisect_left(self.values, value * Decimal("1.06"))]:
            said = Printed(amount.number, amount.scale, QuantityKind.MONEY, amount.modifier)
            if Fraction(value) in interval(said) or (amount.value == value and interval(total).meets(widest(said))):
                return True
        return False


def prose_amounts(quantities: Iterable[Quantity]) -> ProseAmounts:
    """The amounts among ``quantities`` (those outside all tables) that may tell a table's total."""
    told = [
        quantity for quantity in quantities
        if quantity.kind is QuantityKind.MONEY and quantity.value > 0
        and len(quantity.number.replace(".", "").strip("0")) >= FEWEST_DIGITS
    ]  # fmt: skip
    told.sort(key=lambda quantity: quantity.value)
    return ProseAmounts(tuple(quantity.value for quantity in told), tuple(told))


def infer_scale(totals: Sequence[str], amounts: ProseAmounts) -> Decimal | None:
    """What one unit of a table's numbers is worth in 元: the only scale under which a total is told in the text."""
    fitting = [scale for scale in CANDIDATES if any(amounts.equal(total, scale) for total in totals)]
    return fitting[0] if len(fitting) == 1 else None


def unit_column(columns: Sequence[Column], rows: Sequence[RowFacts], lexicon: Lexicon) -> int:
    """The column that names each row's unit (``指标 | 单位 | 2022年``), -1 for none; 单位 may also mean offices."""
    for column in columns:
        if column.words and UNIT_HEAD.fullmatch(column.words[0]):
            cells = [cell.text for row in rows for cell in row.names if cell.column == column.index]
            if len(cells) > 1 and all(lexicon.unit(text) is not None for text in cells):
                return column.index
    return -1
