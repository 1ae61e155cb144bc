"""Word expressions: how a pack writes many spellings of one cue in one line.

``[甲|乙]`` may be left out, ``(甲|乙)`` must be one of them, ``{name}`` stands for the macro of that name.
``{review}[{fund}]`` with ``review: [送审, 报审]`` and ``fund: [资金, 金额]`` stands for six words.  Expressions always
stand for a finite set of plain words, so that a whole pack compiles into one automaton.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MAX_WORDS = 4000
"""No expression stands for more words than this; a larger one is a slip of the pen."""


class WordExpressionError(ValueError):
    """The expression cannot be read; the message says where."""


def expand(expression: str, macros: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """All words an expression stands for, without repetition, in the order they are written.

    Raises WordExpressionError for unbalanced brackets, unknown or circular macros, and the empty word.
    """
    words, rest = _alternatives(expression, 0, macros, ())
    if rest != len(expression):
        raise WordExpressionError(f"“{expression}”第{rest + 1}个字符处括号不配对")
    if any(not word for word in words):
        raise WordExpressionError(f"“{expression}”可以什么都不是：至少要有一个必有的字")
    return tuple(dict.fromkeys(words))


def _alternatives(
    text: str, at: int, macros: Mapping[str, Sequence[str]], within: tuple[str, ...]
) -> tuple[list[str], int]:
    """Words of ``a|b|c`` from ``at`` up to an unmatched closing bracket, and where that stands."""
    found: list[str] = []
    current = [""]
    while at < len(text):
        char = text[at]
        if char in ")]}":
            break
        if char == "|":
            found += current
            current = [""]
            at += 1
            continue
        if char in "([{":
            options, at = _group(text, at, macros, within)
        else:
            options, at = [char], at + 1
        current = [head + tail for head in current for tail in options]
        if len(current) > MAX_WORDS:
            raise WordExpressionError(f"“{text}”展开后超过{MAX_WORDS}个词")
    return found + current, at


def _group(text: str, at: int, macros: Mapping[str, Sequence[str]], within: tuple[str, ...]) -> tuple[list[str], int]:
    opening = text[at]
    closing = {"(": ")", "[": "]", "{": "}"}[opening]
    if opening == "{":
        end = text.find("}", at)
        name = text[at + 1 : end] if end > 0 else ""
        if name not in macros:
            raise WordExpressionError(f"“{text}”引用了未定义的词组{{{name}}}")
        if name in within:
            raise WordExpressionError(f"词组{{{name}}}引用了自身")
        words: list[str] = []
        for entry in macros[name]:
            words += _alternatives(entry, 0, macros, (*within, name))[0]
        return words, end + 1
    options, end = _alternatives(text, at + 1, macros, within)
    if end >= len(text) or text[end] != closing:
        raise WordExpressionError(f"“{text}”第{at + 1}个字符处括号不配对")
    return (options if opening == "(" else ["", *options]), end + 1
