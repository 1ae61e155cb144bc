"""Plain text: which encoding, which line ends; otherwise untouched."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
# Characters that make up Chinese office text; random 16-bit units fall here in about a third of all cases.
_ORDINARY = re.compile(r"[\t\n\r\x20-\x7e·—‘’“”…①-⑳\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e￥]")
_THREE_BYTES = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
# What never stands in text: control characters other than tab, line ends, vertical tab (Word's soft line end), form
# feed and the DOS end-of-file mark.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read by and the number of characters that could not be decoded."""

    text: str
    encoding: str
    damaged: int = 0


def normal_line_ends(text: str) -> str:
    """CRLF and CR become ``\\n``; nothing else changes."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes) -> Decoded | None:
    """Decode by BOM, else by trial; ``None`` where the bytes are not text in any encoding offices use.

    UTF-8 before GB18030, because GB18030 accepts some UTF-8 and never the other way round; UTF-16 without BOM only
    where NUL bytes or the failure of both suggest it.  A text with few damaged characters is still text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(data[len(bom) :], encoding, slack=1)
    for slack in (0, 1):
        for encoding in _candidates(data):
            found = _checked(data, encoding, slack)
            if found:
                return found
    return None


def likely_encodings(sample: bytes) -> tuple[str, str]:
    """UTF-8 and GB18030, the likelier first.

    Two GB18030 bytes may pass for one letter of a foreign alphabet in UTF-8, where Chinese takes three bytes.
    """
    utf8 = sample.isascii() or _THREE_BYTES.search(sample)
    return ("utf-8", "gb18030") if utf8 else ("gb18030", "utf-8")


def _candidates(data: bytes) -> Iterator[str]:
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        wide = _wide_encoding(sample)
        if wide:
            yield wide
    yield from likely_encodings(sample)
    wide = _wide_encoding(sample)
    if wide:
        yield wide


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 byte order under which nearly all of ``sample`` is ordinary text, if there is one."""
    even = sample[: len(sample) // 2 * 2]
    if len(even) < 4:
        return None
    shares = {
        encoding: _ordinary_share(even.decode(encoding, errors="replace")) for encoding in ("utf-16-le", "utf-16-be")
    }
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= 0.9 else None


def _ordinary_share(text: str) -> float:
    return sum(1 for _ in _ORDINARY.finditer(text)) / len(text)


def _checked(data: bytes, encoding: str, slack: int) -> Decoded | None:
    """The text, unless it is none: over 1 % of all or 5 % of its non-ASCII characters (and ``slack``) damaged."""
    text = data.decode(encoding, errors="replace")
    damaged = text.count("\ufffd")
    if damaged:
        foreign = len(text) - len(text.encode("ascii", errors="ignore"))
        if damaged > slack + min(len(text) // 100, foreign // 20):
            return None
    return Decoded(text, encoding, damaged) if _is_text(text) else None


def _is_text(text: str) -> bool:
    """Hardly any control characters, NUL least of all (text layers and mainframe exports carry a few)."""
    controls = sum(1 for _ in _CONTROL.finditer(text))
    return controls * 50 <= len(text) and text.count("\0") * 200 <= len(text)
