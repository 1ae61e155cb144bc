"""Worker processes that may hang, crash or run out of memory without taking the batch with them.

Unlike the pools of the standard library, this one knows which task each worker is at, so it can kill a worker whose
task takes too long, name the task, and hand the tasks behind it to the replacement.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

DEPTH = 2
"""Tasks given to a worker at a time: it always has the next one at hand, and results never pile up."""

FALLBACK_WAIT = 5.0
"""Seconds between two looks at the workers where no deadline is nearer."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without a result: ``timeout``, ``crash`` (``detail``: exit code), ``memory`` or ``error`` (``detail``)."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """For each task: wall seconds and bytes of address space, 0 for none."""

    seconds: float = 0.0
    memory: int = 0


@dataclass(slots=True)
class _Worker(Generic[T]):
    process: BaseProcess
    connection: Connection
    tasks: deque[T] = field(default_factory=deque)
    since: float = 0.0


def run_tasks(
    function: Callable[[T], R],
    tasks: Iterator[T],
    workers: int,
    limits: Limits,
    starting: Callable[[T], None] = lambda task: None,
) -> Generator[tuple[T, R | Lost], None, None]:
    """Each task with its result, as they come; at most ``DEPTH`` tasks a worker are under way.

    ``function`` must be importable by name.  ``starting`` is told of each task handed out.  Closing the iterator
    ends the workers.
    """
    pool = _Pool(function, tasks, workers, limits, starting)
    try:
        yield from pool.results()
    finally:
        pool.close()


class _Pool(Generic[T, R]):
    def __init__(
        self,
        function: Callable[[T], R],
        tasks: Iterator[T],
        workers: int,
        limits: Limits,
        starting: Callable[[T], None],
    ) -> None:
        self._function = function
        self._tasks = tasks
        self._again: deque[T] = deque()
        self._most = max(workers, 1)
        self._limits = limits
        self._starting = starting
        self._workers: list[_Worker[T]] = []

    def results(self) -> Iterator[tuple[T, R | Lost]]:
        while True:
            self._hand_out()
            busy = [worker for worker in self._workers if worker.tasks]
            if not busy:
                return
            ready = wait([worker.connection for worker in busy], self._patience(busy))
            for worker in busy:
                if worker.connection in ready:
                    yield self._receive(worker)
                elif self._overdue(worker):
                    yield worker.tasks.popleft(), Lost("timeout")
                    self._retire(worker)

    def close(self) -> None:
        for worker in self._workers:
            self._stop(worker)
        self._workers.clear()

    def _hand_out(self) -> None:
        """Give each worker its share; a worker is started only when there is a task for it."""
        for depth in range(1, DEPTH + 1):
            for worker in self._workers:
                while len(worker.tasks) < depth and (task := self._next()) is not None:
                    self._send(worker, task)
            while depth == 1 and len(self._workers) < self._most and (task := self._next()) is not None:
                self._workers.append(self._start())
                self._send(self._workers[-1], task)

    def _next(self) -> T | None:
        return self._again.popleft() if self._again else next(self._tasks, None)

    def _send(self, worker: _Worker[T], task: T) -> None:
        if not worker.tasks:
            worker.since = time.monotonic()
        worker.tasks.append(task)
        self._starting(task)
        # A worker that died meanwhile is found out when its results are waited for.
        with contextlib.suppress(OSError):
            worker.connection.send(task)

    def _receive(self, worker: _Worker[T]) -> tuple[T, R | Lost]:
        task = worker.tasks.popleft()
        try:
            result: R | Lost = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join(1.0)
            self._retire(worker)
            return task, Lost("crash", str(worker.process.exitcode))
        worker.since = time.monotonic()
        return task, result

    def _patience(self, busy: list[_Worker[T]]) -> float:
        if not self._limits.seconds:
            return FALLBACK_WAIT
        nearest = min(worker.since for worker in busy) + self._limits.seconds - time.monotonic()
        return min(max(nearest, 0.0), FALLBACK_WAIT)

    def _overdue(self, worker: _Worker[T]) -> bool:
        limit = self._limits.seconds
        if not limit or time.monotonic() - worker.since < limit:
            return False
        return not worker.connection.poll()  # it may have finished while another result was being stored

    def _retire(self, worker: _Worker[T]) -> None:
        """End a worker and keep the tasks behind the one it failed at."""
        self._again.extend(worker.tasks)
        worker.tasks.clear()
        self._workers.remove(worker)
        self._stop(worker)

    def _start(self) -> _Worker[T]:
        # Never plain fork: the parent holds an open database and a progress bar's thread.
        ours, theirs = Pipe()
        process = _process(_work, (self._function, theirs, self._limits))
        process.start()
        theirs.close()
        return _Worker(process, ours)

    @staticmethod
    def _stop(worker: _Worker[T]) -> None:
        worker.process.kill()
        worker.process.join()
        worker.connection.close()


def _process(target: Callable[..., None], arguments: tuple[object, ...]) -> BaseProcess:
    """A process to start; where there is a fork server, it has packs and tables loaded already."""
    if sys.platform == "win32":
        return get_context("spawn").Process(target=target, args=arguments, daemon=True)
    context = get_context("forkserver")
    context.set_forkserver_preload(["report_miner.batch.warm"])
    return context.Process(target=target, args=arguments, daemon=True)


def _work(function: Callable[[T], R], connection: Connection, limits: Limits) -> None:
    """What a worker process does until its pipe closes."""
    # Ctrl-C goes to the whole group of processes; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(limits.memory)
    while True:
        try:
            task: T = connection.recv()
        except (EOFError, OSError):
            return
        _set_alarm(limits.seconds)
        result = _attempt(function, task)
        _set_alarm(0)
        try:
            connection.send(result)
        except OSError:
            return


def _attempt(function: Callable[[T], R], task: T) -> R | Lost:
    try:
        return function(task)
    except MemoryError:
        return Lost("memory")
    except Exception as error:  # one document's surprise must not end the batch
        return Lost("error", f"{type(error).__name__}: {error}")


def _set_alarm(seconds: float) -> None:
    """End this worker long after its parent should have: it may hang while the parent was killed.  0: no more."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds and 2 * seconds + 10)


def _limit_memory(limit: int) -> None:
    if not limit or sys.platform == "win32":
        return
    import resource  # not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
