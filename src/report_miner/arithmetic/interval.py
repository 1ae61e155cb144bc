"""Intervals with open or closed ends over exact fractions.

Every operation encloses: whatever numbers stand behind the operands, the result of the operation on them lies in
the interval returned.  An unbounded end is ``±math.inf`` and always open.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Bound: TypeAlias = Fraction | float
"""A fraction, or ``±math.inf``; no other float ever occurs."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between ``low`` and ``high``; an end belongs to it unless it is marked open.

    Raises ``ValueError`` when it would be empty.
    """

    low: Bound
    high: Bound
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"empty interval {self}")

    def __str__(self) -> str:
        return f"{'(' if self.low_open else '['}{self.low}, {self.high}{')' if self.high_open else ']'}"

    def __contains__(self, number: Fraction) -> bool:
        above = self.low < number or (self.low == number and not self.low_open)
        below = number < self.high or (number == self.high and not self.high_open)
        return above and below

    def closure(self) -> Interval:
        """The same with both finite ends included (halves may be rounded up or to even)."""
        return Interval(self.low, self.high, math.isinf(self.low), math.isinf(self.high))

    def meets(self, other: Interval) -> bool:
        """Whether the two have a number in common."""
        return intersection(self, other) is not None

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_open, self.low_open)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        corners = [_corner(a, b) for a in _ends(self) for b in _ends(other)]
        low = min(value for value, _ in corners)
        high = max(value for value, _ in corners)
        return Interval(
            low,
            high,
            all(is_open for value, is_open in corners if value == low),
            all(is_open for value, is_open in corners if value == high),
        )

    def __truediv__(self, other: Interval) -> Interval:
        if other.low <= 0 <= other.high:
            return EVERYTHING
        return self * Interval(_reciprocal(other.high), _reciprocal(other.low), other.high_open, other.low_open)

    def scale(self, factor: Fraction) -> Interval:
        """All members times ``factor``."""
        return self * point(factor)


EVERYTHING = Interval(-math.inf, math.inf, True, True)


def point(number: Fraction | int) -> Interval:
    """The interval that holds ``number`` alone."""
    return Interval(Fraction(number), Fraction(number))


def intersection(one: Interval, two: Interval) -> Interval | None:
    """What the two have in common; ``None`` where that is nothing."""
    low = max(one.low, two.low)
    high = min(one.high, two.high)
    low_open = any(each.low == low and each.low_open for each in (one, two))
    high_open = any(each.high == high and each.high_open for each in (one, two))
    if low > high or (low == high and (low_open or high_open)):
        return None
    return Interval(low, high, low_open, high_open)


def hull(one: Interval, two: Interval) -> Interval:
    """The smallest interval that holds both."""
    low = min(one.low, two.low)
    high = max(one.high, two.high)
    return Interval(
        low,
        high,
        all(each.low_open for each in (one, two) if each.low == low),
        all(each.high_open for each in (one, two) if each.high == high),
    )


def _ends(interval: Interval) -> tuple[tuple[Bound, bool], tuple[Bound, bool]]:
    return (interval.low, interval.low_open), (interval.high, interval.high_open)


def _corner(one: tuple[Bound, bool], two: tuple[Bound, bool]) -> tuple[Bound, bool]:
    (a, a_open), (b, b_open) = one, two
    # A closed zero times anything is a zero that is reached, whatever the other end does.
    if (a == 0 and not a_open) or (b == 0 and not b_open):
        return Fraction(0), False
    if a == 0 or b == 0:
        return Fraction(0), True
    return a * b, a_open or b_open


def _reciprocal(bound: Bound) -> Bound:
    return Fraction(0) if isinstance(bound, float) else 1 / bound
