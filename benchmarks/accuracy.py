"""How right the figures are, on every labelled set there is, in one table.

    python benchmarks/accuracy.py [--shared ../shared] [--into README.md README.zh-CN.md]

Mines the sample reports of ``corpus/``, the challenge passages and, where the folder is present, the real reports with
their gold labels.  Of the challenge passages held back totals alone are told.  ``--into`` writes the table between
the comment marks ``<!-- accuracy -->`` and ``<!-- /accuracy -->`` of the files named.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from report_miner import scoring, store
from report_miner.batch import Options, mine_paths
from report_miner.scoring import Calibration, Comparison, GoldFigure, Scores
from report_miner.scoring.gold import ATTRIBUTES, Windows

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
CHALLENGE = CORPUS / "challenge.jsonl"

MARKS = re.compile(r"(<!-- accuracy -->\n).*?(<!-- /accuracy -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """Headings and row names in one language."""

    headings: tuple[str, ...]
    sets: dict[str, str]
    sure: str


ENGLISH = Words(
    (
        "set",
        "figures",
        "found",
        "false positives",
        "value + unit right (of found)",
        "strict precision",
        "strict recall",
        "strict F1",
        "strict F1 in the chain",
    ),
    {
        "seeds": "real county reports, whole",
        "real": "real reports, labelled passages",
        "corpus": "sample reports of `corpus/`",
        "open": "challenge passages, open",
        "held": "challenge passages, held back",
    },
    "Of all figures {sure:.0%} have a confidence above 0.9; of these {right:.1%} are strictly right.",
)
CHINESE = Words(
    (
        "数据集",
        "数据",
        "找到",
        "误报",
        "数值与单位正确（占找到）",
        "全对精确率",
        "全对召回率",
        "全对 F1",
        "绩效链内全对 F1",
    ),
    {
        "seeds": "真实县级报告全文",
        "real": "真实报告标注段落",
        "corpus": "`corpus/` 示例报告",
        "open": "挑战句（公开部分）",
        "held": "挑战句（保留部分）",
    },
    "全部数据中，把握高于 0.9 的占 {sure:.0%}，其中全对的占 {right:.1%}。",
)


@dataclass(frozen=True, slots=True)
class Result:
    """One set, scored."""

    key: str
    comparison: Comparison

    @property
    def scores(self) -> Scores:
        return scoring.score(self.comparison)


def measure(shared: Path) -> Iterator[Result]:
    """All sets, those of real reports first; without ``shared`` the project's own."""
    with tempfile.TemporaryDirectory(prefix="report_miner_") as scratch:
        if shared.is_dir():
            database = Path(scratch) / "shared.db"
            mined(database, shared / "reports" / "seeds", shared / "reports" / "text")
            gold = shared / "gold"
            yield Result("seeds", compared(database, gold / "seeds.jsonl", {}))
            windows = scoring.read_windows(gold / "real.windows.tsv")
            yield Result("real", compared(database, gold / "real.jsonl", windows))
        database = Path(scratch) / "corpus.db"
        mined(database, CORPUS / "reports")
        yield Result("corpus", compared(database, CORPUS / "gold.jsonl", {}))
    for key, held_back in (("open", False), ("held", True)):
        passages = scoring.read_challenge(CHALLENGE, held_back=held_back)
        figures = scoring.gold_of(passages)
        with closing(scoring.mine_challenge(passages)) as connection:
            yield Result(key, scoring.compare(figures, scoring.read_figures(connection, figures, {})))


def mined(database: Path, *folders: Path) -> None:
    summary = mine_paths(folders, database, Options(workers=1))
    if summary.failures:
        raise SystemExit("；".join(failure.message for failure in summary.failures))


def compared(database: Path, gold: Path, windows: Windows) -> Comparison:
    figures: list[GoldFigure] = scoring.read_gold([gold])
    with closing(store.open_readonly(database)) as connection:
        return scoring.compare(figures, scoring.read_figures(connection, figures, windows))


def table(results: Sequence[Result], words: Words) -> str:
    """The Markdown table with the line on confidence below it."""
    lines = [_row(words.headings), _row(["---", *["---:"] * (len(words.headings) - 1)])]
    for result in results:
        told = result.scores
        strict = told.strict
        shares = (told.value_unit_right, strict.precision, strict.recall, strict.f1, told.strict_in_chain.f1)
        cells = (str(told.gold), f"{told.found_recall:.4f}", f"{told.false_positive_rate:.4f}")
        lines.append(_row([words.sets[result.key], *cells, *(f"{share:.4f}" for share in shares)]))
    told_of = challenge_calibration(results)
    return "\n".join([*lines, "", words.sure.format(sure=told_of.sure, right=told_of.sure_right)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def challenge_calibration(results: Iterable[Result]) -> Calibration:
    return scoring.calibrate(result.comparison for result in results if result.key in ("open", "held"))


def show(results: Sequence[Result]) -> None:
    print(table(results, ENGLISH), "\n")
    print(f"{'attribute, right of found':28}" + "".join(f"{result.key:>9}" for result in results))
    for name in ATTRIBUTES:
        print(f"{name:28}" + "".join(f"{result.scores.attributes[name]:9.4f}" for result in results))
    print("\nconfidence against truth (strict), challenge passages, open and held back together")
    for each in challenge_calibration(results).bins:
        print(f"{each.low:.2f}–{each.high:.2f} {each.count:6} figures, mean {each.mean:.3f}, right {each.right:.3f}")


def write_into(path: Path, results: Sequence[Result]) -> None:
    words = CHINESE if path.name.endswith(".zh-CN.md") else ENGLISH
    text = path.read_text(encoding="utf-8")
    new, found = MARKS.subn(lambda marks: f"{marks[1]}{table(results, words)}\n{marks[2]}", text)
    if not found:
        raise SystemExit(f"{path} has no <!-- accuracy --> … <!-- /accuracy --> to write into")
    path.write_text(new, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="real reports and their gold")
    parser.add_argument("--into", type=Path, nargs="+", default=[], help="files whose table is to be renewed")
    options = parser.parse_args()
    if not options.shared.is_dir():
        print(f"{options.shared} is not here: the real reports are left out", file=sys.stderr)
        if options.into:
            raise SystemExit("the tables of the READMEs need the real reports; nothing was written")
    results = list(measure(options.shared))
    show(results)
    for path in options.into:
        write_into(path, results)


if __name__ == "__main__":
    main()
