"""Which line breaks only wrap a line, and which end a paragraph, a heading or a cell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from report_miner.layout.fold import FILLER
from report_miner.layout.lines import WIDEST_PAGE, Line, width

_NUMERAL = "一二三四五六七八九十"
START = re.compile(
    rf"[{_NUMERAL}]{{1,3}}、(?![{_NUMERAL}])"
    rf"|[（(][{_NUMERAL}]{{1,3}}[）)]"
    r"|[（(][\u4e00-\u9fff]{2,20}(?:局|厅|委|办|会|政府|[省市县区旗])[）)]$"
    r"|——(?=\d{4} ?年)|单位[：:]|各位(?:代表|委员|同志|领导)[^，。]{0,12}[：:]"
    r"|#{1,6} |□|附件[ \x1f]*\d{0,2}[ \x1f]*[:：]|附件[ \x1f]*\d{0,2}$"
    rf"|第[{_NUMERAL}]{{1,3}}(?:章|节|部分)"
)
"""What begins a line only as the head of something: no running text continues with it."""
_WEAK_START = re.compile(
    rf"\d{{1,2}}[.、][ \x1f]*(?![\d \x1f])|[（(]\d{{1,2}}[）)]|[{_NUMERAL}]是|[①-⑳]|[-•●◆■][ \x1f]|——"
    rf"|[^\W\d_]{{2,4}}[{_NUMERAL}]："
)
"""What may begin an item, or continue a sentence that happened to wrap there."""
_SALUTATION = re.compile(
    r"(?:各位(?:代表|委员|同志|领导)|尊敬的|[\u4e00-\u9fff]{1,8}(?:厅|局|政府|委员会|领导小组)).{0,12}[：:]"
)
_BARE_MARK = re.compile(r"\d{1,2}[.、]")
_ENDED = re.compile(r"[。！？!?；：…][”’」』）)》]{0,3}")
_BEGINNINGS = frozenset("一二三四五六七八九十（(#□附第—各单")
_CLOSING = frozenset("，。；：、！？）》」』”’】〕,;:!?)%")
_OPENING = frozenset("（《“‘「『【〔，、(,的")
_COUNTED = frozenset("年月日亿万千元个项份家次名人条篇户宗期%倍分")
_CUT_OFF = re.compile(r"[一-龥“”：]\d{1,3}$")
_GOES_ON = re.compile(r"\d{1,3}[ \x1f]?(?:个|项|家|条|宗|件|份|人次|人|名|期|篇|户|处|万|亿|元|分)")
_CUT_INSIDE = re.compile(r"\d(?:,\d{0,2}|\.\d?)$")
_REST = re.compile(r"\d{1,3}(?:\.\d+)?[ \x1f]?(?:[%％万亿元分个项家条])")
"""``4,97`` / ``8.55万元``, ``17.`` / ``38%``: no number ends like the first."""
_COMMA = re.compile("[，。,；]")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: ``measure`` is its line width in full-width characters (0: lines are not wrapped),
    ``usual`` the number of line breaks between two lines, ``broken`` whether lines are also cut after commas."""

    measure: float
    usual: int
    broken: bool


def setting_of(text: str, lines: list[Line], *, wraps: bool) -> Setting:
    """Read the setting off the lines themselves; ``wraps`` false where the format has real paragraphs."""
    gaps = Counter(text.count("\n", a.end, b.start) for a, b in pairwise(lines))
    usual = max(gaps, key=lambda count: (gaps[count], -count)) if gaps else 1
    if not wraps or len(lines) < 2:
        return Setting(0.0, usual, False)
    widths = sorted(size for start, end in lines if (size := width(text[start:end])) >= 8)
    if not widths or widths[int(len(widths) * 0.97)] > WIDEST_PAGE:
        return Setting(0.0, usual, False)
    measure = widths[int(len(widths) * 0.9)]
    full = sum(abs(size - measure) <= 3 for size in widths)
    commas = sum(text[end - 1] in "，、" for _, end in lines)
    broken = commas * 6 >= len(lines) >= 6
    wrapped = broken or full * 10 >= 3 * len(widths)
    return Setting(measure if wrapped and measure >= 10 else 0.0, usual, broken)


def hard_breaks(source: str, text: str, lines: list[Line], setting: Setting) -> list[bool]:
    """For each line, whether a real break follows it (always so after the last).

    ``text`` is ``source`` folded, furniture filled.
    """
    hard = []
    begins = True
    printed = 0.0
    for line, after in pairwise(lines):
        apart = text.count("\n", line.end, after.start) > setting.usual
        # The turn of a page stands apart without meaning anything by it.
        turns = apart and ("\f" in source[line.end : after.start] or FILLER in text[line.end : after.start])
        size = width(text[line.start : line.end])
        printed = printed + size if not begins and printed + size <= setting.measure + 2 else size
        place = _Place(begins, apart and not turns, turns, printed)
        begins = _is_hard(text, line, after, setting, place)
        hard.append(begins)
    return hard + [True] * bool(lines)


class _Place(NamedTuple):
    """Where a line stands: whether it begins a paragraph, whether more than the usual gap or a page's turn
    follows it, and how wide it is together with the pieces of the same printed line before it (text layers cut at
    quotes)."""

    begins: bool
    apart: bool
    turns: bool
    printed: float


def _is_hard(text: str, line: Line, after: Line, setting: Setting, place: _Place) -> bool:
    certain = _certain(text, line, after)
    if certain is not None:
        return certain
    ended = _ENDED.search(text, max(line.start, line.end - 4), line.end)
    is_ended = ended is not None and ended.end() == line.end
    full = setting.measure > 0 and place.printed >= setting.measure - 2.5
    if (is_ended or not full) and _WEAK_START.match(text, after.start, after.end):
        return True
    if is_ended and not (setting.broken and text[line.end - 1] in "；：…"):
        return not full or place.apart
    if (
        place.begins
        and not (full and _COMMA.search(text, line.start, line.end))
        and is_heading_line(text, line, setting.measure or 45)
    ):
        return not _overflows(text, after, setting, place)
    return _ends_short(text, line, setting, place)


def _overflows(text: str, after: Line, setting: Setting, place: _Place) -> bool:
    """Whether a wide heading goes on with the few characters of the next line."""
    few = after.end - after.start <= 6 and text[after.end - 1] not in "。；："
    return setting.measure > 0 and place.printed > setting.measure * 0.75 and few


def _ends_short(text: str, line: Line, setting: Setting, place: _Place) -> bool:
    """Whether a line without an end mark stops so early that it cannot have been wrapped."""
    if setting.broken:
        short = place.begins and place.apart and place.printed < setting.measure * 0.75
        return short and not _COMMA.search(text, line.start, line.end)
    if setting.measure and (place.printed >= setting.measure * 0.8 or not place.turns):
        return place.printed < setting.measure * 0.8
    return not _COMMA.search(text, line.start, line.end)


def _certain(text: str, line: Line, after: Line) -> bool | None:
    """What the characters beside the break decide by themselves; ``None`` where they leave it open."""
    first, last = text[after.start], text[line.end - 1]
    if first in _CLOSING:
        return False
    salutes = last in "：:" and _SALUTATION.fullmatch(text, line.start, line.end)
    begins = first in _BEGINNINGS and last != "第" and START.match(text, after.start, after.end)
    if salutes or begins:
        return True
    if _holds_on(text, line, first, last) or _cuts_number(text, line, after):
        return False
    if "0" <= last <= "9" and text.find("……", line.start, line.end) >= 0:
        return True  # a line of a table of contents
    columns = text.find("\t", line.start, line.end) >= 0 or text.find("\t", after.start, after.end) >= 0
    return True if columns else None


def _holds_on(text: str, line: Line, first: str, last: str) -> bool:
    """Whether the line's last character needs the next line's first: a number its unit, a bracket its words."""
    size = line.end - line.start
    return (
        (size <= 3 and _BARE_MARK.fullmatch(text, line.start, line.end) is not None)
        or last in _OPENING
        or (last == "》" and first == "《")
        or (last in "亿万" and first in "元亿")
        or ("0" <= last <= "9" and ((first in _COUNTED and size > 4) or first in ".,"))
    )


def _cuts_number(text: str, line: Line, after: Line) -> bool:
    """Whether running text is cut inside a count (``…评价项目2`` / ``0个，…``)."""
    if text.find("\t", line.start, after.end) >= 0:
        return False
    if _CUT_INSIDE.search(text, max(line.start, line.end - 8), line.end) is not None:
        return _REST.match(text, after.start, after.end) is not None
    runs_on = _COMMA.search(text, line.start, line.end) or _COMMA.search(text, after.start, after.end)
    return (
        runs_on is not None
        and _CUT_OFF.search(text, max(line.start, line.end - 6), line.end) is not None
        and _GOES_ON.match(text, after.start, after.end) is not None
    )


def is_heading_line(text: str, line: Line, widest: float) -> bool:
    """A line that begins like a heading, is short, and holds neither full stop nor list comma."""
    start, end = line
    if not (START.match(text, start, end) or re.match(r"\d{1,2}[.、](?!\d)", text[start : start + 4])):
        return False
    words = text[start:end]
    if words.startswith("#"):
        return True
    return "。" not in words and "；" not in words and width(words) < widest and words[-1] not in "，、："
