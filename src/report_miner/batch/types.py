"""What a batch is asked for, what it says while it works, and what it reports at the end."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Protocol

from report_miner.claims import Manifest
from report_miner.model import Claims, Issue
from report_miner.readers import Source
from report_miner.store import DocumentRows, Fingerprint


def default_workers() -> int:
    """All cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Options:
    """How to mine.

    ``time_limit`` seconds and ``memory_limit`` bytes hold for each document, 0 for none; ``again`` reads unchanged
    files too, ``retry`` those that failed; ``manifest`` overrides what file names say of unit and year.
    """

    workers: int = field(default_factory=default_workers)
    time_limit: float = 120.0
    memory_limit: int = 2 << 30
    again: bool = False
    retry: bool = False
    manifest: Manifest = field(default_factory=Manifest)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read: ``message`` is one sentence that says why and what to do."""

    path: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Summary:
    """How a batch ended.  ``duplicates`` are files whose bytes are stored under another path (they count as read)."""

    read: int = 0
    unchanged: int = 0
    duplicates: int = 0
    figures: int = 0
    failures: tuple[Failure, ...] = ()
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """0: every file was read; 1: some failed or were not reached."""
        return 1 if self.failures or self.interrupted else 0


class Observer(Protocol):
    """Who wants to follow: a progress bar, a log."""

    def started(self, total: int) -> None:
        """``total`` files were found, unchanged ones included."""

    def working(self, path: str) -> None:
        """A worker was given ``path``."""

    def finished(self, path: str, failure: Failure | None) -> None:
        """``path`` was stored, found unchanged, or failed."""


class Silent:
    """An observer that says nothing."""

    def started(self, total: int) -> None:
        """Nothing."""

    def working(self, path: str) -> None:
        """Nothing."""

    def finished(self, path: str, failure: Failure | None) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file for a worker; ``said`` is what the manifest says of it.

    ``known_sha256`` is set where the same bytes need not be read again.
    """

    source: Source
    said: Claims | None
    fingerprint: Fingerprint
    known_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker made of a file: rows to store, or ``None`` where the bytes are the known ones."""

    rows: DocumentRows | None
    failure: Issue | None = None
