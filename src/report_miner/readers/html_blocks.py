"""HTML elements → blocks of text and tables, walked without recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from report_miner.readers.draft import CellText, Draft

# fmt: off
HIDDEN = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "svg", "canvas", "audio", "video", "button",
    "input", "select", "textarea", "nav", "head", "title", "map",
})
"""Elements whose text is never part of an article."""
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})
# fmt: on
_SPACES = re.compile(r"[ \t\r\f\v]*\n\s*|[ \t\r\f\v]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# What buttons around an article say; only whole blocks, and only short ones.
_CONTROLS = re.compile(
    r"(?:[【】\[\]|\s]|打\s*印(?:本页|此页|页面)?|关\s*闭(?:窗口|本页|页面)?|我要纠错|返回(?:顶部|首页|列表)?|收藏(?:本页)?|"
    r"分享(?:到|至)?[:：]?|字(?:体|号)[:：]?|微信|微博|QQ空间|朋友圈|[大中小])+"
    r"|\s*(?:扫一扫|用微信扫|[上下]一[篇条][:：]?).{0,60}"
    r"|\s*(?:相关(?:链接|阅读|文章)[:：]?)\s*"
)
# What a site counts beside the date of an article: its numbers are not the report's.
_VISITS = re.compile(r"(?:浏览|点击|阅读|访问)(?:次数|人数|量|数|率)?\s*[:：]\s*[\d,]*\s*(?:人次|次)?")
_DAY = re.compile(r"(?:19|20)\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}")
_LONGEST_CONTROL = 80
_LONGEST_PROSE_CELL = 200


def is_hidden(element: Any) -> bool:
    """Whether the element shows nothing: by its kind or by its own style."""
    if not isinstance(element.tag, str) or element.tag in HIDDEN:
        return True
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def write_blocks(draft: Draft, root: Any) -> None:
    """Write all that ``root`` shows: a line for each block, tables as tables."""
    writer = _Writer(draft)
    for event, element in walk(root):
        writer.take(event, element, is_root=element is root)
    writer.flush()


def walk(root: Any) -> Iterator[tuple[str, Any]]:
    """``start`` and ``end`` of every element shown; of those not shown only ``end``, because text may follow them."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    skipping: Any = None
    for event, element in walker:
        if skipping is not None:
            if event == "end" and element is skipping:
                skipping = None
                yield event, element
        elif event == "start" and is_hidden(element) and element is not root:
            skipping = element
            walker.skip_subtree()
        else:
            yield event, element


@dataclass(slots=True)
class _Writer:
    draft: Draft
    _line: list[str] = field(default_factory=list)
    _inside: Any = None

    def take(self, event: str, element: Any, is_root: bool) -> None:
        if self._inside is not None:
            if event == "end" and element is self._inside:
                self._inside = None
                self._add(element.tail, is_root)
            return
        if event == "start":
            self._start(element)
        else:
            if element.tag in BLOCKS:
                self.flush()
            self._add(element.tail, is_root)

    def flush(self) -> None:
        """End the current block."""
        for line in "".join(self._line).split("\v"):
            text = _without_visits(collapsed(line))
            if len(text) > _LONGEST_CONTROL or not _CONTROLS.fullmatch(text):
                self.draft.block(text)
        self._line.clear()

    def _start(self, element: Any) -> None:
        if element.tag in BLOCKS:
            self.flush()
        if element.tag == "br":
            self._line.append("\v")
        if element.tag == "table":
            rows = data_rows(element)
            if rows:
                self.draft.table(rows, "markup")
                self._inside = element
                return
        self._line.append(element.text or "")

    def _add(self, text: str | None, is_root: bool) -> None:
        if text and not is_root:
            self._line.append(text)


def _without_visits(line: str) -> str:
    """A date line, or a line that is nothing else, without how often the page was visited."""
    if len(line) > _LONGEST_CONTROL + 40 or not (_VISITS.fullmatch(line) or _DAY.search(line)):
        return line
    return _VISITS.sub("", line).strip(" |｜")


def collapsed(text: str) -> str:
    """Runs of white space as a browser shows them: one space, none for a line break between wide characters."""

    def shown(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if "\n" in match[0] and _WIDE.match(before) and _WIDE.match(after):
            return ""
        return " "

    return _SPACES.sub(shown, text).strip(" ")


def data_rows(table: Any) -> list[list[CellText]]:
    """The rows of a table of data; empty for one that only arranges the page (nested, one column, or prose)."""
    if table.find(".//table") is not None:
        return []
    rows = [_row(row) for row in table.iter("tr")]
    rows = [row for row in rows if row]
    texts = [cell.text for row in rows for cell in row]
    if max((len(row) for row in rows), default=0) < 2 or not any(texts):
        return []
    longest = max(map(len, texts))
    prose = longest > _LONGEST_PROSE_CELL and longest * 5 > 3 * sum(map(len, texts))
    return [] if prose else rows


def _row(row: Any) -> list[CellText]:
    return [
        CellText(cell_text(cell), _number(cell, "rowspan"), _number(cell, "colspan"))
        for cell in row
        if cell.tag in ("td", "th") and not is_hidden(cell)
    ]


def cell_text(cell: Any) -> str:
    """What a cell shows, on one line."""
    parts = []
    for event, element in walk(cell):
        if element.tag in BLOCKS or element.tag == "br":
            parts.append(" ")
        if event == "start":
            parts.append(element.text or "")
        elif element is not cell:
            parts.append(element.tail or "")
    return collapsed("".join(parts).replace("\v", " "))


def _number(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
