"""Compile the ministry's lists of divisions into the package data of ``report_miner.regions``.

    python scripts/compile_regions.py --source ../shared/regions [--target src/report_miner/regions]

Writes ``divisions.csv`` (one row for each code and name with its valid years), ``spelling.csv`` (pinyin → codes) and
``word_tails.csv`` (which characters make an ordinary word with the one-character stem of a county: 示范 + 县 is not
范县).  The same source gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from report_miner.regions.names import stem
from report_miner.regions.types import FIRST_YEAR, LAST_YEAR, Level

LAST_LIST = 2022
"""Last year with a list of the ministry; 2023–2025 are inferred from the list of early 2025."""

ABROAD = ("71", "81", "82", "91")
"""Provinces whose inner divisions do not report under the budget law."""

MISPRINTS = {("513201", "马尔康区"): "马尔康市"}
"""Names that a list misprints: 马尔康 became a city in November 2015 and never was a district."""

DIRECT_CITIES = ("11", "12", "31", "50")
MIN_WORD_FREQUENCY = 3


@dataclass(frozen=True, slots=True)
class Spell:
    """One code under one name over consecutive years."""

    code: str
    name: str
    first: int
    last: int
    inferred: bool = False
    successors: tuple[str, ...] = field(default=())


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.reader(stream) if row]


def read_list(path: Path) -> dict[str, str]:
    """Code → name of one year's list; its heading and footnotes are no rows of six digits."""
    rows = (row for row in read_rows(path) if len(row) == 2 and len(row[0]) == 6 and row[0].isdigit())
    return {code: MISPRINTS.get((code, name.strip()), name.strip()) for code, name in rows}


def read_2025(path: Path) -> dict[str, str]:
    """Code → full name as of early 2025.

    Counties directly under a province appear twice (as city and, with nine digits, as county), direct cities have
    made-up city rows (重庆城区): one six-digit row remains of each.
    """
    found: dict[str, str] = {}
    for row in read_rows(path)[1:]:
        code, name = row[0].ljust(6, "0")[:6], row[7]
        made_up = row[2] == "1" and (code[:2] in DIRECT_CITIES or "直辖" in name)
        if not made_up and not (code[:2] in ABROAD and code[2:] != "0000") and row[0][:2] != "91":
            found.setdefault(code, name)
    return found


def read_moves(source: Path) -> Iterator[tuple[int, str, str]]:
    """(year, old code, new code) of every recorded change from 2005 on, each to be believed within a year."""
    for row in read_rows(source / "code-changes.csv"):
        if row[0][:4].isdigit():
            yield int(row[0][5:9]), row[1], row[2]
    for name in ("code-merges.csv", "code-splits.csv"):
        for row in read_rows(source / name):
            if row[0].isdigit():
                for new in row[2:]:
                    yield int(row[0]), row[1], new


def spells(lists: dict[int, dict[str, str]]) -> list[Spell]:
    """Every (code, name) with its first and last year, in the order of codes and years."""
    years: dict[tuple[str, str], list[int]] = defaultdict(list)
    for year in sorted(lists):
        for key in lists[year].items():
            years[key].append(year)
    found = []
    for (code, name), seen in years.items():
        if seen != list(range(seen[0], seen[-1] + 1)):
            raise ValueError(f"{code} {name} comes and goes: {seen}")
        found.append(Spell(code, name, seen[0], seen[-1]))
    return sorted(found, key=lambda spell: (spell.code, spell.first))


def with_2025(known: list[Spell], latest: dict[str, str]) -> list[Spell]:
    """Prolong what still exists, close what does not, open what is new; the latter two are inferred."""
    found = []
    for spell in known:
        if spell.last < LAST_LIST:
            found.append(spell)
        elif latest.get(spell.code) == spell.name:
            found.append(replace(spell, last=LAST_YEAR))
        else:
            found.append(replace(spell, inferred=True))
    listed = {(spell.code, spell.name) for spell in known if spell.last == LAST_LIST}
    new = [item for item in latest.items() if item not in listed]
    found += [Spell(code, name, LAST_LIST + 1, LAST_YEAR, inferred=True) for code, name in new]
    return sorted(found, key=lambda spell: (spell.code, spell.first))


def successors(spell: Spell, all_spells: list[Spell], moves: Iterable[tuple[int, str, str]]) -> tuple[str, ...]:
    """Codes that follow ``spell`` in the year after its last."""
    if spell.last == LAST_YEAR:
        return ()
    after = {other.code for other in all_spells if other.first <= spell.last + 1 <= other.last}
    if spell.code in after:
        return (spell.code,)
    # The sources date a change by the decree or by the list, which differ by up to a year.
    moved = {new for year, old, new in moves if old == spell.code and spell.last <= year + 1 <= spell.last + 3}
    if spell.inferred:
        # A county raised to a city keeps its stem and its parent.
        moved |= {
            other.code
            for other in all_spells
            if other.first == spell.last + 1
            and other.code[:4] == spell.code[:4]
            and stem(other.name) == stem(spell.name)
        }
    return tuple(sorted(moved & after))


def level_of(code: str) -> Level:
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def parent_of(spell: Spell, codes: frozenset[str]) -> str:
    """The code one level up; counties directly under a province or a direct city have the province."""
    province, city = spell.code[:2] + "0000", spell.code[:4] + "00"
    if spell.code == province:
        return ""
    return city if spell.code != city and city in codes else province


def compile_divisions(source: Path) -> str:
    lists = {year: read_list(source / "tables" / f"{year}.csv") for year in range(FIRST_YEAR, LAST_LIST + 1)}
    known = with_2025(spells(lists), read_2025(source / "divisions-2025.csv"))
    moves = list(read_moves(source))
    codes = frozenset(spell.code for spell in known)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["code", "name", "level", "parent", "first", "last", "successors", "inferred"])
    for spell in known:
        following = " ".join(successors(spell, known, moves))
        inferred = "1" if spell.inferred else ""
        years = [spell.first, spell.last]
        writer.writerow(
            [spell.code, spell.name, level_of(spell.code), parent_of(spell, codes), *years, following, inferred]
        )
    return stream.getvalue()


def compile_word_tails(divisions: str) -> str:
    """For each one-character stem: the characters that make an ordinary two-character word in front of it."""
    import jieba

    names = {row["name"] for row in csv.DictReader(io.StringIO(divisions))}
    stems = {name[0] for name in names if len(name) == 2}
    heads: dict[str, set[str]] = defaultdict(set)
    with jieba.get_dict_file() as stream:
        for line in stream:
            word, frequency, _ = line.decode("utf-8").split(" ")
            if len(word) == 2 and word[1] in stems and int(frequency) >= MIN_WORD_FREQUENCY:
                heads[word[1]].add(word[0])
    rows = "".join(f"{last},{''.join(sorted(heads[last]))}\n" for last in sorted(heads))
    return "stem,heads\n" + rows


def compile_spelling(source: Path) -> str:
    """For each pinyin spelling (without blanks) the codes of the units of 2025 so spelled, higher levels first."""
    codes: dict[str, list[str]] = defaultdict(list)
    latest = read_2025(source / "divisions-2025.csv")
    for row in read_rows(source / "divisions-2025.csv")[1:]:
        code = row[0].ljust(6, "0")[:6]
        spelling = row[5].replace(" ", "").lower()
        if code in latest and spelling.isascii() and spelling.isalpha() and code not in codes[spelling]:
            codes[spelling].append(code)
    order = {Level.PROVINCE: 0, Level.CITY: 1, Level.COUNTY: 2}
    rows = (
        f"{spelling},{' '.join(sorted(found, key=lambda code: (order[level_of(code)], code)))}\n"
        for spelling, found in sorted(codes.items())
        if found
    )
    return "spelling,codes\n" + "".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=Path(__file__).parents[1] / "src/report_miner/regions")
    options = parser.parse_args()
    divisions = compile_divisions(options.source)
    (options.target / "divisions.csv").write_text(divisions, encoding="utf-8", newline="\n")
    spelling = compile_spelling(options.source)
    (options.target / "spelling.csv").write_text(spelling, encoding="utf-8", newline="\n")
    tails = compile_word_tails(divisions)
    (options.target / "word_tails.csv").write_text(tails, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
