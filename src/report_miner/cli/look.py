"""``show``, ``trace`` and ``explain``: what is in a database, where a figure comes from, what a sentence says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report_miner.cli.output import Refusal, database, database_argument, one_figure, one_sentence, print_table

if TYPE_CHECKING:
    from report_miner.model import Span, Via
    from report_miner.store import Correction, Fact

ATTRIBUTES = {
    "value": "数值",
    "unit": "单位",
    "counted": "计数对象",
    "subject": "主体",
    "subject_code": "区划代码",
    "period_start": "起始年度",
    "period_end": "截止年度",
    "modifier": "修饰",
    "measure": "指标",
    "stage": "环节",
    "outcome": "结果",
    "scope": "范围",
    "actor": "组织方",
    "period_part": "年度部分",
    "period_basis": "年度口径",
}
"""What reviewers call the attributes that they correct."""

CONTEXT = 60
"""Characters of the source shown on each side of a figure."""


@click.command()
@database_argument
@click.option("--document", "wanted", help="List the figures of this document. 列出某份报告的数据。")
@click.option("--issues", is_flag=True, help="List what a person should know about our reading. 列出读取问题。")
def show(db: Path, wanted: str | None, issues: bool) -> None:
    """Show what is in a database: documents, or the figures of one. 查看数据库内容。"""
    with database(db) as connection:
        if wanted:
            _show_document(connection, _document(connection, wanted))
        else:
            _show_documents(connection, db)
        if issues or wanted:
            _show_issues(connection, _document(connection, wanted) if wanted else None)


def _show_documents(connection: sqlite3.Connection, db: Path) -> None:
    """One line a document; what a resubmission supersedes stands right below it."""
    rows = connection.execute(
        "SELECT d.path, d.unit, d.year, (SELECT COUNT(*) FROM figure f WHERE f.document = d.id) AS figures,"
        " (SELECT COUNT(*) FROM issue i WHERE i.document = d.id) AS issues, d.status, COALESCE(n.path, '') AS newer,"
        " (SELECT GROUP_CONCAT(p.path, '、') FROM document_path p WHERE p.document = d.id AND p.path <> d.path)"
        " AS twins"
        " FROM document d LEFT JOIN document n ON n.id = d.superseded_by"
        " ORDER BY COALESCE(n.path, d.path), d.superseded_by IS NOT NULL, d.path"
    ).fetchall()
    print_table(
        f"{db}：{len(rows)} 份报告，{sum(row['figures'] for row in rows)} 个数据",
        ("文件 document", "单位 unit", "年度 year", "数据 figures", "问题 issues", "备注 notes"),
        [(*tuple(row)[:5], _notes(row)) for row in rows],
        right=(3, 4),
    )


def _notes(row: sqlite3.Row) -> str:
    notes = (
        "未能读取" if row["status"] == "failed" else "",
        f"已被 {row['newer']} 取代" if row["newer"] else "",
        f"内容相同的还有 {row['twins']}" if row["twins"] else "",
    )
    return "；".join(note for note in notes if note)


def _document(connection: sqlite3.Connection, wanted: str) -> str:
    """The stored path that ``wanted`` means: the path itself, or the only one that contains it."""
    paths = [row[0] for row in connection.execute("SELECT path FROM document ORDER BY path")]
    if wanted in paths:
        return wanted
    found = [path for path in paths if wanted in path]
    if len(found) == 1:
        return str(found[0])
    if found:
        raise Refusal(f"“{wanted}”对应多份报告（{'、'.join(found[:5])}），请写全文件名。")
    raise Refusal(f"数据库里没有“{wanted}”，请用 report-miner show 查看文件名。")


def _show_document(connection: sqlite3.Connection, path: str) -> None:
    from report_miner import store
    from report_miner.store.labels import chinese
    from report_miner.store.text import years

    facts = store.read_facts(connection, path)
    print_table(
        f"{path}：{len(facts)} 个数据",
        ("编号 id", "页", "原文 raw", "指标 measure", "环节 stage", "结果", "主体 subject", "年度", "把握"),
        [
            (
                fact.id,
                fact.page or "",
                fact.raw + ("（已更正）" if fact.corrected else ""),
                chinese("measure", fact.measure),
                chinese("stage", fact.stage),
                chinese("outcome", fact.outcome),
                fact.subject,
                years(fact.period_start, fact.period_end),
                f"{fact.confidence:.2f}",
            )
            for fact in facts
        ],
        right=(1, 8),
    )
    corrected = correction_rows(store.read_corrections(connection, path))
    if corrected:
        columns = ("序号", "编号 id", "文件", "原文 raw", "更正 correction", "审核人", "时间", "说明")
        print_table(f"审核人员更正 {len(corrected)} 条", columns, corrected, right=(0,))


def correction_rows(told: Iterable[Correction]) -> list[tuple[object, ...]]:
    """Corrections for a table: number, figure, document, what is printed, what it should read, who, when, why."""
    from report_miner.store.labels import LOOKUPS, chinese

    def says(correction: Correction) -> str:
        if correction.attribute == "figure":
            return "剔除"
        coded = correction.attribute in dict(LOOKUPS)
        value = chinese(correction.attribute, correction.value) if coded else correction.value
        return f"{ATTRIBUTES[correction.attribute]} → {value or '（无）'}"

    return [
        (
            each.number,
            each.figure or "（找不到原数据）",
            each.document,
            each.raw,
            says(each),
            each.author,
            each.made_at,
            each.note,
        )
        for each in told
    ]


def _show_issues(connection: sqlite3.Connection, path: str | None) -> None:
    rows = connection.execute(
        "SELECT d.path, COALESCE(i.page, ''), i.title FROM issue i JOIN document d ON d.id = i.document"
        " WHERE ? IS NULL OR d.path = ? ORDER BY d.path, i.id",
        (path, path),
    ).fetchall()
    if rows:
        print_table(f"{len(rows)} 个读取问题", ("文件", "页", "说明"), rows, right=(1,))


@click.command()
@database_argument
@click.argument("figure")
def trace(db: Path, figure: str) -> None:
    """Show where FIGURE (an id, or its beginning) comes from and why it reads as it does. 追溯一个数据。"""
    from report_miner import store

    with database(db) as connection:
        chosen = one_figure(connection, figure)
        fact = store.read_fact(connection, chosen)
        if fact is None:
            raise Refusal(f"数据 {chosen} 已由审核人员剔除，请用 report-miner corrections {db} 查看。")
        text = connection.execute("SELECT text FROM document WHERE id = ?", (fact.document_id,)).fetchone()[0]
        for line in _trace_lines(fact, text):
            click.echo(line)


def _trace_lines(fact: Fact, text: str) -> list[str]:
    from report_miner.store.labels import WAYS, chinese
    from report_miner.store.text import marked, place, plain, years

    def because(via: Via, evidence: Span | None) -> str:
        words = "".join(text[evidence.start : evidence.end].split()) if evidence else ""
        return f"  [{WAYS[via]}" + (f"：“{words}”，第{evidence.start}字]" if evidence and words else "]")

    start, end = fact.span
    around = text[max(start - CONTEXT, 0) : start] + "【" + text[start:end] + "】" + text[end : end + CONTEXT]
    outcome = chinese("outcome", fact.outcome)
    lines = [
        f"{fact.raw}  =  {plain(fact.value)} {fact.unit}（{chinese('modifier', fact.modifier)}）",
        f"文件：{fact.document}，{place(fact.page, fact.span)}",
        f"句子：{marked(fact.quote, fact.quote_at, fact.raw)}",
        f"原文：…{around}…",
        f"指标：{chinese('measure', fact.measure)} {fact.measure.value}",
        f"环节：{chinese('stage', fact.stage)} {fact.stage.value}{because(fact.stage_via, fact.stage_evidence)}",
        f"结果：{outcome} {fact.outcome.value}" if outcome else "结果：（无）",
        f"主体：{fact.subject} {fact.subject_code}{because(fact.subject_via, fact.subject_evidence)}",
        f"年度：{years(fact.period_start, fact.period_end)}{because(fact.period_via, fact.period_evidence)}",
        f"规则：{fact.rule}",
        f"次选：{fact.runner_up or '（无）'}",
        f"把握：{fact.confidence:.2f}",
    ]
    if fact.scope:
        lines.append(f"范围：{chinese('scope', fact.scope)}{because(fact.scope_via, None)}")
    if fact.actor:
        lines.append(f"组织：{chinese('actor', fact.actor)}{because(fact.actor_via, None)}")
    if fact.activity:
        lines.append(f"活动：{fact.activity}" + (f"（上级 {fact.parent}）" if fact.parent else ""))
    if fact.corrected:
        changed = "、".join(ATTRIBUTES[name] for name in ATTRIBUTES if name in fact.corrected)
        lines.append(f"更正：审核人员改过{changed}")
    return lines


@click.command()
@click.argument("text")
@click.option("--unit", default="", help="Reporting unit. 报送单位。")
@click.option("--year", default="", help="Year of the report. 报告年度。")
@click.option("--pack", type=click.Path(path_type=Path, file_okay=False), help="Another pattern pack. 另用模式包。")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs. 输出JSON。")
def explain(text: str, unit: str, year: str, pack: Path | None, as_json: bool) -> None:
    """Show what is read out of TEXT, and by which rule. 说明一句话怎样被读出。"""
    from report_miner import explain as explaining  # loads the rules

    with one_sentence():
        told = explaining.explain(text, unit, year, pack)
    if as_json:
        click.echo(told.as_json())
        return
    for grid in explaining.grids(told):
        print_table(grid.title, grid.columns, grid.rows, right=grid.right)
