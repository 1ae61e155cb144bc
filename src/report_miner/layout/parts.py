"""The parts of a document: the letter, its attachments, the articles of a newspaper page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from report_miner.layout.lines import width
from report_miner.layout.newspaper import AUTHOR, unmarked_titles
from report_miner.model import Block, Part, PartKind

_BODY = "局|厅|委|办|部|院|会|政府|中心|公司|[省市县区旗州镇乡盟]|街道"
_SIGNED = re.compile(rf"[（(]([\u4e00-\u9fff]{{2,20}}(?:{_BODY}))[）)]")
_UNIT_LINE = re.compile(
    r"([\u4e00-\u9fff]{2,22}(?:财政局|财政厅|人民政府|政府办公室|委员会|管委会|局|厅|委|办))(?:文件)?"
)
_UNIT_LEAD = re.compile(r"([\u4e00-\u9fff]{2,22}?(?:财政局|财政厅|人民政府|委员会|管委会|局|厅))(?=关于)")
_ATTACHMENT = re.compile(r"附件[一二三四五六七八九十\d]{0,3}[:：]?")
_DATE = (
    r"(?:\d{4}|[二一][〇○零O0一二三四五六七八九]{3})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
_DATE_LINE = re.compile(rf"({_DATE})(?:印发)?")
_DATE_END = re.compile(rf"[\u4e00-\u9fff]{{0,22}}({_DATE})(?:印发.{{0,12}})?")
_DATE_SUB = re.compile(rf"[—-]{{1,4}}({_DATE})在|[（(]({_DATE})[）)]")
_TITLE_WORD = re.compile(r"报告|总结|通报|情况|方案|通知|汇报|公告|说明|结果|意见|公示|要点|综述|纪实|摘要")
_NO_TITLE = re.compile(
    r".{0,20}〔\d{4}〕|签发人|.{0,12}文件(?:（\d+）)?$|——|日期|来源|[（(|]|(?:目录|附件)$|[\d: -]{1,20}$"
)
_NO_LINE = re.compile(r"[。\t]|单位[：:]")
_LONGEST_TITLE = 60.0


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a part begins: the index of its first paragraph and of the first one below its head."""

    first: int
    below: int
    kind: PartKind
    title: Block | None
    issuer: Block | None = None


def find_parts(text: str, blocks: list[Block]) -> tuple[Part, ...]:
    """The parts of view ``text`` with the paragraphs ``blocks``; together they cover all of it, at least one."""
    starts = _article_starts(text, blocks) or _attachment_starts(text, blocks)
    if not starts or starts[0].first > 0:
        starts = [_letter(text, blocks, starts[0].first if starts else len(blocks)), *starts]
    ends = [*(start.first for start in starts[1:]), len(blocks)]
    bounds = [0, *(blocks[start.first].start for start in starts[1:]), len(text)]
    return tuple(
        Part(
            index=index,
            kind=start.kind,
            block=Block(bounds[index], bounds[index + 1]),
            title=start.title,
            issuer=start.issuer or _sign_off(text, blocks[start.below : end]),
            dated=_dated(text, blocks[start.first : end]),
        )
        for index, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _is_title_like(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    plain = words[-1] not in "。；：，、！？" and not _NO_LINE.search(words)
    return plain and width(words) <= _LONGEST_TITLE


# --------------------------------------------------------------------------- attachments


def _attachment_starts(text: str, blocks: list[Block]) -> list[_Start]:
    found: list[_Start] = []
    for at, block in enumerate(blocks):
        if block.end - block.start > 30 or text[block.start] not in "附（(":
            continue
        start = None
        if _ATTACHMENT.fullmatch(text, *block):
            start = _announced(text, blocks, at)
        elif (signed := _SIGNED.fullmatch(text, *block)) is not None:
            start = _signed(text, blocks, at, Block(*signed.span(1)))
        if start is not None and start.first > (found[-1].first if found else 0):
            if found and start.first < found[-1].below:
                continue
            found.append(start)
    return found


def _announced(text: str, blocks: list[Block], at: int) -> _Start | None:
    """``附件 3:`` on a line of its own; title and issuer, where there are any, follow."""
    below = at + 1
    while below < len(blocks) and below - at <= 3 and _is_plain_title(text, blocks[below]):
        below += 1
    title = Block(blocks[at + 1].start, blocks[below - 1].end) if below > at + 1 else None
    issuer = _SIGNED.fullmatch(text, *blocks[below]) if below < len(blocks) else None
    block = Block(*issuer.span(1)) if issuer else None
    return _Start(at, below + (issuer is not None), PartKind.ATTACHMENT, title, block)


def _is_plain_title(text: str, block: Block) -> bool:
    return _is_title_like(text, block) and not _SIGNED.fullmatch(text, *block) and not _numbered(text, block)


def _numbered(text: str, block: Block) -> bool:
    return (
        re.match(r"[一二三四五六七八九十]{1,3}、|[（(]|\d{1,2}[.、](?!\d)", text[block.start : block.end]) is not None
    )


def _signed(text: str, blocks: list[Block], at: int, issuer: Block) -> _Start | None:
    """A title with its unit in brackets below; without a title it is an aside, and no part begins."""
    first = at
    while first > 0 and at - first < 2 and _is_plain_title(text, blocks[first - 1]):
        previous = text[blocks[first - 1].start : blocks[first - 1].end]
        if _DATE_END.fullmatch(previous) or _UNIT_LINE.fullmatch(previous):
            break
        first -= 1
    if first in (0, at):
        return None
    title = Block(blocks[first].start, blocks[at - 1].end)
    if _ATTACHMENT.fullmatch(text, *blocks[first - 1]):
        return None
    return _Start(first, at + 1, PartKind.ATTACHMENT, title, issuer)


# --------------------------------------------------------------------------- articles


def _article_starts(text: str, blocks: list[Block]) -> list[_Start]:
    """Articles begin at an author's line (``□`` and a name) and the heads above it; one alone is no newspaper."""
    authors = [at for at, block in enumerate(blocks) if AUTHOR.fullmatch(text, *block)]
    if len(authors) < 2:
        return []
    titles = unmarked_titles(text, blocks, authors)
    starts = []
    for at in authors:
        first = at
        first -= at - 1 in titles
        while first > 0 and text[blocks[first - 1].start] == "#":
            first -= 1
        title = _below_hashes(text, Block(blocks[first].start, blocks[at - 1].end)) if first < at else None
        starts.append(_Start(first, at + 1, PartKind.ARTICLE, title))
    return starts


def _below_hashes(text: str, block: Block) -> Block:
    """``block`` without the signs of a Markdown head before its first words."""
    words = text[block.start : block.end]
    return Block(block.end - len(words.lstrip("# ")), block.end)


# --------------------------------------------------------------------------- the letter


def _letter(text: str, blocks: list[Block], end: int) -> _Start:
    below = 0
    while below < min(end, 14) and (_is_title_like(text, blocks[below]) and not _numbered_heading(text, blocks[below])):
        below += 1
    head = blocks[:below]
    title = _letter_title(text, head)
    issuer = next((Block(*m.span(1)) for block in head if (m := _UNIT_LINE.fullmatch(text, *block))), None)
    if issuer is None and title is not None and (m := _UNIT_LEAD.match(text, *title)):
        issuer = Block(*m.span(1))
    return _Start(0, below, PartKind.LETTER, title, issuer)


def _numbered_heading(text: str, block: Block) -> bool:
    return re.match(r"[一二三四五六七八九十]{1,3}、", text[block.start : block.end]) is not None


def _letter_title(text: str, head: list[Block]) -> Block | None:
    """The run of head lines that says what the paper is; lines of the letterhead are none."""
    lines = [
        block
        for block in head
        if not _NO_TITLE.match(text[block.start : block.end]) and not _UNIT_LINE.fullmatch(text, *block)
    ]
    lines = [block for block in lines if not _DATE_END.fullmatch(text, *block) and block.end - block.start > 1]
    named = [at for at, block in enumerate(lines) if _TITLE_WORD.search(text, *block)]
    if not named:
        return lines[0] if lines and width(text[lines[0].start : lines[0].end]) >= 8 else None
    first = last = named[0]
    while first > 0 and lines[first - 1].end + 1 == lines[first].start and "关于" not in text[slice(*lines[first])]:
        first -= 1
    while last + 1 in named and lines[last].end + 1 == lines[last + 1].start:
        last += 1
    return Block(lines[first].start, lines[last].end)


# --------------------------------------------------------------------------- signature


def _sign_off(text: str, blocks: list[Block]) -> Block | None:
    """The unit above the date at a part's end."""
    for above, block in zip(reversed(blocks[:-1]), reversed(blocks), strict=False):
        if _DATE_LINE.fullmatch(text, *block) and (unit := _UNIT_LINE.fullmatch(text, *above)):
            return Block(*unit.span(1))
    return None


def _dated(text: str, blocks: list[Block]) -> Block | None:
    """The date a part is signed with, else the one its subtitle gives."""
    short = [block for block in blocks if block.end - block.start <= 60]
    for block in reversed(short):
        match = _DATE_LINE.fullmatch(text, *block) or _DATE_END.fullmatch(text, *block)
        if match:
            return Block(*match.span(1))
    for block in short[:12]:
        match = _DATE_SUB.match(text, *block)
        if match:
            return Block(*match.span(match.lastindex or 0))
    return None
