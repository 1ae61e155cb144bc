"""What a printed number stands for (annotation guide, section 6)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_miner.arithmetic import Printed, interval, truncated, widest
from report_miner.arithmetic.printed import coarse_place
from report_miner.model import Modifier, QuantityKind

WAN = Decimal(10_000)
YI = Decimal(100_000_000)


def money(number: str, scale: Decimal = WAN, modifier: Modifier = Modifier.EXACT) -> Printed:
    return Printed(number, scale, QuantityKind.MONEY, modifier)


def percent(number: str, modifier: Modifier = Modifier.EXACT) -> Printed:
    return Printed(number, Decimal(1), QuantityKind.PERCENT, modifier)


def count(number: str, modifier: Modifier = Modifier.EXACT) -> Printed:
    return Printed(number, Decimal(1), QuantityKind.COUNT, modifier)


def test_a_share_stands_for_half_a_last_digit_either_side() -> None:
    found = interval(percent("24.6"))
    assert (found.low, found.high) == (Fraction(2455, 10000), Fraction(2465, 10000))
    assert not found.low_open
    assert found.high_open


def test_a_count_is_exact() -> None:
    assert interval(count("153")).low == interval(count("153")).high == 153


def test_trailing_zeros_of_an_amount_leave_two_readings() -> None:
    fine, wide = interval(money("4700")), widest(money("4700"))
    assert (fine.low, fine.high) == (46_995_000, 47_005_000)
    assert (wide.low, wide.high) == (46_500_000, 47_500_000)
    assert coarse_place(money("900.00")) == Fraction(100)
    assert widest(percent("60")) == interval(percent("60"))


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        (money("169", YI, Modifier.APPROX), Fraction("160.55") * 10**8, Fraction("177.45") * 10**8),
        (count("200", Modifier.OVER), 200, 300),
        (money("32", YI, Modifier.OVER), 32 * 10**8, 40 * 10**8),
        (count("1700", Modifier.OVER), 1700, 2000),
        (count("1850", Modifier.UNDER), 1000, 1850),
        (money("1", YI, Modifier.UNDER), 5 * 10**7, 10**8),
        (count("5", Modifier.APPROX), Fraction("4.5"), Fraction("5.5")),
    ],
)
def test_modifiers_open_the_sides_that_they_name(printed: Printed, low: Fraction, high: Fraction) -> None:
    found = interval(printed)
    assert (found.low, found.high) == (low, high)


def test_bounds_open_one_side_wholly() -> None:
    assert interval(percent("10", Modifier.AT_LEAST)).high == float("inf")
    assert interval(percent("10", Modifier.AT_MOST)).low == float("-inf")


def test_cut_off_digits_lie_above_the_print() -> None:
    found = truncated(percent("11.82"))
    assert (found.low, found.high) == (Fraction(1182, 10000), Fraction(1183, 10000))


DECIMALS = st.decimals(min_value=0, max_value=10**6, places=6, allow_nan=False, allow_infinity=False)


@given(DECIMALS, st.integers(min_value=0, max_value=4))
def test_rounding_a_number_gives_a_print_that_stands_for_it(true: Decimal, places: int) -> None:
    print_of_it = str(true.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    assert Fraction(true) * 10_000 in interval(money(print_of_it))
    assert Fraction(true) * 10_000 in widest(money(print_of_it))


@given(DECIMALS, st.integers(min_value=0, max_value=4))
def test_with_value_rounds_at_the_printed_place(true: Decimal, places: int) -> None:
    old = money(str(Decimal(1).scaleb(-places)))
    new = old.with_value(Fraction(true) * 10_000)
    assert new is not None
    assert Fraction(true) * 10_000 in interval(new)


def test_a_count_takes_no_fraction() -> None:
    assert count("7").with_value(Fraction(5, 2)) is None


@pytest.mark.parametrize("text", ["", "NaN", "七", "1,000", "Infinity"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        money(text)
