"""``score`` and ``sample``: how right the figures are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report_miner.cli.output import Refusal, database, database_argument, one_sentence, print_table

if TYPE_CHECKING:
    from report_miner.scoring import Comparison, GoldFigure, Miss, Scores
    from report_miner.scoring.gold import Windows
    from report_miner.scoring.scores import Ratio

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("db", metavar="[DB]", required=False, type=_FILE)
@click.argument("gold", nargs=-1, type=_FILE)
@click.option("--windows", type=_FILE, help="Passages to score: document, start, end. 只在这些段落内评分。")
@click.option("--challenge", type=_FILE, help="Mine and score these passages instead of a database. 用挑战句评分。")
@click.option("--held-back", is_flag=True, help="Of the challenge the passages held back, totals alone. 只评保留部分。")
@click.option("--slices/--no-slices", default=True, help="Also by measure, modifier, list, table, subject. 分项。")
@click.option("--missed/--no-missed", default=True, help="List what was missed and why. 列出漏读及原因。")
def score(
    db: Path | None,
    gold: tuple[Path, ...],
    windows: Path | None,
    challenge: Path | None,
    held_back: bool,
    slices: bool,
    missed: bool,
) -> None:
    """Compare the figures of DB with GOLD labels: precision, recall, F1. 与标注对照评分。

    Or, with --challenge, those of single passages that carry their labels with them.
    """
    from report_miner import scoring

    if (challenge is None) == (db is None) or (challenge is None) != bool(gold):
        raise Refusal("请给出数据库和标注文件（report-miner score 数据库 标注…），或只给 --challenge 文件。")
    if challenge is not None:
        with one_sentence():
            passages = scoring.read_challenge(challenge, held_back=held_back)
        with closing(scoring.mine_challenge(passages)) as connection:
            # Whoever sees what was missed tunes for it: of the passages held back only totals are told.
            told = not held_back
            _score(connection, scoring.gold_of(passages), {}, told and slices, told and missed)
        return
    assert db is not None
    with database(db) as connection:
        scored = scoring.read_windows(windows) if windows else {}
        _score(connection, scoring.read_gold(gold), scored, slices, missed)


def _score(
    connection: sqlite3.Connection, gold: list[GoldFigure], windows: Windows, slices: bool, missed: bool
) -> None:
    from report_miner import scoring

    comparison = scoring.compare(gold, scoring.read_figures(connection, gold, windows))
    _print_scores(scoring.score(comparison))
    if slices:
        found = scoring.slices(comparison, scoring.read_texts(connection, gold))
        print_table(
            "分项 slices",
            ("类 slice", "", "标注 gold", "读出 found", "全对 strict"),
            [
                (each.kind, each.name, each.gold, each.found, f"{each.strict}（{each.strict / each.gold:.1%}）")
                for each in found
            ],
            right=(2, 3, 4),
        )
    if missed:
        _print_misses(scoring.misses(connection, comparison), comparison)


def _print_scores(scores: Scores) -> None:
    rows = [
        ("标注 gold", scores.gold),
        ("读出 predicted", scores.predicted),
        ("找到 found recall", f"{scores.found_recall:.4f}"),
        ("误报 false positives", f"{scores.false_positives}（{scores.false_positive_rate:.4f}）"),
        ("数值+单位对 value+unit right of found", f"{scores.value_unit_right:.4f}"),
        ("数值+单位 value+unit P/R/F1", _ratio(scores.value_unit)),
        ("全对 strict P/R/F1", _ratio(scores.strict)),
        (f"绩效链内 in chain（{scores.in_chain_gold}）strict P/R/F1", _ratio(scores.strict_in_chain)),
        *((f"　{name}", f"{share:.4f}") for name, share in scores.attributes.items()),
    ]
    print_table("评分 score", ("", ""), rows, right=(1,))


def _ratio(ratio: Ratio) -> str:
    return f"{ratio.precision:.4f} / {ratio.recall:.4f} / {ratio.f1:.4f}"


def _print_misses(missed: list[Miss], comparison: Comparison) -> None:
    if missed:
        print_table(
            f"漏读 missed（{len(missed)}）",
            ("编号", "文件", "位置", "原文", "原因"),
            [(m.figure.id, m.figure.document, m.figure.span.start, m.figure.raw, m.why) for m in missed],
        )
    if comparison.surplus:
        print_table(
            f"误报 false positives（{len(comparison.surplus)}）",
            ("文件", "位置", "原文", "指标"),
            [(each.document, each.span.start, each.raw, each.answers["measure"]) for each in comparison.surplus],
        )


@click.command()
@click.option("--n", "count", type=click.IntRange(min=1), default=200, show_default=True, help="How many. 抽取个数。")
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same figures. 随机种子。")
@click.option("--out", type=_FILE, default=Path("outputs/sample.xlsx"), show_default=True, help="Sheet. 核对表。")
@click.option("--read", "ticked", type=_FILE, help="Read a ticked sheet back. 读回已填的核对表。")
@database_argument
def sample(db: Path, count: int, seed: int, out: Path, ticked: Path | None) -> None:
    """Write a blind checking sheet of random figures, or read it back for precision. 抽样人工核对。"""
    from report_miner import scoring

    with database(db) as connection:
        if ticked is None:
            facts = scoring.draw(connection, count, seed)
            if not facts:
                raise Refusal(f"数据库 {db} 里没有数据可抽，请先运行 report-miner mine。")
            out.parent.mkdir(parents=True, exist_ok=True)
            scoring.write_sheet(facts, out)
            click.echo(f"已写出 {len(facts)} 个数据到 {out}，填好后运行：report-miner sample --read {out} {db}")
            return
        known = frozenset(row[0] for row in connection.execute("SELECT id FROM figure"))
        print_table(
            "人工核对 precision",
            ("项目", "对 right", "判 judged", "准确率", "95% 区间（Wilson）"),
            [
                (p.name, p.right, p.judged, f"{p.share:.1%}" if p.judged else "", f"{p.low:.1%}–{p.high:.1%}")
                for p in scoring.read_sheet(ticked, known)
            ],
            right=(1, 2, 3, 4),
        )
