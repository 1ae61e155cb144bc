"""Characters that recognition confuses: listed look-alikes, else told by their place in the Unicode block.

The unified block is ordered by radical, then by the number of further strokes: two characters of one radical that
stand close together share the radical and differ by about a stroke (郟 U+90DF, 郯 U+90EF).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache

from report_miner.regions.words import lookalikes

NEARBY = 32
"""Places in the block that count as close: about one stroke's worth in a large radical."""


@cache
def _radicals() -> tuple[int, ...]:
    """First code point of each radical's stretch, ascending; the radical itself opens it."""
    kangxi = (unicodedata.normalize("NFKC", chr(point)) for point in range(0x2F00, 0x2FD6))
    return tuple(sorted(ord(character) for character in kangxi))


def similar(one: str, other: str) -> bool:
    """Whether two characters share the radical and nearly the number of strokes."""
    left, right = ord(one), ord(other)
    return abs(left - right) <= NEARBY and bisect_right(_radicals(), left) == bisect_right(_radicals(), right)


@cache
def _confusable_with() -> dict[str, frozenset[str]]:
    """Character → all those that are listed with it."""
    signs = {sign for group in lookalikes() for sign in group}
    return {sign: frozenset().union(*(group for group in lookalikes() if sign in group)) for sign in signs}


def confusable_with(sign: str) -> frozenset[str]:
    """The characters listed as look-alikes of one, itself among them; none if it is not listed."""
    return _confusable_with().get(sign, frozenset())


def confusable(one: str, other: str) -> bool:
    """Whether two characters are listed as look-alikes."""
    return other in _confusable_with().get(one, ())


def alike(one: str, other: str) -> bool:
    """Whether one may have been misread as the other."""
    return confusable(one, other) or similar(one, other)


def masks(name: str) -> tuple[str, ...]:
    """``name`` with each character but the ending left out in turn: 郯城县 → ?城县, 郯?县."""
    return tuple(f"{name[:at]}?{name[at + 1 :]}" for at in range(len(name) - 1))


def slip(printed: str, name: str) -> tuple[str, str]:
    """The characters in which two names that differ in one place differ: (printed, right)."""
    return next((left, right) for left, right in zip(printed, name, strict=True) if left != right)
