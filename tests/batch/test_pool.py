"""The pool loses no task: what hangs, crashes, eats memory or raises is named, all others get their result."""

from __future__ import annotations

import pytest

from report_miner.batch.pool import DEPTH, Limits, Lost, run_tasks

from .fakes import square

LIMITS = Limits(seconds=2.0, memory=1 << 30)


@pytest.mark.parametrize("workers", [1, 3])
def test_every_task_ends_once(workers: int) -> None:
    tasks = [1, -2, 2, -1, 3, -3, 4, -4, 5, *range(10, 40)]
    results = list(run_tasks(square, iter(tasks), workers, LIMITS))
    assert sorted(task for task, _ in results) == sorted(tasks)
    for task, result in results:
        if task > 0:
            assert result == task * task
        else:
            assert isinstance(result, Lost)
            assert result.reason == {-1: "timeout", -2: "crash", -3: "memory", -4: "error"}[task]


def test_tasks_are_drawn_as_there_is_room_for_them() -> None:
    """Peak memory stays flat: no more than a few tasks and results exist at a time."""
    drawn = 0

    def tasks():  # type: ignore[no-untyped-def]
        nonlocal drawn
        for number in range(1, 200):
            drawn += 1
            yield number

    for received, _ in enumerate(run_tasks(square, tasks(), 2, Limits()), 1):
        assert drawn <= received + 2 * DEPTH


def test_closing_early_ends_the_workers() -> None:
    results = run_tasks(square, iter(range(1, 1000)), 2, Limits())
    next(results)
    results.close()
    assert list(results) == []


def test_no_tasks_no_workers() -> None:
    assert list(run_tasks(square, iter([]), 4, Limits())) == []
