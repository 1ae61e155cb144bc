"""Interval operations enclose whatever stands behind their operands."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from report_miner.arithmetic.interval import EVERYTHING, Interval, hull, intersection, point

NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=50)


@st.composite
def boxed(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a number in it."""
    low, inside, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    low_open = draw(st.booleans()) and low < inside
    high_open = draw(st.booleans()) and inside < high
    return Interval(low, high, low_open, high_open), inside


@given(boxed(), boxed())
def test_operations_enclose(one: tuple[Interval, Fraction], two: tuple[Interval, Fraction]) -> None:
    (a, x), (b, y) = one, two
    assert x + y in a + b
    assert x - y in a - b
    assert x * y in a * b
    assert -x in -a
    if y != 0:
        assert x / y in a / b


@given(boxed(), NUMBERS)
def test_scaling_encloses(one: tuple[Interval, Fraction], factor: Fraction) -> None:
    interval, inside = one
    assert inside * factor in interval.scale(factor)


@given(boxed(), boxed(), NUMBERS)
def test_intersection_holds_exactly_what_both_hold(
    one: tuple[Interval, Fraction], two: tuple[Interval, Fraction], probe: Fraction
) -> None:
    (a, x), (b, _) = one, two
    common = intersection(a, b)
    for number in (probe, x, a.low, b.high):
        in_both = number in a and number in b
        assert in_both == (common is not None and number in common)
    assert a.meets(b) == (common is not None) == b.meets(a)


@given(boxed(), boxed())
def test_hull_holds_both(one: tuple[Interval, Fraction], two: tuple[Interval, Fraction]) -> None:
    (a, x), (b, y) = one, two
    assert x in hull(a, b)
    assert y in hull(a, b)


def test_open_ends_that_touch_do_not_meet() -> None:
    assert not Interval(Fraction(0), Fraction(1), high_open=True).meets(Interval(Fraction(1), Fraction(2)))
    assert Interval(Fraction(0), Fraction(1)).meets(Interval(Fraction(1), Fraction(2)))


def test_division_by_what_may_be_zero_says_nothing() -> None:
    assert point(1) / Interval(Fraction(-1), Fraction(1)) == EVERYTHING


def test_an_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Interval(Fraction(1), Fraction(0))
    with pytest.raises(ValueError, match="empty"):
        Interval(Fraction(1), Fraction(1), low_open=True)


@given(boxed())
def test_a_closed_zero_stays_reached_in_a_product(one: tuple[Interval, Fraction]) -> None:
    interval, _ = one
    assert Fraction(0) in interval * point(0)
    assume(interval.low <= 0 <= interval.high and Fraction(0) in interval)
    assert Fraction(0) in interval * EVERYTHING
