"""Identities such as ``submitted - approved = reduced``: parsed once, computed on numbers or on intervals.

A name may stand in a formula only once, so that interval results are as tight as they can be and every formula can
be solved for each of its names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias, TypeVar

from report_miner.arithmetic.interval import EVERYTHING, Interval, point

_TOKEN = re.compile(r"\s*(?:(?P<name>[a-z][a-z0-9_]*)|(?P<number>\d+(?:\.\d+)?)|(?P<sign><=|[=+\-*/()]))")


_T = TypeVar("_T", Fraction, Interval)


class Comparison(StrEnum):
    """How the two sides of a formula are compared."""

    EQUAL = "="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class Name:
    """A number to be put in."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that stands in the formula itself."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Operation:
    """``left sign right`` with sign one of ``+ - * /``."""

    sign: str
    left: Expression
    right: Expression


Expression: TypeAlias = "Name | Constant | Operation"


class FormulaError(ValueError):
    """The text is no formula, or a name stands in it twice."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Two sides and how they compare."""

    left: Expression
    comparison: Comparison
    right: Expression

    @property
    def names(self) -> tuple[str, ...]:
        """All names, left to right."""
        return _names(self.left) + _names(self.right)


def parse(text: str) -> Formula:
    """Read ``a - b = c`` or ``a <= b``; raises ``FormulaError``."""
    tokens = _tokens(text)
    splits = [index for index, token in enumerate(tokens) if token in ("=", "<=")]
    if len(splits) != 1:
        raise FormulaError(f"公式须恰有一个 = 或 <=：{text}")
    formula = Formula(
        _sum(tokens[: splits[0]], text), Comparison(tokens[splits[0]]), _sum(tokens[splits[0] + 1 :], text)
    )
    if len(set(formula.names)) < len(formula.names):
        raise FormulaError(f"公式中同一名称只能出现一次：{text}")
    return formula


def total(whole: str, parts: tuple[str, ...], comparison: Comparison = Comparison.EQUAL) -> Formula:
    """``part + part + … = whole`` (or ``<=``)."""
    return Formula(added(parts), comparison, Name(whole))


def added(parts: tuple[str, ...]) -> Expression:
    """``part + part + …`` as a balanced tree: a table's column may be thousands of rows deep."""
    if len(parts) == 1:
        return Name(parts[0])
    middle = (len(parts) + 1) // 2
    return Operation("+", added(parts[:middle]), added(parts[middle:]))


def renamed(formula: Formula, names: Mapping[str, str]) -> Formula:
    """The same formula over other names; raises ``KeyError`` for a name not in ``names``."""
    return Formula(_renamed(formula.left, names), formula.comparison, _renamed(formula.right, names))


def _renamed(expression: Expression, names: Mapping[str, str]) -> Expression:
    match expression:
        case Name(name):
            return Name(names[name])
        case Constant():
            return expression
        case Operation(sign, left, right):
            return Operation(sign, _renamed(left, names), _renamed(right, names))


def number(expression: Expression, values: Mapping[str, Fraction]) -> Fraction:
    """Value of ``expression``; raises ``ZeroDivisionError`` and ``KeyError`` (a name without a value)."""
    match expression:
        case Name(name):
            return values[name]
        case Constant(value):
            return value
        case Operation(sign, left, right):
            return _apply_number(sign, number(left, values), number(right, values))


def enclosure(expression: Expression, values: Mapping[str, Interval]) -> Interval:
    """Interval of ``expression``; division by an interval around zero gives everything."""
    match expression:
        case Name(name):
            return values[name]
        case Constant(value):
            return point(value)
        case Operation(sign, left, right):
            return _apply_interval(sign, enclosure(left, values), enclosure(right, values))


def solve(formula: Formula, values: Mapping[str, Fraction], wanted: str) -> Fraction | None:
    """The value of ``wanted`` that makes both sides equal given all others; ``None`` where there is none."""
    try:
        path, goal = _sides(formula, wanted)
        return _invert(path, number(goal, values), lambda part: number(part, values), _apply_number, wanted)
    except ZeroDivisionError:
        return None


def solve_enclosure(formula: Formula, values: Mapping[str, Interval], wanted: str) -> Interval:
    """All values of ``wanted`` for which both sides can be equal."""
    path, goal = _sides(formula, wanted)
    return _invert(path, enclosure(goal, values), lambda part: enclosure(part, values), _apply_interval, wanted)


def signs(formula: Formula) -> dict[str, int]:
    """How each name of a linear formula counts in left minus right: 1 or -1.  Raises ``FormulaError`` for others."""
    found: dict[str, int] = {}
    _collect(formula.left, 1, found)
    _collect(formula.right, -1, found)
    return found


def _collect(expression: Expression, sign: int, found: dict[str, int]) -> None:
    match expression:
        case Name(name):
            found[name] = sign
        case Operation("+" | "-" as operation, left, right):
            _collect(left, sign, found)
            _collect(right, sign if operation == "+" else -sign, found)
        case Operation():
            raise FormulaError("不是加减法")


def is_linear(formula: Formula) -> bool:
    """Whether only ``+`` and ``-`` occur, so that all members are in one unit."""
    return _linear(formula.left) and _linear(formula.right)


def _linear(expression: Expression) -> bool:
    if isinstance(expression, Operation):
        return expression.sign in "+-" and _linear(expression.left) and _linear(expression.right)
    return True


def _names(expression: Expression) -> tuple[str, ...]:
    match expression:
        case Name(name):
            return (name,)
        case Constant():
            return ()
        case Operation(_, left, right):
            return _names(left) + _names(right)


def _apply_number(sign: str, left: Fraction, right: Fraction) -> Fraction:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    raise FormulaError(f"未知运算：{sign}")


def _apply_interval(sign: str, left: Interval, right: Interval) -> Interval:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return EVERYTHING if EVERYTHING in (left, right) else left * right
        case "/":
            return EVERYTHING if left == EVERYTHING else left / right
    raise FormulaError(f"未知运算：{sign}")


def _sides(formula: Formula, wanted: str) -> tuple[Expression, Expression]:
    """The side with ``wanted``, and the other."""
    if wanted in _names(formula.left):
        return formula.left, formula.right
    return formula.right, formula.left


def _invert(
    path: Expression,
    target: _T,
    compute: Callable[[Expression], _T],
    apply: Callable[[str, _T, _T], _T],
    wanted: str,
) -> _T:
    """What ``wanted`` must be for ``path`` to come to ``target``; raises ``KeyError`` where it is not in ``path``."""
    match path:
        case Name(name) if name == wanted:
            return target
        case Operation(sign, left, right) if wanted in _names(left):
            return _invert(left, apply(_UNDO[sign], target, compute(right)), compute, apply, wanted)
        case Operation(sign, left, right) if sign in "-/":
            return _invert(right, apply(sign, compute(left), target), compute, apply, wanted)
        case Operation(sign, left, right):
            return _invert(right, apply(_UNDO[sign], target, compute(left)), compute, apply, wanted)
    raise KeyError(wanted)


_UNDO = {"+": "-", "-": "+", "*": "/", "/": "*"}


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaError(f"公式第 {at + 1} 个字符无法识别：{text}")
        tokens.append(match.group().strip())
        at = match.end()
    return tokens


def _sum(tokens: list[str], text: str) -> Expression:
    expression, rest = _chain(tokens, "+-", text)
    if rest:
        raise FormulaError(f"公式不完整：{text}")
    return expression


def _chain(tokens: list[str], signs: str, text: str) -> tuple[Expression, list[str]]:
    """``a + b - c`` (signs ``+-``) or ``a * b / c`` (signs ``*/``), left to right."""
    operand = _product if signs == "+-" else _atom
    left, tokens = operand(tokens, text)
    while tokens and tokens[0] in signs:
        sign = tokens[0]
        right, tokens = operand(tokens[1:], text)
        left = Operation(sign, left, right)
    return left, tokens


def _product(tokens: list[str], text: str) -> tuple[Expression, list[str]]:
    return _chain(tokens, "*/", text)


def _atom(tokens: list[str], text: str) -> tuple[Expression, list[str]]:
    if not tokens:
        raise FormulaError(f"公式不完整：{text}")
    head, rest = tokens[0], tokens[1:]
    if head == "(":
        inside, rest = _chain(rest, "+-", text)
        if not rest or rest[0] != ")":
            raise FormulaError(f"括号不成对：{text}")
        return inside, rest[1:]
    if head[0].isdigit():
        return Constant(Fraction(head)), rest
    if head[0].isalpha():
        return Name(head), rest
    raise FormulaError(f"公式不完整：{text}")
