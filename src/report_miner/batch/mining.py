"""Many documents: find what changed, mine it in worker processes, write it from this one process alone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection, Error, IntegrityError

from report_miner import readers, store
from report_miner._version import __version__
from report_miner.batch.pool import Limits, Lost, run_tasks
from report_miner.batch.types import Failure, Observer, Options, Outcome, Silent, Summary, Task
from report_miner.model import Claims, Issue
from report_miner.readers import Source, Unreadable
from report_miner.store import DocumentRows, Fingerprint, Stamp, Stored, Written

Worker = Callable[[Task], Outcome]

_QUARANTINE = {
    "timeout": "处理“{path}”超过 {seconds:g} 秒仍未完成，已跳过，请检查文件，或放宽 --time-limit 并加 --retry 重试。",
    "memory": "处理“{path}”所需内存超过上限，已跳过，请拆分文件，或放宽 --memory-limit 并加 --retry 重试。",
    "crash": "处理“{path}”时程序意外退出（代码 {detail}），已跳过，请另存为其他格式后重试。",
    "error": "处理“{path}”时程序出错（{detail}），已跳过，请把该文件反馈给维护人员。",
}

_TRANSIENT = frozenset({"missing", "no_permission", "unreadable", "needs_conversion", "conversion_failed", "error"})
"""Failures whose cause may have gone though the file is unchanged; all others meet the same end again."""

_UNSEEN = frozenset({"missing", "no_permission", "unreadable"})
"""Failures of the file system: what was read from the file earlier stays."""


def current_stamp() -> Stamp:
    """The version and pack hash that rows written now carry."""
    from report_miner.packs import load_pack

    return Stamp(__version__, load_pack().hash)


def mine_paths(
    paths: Sequence[Path],
    database: Path,
    options: Options | None = None,
    observer: Observer | None = None,
    worker: Worker | None = None,
) -> Summary:
    """Mine files and folders into ``database``; files that did not change are passed over.

    Every file ends as read or as a failure with its reason, in the database too.  Ctrl-C ends the batch after the
    document being written; the next run continues.  Raises StoreError where the database cannot be used.
    """
    with closing(store.open_database(database)) as connection:
        batch = _Batch(connection, options or Options(), observer or Silent(), current_stamp())
        try:
            with store.bulk(connection):
                return batch.run(paths, worker or _default_worker())
        except Error as error:
            raise store.explain(error, database) from error


def _default_worker() -> Worker:
    from report_miner.batch.work import process  # loads readers and pipeline

    return process


@dataclass(slots=True)
class _Batch:
    connection: Connection
    options: Options
    observer: Observer
    stamp: Stamp
    known: dict[str, Stored] = field(default_factory=dict)
    changed: bool = False
    read: int = 0
    unchanged: int = 0
    duplicates: int = 0
    figures: int = 0
    failures: list[Failure] = field(default_factory=list)

    def run(self, paths: Sequence[Path], worker: Worker) -> Summary:
        begun = time.monotonic()
        # Links between documents are made at the end of a run; one that did not get there left them to us.
        self.changed = not store.last_run_finished(self.connection)
        run = store.begin_run(self.connection, self.stamp, _options_json(self.options), _now())
        interrupted = False
        try:
            self._mine(paths, worker)
        except KeyboardInterrupt:
            interrupted = True
        summary = Summary(
            self.read,
            self.unchanged,
            self.duplicates,
            self.figures,
            tuple(sorted(self.failures, key=lambda failure: failure.path)),
            time.monotonic() - begun,
            interrupted,
        )
        ending = store.Ending("interrupted" if interrupted else "finished", _now(), summary.seconds)
        tally = store.Tally(summary.read, summary.unchanged, len(summary.failures))
        store.end_run(self.connection, run, ending, tally)
        return summary

    def _mine(self, paths: Sequence[Path], worker: Worker) -> None:
        found = list(readers.discover(paths))
        self.observer.started(len(found))
        self.known = {stored.fingerprint.path: stored for stored in store.stored_files(self.connection)}
        limits = Limits(self.options.time_limit, self.options.memory_limit)
        # The largest first: what is left at the end, when workers run out of tasks, is soon done.
        tasks = self._tasks(sorted(found, key=_size, reverse=True))
        # Fewer tasks than workers start fewer workers; the pool asks for tasks only as it has room for them.
        results = run_tasks(worker, tasks, self.options.workers, limits, self._working)
        with closing(results):
            for task, outcome in results:
                self._store(task, outcome)
        if self.changed:
            store.link_documents(self.connection)

    def _working(self, task: Task) -> None:
        self.observer.working(task.source.path)

    def _tasks(self, found: Iterable[Source | Unreadable]) -> Iterator[Task]:
        for item in found:
            if isinstance(item, Unreadable):
                self._fail(item.path, item.issue, Fingerprint(item.path, -1, -1, ""))
                continue
            task = self._task(item)
            if task is not None:
                yield task

    def _task(self, source: Source) -> Task | None:
        """The work to do for ``source``; ``None`` where it is unchanged."""
        stored = self.known.get(source.path)
        said = self.options.manifest.claims(source.path)
        fingerprint = _fingerprint(source, said)
        fresh = stored is not None and stored.stamp == self.stamp and not self.options.again
        if stored is not None and fresh and stored.fingerprint == fingerprint and self._pass_over(source, stored):
            return None
        same_claims = stored is not None and stored.fingerprint.claims == fingerprint.claims
        known = stored.sha256 if stored and fresh and same_claims and stored.status == "read" else ""
        if stored is not None and stored.fingerprint.mtime_ns == -1:
            known = ""  # the document changed its name: read it for what the new name says
        return Task(source, said, fingerprint, known)

    def _pass_over(self, source: Source, stored: Stored) -> bool:
        if stored.status == "read":
            self.unchanged += 1
            self.observer.finished(source.path, None)
            return True
        kind, _, message = stored.failure.partition(" ")
        if kind in _TRANSIENT or self.options.retry:
            return False
        self._failed(Failure(source.path, kind, message))
        return True

    def _store(self, task: Task, outcome: Outcome | Lost) -> None:
        path = task.source.path
        if isinstance(outcome, Lost):
            sentence = _QUARANTINE[outcome.reason]
            message = sentence.format(path=path, seconds=self.options.time_limit, detail=outcome.detail)
            self._fail(path, Issue(outcome.reason, message), task.fingerprint)
        elif outcome.rows is None:
            store.touch(self.connection, task.fingerprint)
            self.unchanged += 1
            self.observer.finished(path, None)
        elif outcome.failure is not None:
            self._fail(path, outcome.failure, task.fingerprint, outcome.rows)
        else:
            self._store_read(task, outcome.rows)

    def _store_read(self, task: Task, rows: DocumentRows) -> None:
        try:
            written = self._write(rows, task.fingerprint)
        except IntegrityError as error:
            # One quantity told twice, a code without a label: a fault of ours that must cost one document, not all.
            self._store(task, Lost("error", str(error)))
            return
        self.read += 1
        self.duplicates += written is Written.SAME_BYTES
        self.figures += len(rows.figures) if written is not Written.SAME_BYTES else 0
        self.observer.finished(task.source.path, None)

    def _write(self, rows: DocumentRows, fingerprint: Fingerprint) -> Written:
        self.changed = True
        return store.write_document(self.connection, rows, fingerprint, self.stamp)

    def _fail(self, path: str, issue: Issue, fingerprint: Fingerprint, rows: DocumentRows | None = None) -> None:
        stored = self.known.get(path)
        said_before = stored is not None and stored.fingerprint == fingerprint and stored.stamp == self.stamp
        said_before = said_before and stored is not None and stored.failure == f"{issue.kind} {issue.message}"
        kept = issue.kind in _UNSEEN and stored is not None and stored.status == "read"
        # A path that leads nowhere is a slip of the pen, not a document.
        if issue.kind != "missing" and not said_before and not kept:
            self._write(rows or store.failed_rows(path, "", [issue]), fingerprint)
        self._failed(Failure(path, issue.kind, issue.message))

    def _failed(self, failure: Failure) -> None:
        self.failures.append(failure)
        self.observer.finished(failure.path, failure)


def _size(item: Source | Unreadable) -> int:
    return item.size if isinstance(item, Source) else 0


def _fingerprint(source: Source, said: Claims | None) -> Fingerprint:
    words = f"{said.unit}\t{said.year}" if said else ""
    return Fingerprint(source.path, source.size, round(source.modified * 1e9), words)


def _options_json(options: Options) -> str:
    return json.dumps(
        {
            "workers": options.workers,
            "time_limit": options.time_limit,
            "memory_limit": options.memory_limit,
            "again": options.again,
            "manifest": len(options.manifest),
        }
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
