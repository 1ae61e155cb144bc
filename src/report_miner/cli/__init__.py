"""The command line: thin, and quick to say what it can do."""

from __future__ import annotations

import click

from report_miner import __version__
from report_miner.cli.check import check
from report_miner.cli.correct import correct, corrections
from report_miner.cli.export import export_figures
from report_miner.cli.look import explain, show, trace
from report_miner.cli.measure import sample, score
from report_miner.cli.mine import mine
from report_miner.cli.patterns import patterns
from report_miner.cli.search import index, search


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="report-miner")
def main() -> None:
    """Read reports on budget performance into a database of figures. 预算绩效报告数据提取。"""


COMMANDS = (
    mine,
    show,
    trace,
    explain,
    check,
    correct,
    corrections,
    search,
    index,
    export_figures,
    score,
    sample,
    patterns,
)
for command in COMMANDS:
    main.add_command(command)
