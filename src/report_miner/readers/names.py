"""File names: which to pass over, and how to show those that are not UTF-8."""

from __future__ import annotations

import os

from report_miner.readers.text import likely_encodings

_SKIPPED = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


def skipped(name: str) -> bool:
    """Whether a file or folder of this name is never a report: hidden, Office lock files, thumbnails, README.md."""
    hidden = name.startswith((".", "~$")) and name not in (".", "..")
    return hidden or name.lower() in _SKIPPED or name.lower().split(".")[0] == "readme"


def legible(name: bytes) -> str:
    """A file name from its bytes: UTF-8 or GB18030, else with replacement characters."""
    for encoding in likely_encodings(name):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", errors="replace")


def shown_name(name: str) -> str:
    """A name from the file system without lone surrogates (names written under GBK on another machine)."""
    return legible(os.fsencode(name)) if any("\ud800" <= character < "\ue000" for character in name) else name
