"""What a printed number stands for (annotation guide, section 6; in the manner of XBRL calculations 1.1)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from report_miner.arithmetic.interval import Interval, hull, point
from report_miner.model import Modifier, QuantityKind

_ROUNDED = frozenset(
    {
        QuantityKind.MONEY,
        QuantityKind.PERCENT,
        QuantityKind.POINTS,
        QuantityKind.SCORE,
        QuantityKind.MULTIPLE,
        QuantityKind.MEASURE,
    }
)
_APPROXIMATE_SHARE = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: ``number`` its plain digits (``24053.22``), ``scale`` what one unit of it is worth.

    Raises ``ValueError`` where ``number`` is no decimal number.
    """

    number: str
    scale: Decimal
    kind: QuantityKind
    modifier: Modifier = Modifier.EXACT

    def __post_init__(self) -> None:
        try:
            finite = Decimal(self.number).is_finite()
        except InvalidOperation as error:
            raise ValueError(f"not a number: {self.number!r}") from error
        if not finite:
            raise ValueError(f"not a number: {self.number!r}")

    @property
    def value(self) -> Decimal:
        """The value in the normal unit."""
        return Decimal(self.number) * self.scale

    @property
    def exact(self) -> Fraction:
        """The value as a fraction; a share counts in hundredths, so that ``part ÷ whole`` compares with it."""
        return Fraction(Decimal(self.number)) * self.factor

    @property
    def factor(self) -> Fraction:
        """What one unit of ``number`` is worth in calculations."""
        scale = Fraction(self.scale)
        return scale / 100 if self.kind in (QuantityKind.PERCENT, QuantityKind.POINTS) else scale

    @property
    def place(self) -> Fraction:
        """Worth of one step of the last printed digit."""
        exponent = Decimal(self.number).as_tuple().exponent
        return Fraction(10) ** int(exponent) * self.factor

    @property
    def counts(self) -> bool:
        """Whether it counts things, so that the print is the number itself."""
        return self.kind not in _ROUNDED and "." not in self.number

    def with_number(self, number: str) -> Printed:
        """The same print with other digits."""
        return replace(self, number=number)

    def with_value(self, exact: Fraction) -> Printed | None:
        """This print carrying the value ``exact`` rounded (half up) at its own last place, counts only if whole."""
        in_units = exact / self.factor
        exponent = int(Decimal(self.number).as_tuple().exponent)
        steps = in_units / Fraction(10) ** exponent
        if self.counts and steps.denominator != 1:
            return None
        whole = math.floor(steps + Fraction(1, 2))
        return replace(self, number=_plain(Decimal(whole).scaleb(exponent)))


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def coarse_place(printed: Printed) -> Fraction:
    """The place of the last digit that is not a trailing zero (``4700万`` read as rounded to a hundred 万)."""
    if printed.kind is not QuantityKind.MONEY or "." in printed.number:
        return printed.place
    digits = printed.number.lstrip("-")
    zeros = len(digits) - len(digits.rstrip("0"))
    return printed.place * Fraction(10) ** (zeros if zeros < len(digits) else 0)


def interval(printed: Printed) -> Interval:
    """The numbers the print stands for, trailing zeros taken as significant."""
    return _with_modifier(printed, printed.place)


def widest(printed: Printed) -> Interval:
    """The numbers the print may stand for under either reading of its trailing zeros."""
    return hull(interval(printed), _with_modifier(printed, coarse_place(printed)))


def truncated(printed: Printed) -> Interval:
    """The numbers that give this print when the digits after it were cut off instead of rounded."""
    if printed.counts:
        return interval(printed)
    exact, place = printed.exact, printed.place
    if exact < 0:
        return Interval(exact - place, exact, low_open=True)
    return Interval(exact, exact + place, high_open=True)


def _with_modifier(printed: Printed, place: Fraction) -> Interval:
    exact = printed.exact
    match printed.modifier:
        case Modifier.EXACT:
            return point(exact) if printed.counts else _rounded(exact, place)
        case Modifier.APPROX:
            margin = max(place / 2, abs(exact) * _APPROXIMATE_SHARE)
            return Interval(exact - margin, exact + margin)
        case Modifier.OVER:
            return Interval(exact, _next_step(exact), high_open=True)
        case Modifier.UNDER:
            return Interval(_previous_step(exact), exact)
        case Modifier.AT_LEAST:
            return Interval(exact, math.inf, high_open=True)
        case Modifier.AT_MOST:
            return Interval(-math.inf, exact, low_open=True)


def _rounded(exact: Fraction, place: Fraction) -> Interval:
    if exact < 0:
        return Interval(exact - place / 2, exact + place / 2, low_open=True)
    return Interval(exact - place / 2, exact + place / 2, high_open=True)


def _leading_step(exact: Fraction) -> Fraction:
    """Worth of one step of the leading digit: 100 for 273, 10 亿 for 32 亿."""
    step = Fraction(1)
    while abs(exact) >= step * 10:
        step *= 10
    while 0 < abs(exact) < step:
        step /= 10
    return step


def _next_step(exact: Fraction) -> Fraction:
    step = _leading_step(exact)
    return (exact // step + 1) * step


def _previous_step(exact: Fraction) -> Fraction:
    """One step of the leading digit down; from a bare power of ten (近亿元) half of it, for nobody says 近 of less."""
    step = _leading_step(exact)
    if exact == step:
        return exact / 2
    return (-(-exact // step) - 1) * step
