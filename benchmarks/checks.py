"""Damage one figure of a consistent passage, mine it again, and see whether the checks say so.

    python benchmarks/checks.py [--show missed|culprit|value] [--only PASSAGE] [--corpus]

``check_passages.txt`` holds invented passages with the relations they state.  Every figure of every relation is
damaged in each way that applies; an oracle of its own (below: nothing of ``report_miner.arithmetic`` or
``report_miner.checks``) decides which cases leave their printed intervals, for only those can be seen at all.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import report_miner
from report_miner.checks import check_facts
from report_miner.checks.facts import facts_of
from report_miner.checks.hypotheses import cost_of
from report_miner.model import Document, Finding, Medium, Verdict
from report_miner.pipeline import mine

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PASSAGES = Path(__file__).with_name("check_passages.txt")
_MARK = re.compile(r"\{(\w+)=([^}]*)\}")
_PRINT = re.compile(r"(-?[\d,]+(?:\.\d+)?|[一二三四五六七八九十])(.*)")
_UNITS = {"万元": Fraction(10**4), "亿元": Fraction(10**8), "元": Fraction(1), "%": Fraction(1, 100)}
_CHINESE = "零一二三四五六七八九十"

# --------------------------------------------------------------------------- passages


@dataclass(frozen=True, slots=True)
class Figure:
    """A marked figure: its name in the passage, its print and where it stands in the text."""

    name: str
    raw: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.raw)


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation that the passage states: kind and names (the whole or result as the file has it)."""

    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its title line, its figures by name, its relations."""

    name: str
    text: str
    figures: dict[str, Figure]
    relations: tuple[Stated, ...]
    stale: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One damage: which figures print what instead."""

    passage: Passage
    way: str
    prints: dict[str, str]


def read_passages(path: Path) -> list[Passage]:
    """All passages of the file."""
    return [_passage(block) for block in path.read_text(encoding="utf-8").strip().split("\n\n")]


def _passage(block: str) -> Passage:
    head, *lines = block.splitlines()
    name, unit, year = head.removeprefix("@ ").split()
    body = "\n".join(line for line in lines if not line.startswith("!"))
    stated = [line[2:].split() for line in lines if line.startswith("!")]
    text = f"{unit}财政局关于{year}年度预算绩效管理工作情况的报告\n\n"
    figures: dict[str, Figure] = {}
    at = 0
    for match in _MARK.finditer(body):
        text += body[at : match.start()]
        figures[match.group(1)] = Figure(match.group(1), match.group(2), len(text))
        text += match.group(2)
        at = match.end()
    relations = tuple(Stated(kind, tuple(names)) for kind, *names in stated if kind != "stale")
    stale = tuple((names[0], names[1]) for kind, *names in stated if kind == "stale")
    return Passage(name, text + body[at:] + "\n", figures, relations, stale)


def corpus_passages() -> list[Passage]:
    """The reports of ``corpus/`` with their deliberate errors put right and the relations that they state."""
    gold: dict[str, list[tuple[str, int, int]]] = {}
    for line in (CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold.setdefault(row["document"], []).append((row["id"], row["start"], row["end"]))
    right = {row["figure"]: row["right"] for row in _rows(CORPUS / "errors.tsv")}
    stated = [(row["figures"].split(","), row) for row in _rows(CORPUS / "checks.tsv")]
    found = []
    for document, spans in gold.items():
        text = report_miner.read(CORPUS / "reports" / document).text
        figures = {name: Figure(name, text[start:end], start) for name, start, end in spans}
        mine_only = [_corpus_relation(names, row) for names, row in stated if set(names) <= figures.keys()]
        usable = {name for name, figure in figures.items() if _PRINT.fullmatch(figure.raw)}
        relations = tuple(
            each for each in mine_only if each and {name for name in each.names if not name.isdigit()} <= usable
        )
        passage = Passage(document.removesuffix(".txt"), text, figures, relations, ())
        found.append(printed_again(passage, {name: raw for name, raw in right.items() if name in figures}))
    return found


def _corpus_relation(names: list[str], row: dict[str, str]) -> Stated | None:
    match row["kind"]:
        case "difference" | "rate" | "share" | "sum" | "multiple":
            return Stated(row["kind"], tuple(names))
        case "repeated":
            return Stated("same", tuple(names[:2]))
        case "part_le_whole":
            return Stated("le", (names[-1], *names[:-1]))
        case "list_length" if named := re.match(r"(\d+) named(?! \(等)", row["arithmetic"]):
            return Stated("list", (names[0], named.group(1)))
    return None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def recognised(passage: Passage) -> Passage:
    """The passage with those of its relations that the checks find in it undamaged."""
    findings = check(passage)

    def is_found(stated: Stated) -> bool:
        names = {name for name in stated.names if name in passage.figures}
        kinds = _KINDS[stated.kind]
        return any(one.kind.value in kinds and set(spot(one, passage, names).values()) == names for one in findings)

    return replace(passage, relations=tuple(each for each in passage.relations if is_found(each)))


_KINDS = {
    "difference": {"difference"},
    "rate": {"rate"},
    "share": {"share"},
    "sum": {"sum"},
    "same": {"repeated"},
    "le": {"part_le_whole", "sum"},
    "list": {"list_length"},
    "multiple": {"multiple"},
    "hundred": {"sum"},
}


def printed_again(passage: Passage, prints: dict[str, str]) -> Passage:
    """The passage with other prints in place; offsets follow."""
    text, at, figures = "", 0, {}
    for figure in sorted(passage.figures.values(), key=lambda each: each.start):
        text += passage.text[at : figure.start]
        raw = prints.get(figure.name, figure.raw)
        figures[figure.name] = Figure(figure.name, raw, len(text))
        text += raw
        at = figure.end
    return replace(passage, text=text + passage.text[at:], figures=figures)


# --------------------------------------------------------------------------- oracle


@dataclass(frozen=True, slots=True)
class Number:
    """A print: its value, and half the place of its last digit under the wider reading of trailing zeros."""

    value: Fraction
    half: Fraction


def number(raw: str) -> Number:
    """What a print stands for; raises ``ValueError`` for what is none."""
    match = _PRINT.fullmatch("".join(unicodedata.normalize("NFKC", raw).split()))
    if match is None:
        raise ValueError(raw)
    digits, unit = match.groups()
    if digits in _CHINESE:
        return Number(Fraction(_CHINESE.index(digits)), Fraction(0))
    digits = digits.replace(",", "")
    scale = _UNITS.get(unit)
    value = Fraction(digits) * (scale or 1)
    if scale is None and unit != "倍":
        return Number(value, Fraction(0))
    decimals = len(digits.partition(".")[2])
    place = Fraction(1, 10**decimals)
    if not decimals and unit in ("万元", "亿元", "元"):
        place = Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))
    return Number(value, place * (scale or 1) / 2)


def leaves(stated: Stated, passage: Passage) -> bool:
    """Whether the relation is broken beyond what rounding of the prints, or cutting off, can explain."""
    if stated.kind == "list":
        return _list_broken(stated, passage)
    numbers = [number(passage.figures[name].raw) for name in stated.names]
    if stated.kind == "le":
        return max(each.value for each in numbers[1:]) > numbers[0].value + numbers[0].half
    if stated.kind in ("rate", "share", "multiple"):
        return _quotient_broken(numbers)
    return _sum_broken(stated.kind, numbers)


def _quotient_broken(numbers: list[Number]) -> bool:
    low, high = _ends(numbers)
    if low[1] <= 0:
        return True
    corners = [end / base for end in (low[0], high[0]) for base in (low[1], high[1])]
    return _apart(min(corners), max(corners), low[2], high[2], numbers[2].half)


def _sum_broken(kind: str, numbers: list[Number]) -> bool:
    low, high = _ends(numbers)
    slack = _cut(numbers)
    match kind:
        case "difference":
            return _apart(low[0] - high[1], high[0] - low[1], low[2], high[2], slack)
        case "sum":
            return _apart(sum(low[1:]), sum(high[1:]), low[0], high[0], slack)
        case "hundred":
            return _apart(sum(low), sum(high), Fraction(1), Fraction(1), slack)
        case "same":
            return _apart(low[0], high[0], low[1], high[1], slack)
    raise ValueError(kind)


def _ends(numbers: list[Number]) -> tuple[list[Fraction], list[Fraction]]:
    return [each.value - each.half for each in numbers], [each.value + each.half for each in numbers]


def _list_broken(stated: Stated, passage: Passage) -> bool:
    name, named = stated.names
    told = number(passage.figures[name].raw).value
    open_ended = passage.text[: passage.figures[name].start].endswith("等")
    return told < int(named) if open_ended else told != int(named)


def _cut(numbers: list[Number]) -> Fraction:
    """Cutting digits off instead of rounding shifts a number by half a place more."""
    return sum((each.half for each in numbers), Fraction(0))


def _apart(low: Fraction, high: Fraction, other_low: Fraction, other_high: Fraction, slack: Fraction) -> bool:
    return low - slack > other_high or other_low > high + slack


EQUALITIES = frozenset({"difference", "rate", "share", "sum", "hundred", "same", "list", "multiple"})

# --------------------------------------------------------------------------- damages


def damages(passage: Passage) -> Iterator[Case]:
    """Every way to damage every figure of the passage's relations."""
    bound = dict.fromkeys(name for each in passage.relations for name in each.names if name in passage.figures)
    for name in bound:
        for way, raw in _slips(passage.figures[name].raw):
            yield Case(passage, way, {name: raw})
    yield from _exchanges(passage)
    yield from _wrong_bases(passage)
    yield from _parts_for_wholes(passage)
    for name, last in passage.stale:
        yield Case(passage, "stale", {name: passage.figures[last].raw})


def _slips(raw: str) -> Iterator[tuple[str, str]]:
    match = _PRINT.fullmatch("".join(unicodedata.normalize("NFKC", raw).split()))
    if match is None or match.group(1) in _CHINESE:
        if match is not None:
            yield "wrong digit", _CHINESE[(_CHINESE.index(match.group(1)) % 8) + 2] + match.group(2)
        return
    digits, unit = match.groups()
    if unit in ("万元", "亿元"):
        yield "unit", digits + {"万元": "亿元", "亿元": "万元"}[unit]
    plain = digits.replace(",", "")
    commas = "," in digits
    for way, text in _digit_slips(plain):
        if text != plain:
            yield way, (_with_commas(text) if commas else text) + unit


def _digit_slips(plain: str) -> Iterator[tuple[str, str]]:
    places = [at for at, char in enumerate(plain) if char.isdigit()]
    swaps = [(a, b) for a, b in pairwise(places) if plain[a] != plain[b] and not (a == 0 and plain[b] == "0")]
    for a, b in swaps[:2]:
        chars = list(plain)
        chars[a], chars[b] = chars[b], chars[a]
        yield "swapped", "".join(chars)
    for at in {places[0], places[len(places) // 2]}:
        digit = str((int(plain[at]) + 3) % 9 + 1)
        yield "wrong digit", plain[:at] + digit + plain[at + 1 :]
    if len(places) > 2:
        middle = places[len(places) // 2]
        yield "missing digit", plain[:middle] + plain[middle + 1 :] if plain[middle + 1 :] else plain[:middle]
    if "." in plain:
        whole, _, part = plain.partition(".")
        yield "point", whole + part[0] + ("." + part[1:] if part[1:] else "")
        yield "sign", f"-{plain}"


def _with_commas(plain: str) -> str:
    whole, point, part = plain.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{part}"


def _exchanges(passage: Passage) -> Iterator[Case]:
    for stated in passage.relations:
        if stated.kind == "difference":
            _, approved, reduced = stated.names
            swapped = {approved: passage.figures[reduced].raw, reduced: passage.figures[approved].raw}
            yield Case(passage, "exchange", swapped)


def _wrong_bases(passage: Passage) -> Iterator[Case]:
    approved = {stated.names[2]: stated.names[1] for stated in passage.relations if stated.kind == "difference"}
    for stated in passage.relations:
        if stated.kind == "rate" and stated.names[0] in approved:
            reduced, base = (passage.figures[name].raw for name in (stated.names[0], approved[stated.names[0]]))
            rate = number(reduced).value / number(base).value * 100
            yield Case(passage, "wrong base", {stated.names[2]: f"{float(rate):.2f}%"})


def _parts_for_wholes(passage: Passage) -> Iterator[Case]:
    for stated in passage.relations:
        if stated.kind == "sum":
            whole, part = stated.names[:2]
            yield Case(passage, "part for whole", {whole: passage.figures[part].raw})


# --------------------------------------------------------------------------- running


@dataclass(slots=True)
class Tally:
    """What came of the cases."""

    cases: int = 0
    seeable: int = 0
    flagged: int = 0
    several: int = 0
    several_culprit: int = 0
    several_value: int = 0
    one: int = 0
    one_culprit: int = 0
    one_value: int = 0


def check(passage: Passage) -> list[Finding]:
    """The findings on a passage, mined from its text alone."""
    document = Document(f"{passage.name}.txt", passage.name, Medium.TXT, passage.text)
    return check_facts(facts_of(mine(document)))


def spot(finding: Finding, damaged: Passage, names: set[str]) -> dict[str, str]:
    """Figure id → name, for the members of a finding that are the damaged figures."""
    found = {}
    for member in finding.members:
        for name in names:
            figure = damaged.figures[name]
            if member.span.start < figure.end and figure.start < member.span.end:
                found[member.figure] = name
    return found


def judge_case(case: Case, tally: Tally, ways: Counter[tuple[str, str]], show: str) -> None:
    """Run one case and count it."""
    damaged = printed_again(case.passage, case.prints)
    tally.cases += 1
    names = set(case.prints)
    broken = [each for each in damaged.relations if names & set(each.names) and leaves(each, damaged)]
    if not broken:
        return
    tally.seeable += 1
    ways[case.way, "seeable"] += 1
    findings = check(damaged)
    everywhere = {figure: name for one in findings for figure, name in spot(one, damaged, names).items()}
    failing = [(one, spot(one, damaged, names)) for one in findings if one.verdict is Verdict.FAILS]
    hits = [(one, ids) for one, ids in failing if ids]
    if not hits:
        if show == "missed":
            print("missed", case.passage.name, case.way, case.prints)
        return
    tally.flagged += 1
    ways[case.way, "flagged"] += 1
    equalities = [each for each in damaged.relations if names & set(each.names) and each.kind in EQUALITIES]
    if not equalities or not any(each.kind in EQUALITIES for each in broken):
        return
    several = len(equalities) > 1
    first = any(_is_first(one, ids, tied=not several) for one, ids in hits)
    value = any(_is_mended(one, everywhere, case) for one, _ in hits)
    if several:
        tally.several += 1
        tally.several_culprit += first
        tally.several_value += value
    else:
        tally.one += 1
        tally.one_culprit += first
        tally.one_value += value
    if (show == "culprit" and not first) or (show == "value" and not value):
        one = hits[0][0]
        print(show, case.passage.name, case.way, case.prints, "|", *[f"{r.hypothesis}→{r.value}" for r in one.repairs])


def _is_first(finding: Finding, ids: dict[str, str], tied: bool) -> bool:
    if finding.suspects and finding.suspects[0] in ids:
        return True
    if not tied or not finding.repairs:
        return False
    best = cost_of(finding.repairs[0].hypothesis)
    return any(cost_of(each.hypothesis) == best and set(each.figures) & set(ids) for each in finding.repairs)


def _is_mended(finding: Finding, ids: dict[str, str], case: Case) -> bool:
    for repair in finding.repairs:
        values = dict(zip(repair.figures, repair.value.split("；"), strict=True))
        told = {name: values[figure] for figure, name in ids.items() if figure in values}
        if told and all(_is_same(told.get(name), case.passage.figures[name].raw) for name in case.prints):
            return True
    return False


def _is_same(told: str | None, true: str) -> bool:
    """Whether a repair tells the true number; a table cell prints no unit, the repair always does."""
    if told is None:
        return False
    bare = re.fullmatch(r"[\d,.]+", true) is not None
    return number(re.sub(r"[^\d,.\-]+$", "", told) if bare else told).value == number(true).value


def main() -> int:
    """Run all cases, print the counts; exit code 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", choices=("missed", "culprit", "value"), default="")
    parser.add_argument("--only", default="")
    parser.add_argument("--corpus", action="store_true", help="damage the reports of corpus/ instead of the passages")
    options = parser.parse_args()
    passages = [each for each in read_passages(PASSAGES) if options.only in each.name]
    if options.corpus:
        stated = [each for each in corpus_passages() if options.only in each.name]
        passages = [recognised(each) for each in stated]
        print("relations stated in corpus/:", sum(len(each.relations) for each in stated))
    alarms = 0
    for passage in passages:
        for finding in check(passage):
            if finding.verdict is Verdict.FAILS:
                alarms += 1
                print("false alarm", passage.name, finding.explanation)
    tally, ways = Tally(), Counter[tuple[str, str]]()
    for passage in passages:
        for case in damages(passage):
            judge_case(case, tally, ways, options.show)
    return report(passages, alarms, tally, ways)


def report(passages: list[Passage], alarms: int, tally: Tally, ways: Counter[tuple[str, str]]) -> int:
    """Print the counts against the targets."""
    relations = sum(len(each.relations) for each in passages)
    print(f"passages {len(passages)}, relations {relations}, false alarms undamaged {alarms}")
    print(f"cases {tally.cases}, leaving their intervals {tally.seeable}")
    for way in sorted({way for way, _ in ways}):
        print(f"  {way:15} {ways[way, 'flagged']}/{ways[way, 'seeable']}")
    shares = (
        ("flagged", tally.flagged, tally.seeable, 0.99),
        ("two or more equalities: culprit first", tally.several_culprit, tally.several, 0.90),
        ("two or more equalities: value told", tally.several_value, tally.several, 0.90),
        ("one equality: culprit first or tied", tally.one_culprit, tally.one, 0.90),
        ("one equality: value told", tally.one_value, tally.one, 0.80),
    )
    missed = bool(alarms)
    for label, hit, of, target in shares:
        reached = hit / of if of else 1.0
        missed |= reached < target
        print(f"{label}: {hit}/{of} = {reached:.4f} (target {target})")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
