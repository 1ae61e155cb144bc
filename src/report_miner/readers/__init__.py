"""Bytes → Document: one module per format, one place (``sniff``) that chooses between them.

``discover`` walks what the user names, ``read`` turns one source into a ``Document`` or raises ``ReadError`` with
the one sentence that a finance office needs: which file, what is wrong, what to do.
"""

from report_miner.readers.discover import Source, Unreadable, discover
from report_miner.readers.issues import IssueKind, ReadError
from report_miner.readers.limits import Limits
from report_miner.readers.reading import read, read_bytes

__all__ = ["IssueKind", "Limits", "ReadError", "Source", "Unreadable", "discover", "read", "read_bytes"]
