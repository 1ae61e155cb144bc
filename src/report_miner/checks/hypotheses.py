"""Slips of the pen: what number may have been meant where a wrong one is printed, and how likely each slip is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from report_miner.arithmetic import Printed
from report_miner.model import QuantityKind

_TEN_THOUSAND = Decimal(10_000)
_MONEY_SCALES = (Decimal(1), _TEN_THOUSAND, _TEN_THOUSAND**2)


class Cost(IntEnum):
    """How unlikely a slip is; the smaller, the sooner it is believed."""

    NAMED = 0
    MOVED = 1
    ONE_DIGIT = 2
    OTHER = 4


class Edit(NamedTuple):
    """A number that may have been meant: the slip's Chinese name, its cost, and the print as it should be."""

    name: str
    cost: Cost
    printed: Printed


UNIT_SLIP = "万元与亿元混用"
SWAPPED = "相邻两位数字颠倒"
POINT = "小数点错位"
SIGN = "正负号相反"
WRONG_DIGIT = "一位数字有误"
MISSING_DIGIT = "漏写一位数字"
EXTRA_DIGIT = "多写一位数字"
RECOMPUTED = "按其他各数推算"
EXCHANGED = "两数互换了位置"
APPROVED_AS_REDUCED = "把审定金额写成了审减金额"
REDUCED_AS_APPROVED = "把审减金额写成了审定金额"
WRONG_BASE = "审减率误以审定金额为基数"
STALE = "沿用了上年的数"
PART_FOR_WHOLE = "与同组另一数相同，疑为误抄"

_COSTS = {
    **dict.fromkeys((EXCHANGED, APPROVED_AS_REDUCED, REDUCED_AS_APPROVED, WRONG_BASE, STALE), Cost.NAMED),
    **dict.fromkeys((UNIT_SLIP, SWAPPED, POINT, SIGN, PART_FOR_WHOLE), Cost.MOVED),
    **dict.fromkeys((WRONG_DIGIT, MISSING_DIGIT, EXTRA_DIGIT), Cost.ONE_DIGIT),
    RECOMPUTED: Cost.OTHER,
}


def cost_of(name: str) -> int:
    """How unlikely the slip of this name is; several slips told together (``；``) add up."""
    names = name.split("；")
    return sum(_COSTS[each] for each in names) + (Cost.OTHER if len(names) > 1 else 0)


def edits(printed: Printed) -> Iterator[Edit]:
    """All numbers one slip away from ``printed``, the likelier slips first; each value once."""
    seen = {printed.value}
    for edit in _all(printed):
        if edit.printed.value not in seen:
            seen.add(edit.printed.value)
            yield edit


def _all(printed: Printed) -> Iterator[Edit]:
    if printed.kind is QuantityKind.MONEY:
        for scale in _MONEY_SCALES:
            if scale in (printed.scale * _TEN_THOUSAND, printed.scale / _TEN_THOUSAND):
                yield Edit(UNIT_SLIP, Cost.MOVED, replace(printed, scale=scale))
    digits = printed.number
    yield from (_edit(SWAPPED, Cost.MOVED, printed, text) for text in _swapped(digits))
    if not printed.counts:
        yield from (_edit(POINT, Cost.MOVED, printed, text) for text in _moved_point(digits))
    if digits.startswith("-"):
        # Nothing that these reports count or pay is negative, so that a minus can only be one too many.
        yield _edit(SIGN, Cost.MOVED, printed, digits[1:])
    yield from (_edit(WRONG_DIGIT, Cost.ONE_DIGIT, printed, text) for text in _replaced(digits))
    yield from (_edit(MISSING_DIGIT, Cost.ONE_DIGIT, printed, text) for text in _inserted(digits))
    yield from (_edit(EXTRA_DIGIT, Cost.ONE_DIGIT, printed, text) for text in _dropped(digits))


def _edit(name: str, cost: Cost, printed: Printed, digits: str) -> Edit:
    return Edit(name, cost, printed.with_number(digits))


def _swapped(text: str) -> Iterator[str]:
    places = [at for at, char in enumerate(text) if char.isdigit()]
    for one, two in pairwise(places):
        if text[one] != text[two]:
            chars = list(text)
            chars[one], chars[two] = chars[two], chars[one]
            yield from _tidy("".join(chars))


def _moved_point(text: str) -> Iterator[str]:
    number = Decimal(text)
    for shift in (1, -1, 2, -2, 3, -3):
        yield f"{number.scaleb(shift):f}"


def _replaced(text: str) -> Iterator[str]:
    for at, char in enumerate(text):
        if char.isdigit():
            for digit in "0123456789":
                if digit != char:
                    yield from _tidy(text[:at] + digit + text[at + 1 :])


def _inserted(text: str) -> Iterator[str]:
    first = 1 if text.startswith("-") else 0
    for at in range(first, len(text) + 1):
        for digit in "0123456789":
            yield from _tidy(text[:at] + digit + text[at:])


def _dropped(text: str) -> Iterator[str]:
    if sum(char.isdigit() for char in text) < 2:
        return
    for at, char in enumerate(text):
        if char.isdigit():
            yield from _tidy(text[:at] + text[at + 1 :])


def _tidy(text: str) -> Iterator[str]:
    """``text`` if anybody would print it so: no leading zero before another digit, no bare point."""
    digits = text.lstrip("-")
    if not digits or digits[0] == "." or digits[-1] == ".":
        return
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        return
    yield text
