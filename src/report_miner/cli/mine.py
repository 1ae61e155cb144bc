"""``report-miner mine``: a folder in, a database out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report_miner.cli.output import Refusal, console, one_sentence, print_table

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from report_miner.batch import Failure, Options, Summary

SHOWN = 40
"""Characters of the current file's path beside the bar: a longer line would wrap and break it."""


@click.command()
@click.argument("reports", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("outputs/reports.db"),
    show_default=True,
    help="Database to write. 数据库文件。",
)
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes; default: all cores. 并行进程数。")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    default=120.0,
    show_default=True,
    help="Seconds for each document, 0: none. 每份文件时限（秒）。",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(min=0),
    default=2048,
    show_default=True,
    help="Megabytes for each document, 0: none. 每份文件内存上限（MB）。",
)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    help="CSV with file, unit, year that overrides file names. 文件清单（文件、单位、年度）。",
)
@click.option("--again", is_flag=True, help="Read unchanged files too. 未变动的文件也重新读取。")
@click.option("--retry", is_flag=True, help="Try unchanged files that failed once more. 重试上次失败的文件。")
@click.option("--quiet", is_flag=True, help="No progress bar. 不显示进度。")
def mine(reports: tuple[Path, ...], db: Path, manifest: Path | None, quiet: bool, **limits: float) -> None:
    """Read REPORTS (files and folders) into a database; again: only what changed. 读取报告入库。

    Exit code 0: all were read; 1: some failed (listed with the reason); 2: the command itself was wrong.
    """
    from report_miner.batch import Silent, mine_paths  # loads readers and rules

    with one_sentence():
        options = _options(manifest, limits)
        if quiet or not sys.stderr.isatty():
            summary = mine_paths(reports, db, options, Silent())
        else:
            with Bar() as bar:
                summary = mine_paths(reports, db, options, bar)
    _report(summary, db)
    if summary.exit_code:
        raise SystemExit(summary.exit_code)


def _options(manifest: Path | None, limits: dict[str, float]) -> Options:
    from report_miner.batch import Options
    from report_miner.batch.types import default_workers
    from report_miner.claims import Manifest, read_manifest

    return Options(
        workers=int(limits["workers"] or default_workers()),
        time_limit=limits["time_limit"],
        memory_limit=int(limits["memory_limit"]) << 20,
        again=bool(limits["again"]),
        retry=bool(limits["retry"]),
        manifest=Manifest(read_manifest(manifest)) if manifest else Manifest(),
    )


class Bar:
    """A progress bar with counts and the current file, on the terminal's error stream."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self._failed = 0
        self._progress: Progress = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[failed]}{task.description}"),
            console=console(stderr=True),
            transient=True,
        )
        self._task: TaskID = self._progress.add_task("", total=None, failed="")

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def started(self, total: int) -> None:
        """How many files there are."""
        self._progress.update(self._task, total=total)

    def working(self, path: str) -> None:
        """Show the file that a worker was given."""
        from rich.markup import escape

        shown = path if len(path) <= SHOWN else "…" + path[-SHOWN:]
        self._progress.update(self._task, description=escape(shown))

    def finished(self, path: str, failure: Failure | None) -> None:
        """Count it, and count failures visibly."""
        self._failed += failure is not None
        self._progress.update(self._task, advance=1, failed=f"失败 {self._failed}  " if self._failed else "")


def _report(summary: Summary, db: Path) -> None:
    rows = [
        ("读取 read", summary.read),
        ("　其中内容相同 same bytes", summary.duplicates),
        ("未变动 unchanged", summary.unchanged),
        ("失败 failed", len(summary.failures)),
        ("数据 figures", summary.figures),
    ]
    print_table(f"{db}（{summary.seconds:.1f} 秒）", ("", "个数 count"), rows, right=(1,))
    if summary.failures:
        print_table("未能读取 failed", ("文件", "原因与办法"), [(f.path, f.message) for f in summary.failures])
    if summary.interrupted:
        click.echo("已中断：已写入的内容完好，再次运行同一命令即可继续。", err=True)
    if not (summary.read or summary.unchanged or summary.failures or summary.interrupted):
        raise Refusal("没有找到可读的文件，请核对路径。")
