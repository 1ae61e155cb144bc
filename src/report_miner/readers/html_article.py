"""Which part of a web page is the report: the smallest element that holds nearly all of its prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from report_miner.readers.html_blocks import BLOCKS, collapsed, data_rows, walk

_SITE = re.compile(
    r"(?:^|[\s_-])(?:foot(?!note)(?:er)?\w*|copy_?right|nav(?:bar|igation)?|bread_?crumbs?|crumbs?|share\w*|bdshare\w*|sidebar|"
    r"side|related\w*|recommend\w*|toolbar|menu|pager|pagination|login\w*|search\w*|comment\w*|qrcode|ewm|print_?btn)(?:$|[\s_-])",
    re.I,
)
_LINK_LIST = 4
_PROSE = 60
_LEAVES = frozenset({"tr", "tbody", "p", "font", "span"})
_SITE_TAGS = frozenset({"footer", "aside", "nav"})
_NEARLY_ALL = 0.85
_DATED = re.compile(r"(?:19|20)\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}")
_LONGEST_DATE_LINE = 120
_LONGEST_TITLE = 120
_HEADINGS = frozenset({"h1", "h2", "h3"})
_LETTERS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")


@dataclass(slots=True)
class _Weight:
    """Characters (white space aside) of an element and its descendants: outside and inside links; number of links."""

    plain: int = 0
    linked: int = 0
    links: int = 0

    def add(self, other: _Weight, sign: int = 1) -> None:
        self.plain += sign * other.plain
        self.linked += sign * other.linked
        self.links += sign * other.links

    @property
    def is_link_list(self) -> bool:
        return self.links >= _LINK_LIST and self.linked > 3 * self.plain


_Weights = dict[Any, _Weight]


def article_parts(root: Any) -> list[Any]:
    """The elements to write, in order: title, date line, article.  Empties what the site adds."""
    weights = _weights(root)
    _prune(root, weights)
    article = _article(root, weights)
    return [*_heading_parts(root, article), article]


def _weights(root: Any) -> _Weights:
    weights: _Weights = {}
    path: list[Any] = []
    links = 0
    for event, element in walk(root):
        if event == "start":
            path.append(element)
            is_link = element.tag == "a"
            links += is_link
            weights[element] = _weight(element.text, linked=links > 0, links=int(is_link))
        else:
            if path and path[-1] is element:
                path.pop()
                links -= element.tag == "a"
                if path:
                    weights[path[-1]].add(weights[element])
            if path:
                weights[path[-1]].add(_weight(element.tail, linked=links > 0))
    return weights


def _weight(text: str | None, *, linked: bool, links: int = 0) -> _Weight:
    length = len("".join(text.split())) if text else 0
    return _Weight(0, length, links) if linked else _Weight(length, 0, links)


def _prune(root: Any, weights: _Weights) -> None:
    """Drop lists of links and what is named as furniture of the site, unless much of the page's text stands in it."""
    total = weights[root].plain
    for element in [element for element in weights if element is not root]:
        weight = weights[element]
        site = _is_site(element) or (element.tag in BLOCKS and weight.is_link_list)
        parent = element.getparent()
        if not site or weight.plain * 4 > total or parent is None:
            continue
        element.clear(keep_tail=True)
        lost = _Weight(weight.plain, weight.linked, weight.links)
        while parent is not None and parent in weights:
            weights[parent].add(lost, -1)
            parent = parent.getparent()


def _is_site(element: Any) -> bool:
    return element.tag in _SITE_TAGS or any(_SITE.search(element.get(name) or "") for name in ("class", "id"))


def _article(root: Any, weights: _Weights) -> Any:
    """Descend from the root while one child block holds nearly all the text and no other holds prose or a table."""
    found = root
    enough = max(weights[root].plain * _NEARLY_ALL, 1)
    while True:
        heavy = next((child for child in found if child in weights and weights[child].plain >= enough), None)
        if heavy is None or heavy.tag in _LEAVES or _is_data(heavy):
            return found
        others = [child for child in found if child is not heavy and child in weights]
        if any(weights[child].plain >= _PROSE and _tells(child, after=heavy) for child in others):
            return found
        found = heavy


def _is_data(element: Any) -> bool:
    """A table of data stays whole, with the paragraphs beside it."""
    return element.tag == "table" and bool(data_rows(element))


def _tells(element: Any, after: Any) -> bool:
    """Whether a sibling holds sentences, or data behind the main part (before it stand index number and date)."""
    if element.tag in _HEADINGS:
        return False
    if "。" in "".join(element.itertext()):
        return True
    parent = element.getparent()
    behind = parent.index(element) > parent.index(after)
    return behind and any(data_rows(table) for table in element.iter("table"))


def _heading_parts(root: Any, article: Any) -> list[Any]:
    """The title and the date line, where they stand before the article and not in it."""
    before = list(_leaves_before(root, article))
    names = _titles(root)
    beginning = _key("".join(article.itertext())[:1000])
    at = next((i for i in reversed(range(len(before))) if _is_title(before[i], names)), None)
    # Without a title only what directly precedes the article can be its date line.
    start = at + 1 if at is not None else max(len(before) - 3, 0)
    dated = next((block for block in before[start:] if _is_date_line(block)), None)
    found = []
    if at is not None and _key(_words(before[at])) not in beginning:
        found.append(before[at])
    if dated is not None:
        found.append(dated)
    return found


def _leaves_before(root: Any, article: Any) -> Iterator[Any]:
    """Headings, and blocks without further text blocks in them, that come before ``article``, in order."""
    for event, element in walk(root):
        if element is article:
            return
        if event == "end" and element.tag in BLOCKS and (element.tag in _HEADINGS or not _holds_blocks(element)):
            yield element


def _holds_blocks(element: Any) -> bool:
    return any(child.tag in BLOCKS and "".join(child.itertext()).strip() for child in element.iterdescendants())


def _titles(root: Any) -> list[str]:
    """What the page calls itself, reduced to letters and digits."""
    names = [element.text or "" for element in root.iter("title")]
    names += [meta.get("content") or "" for meta in root.iter("meta") if "title" in (meta.get("name") or "").lower()]
    return [key for key in map(_key, names) if len(key) >= 6]


def _is_title(block: Any, names: list[str]) -> bool:
    words = _key(_words(block))
    if not 6 <= len(words) <= _LONGEST_TITLE:
        return False
    return any(words in name or name in words for name in names) or block.tag in ("h1", "h2")


def _is_date_line(block: Any) -> bool:
    words = _words(block)
    return len(words) <= _LONGEST_DATE_LINE and bool(_DATED.search(words))


def _words(block: Any) -> str:
    return collapsed("".join(block.itertext()))


def _key(text: str) -> str:
    return "".join(_LETTERS.findall(text))
