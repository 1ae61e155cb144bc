"""Which part of a web page is the report: the smallest element that holds nearly all of its prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from report_miner.readers.html_blocks import BLOCKS, collapsed, walk

_SITE = re.compile(
    r"(?:^|[\s_-])(?:foot(?:er)?\w*|copy_?right|nav(?:bar|igation)?|bread_?crumbs?|crumbs?|share\w*|bdshare\w*|sidebar|"
    r"side|related\w*|recommend\w*|toolbar|menu|pager|pagination|login\w*|search\w*|comment\w*|qrcode|ewm|print_?btn)(?:$|[\s_-])",
    re.I,
)
_SITE_TAGS = frozenset({"footer", "aside", "nav"})
_NEARLY_ALL = 0.85
_DATED = re.compile(r"(?:19|20)\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}")
_LONGEST_DATE_LINE = 120
_LONGEST_TITLE = 120
_HEADINGS = frozenset({"h1", "h2", "h3"})
_LETTERS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")


def article_parts(root: Any) -> list[Any]:
    """The elements to write, in order: title, date line, article.  Removes from the tree what the site adds."""
    weights = _weights(root)
    _prune(root, weights)
    article = _article(root, weights)
    return [*_heading_parts(root, article), article]


def _weights(root: Any) -> dict[Any, int]:
    """Characters of text outside links in each element, all of its descendants included."""
    weights: dict[Any, int] = {}
    path: list[Any] = []
    links = 0
    for event, element in walk(root):
        if event == "start":
            path.append(element)
            links += element.tag == "a"
            weights[element] = 0 if links else _length(element.text)
        else:
            if path and path[-1] is element:
                path.pop()
                links -= element.tag == "a"
                if path:
                    weights[path[-1]] += weights[element]
            if path and not links:
                weights[path[-1]] += _length(element.tail)
    return weights


def _length(text: str | None) -> int:
    return sum(1 for character in text if not character.isspace()) if text else 0


def _prune(root: Any, weights: dict[Any, int]) -> None:
    """Drop what is named as furniture of the site, unless a good part of the page stands in it."""
    total = weights[root]
    for element in [element for element in weights if element is not root]:
        if not _is_site(element) or weights[element] * 4 > total:
            continue
        parent = element.getparent()
        if parent is not None:
            previous, tail = element.getprevious(), element.tail or ""
            if previous is not None:
                previous.tail = (previous.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(element)
            _lighten(parent, weights, weights[element])


def _lighten(element: Any, weights: dict[Any, int], by: int) -> None:
    while element is not None and element in weights:
        weights[element] -= by
        element = element.getparent()


def _is_site(element: Any) -> bool:
    return element.tag in _SITE_TAGS or any(_SITE.search(element.get(name) or "") for name in ("class", "id"))


def _article(root: Any, weights: dict[Any, int]) -> Any:
    """Descend from the root while one child block holds nearly all the text."""
    found = root
    enough = weights[root] * _NEARLY_ALL
    while True:
        heavy = next((child for child in found if weights.get(child, 0) >= max(enough, 1)), None)
        if heavy is None or heavy.tag in ("tr", "tbody"):
            return found
        if heavy.tag in ("p", "font", "span") or _is_row(heavy):
            return found
        found = heavy


def _is_row(element: Any) -> bool:
    """A table of data stays whole, with the paragraphs beside it."""
    return element.tag == "table" and element.find(".//table") is None and element.find(".//p") is None


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
