"""The SQLite database of figures: schema, migrations, contract views, writing and reading back."""

from report_miner.store.corrections import (
    Correction,
    add_correction,
    orphaned,
    read_corrections,
    withdraw_correction,
)
from report_miner.store.database import open_database, open_readonly
from report_miner.store.errors import StoreError, explain
from report_miner.store.facts import (
    CORRECTABLE,
    Fact,
    StoredActivity,
    StoredDocument,
    read_activities,
    read_documents,
    read_fact,
    read_facts,
)
from report_miner.store.findings import read_findings, write_findings
from report_miner.store.linking import link_documents
from report_miner.store.rows import DocumentRows, failed_rows, rows_of
from report_miner.store.runs import Ending, Tally, begin_run, end_run, last_run_finished
from report_miner.store.search import Hit, build_index, search
from report_miner.store.writing import (
    Fingerprint,
    Stamp,
    Stored,
    Written,
    bulk,
    stored_files,
    touch,
    write_document,
)

__all__ = [
    "CORRECTABLE",
    "Correction",
    "DocumentRows",
    "Ending",
    "Fact",
    "Fingerprint",
    "Hit",
    "Stamp",
    "StoreError",
    "Stored",
    "StoredActivity",
    "StoredDocument",
    "Tally",
    "Written",
    "add_correction",
    "begin_run",
    "build_index",
    "bulk",
    "end_run",
    "explain",
    "failed_rows",
    "last_run_finished",
    "link_documents",
    "open_database",
    "open_readonly",
    "orphaned",
    "read_activities",
    "read_corrections",
    "read_documents",
    "read_fact",
    "read_facts",
    "read_findings",
    "rows_of",
    "search",
    "stored_files",
    "touch",
    "withdraw_correction",
    "write_document",
    "write_findings",
]
