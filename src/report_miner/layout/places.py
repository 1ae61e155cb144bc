"""From places in the source back to places in the view."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from report_miner.model import Block, Span, View


class SourceIndex:
    """Finds view offsets of source offsets, also where runs of the view jump about in the source."""

    def __init__(self, view: View) -> None:
        stops = [*view.starts[1:], len(view.text)]
        order = sorted(range(len(view.sources)), key=view.sources.__getitem__)
        self._sources = [view.sources[run] for run in order]
        self._starts = [view.starts[run] for run in order]
        self._lengths = [stops[run] - view.starts[run] for run in order]

    def blocks(self, span: Span) -> list[Block]:
        """The view's blocks, in source order, that hold the kept characters of ``span``."""
        found = []
        at = max(bisect_right(self._sources, span.start) - 1, 0)
        while at < len(self._sources) and self._sources[at] < span.end:
            source, start = self._sources[at], self._starts[at]
            first = max(span.start, source)
            stop = min(span.end, source + self._lengths[at])
            if first < stop:
                found.append(Block(start + first - source, start + stop - source))
            at += 1
        return found

    def block(self, span: Span) -> Block | None:
        """The smallest block over all that the view keeps of ``span``; ``None`` where it keeps nothing."""
        found = self.blocks(span)
        return Block(min(b.start for b in found), max(b.end for b in found)) if found else None


def merged(blocks: Iterable[Block]) -> list[Block]:
    """The same characters as ascending blocks that neither overlap nor touch."""
    found: list[Block] = []
    for block in sorted(blocks):
        if found and block.start <= found[-1].end:
            found[-1] = Block(found[-1].start, max(found[-1].end, block.end))
        else:
            found.append(block)
    return found


def between(blocks: list[Block], size: int) -> list[Block]:
    """What ascending disjoint ``blocks`` leave of ``0:size``."""
    begins = [0, *(block.end for block in blocks)]
    ends = [*(block.start for block in blocks), size]
    return [Block(start, end) for start, end in zip(begins, ends, strict=True) if start < end]
