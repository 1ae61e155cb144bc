"""Builds ``corpus/challenge.jsonl`` from the marked-up passages in ``corpus/challenge/*.marked``.

A passage is a head line and its text, up to the next head line; blank lines around the text are dropped, line
breaks inside it stay (wrapped wording)::

    @ id=a1-001 topic=1 unit=临泽县 year=2023 stage=review title=临泽县2023年预算绩效管理工作总结
    完成项目评审⟦86个|project_count⟧，送审金额⟦2.35亿元|amount_submitted⟧，详见⟦!附件3⟧。

``title`` comes last and runs to the end of the line; ``stage`` is what figures without their own stage take
(``se/ev``: either); ``topic`` may be left out where the id begins with a letter and the topic's number (``a1-…``).

A figure is ``⟦raw|measure|stage|outcome|key=value|…⟧``: trailing fields may be left out, short forms (``SHORT``) may
stand for codes, ``/`` separates accepted answers, the best first, ``-`` is the empty string.  Keys: ``mod``,
``subject`` (``sub``), ``start``, ``end``, ``p`` (start and end: ``p=2022``, ``p=2020-2023``), ``act``, ``parent``,
``cum`` (``yes``/``no``), ``raw`` (where page furniture stands inside the printed figure), ``value``, ``unit``.  What
a key does not give is derived: value and unit from ``raw``, modifier and ``cumulative`` from the words next to it,
subject and period from the head line, activity ``1``; a parent given on one figure of an activity holds for all of
its figures.  ``⟦!…⟧`` marks text with a number in it that is not a figure.

An amount reduced, or its rate, in a review or ex-ante round takes the outcomes ``""`` and ``cut`` where none is given,
as the gold labels do.  Lines that begin with ``#`` are comments.

usage: build_challenge.py [--check]
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "corpus" / "challenge"
TARGET = ROOT / "corpus" / "challenge.jsonl"

WHOLLY_OPEN = re.compile("[a-oz][0-9]*|b[a-f]|d[a-i]|e[b-f]")
"""The series whose held-back third was opened when newer ones took its place, and those written to learn from."""
THIRD = 3
"""Of every other series one passage in so many, chosen by a hash of its id, is never looked at while tuning."""

SHORT = {
    "n": "project_count",
    "pol": "policy_count",
    "dep": "department_count",
    "town": "township_count",
    "cty": "county_count",
    "inv": "amount_involved",
    "sub": "amount_submitted",
    "app": "amount_approved",
    "red": "amount_reduced",
    "rec": "amount_recovered",
    "sav": "amount_saved",
    "rr": "reduction_rate",
    "cov": "coverage_rate",
    "sh": "share",
    "th": "threshold",
    "iss": "issue_count",
    "sug": "suggestion_count",
    "tgt": "target_count",
    "rep": "report_count",
    "doc": "document_count",
    "ind": "indicator_count",
    "std": "standard_count",
    "ana": "analysis_count",
    "ses": "session_count",
    "per": "person_count",
    "pub": "publication_count",
    "mul": "multiple",
    "gr": "growth_rate",
    "sc": "score",
    "oc": "other_count",
    "oa": "other_amount",
    "or": "other_rate",
    "ea": "ex_ante",
    "rv": "review",
    "tg": "target",
    "mo": "monitoring",
    "se": "self_evaluation",
    "ev": "evaluation",
    "ap": "application",
    "sy": "system",
    "ca": "capacity",
    "ot": "other",
    "A": "excellent",
    "B": "good",
    "C": "fair",
    "D": "poor",
    "sup": "supported",
    "rev": "supported_after_revision",
    "def": "deferred",
    "rej": "not_supported",
}

FIGURE = re.compile(r"⟦([^⟦⟧]*)⟧")
HEAD_FIELD = re.compile(r"(\w+)=(\S+)")
KEYS = {"mod", "subject", "sub", "start", "end", "p", "act", "parent", "cum", "raw", "value", "unit"}


class MarkupError(ValueError):
    """The source does not follow the mark-up; the message names file and line or passage."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is known about the report a passage stands in."""

    id: str
    topic: int
    title: str
    unit: str
    year: str
    stage: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One labelled figure; offsets count characters of the passage's text from 0, lists hold accepted answers."""

    start: int
    end: int
    raw: str
    value: list[str]
    unit: list[str]
    modifier: list[str]
    measure: list[str]
    stage: list[str]
    outcome: list[str]
    subject: list[str]
    period_start: list[str]
    period_end: list[str]
    activity: str
    parent: str
    cumulative: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage without its mark-up; ``outside`` are the half-open ranges marked as not figures."""

    head: Head
    text: str
    figures: tuple[Figure, ...]
    outside: tuple[tuple[int, int], ...]

    @property
    def held_back(self) -> bool:
        """Whether the passage is one of those that are not looked at while tuning."""
        series = self.head.id.partition("-")[0]
        return not WHOLLY_OPEN.fullmatch(series) and int(sha256(self.head.id.encode()).hexdigest(), 16) % THIRD == 0


# --------------------------------------------------------------------------- printed numbers

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
SCALES = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 1000}
ARABIC = re.compile(r"(\d[\d,，]*(?:\.\d+)?)(千万|百万|万亿|亿|万|千)?([余多])?(亿|万)?")
CHINESE = re.compile(r"([零〇一二两三四五六七八九十百千]*)(万亿|亿|万)?([余多几])?")


def chinese_number(word: str) -> int:
    """The value of a Chinese numeral below ten thousand; a bare place word counts as one of it (``百`` = 100)."""
    total = digit = 0
    for char in word:
        if char in PLACES:
            total, digit = total + (digit or 1) * PLACES[char], 0
        else:
            digit = DIGITS[char]
    return total + digit


def scale_of(word: str | None) -> Decimal:
    if word == "万亿":
        return Decimal(10**12)
    return Decimal(SCALES[word]) if word else Decimal(1)


def split_printed(raw: str) -> tuple[Decimal, str]:
    """Value and rest of a printed figure: ``32亿余元`` gives 3200000000 and ``元``.

    Raises ValueError where ``raw`` begins with no number.
    """
    text = unicodedata.normalize("NFKC", raw).removeprefix("近")
    if text.startswith("百分之"):
        value, rest = split_printed(text.removeprefix("百分之"))
        return value, "%" + rest
    if arabic := ARABIC.match(text):
        number = Decimal(re.sub(r"[,，]", "", arabic[1]))
        return number * scale_of(arabic[2]) * scale_of(arabic[4]), text[arabic.end() :]
    chinese = CHINESE.match(text)
    if chinese is None or not chinese.end():
        raise ValueError(f"no number in {raw!r}")
    number = Decimal(chinese_number(chinese[1])) if chinese[1] else Decimal(1)
    return number * scale_of(chinese[2]), text[chinese.end() :]


def value_and_unit(raw: str) -> tuple[str, str]:
    """The figure in its normal unit: ``2.35亿元`` gives ``235000000`` and ``元``; a tenth (``成``) becomes ``%``."""
    value, unit = split_printed(raw)
    if unit == "成":
        value, unit = value * 10, "%"
    unit = {"个百分点": "百分点"}.get(unit, unit)
    if not unit and re.search("[万亿]", raw):
        unit = "元"
    plain = format(value.normalize(), "f")
    return plain, unit


BEFORE = (
    ("at_least", ("不低于", "不少于", "不小于", "至少")),
    ("at_most", ("不超过", "不高于", "不超", "至多", "控制在")),
    ("under", ("不足", "未达", "不到", "近")),
    ("over", ("超过", "超", "逾", "突破")),
    ("approx", ("大约", "约")),
)
AFTER = (
    ("at_least", re.compile(r"(?:[（(]含[）)])?(?:及)?以上")),
    ("at_most", re.compile(r"(?:[（(]含[）)])?(?:及)?以[下内]")),
    ("approx", re.compile(r"左右|上下")),
)


def modifier_of(raw: str, before: str, after: str) -> str:
    """The modifier that the figure's own characters or its neighbours' state."""
    if re.search(r"[余多]", raw):
        return "over"
    if raw.startswith("近"):
        return "under"
    for code, words in BEFORE:
        if before.endswith(words) and not before.endswith("节约"):
            return code
    return next((code for code, pattern in AFTER if pattern.match(after)), "exact")


def is_cumulative(before: str) -> bool:
    """Whether 累计 governs the figure directly: it stands in the same clause, with no other figure between."""
    clause = re.split(r"[，。；、：（）\d]", before.replace("\n", ""))[-1]
    return "累计" in clause


# --------------------------------------------------------------------------- mark-up


def codes(field: str) -> list[str]:
    """Accepted answers of a field, short forms written out."""
    return ["" if item == "-" else SHORT.get(item, item) for item in field.split("/")]


def answers(field: str) -> list[str]:
    return ["" if item == "-" else item for item in field.split("/")]


def keys_of(fields: list[str], where: str) -> dict[str, str]:
    keys: dict[str, str] = {}
    for field in fields:
        key, sign, value = field.partition("=")
        if not sign or key not in KEYS or key in keys:
            raise MarkupError(f"{where}: bad field {field!r}")
        keys["subject" if key == "sub" else key] = value
    return keys


def period_of(keys: dict[str, str], year: str) -> tuple[list[str], list[str]]:
    first, _, last = keys.get("p", year).partition("-")
    return answers(keys.get("start", first)), answers(keys.get("end", last or first))


def outcome_of(field: str, measure: list[str], stage: list[str]) -> list[str]:
    if field:
        return codes(field)
    whole_round = measure[0] in ("amount_reduced", "reduction_rate") and stage[0] in ("review", "ex_ante")
    return ["", "cut"] if whole_round else [""]


def figure_of(marked: str, span: tuple[int, int], around: tuple[str, str], head: Head) -> Figure:
    """The figure written as ``marked``, standing at ``span`` between the texts ``around``."""
    where = f"{head.id}: ⟦{marked}⟧"
    raw_field, *fields = marked.split("|")
    plain = [field for field in fields if "=" not in field]
    keys = keys_of([field for field in fields if "=" in field], where)
    if not 1 <= len(plain) <= 3:
        raise MarkupError(f"{where}: needs a measure, and at most stage and outcome beside it")
    raw = keys.get("raw", "".join(raw_field.split()))
    measure = codes(plain[0])
    stage = codes(plain[1] if len(plain) > 1 and plain[1] else head.stage)
    value, unit = ("", "") if "value" in keys and "unit" in keys else value_and_unit(raw)
    start, end = period_of(keys, head.year)
    parent = keys.get("parent", "")
    return Figure(
        start=span[0],
        end=span[1],
        raw=raw,
        value=answers(keys.get("value", value)),
        unit=answers(keys.get("unit", unit)),
        modifier=answers(keys["mod"]) if "mod" in keys else [modifier_of(raw, *around)],
        measure=measure,
        stage=stage,
        outcome=outcome_of(plain[2] if len(plain) > 2 else "", measure, stage),
        subject=answers(keys.get("subject", head.unit)),
        period_start=start,
        period_end=end,
        activity=f"{head.id}-A{int(keys.get('act', '1')):02d}",
        parent=f"{head.id}-A{int(parent):02d}" if parent else "",
        cumulative=keys["cum"] == "yes" if "cum" in keys else is_cumulative(around[0]),
    )


def with_parents(figures: list[Figure]) -> tuple[Figure, ...]:
    """The figures with each activity's parent on all of its figures, wherever among them it was given."""
    parents: dict[str, str] = {}
    for figure in figures:
        if figure.parent and parents.setdefault(figure.activity, figure.parent) != figure.parent:
            raise MarkupError(f"{figure.activity}: two parents")
    return tuple(replace(figure, parent=parents.get(figure.activity, "")) for figure in figures)


def passage_of(head: Head, marked: str) -> Passage:
    """The passage with its mark-up taken off and its figures placed."""
    text, places = "", []
    at = 0
    for match in FIGURE.finditer(marked):
        text += marked[at : match.start()]
        shown = match[1].removeprefix("!") if match[1].startswith("!") else match[1].split("|")[0]
        places.append((match[1], (len(text), len(text) + len(shown))))
        text += shown
        at = match.end()
    text += marked[at:]
    if "⟦" in text or "⟧" in text:
        raise MarkupError(f"{head.id}: unbalanced brackets")
    figures = [
        figure_of(mark, span, (text[: span[0]], text[span[1] :]), head)
        for mark, span in places
        if not mark.startswith("!")
    ]
    outside = tuple(span for mark, span in places if mark.startswith("!"))
    return Passage(head, text, with_parents(figures), outside)


def head_of(line: str, where: str) -> Head:
    fields, sign, title = line.removeprefix("@").partition("title=")
    known = dict(HEAD_FIELD.findall(fields))
    try:
        topic = int(known.get("topic") or re.sub(r"\D", "", known["id"].split("-")[0]))
        head = Head(known["id"], topic, title.strip(), known["unit"], known["year"], known.get("stage", ""))
    except (KeyError, ValueError) as error:
        raise MarkupError(f"{where}: bad head line: {error}") from error
    if not sign or not head.title:
        raise MarkupError(f"{where}: head line without title")
    return head


def passages_in(source: Path) -> Iterator[Passage]:
    """The passages of one source file, in its order; raises MarkupError."""
    head: Head | None = None
    lines: list[str] = []
    for number, line in enumerate([*source.read_text(encoding="utf-8").split("\n"), "@"], 1):
        if not line.startswith("@"):
            if not line.startswith("#"):
                lines.append(line)
            continue
        if head is not None:
            yield passage_of(head, "\n".join(lines).strip("\n"))
        if line != "@":
            head, lines = head_of(line, f"{source.name}:{number}"), []


def all_passages(folder: Path = SOURCES) -> list[Passage]:
    """Every passage under ``folder``; raises MarkupError on bad mark-up or an id given twice."""
    found: list[Passage] = []
    seen: set[str] = set()
    for source in sorted(folder.glob("*.marked")):
        for passage in passages_in(source):
            if passage.head.id in seen:
                raise MarkupError(f"{source.name}: id {passage.head.id} given twice")
            seen.add(passage.head.id)
            found.append(passage)
    return found


# --------------------------------------------------------------------------- output


def as_json(passage: Passage) -> str:
    head = passage.head
    record = {
        "id": head.id,
        "topic": head.topic,
        "text": passage.text,
        "title": head.title,
        "unit": head.unit,
        "year": head.year,
        "held_back": passage.held_back,
        "figures": [{name: getattr(figure, name) for name in Figure.__slots__} for figure in passage.figures],
    }
    return json.dumps(record, ensure_ascii=False)


def build(folder: Path = SOURCES) -> str:
    """The whole of ``challenge.jsonl``."""
    return "".join(as_json(passage) + "\n" for passage in all_passages(folder))


def main(arguments: list[str]) -> int:
    try:
        content = build()
    except MarkupError as error:
        print(error, file=sys.stderr)
        return 1
    if arguments == ["--check"]:
        return 0 if TARGET.exists() and TARGET.read_text(encoding="utf-8") == content else 1
    TARGET.write_text(content, encoding="utf-8", newline="\n")
    passages = [json.loads(line) for line in content.splitlines()]
    print(f"{len(passages)} passages, {sum(len(p['figures']) for p in passages)} figures")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
