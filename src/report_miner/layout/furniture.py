"""Page furniture: page numbers, running heads and feet, bold text printed twice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from report_miner.layout.lines import Line

_DASH = "[-‐‑‒–—―─－]"
_PAGE_MARK = re.compile(
    rf"{_DASH}{{1,3}} *\d{{1,4}} *{_DASH}{{1,3}}"
    r"|第 *\d{1,4} *页(?: *[，,、/（(]? *共 *\d{1,4} *页[）)]?)?"
    r"|共 *\d{1,4} *页 *[，,、/]? *第 *\d{1,4} *页"
    r"|[·•] *\d{1,4} *[·•]"
    r"|(?i:page) *\d{1,4}(?: *(?:of|/) *\d{1,4})?"
)
_INLINE_MARK = re.compile(r"第 {0,3}\d{1,4} {0,3}页 {0,3}[，,、/（(]? {0,3}共 {0,3}\d{1,4} {0,3}页[）)]?")
_BARE = re.compile(r"\d{1,4}(?: */ *\d{1,4})?")
_NUMBER = re.compile(r"[\d,.]{1,20}%?")
_DIGITS = re.compile(r"\d+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ITEM = re.compile(r"\d{1,2}[.、] *|[（(]\d{1,2}[）)] *")
_LONGEST_MARK = 40
_LEAST_PAGE = 12
"""Lines; a page of a report holds more."""


def inline_marks(text: str) -> list[tuple[int, int]]:
    """``第 3 页，共 9 页`` wherever it stands: no report says this of anything but its own pages."""
    return [m.span() for m in _INLINE_MARK.finditer(text)]


def page_furniture(text: str, lines: list[Line], breaks: list[int], cells: list[bool]) -> list[bool]:
    """Which of ``lines`` are page numbers or running heads.

    ``text`` is folded; ``breaks`` are the offsets of the form feeds; ``cells`` marks lines that a table claims,
    which are never furniture.
    """
    marks = [
        end - start <= _LONGEST_MARK and not cell and _PAGE_MARK.fullmatch(text, start, end) is not None
        for (start, end), cell in zip(lines, cells, strict=True)
    ]
    if not breaks:
        for at in _spaced_numbers(text, lines):
            marks[at] = not cells[at]
    if not breaks and not any(marks):
        return marks
    starts = [start for start, _ in lines]
    firsts = {bisect_left(starts, at) for at in breaks}
    edges = sorted({0, len(lines)} | firsts | {at + 1 for at, mark in enumerate(marks) if mark})
    for at in _bare_numbers(text, lines, sorted(firsts)):
        marks[at] = not cells[at]
    for at in _running(text, lines, edges, marks):
        marks[at] = not cells[at]
    return marks


def _bare_numbers(text: str, lines: list[Line], firsts: list[int]) -> list[int]:
    """Bare numbers at the head or foot of pages, where they count on by one from page to page."""
    found: list[int] = []
    heads = [0, *firsts]
    feet = [*(first - 1 for first in firsts), len(lines) - 1]
    for ends in (heads, feet):
        numbered = []
        for page, at in enumerate(ends):
            if 0 <= at < len(lines) and lines[at].end - lines[at].start <= 12:
                match = _BARE.fullmatch(text, *lines[at])
                if match:
                    numbered.append((at, int(_DIGITS.findall(match[0])[0]) - page))
        if not numbered:
            continue
        shift, count = Counter(shift for _, shift in numbered).most_common(1)[0]
        if count >= max(2, len(numbered) * 0.75):
            found.extend(at for at, by in numbered if by == shift)
    return found


def _spaced_numbers(text: str, lines: list[Line]) -> list[int]:
    """Bare numbers that count on by one, three at least, a page's worth of lines apart: page numbers of a text
    without form feeds.  Serial numbers of a table stand closer."""
    bare = [
        (at, int(text[line.start : line.end]))
        for at, line in enumerate(lines)
        if line.end - line.start <= 4 and _DIGITS.fullmatch(text, line.start, line.end)
    ]
    found: list[int] = []
    chain: list[tuple[int, int]] = []
    for at, number in bare:
        if chain and number == chain[-1][1] + 1 and at - chain[-1][0] >= _LEAST_PAGE:
            chain.append((at, number))
            continue
        found.extend(place for place, _ in chain if len(chain) >= 3)
        chain = [(at, number)]
    found.extend(place for place, _ in chain if len(chain) >= 3)
    return found


def _running(text: str, lines: list[Line], edges: list[int], marks: list[bool]) -> list[int]:
    """Lines next to page breaks that say the same (digits aside) on three pages and on half of all pages."""
    keyed: list[tuple[int, str]] = []
    for edge in edges:
        keyed.extend((at, key) for at in _beside(edge, lines, marks) if (key := _head_key(text, lines[at])))
    counts = Counter(key for _, key in set(keyed))
    least = max(3, len(edges) / 2)
    return [at for at, key in keyed if counts[key] >= least]


def _beside(edge: int, lines: list[Line], marks: list[bool]) -> list[int]:
    """The nearest line before and after ``edge`` that is not itself a page number."""
    near = []
    for step, at in ((-1, edge - 1), (1, edge)):
        here = at
        while 0 <= here < len(lines) and marks[here] and abs(here - at) < 3:
            here += step
        if 0 <= here < len(lines) and not marks[here]:
            near.append(here)
    return near


def _head_key(text: str, line: Line) -> str:
    if not 3 <= line.end - line.start <= _LONGEST_MARK or text[line.end - 1] in "。；，":
        return ""
    words = text[line.start : line.end]
    return _DIGITS.sub("0", words) if len(_CHINESE.findall(words)) >= 2 else ""


def doubled(text: str, lines: list[Line], usual: int, cells: list[bool]) -> list[int]:
    """For each line, how many characters at its end are the first print of bold text that is given twice.

    Some text layers print bold twice in a row, broken anywhere: ``提升质效`` / ``提升质效。``, or ``…积极。做好收支`` /
    ``做好收支`` / ``。``.  ``usual`` is the document's usual number of line breaks between lines: cells of a table
    stand further apart, and equal neighbours there are two cells.
    """
    first = [0] * len(lines)
    for at in range(len(lines) - 1):
        start, end = lines[at]
        after = lines[at + 1]
        lead = text.find(text[after.start : min(after.start + 2, after.end)], start, end)
        if lead < 0 or cells[at] or text.count("\n", end, after.start) > usual:
            continue
        tail = lines[at + 2].start if at + 2 < len(lines) else -1
        if after.end - after.start == end - start and _amid_numbers(text, lines, at):
            continue
        first[at] = _overlap(text[start:end], text[after.start : after.end], tail >= 0 and text[tail] == "。")
    return first


def _amid_numbers(text: str, lines: list[Line], at: int) -> bool:
    """Whether a bare number stands before line ``at`` or behind the next: then both are cells of a table."""
    beside = (lines[at - 1] if at else None, lines[at + 2] if at + 2 < len(lines) else None)
    return any(line is not None and _NUMBER.fullmatch(text, *line) is not None for line in beside)


def _overlap(words: str, after: str, stop_follows: bool) -> int:
    """Length of the end of ``words`` that ``after`` prints again, 0 where the likeness may be chance."""
    if words[-1] == "。":
        return len(words) if stop_follows and words[:-1] == after and len(words) > 4 else 0
    at = words.find(after[:2], max(0, len(words) - _LONGEST_MARK - 20))
    while at >= 0 and not after.startswith(words[at:]):
        at = words.find(after[:2], at + 1)
    if at < 0:
        return 0
    size = len(words) - at
    whole = size == len(after)
    stopped = whole or after[size] == "。"
    chinese = len(_CHINESE.findall(words, at))
    if at == 0:
        enough = chinese >= (5 if whole else 4)
    elif _ITEM.fullmatch(words, 0, at):
        enough = chinese >= 2 and stopped
    else:
        enough = chinese >= 5 and stopped and words[at - 1] in "。；，、）：” "
    return size if enough else 0
