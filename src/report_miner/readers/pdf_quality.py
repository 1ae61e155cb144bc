"""Whether a page's text layer says what the page shows."""

from __future__ import annotations

import re

# Fonts embedded without a usable mapping give Latin, control, private-use or no characters where Chinese is printed.
_CHINESE = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\xb6\xb8-\u024f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_LATIN = re.compile(r"[!-/:-~]")
_WORD = re.compile(r"(?<![!-~])\(?[A-Za-z][a-z]+[,.;:)]{0,2}(?![!-~])")
_FIGURE_MARKS = re.compile(r"[-.,%()/*:+]")
_FEWEST = 20
_LEAST_CHINESE = 0.1


def is_garbled(text: str) -> bool:
    """A page whose letters are hardly ever Chinese (under a tenth) nor words of another language.

    Digits and ordinary punctuation do not count, so a page of figures alone passes.
    """
    chinese = _count(_CHINESE, text)
    strange = _count(_STRANGE, text)
    latin = _count(_LATIN, text) - sum(len(match[0]) for match in _WORD.finditer(text))
    latin -= _count(_FIGURE_MARKS, text)
    foreign = strange + max(latin, 0)
    return foreign >= _FEWEST and chinese < _LEAST_CHINESE * (chinese + foreign)


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))
