"""One-to-one folding: full-width forms, radicals and compatibility ideographs to the character that is meant."""

from __future__ import annotations

import re
import unicodedata

FILLER = "\x1f"
"""Stands, in folded text, for one source character that reading drops wherever it occurs.

The unit separator counts as white space for ``re`` and ``str.strip``, so a filled range behaves like a gap.
"""

_SUPPLEMENT = (
    "⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋卩⺌小⺍小⺎兀⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺧牛"
    "⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西"
    "⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""CJK Radicals Supplement, radical before ideograph; Unicode gives these no compatibility mapping (bar two)."""

_FULL_WIDTH = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz%.-+/<=>~&#@*$_\"'"
"""ASCII characters whose full-width form is folded; Chinese punctuation ，：；！？（） stays as printed."""

_BLANKS = "\xa0\r\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
# U+FFFE and U+0002 are how pdfium reports a hyphen at a line's end.
_INVISIBLE = (
    "".join(map(chr, (*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))))
    + "\xad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    + "\ufeff\ufffd\ufffe\uffff"
)


def _compatible(first: int, last: int) -> dict[int, str]:
    folded = ((code, unicodedata.normalize("NFKC", chr(code))) for code in range(first, last + 1))
    return {code: to for code, to in folded if len(to) == 1 and ord(to) != code}


def _table() -> dict[int, str]:
    table = _compatible(0x2F00, 0x2FDF) | _compatible(0xF900, 0xFAFF) | _compatible(0x2F800, 0x2FA1F)
    table |= {ord(a): b for a, b in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
    table |= {ord(char) + 0xFEE0: char for char in _FULL_WIDTH}
    table |= dict.fromkeys(map(ord, _BLANKS), " ")
    table |= dict.fromkeys(map(ord, _BREAKS), "\n")
    table |= dict.fromkeys(map(ord, _INVISIBLE), FILLER)
    table[0xFFE5] = "¥"
    return table


_TABLE = _table()


def _foldable() -> re.Pattern[str]:
    """A class of ranges: one test a character is what makes the pass fast."""
    codes = sorted(_TABLE)
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return re.compile("[" + "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in ranges) + "]+")


_FOLDABLE = _foldable()


def fold(text: str) -> str:
    """``text`` with every foldable character replaced by one other: same length, same offsets.

    Blanks of all kinds become a space, page and line separators ``\\n``, invisible characters `FILLER`;
    ``\\n`` and ``\\t`` stay.
    """
    return _FOLDABLE.sub(_folded, text)


def _folded(match: re.Match[str]) -> str:
    return match[0].translate(_TABLE)


def blank_out(text: str, ranges: list[tuple[int, int]]) -> str:
    """``text`` with the given ascending ranges filled; line breaks inside them stay."""
    if not ranges:
        return text
    pieces = []
    at = 0
    for start, end in ranges:
        pieces.append(text[at:start])
        pieces.append("\n".join(FILLER * len(piece) for piece in text[start:end].split("\n")))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
