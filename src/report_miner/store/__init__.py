"""The SQLite database of figures: schema, migrations, contract views, writing and reading back."""

from report_miner.store.database import open_database, open_readonly
from report_miner.store.errors import StoreError
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
from report_miner.store.rows import DocumentRows, failed_rows, rows_of

__all__ = [
    "CORRECTABLE",
    "DocumentRows",
    "Fact",
    "StoreError",
    "StoredActivity",
    "StoredDocument",
    "failed_rows",
    "open_database",
    "open_readonly",
    "read_activities",
    "read_documents",
    "read_fact",
    "read_facts",
    "read_findings",
    "rows_of",
    "write_findings",
]
