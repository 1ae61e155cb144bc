"""Formulas: parsed, computed, enclosed, solved."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from report_miner.arithmetic import FormulaError, parse
from report_miner.arithmetic.formula import enclosure, number, renamed, signs, solve, solve_enclosure
from report_miner.arithmetic.interval import Interval

NUMBERS = st.fractions(min_value=1, max_value=1000, max_denominator=20)
FORMULAS = ("a - b = c", "a / b = c", "a + b = c", "1 - a / b = c", "a * b = c", "(a + b) / 2 = c", "a = b + c")


@pytest.mark.parametrize(
    "text", ["a - b", "a = b = c", "a + = b", "(a + b = c", "a + a = b", "a ? b = c", "", "= a", "a b = c"]
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


def test_operations_bind_as_in_school() -> None:
    formula = parse("a - b - c * d = e")
    values = {"a": Fraction(20), "b": Fraction(3), "c": Fraction(2), "d": Fraction(5)}
    assert number(formula.left, values) == 7


@given(st.sampled_from(FORMULAS), st.sampled_from("abc"), NUMBERS, NUMBERS, NUMBERS)
def test_solving_makes_both_sides_equal(text: str, wanted: str, a: Fraction, b: Fraction, c: Fraction) -> None:
    formula = parse(text)
    values = {"a": a, "b": b, "c": c}
    root = solve(formula, values, wanted)
    assume(root is not None and not (root == 0 and "/" in text))
    values[wanted] = root
    assert number(formula.left, values) == number(formula.right, values)


@given(st.sampled_from(FORMULAS), NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_enclosures_hold_the_point_values(text: str, a: Fraction, b: Fraction, c: Fraction, half: Fraction) -> None:
    formula = parse(text)
    points = {"a": a, "b": b, "c": c}
    boxes = {name: Interval(value - half / 2000, value + half / 2000) for name, value in points.items()}
    assert number(formula.left, points) in enclosure(formula.left, boxes)
    root = solve(formula, points, "a")
    if root is not None:
        assert root in solve_enclosure(formula, boxes, "a")


def test_division_by_zero_has_no_solution() -> None:
    assert solve(parse("a / b = c"), {"a": Fraction(1), "c": Fraction(0)}, "b") is None


def test_renaming_keeps_the_shape() -> None:
    formula = renamed(parse("a - b = c"), {"a": "x0", "b": "x1", "c": "x2"})
    assert formula == parse("x0 - x1 = x2")


def test_signs_say_how_names_count() -> None:
    assert signs(parse("a - (b - c) = d")) == {"a": 1, "b": -1, "c": 1, "d": -1}
    with pytest.raises(FormulaError):
        signs(parse("a / b = c"))
