"""The noun that a count counts, where no word of the pack names it: ``新建养老床位312张`` counts 养老床位.

Segmentation by jieba with the domain lexicon (``patterns/lexicon.txt``), a few characters on either side of the number
and only when asked: the dictionary takes half a second to load, once a process.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from report_miner.packs import PackError, packs_folder

REACH = 14
"""Characters looked at on either side; what a count counts stands close to it."""
LONGEST_NOUN = 10
BREAKS = re.compile(r"[，,。；;：:！？!?、（）()“”‘’\"'《》<>\[\]【】\n\t\f\d%％]")
FILLERS = re.compile(
    r"(?:共计?|总计|合计|累计|总共|约为?|达到?|为|有|是|了|近|超过?|逾|突破|均|已|分别|各|等|数量|总数|个数|\s)+$"
)
LINKS = frozenset({"的", "之"})
BEFORE_NOUN = ("a", "b", "v", "m", "q", "j", "z", "f", "s", "ns", "nr", "nt", "eng")
"""Parts of speech that may stand between a count and its noun (``3个新建项目``)."""
NAMES = ("ns", "nr", "nt")
"""Names of places, people and bodies; jieba also takes words unknown to it for names (``新建``)."""
NOT_NOUNS = frozenset(["以上", "以下", "以内", "左右", "其中", "全部", "全年", "同比", "情况", "期间", "时间", "数"])


class Token(NamedTuple):
    """A word and its part of speech in jieba's tags (``n`` noun, ``vn`` verbal noun, ``v`` verb …)."""

    word: str
    tag: str


@lru_cache(maxsize=1)
def segmenter() -> Any:
    """jieba's tagger with the domain lexicon, apart from the jieba of whoever uses this library."""
    import logging

    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    for word, frequency, tag in lexicon():
        tokenizer.add_word(word, frequency, tag)
    return jieba.posseg.POSTokenizer(tokenizer)


def lexicon() -> list[tuple[str, int, str]]:
    """The shipped lexicon's entries; none where the file is missing.  Raises PackError naming a bad line."""
    path = packs_folder() / "lexicon.txt"
    return lexicon_entries(path.read_text(encoding="utf-8-sig")) if path.is_file() else []


def lexicon_entries(text: str) -> list[tuple[str, int, str]]:
    """Word, frequency and part of speech of every line; comments (``#``) and empty lines left out.

    Raises PackError naming the line that is not of this form.
    """
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        pieces = line.split()
        if len(pieces) != 3 or not pieces[1].isdecimal():
            raise PackError(f"lexicon.txt:{number}：应写成“词 词频 词性”")
        entries.append((pieces[0], int(pieces[1]), pieces[2]))
    return entries


def counted_noun(left: str, right: str) -> str:
    """What the number between ``left`` and ``right`` counts; empty where neither side names anything.

    Both are text of the same sentence, without the number and its measure word.  The noun behind the number goes
    before the noun in front of it (``3个项目`` before ``完成项目3个``).
    """
    behind = BREAKS.split(right, maxsplit=1)[0][:REACH]
    noun = _behind(behind) if behind.strip() else ""
    if noun:
        return noun
    front = FILLERS.sub("", BREAKS.split(left[-REACH:])[-1])
    return _in_front(front) if front.strip() else ""


@lru_cache(maxsize=4096)
def _behind(text: str) -> str:
    run: list[str] = []
    for token in _tokens(text):
        if _is_noun(token):
            run.append(token.word)
        elif token.word in LINKS:
            run = []
        elif run or not token.tag.startswith(BEFORE_NOUN):
            break
    return _named(run)


@lru_cache(maxsize=4096)
def _in_front(text: str) -> str:
    run: list[str] = []
    for token in reversed(_tokens(text)):
        if not _is_noun(token):
            break
        run.insert(0, token.word)
    return _named(run)


def _tokens(text: str) -> list[Token]:
    return [Token(pair.word, pair.flag) for pair in segmenter().cut(text)]


def _is_noun(token: Token) -> bool:
    if token.word in NOT_NOUNS or token.tag in NAMES:
        return False
    return token.tag.startswith("n") or token.tag in ("vn", "an", "l")


def _named(run: Sequence[str]) -> str:
    """A run of nouns as one name, its end kept where it is long: the end says what kind of thing it is."""
    kept = list(run)
    while len(kept) > 1 and sum(map(len, kept)) > LONGEST_NOUN:
        kept.pop(0)
    return "".join(kept)
