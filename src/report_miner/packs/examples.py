"""The examples of a pack: sentences in which the figure in question stands in double square brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from report_miner.model import Span
from report_miner.packs.load import Lines, default_folder, entries, pack_files, parse_file

if TYPE_CHECKING:
    from report_miner.packs.schema import PackFile

Expectation = Literal["hits", "misses", "gaps"]
EXPECTATIONS: tuple[Expectation, ...] = ("hits", "misses", "gaps")
CODED = ("measure", "stage", "outcome", "scope", "actor")
MARK = re.compile(r"\[\[(.*?)\]\]")


class MarkError(ValueError):
    """The double brackets of an example do not pair, or hold nothing; the message ends a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example of one rule.

    ``text`` is as written, marks included; ``place`` is ``file:line``; ``code`` is what the rule says about a figure
    (empty for rules that ignore numbers).
    """

    place: str
    section: str
    rule: str
    code: str
    expectation: Expectation
    text: str


def marked(text: str) -> tuple[str, tuple[Span, ...]]:
    """The sentence without its marks, and where the marked figures stand in it; raises MarkError."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for match in MARK.finditer(text):
        before, inside = text[at : match.start()], match[1]
        if not inside.strip():
            raise MarkError("的[[ ]]里没有数")
        spans.append(Span(length + len(before), length + len(before) + len(inside)))
        pieces += [before, inside]
        length += len(before) + len(inside)
        at = match.end()
    pieces.append(text[at:])
    plain = "".join(pieces)
    if "[[" in plain or "]]" in plain:
        raise MarkError("的[[ ]]不配对")
    return plain, tuple(spans)


def examples_of(path: Path, content: PackFile, lines: Lines) -> Iterator[Example]:
    """All examples of one file, in its order of sections and rules."""
    for section, index, entry in entries(content):
        code = next((str(getattr(entry, key)) for key in CODED if hasattr(entry, key)), "")
        # A measure rule may also name a stage; what it is about comes first in CODED.
        for expectation in EXPECTATIONS:
            for number, text in enumerate(getattr(entry, expectation, ())):
                place = f"{path.name}:{lines.at(section, index, expectation, number)}"
                yield Example(place, section, entry.id, code, expectation, text)


def read_examples(folder: Path | None = None) -> tuple[Example, ...]:
    """All examples of a pack (the shipped one by default); raises PackError where a file cannot be read."""
    found: list[Example] = []
    for path in pack_files(folder or default_folder()):
        found += examples_of(path, *parse_file(path, path.read_bytes()))
    return tuple(found)
