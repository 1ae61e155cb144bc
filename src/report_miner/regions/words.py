"""Word lists of this package: data files, one word a line, read when first needed."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


def read_data(name: str) -> str:
    """The text of a data file of this package."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


@cache
def ordinary_words() -> frozenset[str]:
    """Stems that are ordinary words too (和平, 新华) or arise across word borders (确保定期: 保定).

    Alone they are not taken for a place; in a list of places, or before a zone's ending, they are.
    """
    return frozenset(read_data("ordinary_words.txt").split())


@cache
def generic_names() -> frozenset[str]:
    """Exact names of divisions that are also common nouns (城区, 郊区) or arise across word borders (省和县)."""
    return frozenset(read_data("generic_names.txt").split())


@cache
def zone_endings() -> tuple[str, ...]:
    """Endings of functional zones, in official and everyday form."""
    return tuple(read_data("zone_endings.txt").split())


@cache
def lookalikes() -> tuple[frozenset[str], ...]:
    """Groups of characters in names of places that recognition takes for each other."""
    return tuple(frozenset(line) for line in read_data("lookalikes.txt").split())


@cache
def word_tails() -> dict[str, frozenset[str]]:
    """One-character stem → characters that make an ordinary word in front of it (范 → 示, 规 …)."""
    rows = list(csv.reader(read_data("word_tails.csv").splitlines()))[1:]
    return {last: frozenset(heads) for last, heads in rows}
