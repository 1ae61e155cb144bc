"""The four verdicts and where they part from each other."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_miner.arithmetic import Printed, Reason, judge, parse
from report_miner.model import Modifier, QuantityKind, Verdict

RATE = parse("r / s = q")
DIFFERENCE = parse("s - a = r")
WAN = Decimal(10_000)


def money(number: str, scale: int = 10_000, modifier: Modifier = Modifier.EXACT) -> Printed:
    return Printed(number, Decimal(scale), QuantityKind.MONEY, modifier)


def percent(number: str) -> Printed:
    return Printed(number, Decimal(1), QuantityKind.PERCENT)


def count(number: str, modifier: Modifier = Modifier.EXACT) -> Printed:
    return Printed(number, Decimal(1), QuantityKind.COUNT, modifier)


def rate(r: Printed, s: Printed, q: Printed) -> Verdict:
    return judge(RATE, {"r": r, "s": s, "q": q}).verdict


def test_a_rate_that_rounds_to_its_print_holds() -> None:
    assert rate(money("1628.2"), money("8640.5"), percent("18.84")) is Verdict.HOLDS
    assert rate(money("1628.2"), money("8640.5"), percent("19")) is Verdict.HOLDS


def test_a_rate_off_its_interval_fails() -> None:
    assert rate(money("1628.2"), money("8640.5"), percent("23.22")) is Verdict.FAILS


def test_coarse_amounts_leave_a_near_rate_undecided() -> None:
    judgement = judge(RATE, {"r": money("1.4", 10**8), "s": money("11.5", 10**8), "q": percent("12.05")})
    assert judgement == (Verdict.UNDECIDED, Reason.ROUNDING, False)


def test_digits_cut_off_are_told_as_such() -> None:
    judgement = judge(RATE, {"r": money("1285.73"), "s": money("10000.01"), "q": percent("12.85")})
    assert judgement == (Verdict.UNDECIDED, Reason.ROUNDING, True)


def test_a_rate_over_nothing_cannot_be_tested() -> None:
    assert rate(money("0"), money("0"), percent("0")) is Verdict.NOT_TESTABLE


def test_a_sum_is_compared_at_its_coarsest_member() -> None:
    prints = {"s": money("3.2", 10**8), "a": money("2.75", 10**8), "r": money("4512")}
    assert judge(DIFFERENCE, prints).verdict is Verdict.HOLDS
    prints["r"] = money("5812")
    assert judge(DIFFERENCE, prints).verdict is Verdict.FAILS


def test_counts_sum_exactly_or_not_at_all() -> None:
    formula = parse("a + b = t")
    assert judge(formula, {"a": count("12"), "b": count("5"), "t": count("17")}).verdict is Verdict.HOLDS
    assert judge(formula, {"a": count("12"), "b": count("5"), "t": count("18")}).verdict is Verdict.FAILS


def test_an_approximate_total_leaves_room() -> None:
    prints = {"a": count("120"), "b": count("85"), "t": count("200", Modifier.OVER)}
    assert judge(parse("a + b = t"), prints).verdict is Verdict.HOLDS
    prints["t"] = count("300", Modifier.OVER)
    assert judge(parse("a + b = t"), prints).verdict is Verdict.FAILS


@pytest.mark.parametrize(
    ("part", "whole", "verdict"),
    [
        (count("5"), count("5"), Verdict.HOLDS),
        (count("6"), count("5"), Verdict.FAILS),
        (count("210"), count("200", Modifier.OVER), Verdict.UNDECIDED),
        (count("310"), count("200", Modifier.OVER), Verdict.FAILS),
    ],
)
def test_a_part_within_its_whole(part: Printed, whole: Printed, verdict: Verdict) -> None:
    assert judge(parse("p <= w"), {"p": part, "w": whole}).verdict is verdict


AMOUNTS = st.decimals(min_value=1, max_value=10**6, places=4, allow_nan=False, allow_infinity=False)
PLACES = st.integers(min_value=0, max_value=3)


def rounded(number: Decimal, places: int) -> str:
    return str(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@given(AMOUNTS, AMOUNTS, PLACES, PLACES, PLACES)
def test_true_numbers_rounded_never_fail_as_a_difference(a: Decimal, r: Decimal, i: int, j: int, k: int) -> None:
    prints = {"s": money(rounded(a + r, i)), "a": money(rounded(a, j)), "r": money(rounded(r, k))}
    assert judge(DIFFERENCE, prints).verdict is not Verdict.FAILS


@given(AMOUNTS, AMOUNTS, PLACES, PLACES)
def test_true_numbers_rounded_never_fail_as_a_rate(r: Decimal, s: Decimal, i: int, j: int) -> None:
    base, reduced = money(rounded(s, i)), money(rounded(r, i))
    share = Fraction(r) / Fraction(s) * 100
    shown = Decimal(share.numerator) / Decimal(share.denominator)
    assert rate(reduced, base, percent(rounded(shown, j))) is not Verdict.FAILS
