"""Gold figures and the passages they cover."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report_miner.model import Span

ATTRIBUTES = ("measure", "stage", "outcome", "subject", "period_start", "period_end", "modifier")
"""Attributes scored one by one; strict asks for all of them but the modifier."""


class GoldError(Exception):
    """Gold labels cannot be read; the message is one Chinese sentence that names file and line."""


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """One labelled figure; each attribute lists the accepted answers, the best first.

    ``document`` is a file name, ``span`` counts characters of the text as read.
    """

    id: str
    document: str
    span: Span
    raw: str
    value: tuple[str, ...]
    unit: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]

    @property
    def in_chain(self) -> bool:
        """Whether it belongs to the performance chain: neither measure nor stage is an ``other``."""
        return not self.answers["measure"][0].startswith("other") and self.answers["stage"][0] != "other"


Windows = Mapping[str, tuple[Span, ...]]
"""File name → passages inside which alone that document is scored."""


def read_gold(paths: Iterable[Path]) -> list[GoldFigure]:
    """All figures of the gold files (one JSON object a line); GoldError names a bad line."""
    return [figure for path in paths for figure in _read(path)]


def _read(path: Path) -> Iterable[GoldFigure]:
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            yield figure_from(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(f"标注文件 {path} 第 {number} 行读不懂（{error}），请核对格式。") from error


def figure_from(entry: Mapping[str, Any]) -> GoldFigure:
    """A figure from one JSON object; KeyError or TypeError where it is not as it should be."""
    return GoldFigure(
        id=entry["id"],
        document=entry["document"],
        span=Span(entry["start"], entry["end"]),
        raw=entry["raw"],
        value=tuple(entry["value"]),
        unit=tuple(entry["unit"]),
        answers={name: tuple(entry[name]) for name in ATTRIBUTES},
    )


def read_windows(path: Path) -> Windows:
    """Passages from a file of ``document<TAB>start<TAB>end`` lines."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            document, start, end = line.rstrip("\n").split("\t")
            found[document].append(Span(int(start), int(end)))
        except ValueError as error:
            raise GoldError(f"段落文件 {path} 第 {number} 行应为“文件<TAB>起<TAB>止”，请改正。") from error
    return {document: tuple(spans) for document, spans in found.items()}


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"文件 {path} 读不出来，请核对路径和编码（UTF-8）。") from error
