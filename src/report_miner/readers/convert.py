"""Old office formats → Document by way of LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from report_miner.readers.issues import IssueKind, refuse

TIMEOUT = 120.0
"""Seconds that a conversion may take."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What LibreOffice is to make of a format: the extension it reads by, the one it writes, the format's name."""

    source: str
    target: str
    name: str


def convert(data: bytes, path: str, conversion: Conversion, timeout: float = TIMEOUT) -> bytes:
    """The converted file's bytes.

    Each run has a folder and a LibreOffice profile of its own, so that workers do not wait for each other and a
    user's open LibreOffice is left alone.  Raises ``ReadError`` (needs_conversion where it is not installed,
    conversion_failed).
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise refuse(IssueKind.NEEDS_CONVERSION, path, conversion.name)
    with tempfile.TemporaryDirectory(prefix="report-miner-") as folder:
        given = Path(folder, f"report.{conversion.source}")
        given.write_bytes(data)
        made = Path(folder, "out", f"report.{conversion.target}")
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            conversion.target,
            "--outdir",
            str(made.parent),
            str(given),
        ]
        try:
            _run(command, timeout)
            return made.read_bytes()
        except subprocess.TimeoutExpired as error:
            raise refuse(IssueKind.CONVERSION_FAILED, path, f"超过{timeout:.0f}秒") from error
        except OSError as error:
            raise refuse(IssueKind.CONVERSION_FAILED, path, "没有生成文件") from error


def _run(command: list[str], timeout: float) -> None:
    """Run to the end or kill: the launcher starts the office program as a child, so its whole group goes."""
    own_group = os.name == "posix"
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=own_group
    ) as process:
        try:
            process.wait(timeout)
        except BaseException:
            if own_group:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            raise
