"""Plain text → Document."""

from __future__ import annotations

from report_miner.model import Document, Medium
from report_miner.readers.issues import IssueKind, issue, refuse
from report_miner.readers.text import decode, normal_line_ends


def read_plain(data: bytes, path: str, sha256: str) -> Document:
    """Decode, drop the byte order mark, normalise line ends; nothing is stripped.  ``ReadError`` (binary)."""
    decoded = decode(data)
    if decoded is None:
        raise refuse(IssueKind.BINARY, path)
    text = normal_line_ends(decoded.text)
    if not text.strip():
        raise refuse(IssueKind.EMPTY_FILE, path)
    issues = (issue(IssueKind.DAMAGED_CHARACTERS, path, str(decoded.damaged)),) if decoded.damaged else ()
    return Document(path=path, sha256=sha256, medium=Medium.TXT, text=text, issues=issues)
