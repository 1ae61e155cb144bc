"""What is wrong with how a pack is written, all at once and each fault with its file and line.

``read_pack`` refuses a pack at its first fault; here an author sees every fault that can be told apart.  Whether the
examples are read as they say is another question (``report_miner.patterns.test``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from report_miner.packs.examples import Example, MarkError, examples_of, marked
from report_miner.packs.load import Lines, PackError, default_folder, entries, identifiers, pack_files, parse_file
from report_miner.packs.pack import WORD_ROLES
from report_miner.packs.words import WordExpressionError, expand

if TYPE_CHECKING:
    from report_miner.packs.schema import CueRule, Entry, PackFile

PROBE_LENGTH = 2_000
"""Long enough that a pattern whose time doubles with each character never ends."""
PROBE_SECONDS = 2.0
PROBES = ("1", "一", "“", "（", "a", " ", "分别", "1,", "1.", "第1", "20", "、1", "1-", "年月")


class Problem(NamedTuple):
    """One fault: where it stands (``file:line``) and what to do.  A ``hint`` does not make the pack unusable."""

    place: str
    message: str
    hint: bool = False

    def __str__(self) -> str:
        return f"{self.place}：{'提示：' if self.hint else ''}{self.message}"


class Written(NamedTuple):
    """One file of a pack as parsed."""

    path: Path
    content: PackFile
    lines: Lines


def lint(folder: Path | None = None) -> list[Problem]:
    """All faults of a pack's files, in file order; empty where it may be used as it is.

    Raises PackError where the folder holds no pack.
    """
    files, problems = _read(folder or default_folder())
    macros: dict[str, tuple[str, ...]] = {}
    for file in files:
        macros.update(file.content.macros)
    problems += _repeated_ids(files)
    for file in files:
        problems += _macro_problems(file, macros)
        problems += _word_problems(file, macros)
        problems += _number_problems(file)
        problems += [problem for example in examples_of(*file) for problem in _example_problems(example)]
    problems += _two_meanings(files, macros)
    if len(files) == len(pack_files(folder or default_folder())):
        problems += _units_problems(files)
    return problems


def _read(folder: Path) -> tuple[list[Written], list[Problem]]:
    files: list[Written] = []
    problems: list[Problem] = []
    for path in pack_files(folder):
        try:
            files.append(Written(path, *parse_file(path, path.read_bytes())))
        except PackError as error:
            for message in error.problems:
                place, _, rest = message.partition("：")
                problems.append(Problem(place, rest))
    return files, problems


def _repeated_ids(files: Sequence[Written]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for file in files:
        for name, place in identifiers(file.content, file.path, file.lines):
            if name in seen:
                yield Problem(place, f"规则编号{name}与{seen[name]}重复，请另取一个")
            seen.setdefault(name, place)


def _macro_problems(file: Written, macros: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    for name in file.content.macros:
        try:
            expand(f"{{{name}}}", macros)
        except WordExpressionError as error:
            yield Problem(f"{file.path.name}:{file.lines.at('macros', name)}", str(error))


def _worded(file: Written) -> Iterator[tuple[str, int, CueRule]]:
    """Section, position and rule, of all rules that speak through words."""
    for section, index, entry in entries(file.content):
        if hasattr(entry, "words"):
            yield section, index, entry  # type: ignore[misc]


def _word_problems(file: Written, macros: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    for section, index, rule in _worded(file):
        if section == "words" and rule.id not in WORD_ROLES:
            place = f"{file.path.name}:{file.lines.at(section, index)}"
            yield Problem(place, f"词表{rule.id}没有用处，可用的有：{'、'.join(WORD_ROLES)}")
        for number, expression in enumerate(rule.words):
            try:
                expand(expression, macros)
            except WordExpressionError as error:
                place = f"{file.path.name}:{file.lines.at(section, index, 'words', number)}"
                yield Problem(place, f"规则{rule.id}：{error}")


def _number_problems(file: Written) -> Iterator[Problem]:
    import regex

    for index, rule in enumerate(file.content.ignore):
        place = f"{file.path.name}:{file.lines.at('ignore', index, 'pattern')}"
        try:
            pattern = regex.compile(rule.pattern)
        except regex.error as error:
            yield Problem(place, f"规则{rule.id}：pattern不是有效的正则表达式（{error}）")
            continue
        if pattern.search("") is not None:
            yield Problem(place, f"规则{rule.id}：pattern可以什么都不是，至少要有一个数字")
        if pattern.groupindex or pattern.groups:
            yield Problem(place, f"规则{rule.id}：pattern里的括号请写成(?:…)")
        # The pattern's own words behind the run keep `regex` from seeing at once that nothing can match.
        tail = "！" + "".join(char for char in rule.pattern if char > "\x7f")
        for probe in PROBES:
            text = (probe * PROBE_LENGTH)[:PROBE_LENGTH] + tail
            try:
                for _ in pattern.finditer(text, timeout=PROBE_SECONDS):
                    pass
            except TimeoutError:
                yield Problem(place, f"规则{rule.id}：pattern遇到一长串“{probe}”时回溯过多，请去掉重叠的重复")
                break


def _example_problems(example: Example) -> Iterator[Problem]:
    try:
        _, spans = marked(example.text)
    except MarkError as error:
        yield Problem(example.place, f"规则{example.rule}：例句“{example.text}”{error}")
        return
    if example.section == "ignore":
        if spans:
            yield Problem(example.place, f"规则{example.rule}：忽略规则的例句“{example.text}”不用标[[ ]]")
    elif not spans:
        yield Problem(example.place, f"规则{example.rule}：例句“{example.text}”里没有用[[ ]]标出数")


CODES = {
    "measures": "measure",
    "nouns": "measure",
    "stages": "stage",
    "outcomes": "outcome",
    "scopes": "scope",
    "actors": "actor",
}
"""The key under which rules of a section name their code."""


class Use(NamedTuple):
    """One rule's use of a word."""

    place: str
    rule: str
    code: str
    kinds: frozenset[str]


def _two_meanings(files: Sequence[Written], macros: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Words to which two rules of one section give different codes for the same kind of number."""
    uses: dict[tuple[str, str], list[Use]] = {}
    for file in files:
        for section, index, rule in _worded(file):
            if section not in CODES:
                continue
            code = str(getattr(rule, CODES[section]))
            kinds = frozenset(getattr(rule, "of", ()))
            place = f"{file.path.name}:{file.lines.at(section, index)}"
            for word in _words(rule, macros):
                uses.setdefault((section, word), []).append(Use(place, rule.id, code, kinds))
    shared: dict[tuple[str, str], list[str]] = {}
    told: dict[tuple[str, str], tuple[Use, Use]] = {}
    for (_, word), given in uses.items():
        for left, right in combinations(given, 2):
            if left.code != right.code and (not left.kinds or left.kinds & right.kinds):
                words = shared.setdefault((left.rule, right.rule), [])
                if word not in words:
                    words.append(word)
                told[left.rule, right.rule] = (left, right)
    for rules, (left, right) in told.items():
        yield Problem(right.place, _double(left, right, shared[rules]), hint=True)


def _double(left: Use, right: Use, words: Sequence[str]) -> str:
    listed = "、".join(f"“{word}”" for word in words[:SHOWN]) + (f"等{len(words)}个词" if len(words) > SHOWN else "")
    return f"{listed}在规则{left.rule}（{left.place}）和{right.rule}中含义不同，只应留一处"


SHOWN = 3
"""Words named in one message; the rest are counted."""


def _words(rule: CueRule, macros: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for expression in rule.words:
        try:
            yield from expand(expression, macros)
        except WordExpressionError:
            continue  # told by _word_problems


def _units_problems(files: Sequence[Written]) -> Iterator[Problem]:
    if not any(file.content.units for file in files):
        yield Problem(
            f"{files[0].path.name}:1" if files else "", "缺少units（计量单位）部分，请从现有模式包复制units.yaml"
        )


def rule_reasons(folder: Path | None = None) -> dict[str, str]:
    """What each rule is for (its ``why``), by id; raises PackError for a pack that cannot be read."""
    reasons: dict[str, str] = {}
    for path in pack_files(folder or default_folder()):
        content, _ = parse_file(path, path.read_bytes())
        entry: Entry
        for _, _, entry in entries(content):
            reasons[entry.id] = entry.why
    return reasons
