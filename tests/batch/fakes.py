"""Workers that do as the text of a file tells them; importable by name, so that worker processes find them."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from hashlib import sha256

from report_miner import readers
from report_miner.batch import Outcome, Task
from report_miner.batch.pool import Lost
from report_miner.claims import claims_for
from report_miner.store import failed_rows, rows_of
from store.samples import mined


def obey(task: Task) -> Outcome:
    """Hang, crash, eat memory or raise where the text says so; else the figures of ``store.samples``."""
    try:
        data = task.source.load()
        digest = sha256(data).hexdigest()
        if digest == task.known_sha256:
            return Outcome(None)
        if not data:
            raise readers.ReadError(readers.issues.issue(readers.IssueKind.EMPTY_FILE, task.source.path))
    except readers.ReadError as error:
        return Outcome(failed_rows(task.source.path, "", [error.issue]), error.issue)
    text = data.decode()
    misbehave(text)
    said = claims_for(task.source.path, task.said)
    rows = rows_of(mined(text, task.source.path, said.unit or "陇县", "", said.year or "2023"))
    return Outcome(replace(rows, figures=rows.figures * 2) if "TWICE" in text else rows)


def misbehave(text: str) -> None:
    if "HANG" in text:
        time.sleep(600)
    if "CRASH" in text:
        os._exit(3)
    if "EAT" in text:
        bytearray(1 << 42)
    if "RAISE" in text:
        raise ValueError("a surprise")


def square(number: int) -> int:
    """For the pool alone: negative numbers misbehave."""
    misbehave({-1: "HANG", -2: "CRASH", -3: "EAT", -4: "RAISE"}.get(number, ""))
    return number * number


__all__ = ["Lost", "obey", "square"]
