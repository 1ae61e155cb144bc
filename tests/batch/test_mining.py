"""A folder as it arrives: each file ends as read or as failed with a reason, and nothing is done twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from report_miner import store
from report_miner.batch import Failure, Options, Summary, mine_paths, mining
from report_miner.claims import Manifest, ManifestRow
from report_miner.store import Stamp

from .fakes import obey

GOOD = {
    "陇县2023年.txt": "陇县评审项目12个，送审1200.50万元，审定1000万元。",
    "宝鸡市/麟游县2022年.txt": "评审项目7个，送审90万元。",
    "c.txt": "评审项目3个。",
    "d.txt": "评审项目4个。",
}
OPTIONS = Options(workers=2, time_limit=2.0, memory_limit=1 << 30)


@pytest.fixture(autouse=True)
def stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mining, "current_stamp", lambda: Stamp("1", "packs"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "reports"
    for name, text in GOOD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def mine(folder: Path, options: Options = OPTIONS, database: str = "test.db") -> Summary:
    return mine_paths([folder], folder.parent / database, options, worker=obey)


def rows(folder: Path, query: str, database: str = "test.db") -> list[tuple[object, ...]]:
    connection = store.open_readonly(folder.parent / database)
    found = [tuple(row) for row in connection.execute(query)]
    connection.close()
    return found


def test_reads_all_then_passes_over_what_did_not_change(folder: Path) -> None:
    first = mine(folder)
    assert (first.read, first.unchanged, first.failures, first.exit_code) == (4, 0, (), 0)
    before = rows(folder, "SELECT * FROM figure ORDER BY id")
    again = mine(folder)
    assert (again.read, again.unchanged) == (0, 4)
    assert rows(folder, "SELECT * FROM figure ORDER BY id") == before


def test_reads_only_the_changed_file(folder: Path) -> None:
    mine(folder)
    (folder / "c.txt").write_text("评审项目30个。", encoding="utf-8")
    summary = mine(folder)
    assert (summary.read, summary.unchanged) == (1, 3)
    assert rows(folder, "SELECT value FROM figure_flat WHERE document = 'c.txt'") == [("30",)]


def test_a_touched_file_is_hashed_not_mined(folder: Path) -> None:
    mine(folder)
    os.utime(folder / "c.txt", (1, 1))
    summary = mine(folder)
    assert (summary.read, summary.unchanged) == (0, 4)
    assert rows(folder, "SELECT mtime_ns FROM document_path WHERE path = 'c.txt'") == [(1_000_000_000,)]


def test_new_packs_or_version_read_everything_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine(folder)
    monkeypatch.setattr(mining, "current_stamp", lambda: Stamp("1", "other packs"))
    assert mine(folder).read == 4
    assert mine(folder).unchanged == 4
    assert mine(folder, replace(OPTIONS, again=True)).read == 4


def test_names_and_manifest_reach_the_document(folder: Path) -> None:
    """File and folder names are evidence; the manifest overrides them, and a changed manifest is a reason to read."""
    mine(folder)
    found = dict(rows(folder, "SELECT path, unit || year FROM document"))
    assert found["宝鸡市/麟游县2022年.txt"] == "麟游县2022" and found["陇县2023年.txt"] == "陇县2023"
    manifest = Manifest([ManifestRow("麟游县2022年.txt", "扶风县", "2021")])
    summary = mine(folder, replace(OPTIONS, manifest=manifest))
    assert (summary.read, summary.unchanged) == (1, 3)
    assert dict(rows(folder, "SELECT path, unit || year FROM document"))["宝鸡市/麟游县2022年.txt"] == "扶风县2021"


def test_quarantines_what_misbehaves_and_reads_the_rest(folder: Path) -> None:
    for name in ("HANG", "CRASH", "EAT", "RAISE"):
        (folder / f"{name}.txt").write_text(name, encoding="utf-8")
    (folder / "TWICE.txt").write_text("TWICE：评审项目6个。", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    summary = mine(folder)
    assert (summary.read, summary.exit_code) == (4, 1)
    assert [(failure.path, failure.kind) for failure in summary.failures] == [
        ("CRASH.txt", "crash"),
        ("EAT.txt", "memory"),
        ("HANG.txt", "timeout"),
        ("RAISE.txt", "error"),
        ("TWICE.txt", "error"),
        ("empty.txt", "empty_file"),
    ]
    for failure in summary.failures:
        assert failure.path in failure.message and failure.message.endswith("。")
    stored = rows(folder, "SELECT d.path, i.kind FROM issue i JOIN document d ON d.id = i.document ORDER BY 1")
    assert [(failure.path, failure.kind) for failure in summary.failures] == stored


def test_what_hung_is_not_tried_again_unless_asked(folder: Path) -> None:
    (folder / "HANG.txt").write_text("HANG", encoding="utf-8")
    first = mine(folder)
    begun = time.monotonic()
    again = mine(folder, replace(OPTIONS, time_limit=60.0))
    assert time.monotonic() - begun < 30
    assert again.failures == first.failures and again.exit_code == 1
    (folder / "empty.txt").write_bytes(b"")
    assert [failure.kind for failure in mine(folder, replace(OPTIONS, retry=True)).failures] == [
        "timeout",
        "empty_file",
    ]


def test_a_missing_path_is_said_and_the_rest_is_read(folder: Path) -> None:
    summary = mine_paths([folder, folder.parent / "nowhere"], folder.parent / "test.db", OPTIONS, worker=obey)
    assert summary.read == 4
    assert [failure.kind for failure in summary.failures] == ["missing"]
    assert rows(folder, "SELECT COUNT(*) FROM document") == [(4,)]


def test_a_file_that_cannot_be_opened_keeps_what_was_read_from_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine(folder)
    figures = rows(folder, "SELECT * FROM figure ORDER BY id")
    denied = readers_unreadable("c.txt")
    monkeypatch.setattr(mining.readers, "discover", lambda paths: iter([denied]))
    summary = mine(folder)
    assert [failure.kind for failure in summary.failures] == ["no_permission"]
    assert rows(folder, "SELECT * FROM figure ORDER BY id") == figures


def readers_unreadable(path: str):  # type: ignore[no-untyped-def]
    readers = mining.readers
    return readers.Unreadable(path, readers.issues.issue(readers.IssueKind.NO_PERMISSION, path))


def test_same_rows_for_any_number_of_workers(folder: Path) -> None:
    (folder / "copy").mkdir()
    (folder / "copy" / "d.txt").write_text(GOOD["d.txt"], encoding="utf-8")
    for workers in (1, 4):
        mine(folder, replace(OPTIONS, workers=workers), f"{workers}.db")
    tables = [row[0] for row in rows(folder, "SELECT name FROM sqlite_master WHERE type = 'table'", "1.db")]
    for table in tables:
        if table != "run":
            one, four = (sorted(map(repr, rows(folder, f"SELECT * FROM {table}", f"{n}.db"))) for n in (1, 4))
            assert one == four, table


def test_the_run_is_on_record(folder: Path) -> None:
    mine(folder)
    query = "SELECT version, packs, outcome, documents_read, documents_failed, seconds > 0 FROM run"
    assert rows(folder, query) == [("1", "packs", "finished", 4, 0, 1)]


class Interrupting:
    """An observer that presses Ctrl-C after the first file."""

    def started(self, total: int) -> None: ...

    def working(self, path: str) -> None: ...

    def finished(self, path: str, failure: Failure | None) -> None:
        raise KeyboardInterrupt


def test_ctrl_c_ends_cleanly_and_the_next_run_continues(folder: Path) -> None:
    summary = mine_paths([folder], folder.parent / "test.db", OPTIONS, Interrupting(), obey)
    assert summary.interrupted and summary.read == 1 and summary.exit_code == 1
    assert rows(folder, "SELECT outcome FROM run") == [("interrupted",)]
    summary = mine(folder)
    assert (summary.read, summary.unchanged) == (3, 1)


def test_links_left_undone_by_an_interruption_are_made_by_the_next_run(folder: Path) -> None:
    """Even where the next run finds every file unchanged."""
    long = "，".join(f"第{n}项工作由财政局组织{n}个单位逐一落实到位" for n in range(40))
    for name in ("c.txt", "d.txt"):
        (folder / name).write_text(f"{long}。{name}", encoding="utf-8")
    mine(folder)
    superseded = "SELECT path FROM document WHERE superseded_by IS NOT NULL"
    assert len(rows(folder, superseded)) == 1
    connection = store.open_database(folder.parent / "test.db")
    connection.execute("UPDATE document SET superseded_by = NULL")
    connection.execute("UPDATE run SET outcome = 'running'")
    connection.close()
    assert mine(folder).unchanged == 4
    assert len(rows(folder, superseded)) == 1


def test_kill_leaves_a_consistent_database_and_the_next_run_continues(folder: Path) -> None:
    (folder / "龙.txt").write_text("HANG", encoding="utf-8")  # sorts last: all others are written before it
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "if __name__ == '__main__':\n"
        "    from pathlib import Path\n"
        "    from batch.fakes import obey\n"
        "    from report_miner.batch import Options, mine_paths, mining\n"
        "    from report_miner.store import Stamp\n"
        "    mining.current_stamp = lambda: Stamp('1', 'packs')\n"
        "    mine_paths([Path(sys.argv[2])], Path(sys.argv[3]), Options(workers=2, time_limit=60), worker=obey)\n"
    )
    program = folder.parent / "program.py"
    program.write_text(script, encoding="utf-8")
    database = folder.parent / "test.db"
    tests = Path(__file__).resolve().parents[1]
    process = subprocess.Popen([sys.executable, str(program), str(tests), str(folder), str(database)])
    try:
        wait_for_documents(database, 4)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    connection = store.open_database(database)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("SELECT outcome FROM run").fetchone()[0] == "running"
    connection.close()
    summary = mine(folder)
    assert summary.unchanged == 4 and [failure.kind for failure in summary.failures] == ["timeout"]
    assert rows(folder, "SELECT outcome FROM run ORDER BY id") == [("interrupted",), ("finished",)]


def wait_for_documents(database: Path, count: int) -> None:
    for _ in range(600):
        time.sleep(0.1)
        try:
            connection = store.open_readonly(database)
        except store.StoreError:
            continue
        try:
            if connection.execute("SELECT COUNT(*) FROM document").fetchone()[0] >= count:
                return
        except sqlite3.Error:
            continue
        finally:
            connection.close()
    raise AssertionError("the batch wrote nothing")


def test_a_full_disk_is_one_sentence_and_keeps_what_was_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine(folder)
    before = rows(folder, "SELECT * FROM figure ORDER BY id")
    (folder / "e.txt").write_text("评审项目5个。" * 5000, encoding="utf-8")
    opened = store.open_database

    def small(path: Path) -> sqlite3.Connection:
        connection = opened(path)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        return connection

    monkeypatch.setattr(mining.store, "open_database", small)
    with pytest.raises(store.StoreError, match="磁盘已满"):
        mine(folder)
    monkeypatch.setattr(mining.store, "open_database", opened)
    assert rows(folder, "SELECT * FROM figure ORDER BY id") == before
    assert mine(folder).read == 1


def test_a_locked_database_is_one_sentence_and_loses_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine(folder)
    before = rows(folder, "SELECT * FROM figure ORDER BY id")
    (folder / "e.txt").write_text("评审项目5个。", encoding="utf-8")
    monkeypatch.setattr(store.database, "BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(folder.parent / "test.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(store.StoreError, match="正被其他程序占用"):
        mine(folder)
    holder.execute("ROLLBACK")
    holder.close()
    assert rows(folder, "SELECT * FROM figure ORDER BY id") == before
    assert mine(folder).read == 1


def test_others_can_read_while_a_batch_writes_and_one_file_is_left(folder: Path) -> None:
    class Reading:
        figures = 0

        def started(self, total: int) -> None: ...

        def working(self, path: str) -> None: ...

        def finished(self, path: str, failure: Failure | None) -> None:
            self.figures = max(self.figures, len(rows(folder, "SELECT 1 FROM figure_flat")))

    reader = Reading()
    mine_paths([folder], folder.parent / "test.db", OPTIONS, reader, obey)
    assert reader.figures == len(rows(folder, "SELECT 1 FROM figure"))
    assert [path.name for path in folder.parent.glob("test.db*")] == ["test.db"]
