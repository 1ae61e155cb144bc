"""Newspaper pages: articles whose columns the text gives interleaved, put back into reading order.

A page set in columns reads, as text, like this: the first piece of each of several articles, then the second piece
of each, and so on, a piece often ending in mid-sentence, with the title of an article printed in the middle of it.
What is put together here rests on what any such page shows: an author's line begins an article; a piece that ends
without a full stop goes on elsewhere; the characters that meet at the right seam are a word, or a pair the page also
has in other places; pieces of one article share their rarer pairs of characters; a title names the place of its
article; and the columns come round in the same order.  Where that is weak, the text stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from operator import add

from report_miner.layout.lines import Line

MOST_BLOCKS = 400
"""Beyond so many paragraphs it is no newspaper page, and pairing everything with everything would be slow."""
MOST_CHARACTERS = 100_000
AUTHOR = re.compile(r"□ ?[\u4e00-\u9fff·][\u4e00-\u9fff· ]{1,24}")
"""An author's line; a form's box with one character (□是 □否) is none."""
_CLOSED = "。！？!?”』」；："
_STOPS = re.compile("[，。！？]")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:新区|市|县|区|街道|镇|旗)")
_ITEM = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|、)|[（(][一二三四五六七八九十]{1,2}[）)]|[“《]|\d{4}年")
_SUBHEAD = re.compile(r"#{3,6}(?!#)")
_SEAM = 1.0
_WORD = 2.0
_LEAST_FREQUENT = 20
"""Rarer words of the dictionary are also made by chance."""
_LONGEST_TITLE = 40
_KINSHIP = 0.05
_CHANCE = 0.02
_KINSHIP_LEAD = 1.5


@dataclass(slots=True)
class _Article:
    """An article as far as it is put together; ``pieces`` in reading order."""

    titles: list[int]
    lines: list[int]
    joined: set[int]
    pairs: Counter[str]
    broken: bool = False
    """It broke off in mid-sentence where another article's piece began."""
    first: bool = True
    """Its first piece is being read, which nothing interrupts unless it breaks off."""

    def is_open(self, page: _Page) -> bool:
        return bool(self.lines) and page.is_open_end(self.lines[-1])


@dataclass(frozen=True, slots=True)
class _Page:
    """The page's paragraphs with what is known of each: its words, and how often each pair of characters occurs."""

    words: list[str]
    pairs: list[Counter[str]]
    common: Counter[str]
    spread: Counter[str]
    triples: set[str]
    titles: frozenset[int]
    """Lines without a mark of their own that are titles, because an author's line follows."""

    def is_open_end(self, line: int) -> bool:
        words = self.words[line]
        return words[0] not in "#□" and words[-1] not in _CLOSED and line not in self.titles

    def seam(self, before: int, after: int) -> float:
        """How well ``after`` continues ``before``: the pair at the seam, as often as the page has it elsewhere."""
        first, last = self.words[before], self.words[after]
        if _ITEM.match(last):
            return 0.0
        inner = self.common[first[-1] + last[0]]
        if last[0] in "，。；：、）”》":
            return 3.0
        wider = first[-2:] + last[0] in self.triples or first[-1] + last[:2] in self.triples
        return min(inner, 4) * (0.5 if not wider else 1.0) + _WORD * _is_cut_word(first, last)

    def kinship(self, line: int, pairs: Counter[str]) -> float:
        """Share of the paragraph's pairs, rarer ones counting more, that an article has too."""
        own = self.pairs[line]
        whole = sum(1 / self.spread[pair] for pair in own)
        # A pair that no other paragraph has can speak for nobody.
        return sum(1 / self.spread[pair] for pair in own if pair in pairs) / whole if whole else 0.0


def _is_cut_word(before: str, after: str) -> bool:
    """Whether a word of the language was cut where ``before`` ends and ``after`` begins."""
    frequency = _frequencies()
    words = (before[-left:] + after[:right] for left, right in product((1, 2, 3), repeat=2) if left + right <= 4)
    return any(frequency.get(word, 0) >= _LEAST_FREQUENT for word in words)


@cache
def _frequencies() -> dict[str, int]:
    """Words of jieba's dictionary with their frequency; half a second, so only where a page is stitched."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    frequencies: dict[str, int] = tokenizer.FREQ
    return frequencies


def reading_order(text: str, lines: list[Line]) -> list[tuple[int, bool]] | None:
    """Lines in reading order, each with whether a real break follows; ``None`` where the text reads on as it is.

    Only a page with two author's lines (``□``) and an article that breaks off before the next begins is reordered.
    Every line comes exactly once.
    """
    if len(lines) > MOST_BLOCKS or len(text) > MOST_CHARACTERS or "□" not in text:
        return None
    authors = [at for at, (start, end) in enumerate(lines) if AUTHOR.fullmatch(text, start, end)]
    titles = unmarked_titles(text, lines, authors)
    ends = [at - 1 - (at - 1 in titles) for at in authors]
    if len(authors) < 2 or not any(_breaks_off(text, lines[at]) for at in ends if at >= 0):
        return None
    page = _page(text, lines, titles)
    articles = _gather(page)
    order: list[tuple[int, bool]] = []
    for article in articles:
        order.extend((line, True) for line in article.titles)
        order.extend((line, line not in article.joined) for line in article.lines)
    if sorted(line for line, _ in order) != list(range(len(lines))) or not _has_breaks(text, lines, order):
        return None
    return order


def unmarked_titles(text: str, lines: Sequence[tuple[int, int]], authors: list[int]) -> frozenset[int]:
    """Short lines right above the lines ``authors`` that are titles, on a page that marks none of its titles."""
    if any(text[start] == "#" for start, _ in lines):
        return frozenset()
    return frozenset(at - 1 for at in authors if at and _is_title(text[slice(*lines[at - 1])]))


def _is_title(words: str) -> bool:
    return len(words) <= _LONGEST_TITLE and words[0] != "□" and words[-1] not in "；、：" and not _STOPS.search(words)


def _breaks_off(text: str, line: Line) -> bool:
    return text[line.start] not in "#□" and text[line.end - 1] not in _CLOSED and line.end - line.start > 20


def _has_breaks(text: str, lines: list[Line], order: list[tuple[int, bool]]) -> bool:
    """Whether the source has a line break of its own for each line that is to be followed by one."""
    return all(break_after(text, lines, at) >= 0 for at, is_hard in order[:-1] if is_hard)


def break_after(text: str, lines: list[Line], at: int) -> int:
    """Offset of the line break that the view keeps after line ``at``, -1 where none is to be had.

    The last line may have none behind it; a second one in front of it, which no other line claims, will do.
    """
    behind = text.find("\n", lines[at].end)
    if behind >= 0 or at == 0:
        return behind
    last = text.rfind("\n", 0, lines[at].start)
    return last if text.find("\n", lines[at - 1].end) < last else -1


def _page(text: str, lines: list[Line], titles: frozenset[int]) -> _Page:
    words = ["".join(text[start:end].replace("\x1f", "").split(" ")) for start, end in lines]
    pairs = [Counter(map(add, line, line[1:])) for line in words]
    common: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for line in pairs:
        common.update(line)
        spread.update(line.keys())
    triples = {three for line in words for three in map("".join, zip(line, line[1:], line[2:], strict=False))}
    return _Page(words, pairs, common, spread, triples, titles)


def _gather(page: _Page) -> list[_Article]:
    """Walk down the page and hand every paragraph to the article it continues."""
    articles: list[_Article] = []
    current: _Article | None = None
    heads: list[int] = []
    for line, words in enumerate(page.words):
        marked = words[0] == "#" and (current is None or heads or not _SUBHEAD.match(words))
        if marked or line in page.titles:
            heads.append(line)
            continue
        before = current
        if words[0] == "□" or current is None:
            current = _Article(heads, [], set(), Counter())
            articles.append(current)
        elif heads:
            current = _titled(page, articles, heads)
        else:
            current = _continued(page, articles, current, line)
        titled, heads = bool(heads), []
        if before is not None and before is not current:
            before.broken = before.broken or before.is_open(page)
            current.first = not current.lines
        _append(page, current, line, titled=titled)
    if heads:
        articles.append(_Article(heads, [], set(), Counter()))
    return articles


def _append(page: _Page, article: _Article, line: int, *, titled: bool) -> None:
    """Add a paragraph; the sentence runs on into it only where a title, the seam or shared words say so."""
    runs_on = article.is_open(page) and page.words[line][0] not in "#□" and not _ITEM.match(page.words[line])
    if runs_on and (titled or page.seam(article.lines[-1], line) > 0 or page.kinship(line, article.pairs) > _CHANCE):
        article.joined.add(article.lines[-1])
    article.lines.append(line)
    article.pairs.update(page.pairs[line])


def _titled(page: _Page, articles: list[_Article], heads: list[int]) -> _Article:
    """The article that titles printed above a continuation belong to: untitled, broken off, naming the place."""
    names = _PLACE.findall("".join(page.words[head].lstrip("#") for head in heads))
    for article in articles:
        begun = "".join(page.words[at] for at in article.lines[:3])
        if not article.titles and article.is_open(page) and any(name in begun for name in names):
            article.titles = heads
            return article
    articles.append(_Article(heads, [], set(), Counter()))
    return articles[-1]


def _continued(page: _Page, articles: list[_Article], current: _Article, line: int) -> _Article:
    """The article that a paragraph under no new title continues: the current one, unless another fits better."""
    is_open = current.is_open(page)
    if page.words[line][0] in "#|" or (current.first and not is_open):
        return current
    here = page.seam(current.lines[-1], line) if is_open else 0.0
    waiting = [article for article in articles if article is not current and article.is_open(page)]
    fitting = [article for article in waiting if page.seam(article.lines[-1], line) >= max(_SEAM, here + 0.5)]
    if fitting:
        return max(fitting, key=lambda article: _fit(page, article, line))
    if is_open:
        return current
    return _in_turn(page, articles, current, line)


def _fit(page: _Page, article: _Article, line: int) -> float:
    return page.seam(article.lines[-1], line) + page.kinship(line, article.pairs)


def _in_turn(page: _Page, articles: list[_Article], current: _Article, line: int) -> _Article:
    """A paragraph that begins afresh stays, unless its words are clearly those of the article whose turn is next.

    The columns come round in one order, so only the next article that was broken off can follow.  One that still
    waits for the rest of a sentence needs stronger kinship, for the seam itself says nothing.
    """
    turns = [article for article in articles if article.broken or article is current]
    if len(turns) < 2:
        return current
    after = turns[(turns.index(current) + 1) % len(turns)]
    own, other = page.kinship(line, current.pairs), page.kinship(line, after.pairs)
    lead = _KINSHIP_LEAD * (2 if after.is_open(page) else 1)
    return after if other > max(own * lead, _KINSHIP) else current
