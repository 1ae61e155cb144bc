"""Read the marked sources of ``corpus/sources``: text, figures with their labels, stated relations.

The mark-up is described in ``corpus/README.md``.  Nothing here knows the rules of the miner: numbers are read by
the small reader below, so that the labels stay independent of what they are to measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

IGNORED_BY_PATTERN = (
    r"20\d\d\s*[-—至]\s*20\d\d\s*年度?",
    r"20\d\d\s*年度?(?:\s*\d{1,2}\s*月份?(?:\s*\d{1,2}\s*日)?)?",
    r"\d{1,2}\s*月份?(?:\s*\d{1,2}\s*日|底|末)?",
    r"〔20\d\d〕\s*\d+\s*号",
    r"附件\s*\d",
    r"^\d{1,2}[.．、]",
    r"^（\d{1,2}）",
)
"""Dates, document numbers, attachment and heading numbers: digits that are never figures."""

_TOKEN = re.compile(r"⟦!(?P<ignored>[^⟧]*)⟧|⟦(?P<figure>[^⟧|]+)\|(?P<labels>[^⟧]*)⟧|⟪(?P<directive>[^⟫]*)⟫")
_ATTRIBUTES = {"s": "stage", "o": "outcome", "m": "modifier", "subj": "subject", "p": "period", "a": "activity"}
_SHORT = {
    "proj": "project_count", "pol": "policy_count", "dept": "department_count", "town": "township_count",
    "county": "county_count", "inv": "amount_involved", "sub": "amount_submitted", "app": "amount_approved",
    "red": "amount_reduced", "rec": "amount_recovered", "sav": "amount_saved", "rate": "reduction_rate",
    "cov": "coverage_rate", "thr": "threshold", "iss": "issue_count", "sug": "suggestion_count",
    "tgt": "target_count", "rep": "report_count", "doc": "document_count", "ind": "indicator_count",
    "std": "standard_count", "ana": "analysis_count", "sess": "session_count", "pers": "person_count",
    "pub": "publication_count", "mult": "multiple", "grow": "growth_rate", "oc": "other_count",
    "oa": "other_amount", "or": "other_rate",
}  # fmt: skip
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100}
_PLAIN = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")


class MarkupError(ValueError):
    """A marked source that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character; ``figure`` indexes the source's figures (-1: none), ``known`` says a mark or pattern covers it."""

    char: str
    figure: int = -1
    known: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """What a mark says about a figure; every attribute lists its accepted answers, best first."""

    name: str
    measure: tuple[str, ...]
    stage: tuple[str, ...]
    outcome: tuple[str, ...]
    modifier: tuple[str, ...]
    subject: tuple[str, ...]
    period_start: tuple[str, ...]
    period_end: tuple[str, ...]
    value: Decimal
    unit: tuple[str, ...]
    activity: str
    parent: str
    cumulative: bool
    raw: str


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that the report states; ``names`` are figure names, ``holds`` is Y or N."""

    kind: str
    names: tuple[str, ...]
    holds: str
    note: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A deliberate error: figure ``name`` should print ``right``; ``how`` says what went wrong, in Chinese."""

    name: str
    right: str
    how: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one row of one cell) or a table.

    ``style`` is ``heading``, ``sign``, ``text``, ``more`` (a
    paragraph goes on after a break between columns) or ``table``.  In a table a cell ``<`` is merged into its left
    neighbour, ``^`` into the one above.
    """

    style: str
    rows: tuple[tuple[tuple[Glyph, ...], ...], ...]
    order: int

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        """The characters of a paragraph."""
        return self.rows[0][0]


@dataclass(frozen=True, slots=True)
class Source:
    """A marked source as read."""

    stem: str
    header: dict[str, str]
    blocks: tuple[Block, ...]
    figures: tuple[Labels, ...]
    checks: tuple[Check, ...]
    slips: tuple[Slip, ...]


@dataclass(slots=True)
class _Reader:
    """What reading needs to remember between lines: the defaults in force, and what has been found so far."""

    header: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    figures: list[Labels] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    table: list[tuple[tuple[Glyph, ...], ...]] | None = None
    order: int = 0


def read_number(raw: str) -> tuple[Decimal, str]:
    """Value and normal unit of a printed quantity: ``24,053.22万元`` → 240532200 元, ``200余项`` → 200 项."""
    plain = "".join(raw.split()).translate(_PLAIN)
    plain = re.sub(r"[余多]", "", plain)
    match = re.fullmatch(
        r"(?P<number>[\d,]+(?:\.\d+)?|[零一二三四五六七八九十两]+)(?P<scale>[万亿千百]?)(?P<unit>.*)", plain
    )
    if match is None:
        raise MarkupError(f"no number in {raw!r}")
    number = match["number"].replace(",", "")
    value = Decimal(number) if number[0].isdigit() else Decimal(_chinese(number))
    return (value * _SCALES[match["scale"]]), match["unit"]


def _chinese(numeral: str) -> int:
    """Chinese numerals up to 99."""
    if "十" not in numeral:
        return int("".join(str(_CHINESE[c]) for c in numeral))
    tens, ones = numeral.split("十")
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)


def read_source(path: Path) -> Source:
    """Read one ``.marked`` file; raises :class:`MarkupError` with file and line."""
    reader = _Reader()
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        try:
            _read_line(reader, line)
        except (ValueError, KeyError) as error:
            raise MarkupError(f"{path.name}:{number}: {error}") from error
    return Source(
        stem=path.stem,
        header=reader.header,
        blocks=tuple(reader.blocks),
        figures=tuple(reader.figures),
        checks=tuple(reader.checks),
        slips=tuple(reader.slips),
    )


def _read_line(reader: _Reader, line: str) -> None:
    if line.startswith("%%check "):
        kind, names, holds, note = [*line.split(" ", 4)[1:], ""][:4]
        reader.checks.append(Check(kind, tuple(names.split(",")), holds, note))
    elif line.startswith("%%slip "):
        reader.slips.append(Slip(*line.split(" ", 3)[1:]))
    elif line.startswith("%%"):
        key, _, value = line[2:].partition(":")
        reader.header[key.strip()] = value.strip()
        if key.strip() in ("unit", "year"):
            reader.defaults["subject" if key.strip() == "unit" else "period"] = value.strip()
    elif line.startswith("⟪fragment "):
        reader.order = int(line[len("⟪fragment ") : -1])
    elif line == "⟪table⟫":
        reader.table = []
    elif line == "⟪/table⟫":
        reader.blocks.append(Block("table", tuple(reader.table or ()), reader.order))
        reader.table = None
    elif reader.table is not None:
        reader.table.append(tuple(_read_text(reader, cell) for cell in line.split("\t")))
    elif line.strip():
        style, text = _style(line)
        glyphs = _read_text(reader, text)
        if glyphs:
            reader.blocks.append(Block(style, ((glyphs,),), reader.order))


def _style(line: str) -> tuple[str, str]:
    if line.startswith("# "):
        return "heading", line[2:]
    if line.startswith("> "):
        return "sign", line[2:]
    if line.startswith("+ "):
        return "more", line[2:]
    return "text", line


def _read_text(reader: _Reader, text: str) -> tuple[Glyph, ...]:
    glyphs: list[Glyph] = []
    at = 0
    for token in _TOKEN.finditer(text):
        glyphs += [Glyph(c) for c in text[at : token.start()]]
        at = token.end()
        if token["ignored"] is not None:
            glyphs += [Glyph(c, known=True) for c in token["ignored"]]
        elif token["figure"] is not None:
            glyphs += [Glyph(c, len(reader.figures), True) for c in token["figure"]]
            reader.figures.append(_labels(reader, token["figure"], token["labels"]))
        else:
            for word in token["directive"].split():
                key, _, value = word.partition("=")
                reader.defaults[_ATTRIBUTES[key]] = value
    glyphs += [Glyph(c) for c in text[at:]]
    if any(g.char in "⟦⟧⟪⟫|" for g in glyphs):
        raise MarkupError("unbalanced mark")
    return _mark_patterns(glyphs)


def _mark_patterns(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    text = "".join("\0" if g.figure >= 0 else g.char for g in glyphs)
    known = {i for p in IGNORED_BY_PATTERN for m in re.finditer(p, text) for i in range(*m.span())}
    return tuple(Glyph(g.char, g.figure, g.known or i in known) for i, g in enumerate(glyphs))


def _labels(reader: _Reader, raw: str, words: str) -> Labels:
    measure, *rest = words.split()
    said = dict(reader.defaults)
    name, cumulative, value, unit = "", False, "", ""
    for word in rest:
        key, _, text = word.partition("=")
        if word.startswith("@"):
            name = word[1:]
        elif word == "cum":
            cumulative = True
        elif key == "v":
            value = text
        elif key == "u":
            unit = text
        else:
            said[_ATTRIBUTES[key]] = text
    amount, read_unit = (Decimal(value), unit) if value else read_number(raw)
    if unit == "万元":
        amount, unit = (amount if value else amount * 10_000), "元"
    outcome = said.get("outcome", "") if any(w.startswith("o=") for w in rest) else ""
    modifier = said.get("modifier", "") if any(w.startswith("m=") for w in rest) else ""
    activity, _, parent = said["activity"].partition("<")
    starts, ends = _period(said["period"])
    return Labels(
        name=name,
        measure=tuple(_SHORT.get(word, word) for word in measure.split("/")),
        stage=tuple(said["stage"].split("/")),
        outcome=tuple(outcome.split("/")),
        modifier=tuple((modifier or ("over" if re.search("[余多]", raw) else "exact")).split("/")),
        subject=tuple(said["subject"].split("/")),
        period_start=starts,
        period_end=ends,
        value=amount,
        unit=tuple((unit or read_unit).split("/")),
        activity=activity,
        parent=parent,
        cumulative=cumulative,
        raw="".join(raw.split()),
    )


def _period(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``2023`` · ``2020-2023`` · ``-2023`` (start not said), alternatives joined by ``/``."""
    pairs = [(a, b if dash else a) for a, dash, b in (part.partition("-") for part in text.split("/"))]
    return tuple(dict.fromkeys(a for a, _ in pairs)), tuple(dict.fromkeys(b for _, b in pairs))
