"""What a worker does with one file: bytes → Document → Outline → Mined → rows."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

from report_miner import pipeline, readers
from report_miner.batch.types import Outcome, Task
from report_miner.claims import claims_for
from report_miner.store import failed_rows, rows_of

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
"""A scan or a garbled text layer may yield page numbers and rubbish; a report that was read yields Chinese."""


def process(task: Task) -> Outcome:
    """Read and mine one file.  Never raises for a bad file; what it raises otherwise is the pool's to report."""
    source = task.source
    digest = ""
    try:
        data = source.load()
        digest = sha256(data).hexdigest()
        if digest == task.known_sha256:
            return Outcome(None)
        document = readers.read_bytes(data, source.path)
    except readers.ReadError as error:
        return Outcome(failed_rows(source.path, digest, [error.issue]), error.issue)
    if document.issues and not _CHINESE.search(document.text):
        return Outcome(failed_rows(source.path, digest, document.issues), document.issues[0])
    return Outcome(rows_of(pipeline.mine(replace(document, claims=claims_for(source.path, task.said)))))
