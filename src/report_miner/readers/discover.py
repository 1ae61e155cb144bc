"""What the user named → the files in it, one by one, archives opened, in an order that never changes."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from report_miner.model import Issue
from report_miner.readers.archives import members, open_zip, read_member
from report_miner.readers.issues import IssueKind, ReadError, issue, megabytes, refuse
from report_miner.readers.limits import DEFAULT_LIMITS, Limits
from report_miner.readers.names import shown_name, skipped
from report_miner.readers.sniff import HEAD, Format, sniff_head, sniff_members


@dataclass(frozen=True, slots=True)
class Locator:
    """Where the bytes are: a file, then the member of each archive on the way in, as the archive spells it."""

    file: Path
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    ``path`` is for display and for the database: relative to the given root, ``/``-separated, archive members
    ``a.zip/b.txt``.  ``size`` in bytes (unpacked), ``modified`` in seconds since the epoch.
    """

    path: str
    locator: Locator
    size: int
    modified: float

    def load(self, limits: Limits = DEFAULT_LIMITS) -> bytes:
        """The bytes; ``ReadError`` (missing, no_permission, too_large, truncated, encrypted, unreadable)."""
        if self.size >= limits.max_bytes:
            raise refuse(IssueKind.TOO_LARGE, self.path, megabytes(self.size))
        if not self.locator.members:
            return _load_file(self.locator.file, self.path, limits)
        *outer, key = self.locator.members
        with _archive(Locator(self.locator.file, tuple(outer)), self.path) as archive:
            return read_member(archive, key, self.path)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A path that yields no source, with the reason."""

    path: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class _Entry:
    file: Path
    root: Path
    path: str
    issue: Issue | None = None


def discover(paths: Iterable[Path], limits: Limits = DEFAULT_LIMITS) -> Iterator[Source | Unreadable]:
    """Every readable file under ``paths``, in the order of display paths.

    Hidden files, Office lock files and thumbnails are passed over, links to folders not followed, a file reached by
    two of the given paths comes once.  Where two roots would give the same display path, both take their root's
    name in front.
    """
    entries = _distinct([entry for path in paths for entry in _walk(Path(path))])
    for entry in sorted(entries, key=lambda entry: entry.path):
        if entry.issue:
            yield Unreadable(entry.path, entry.issue)
        else:
            yield from _open(entry, limits)


def source_of(file: Path) -> Source:
    """The source for a single file, shown by its name; ``ReadError`` (missing, no_permission, unreadable)."""
    path = shown_name(file.name)
    try:
        stat = file.stat()
    except OSError as error:
        raise ReadError(_os_issue(error, str(file))) from error
    return Source(path, Locator(file), stat.st_size, stat.st_mtime)


def _walk(root: Path) -> Iterator[_Entry]:
    if not root.is_dir():
        try:
            root.stat()
        except OSError as error:
            shown = shown_name(str(root))
            yield _Entry(root, root.parent, shown, _os_issue(error, shown))
        else:
            yield _Entry(root, root.parent, shown_name(root.name))
        return
    pending = [root]
    while pending:
        folder = pending.pop()
        try:
            children = sorted(os.scandir(folder), key=lambda child: child.name)
        except OSError as error:
            shown = _relative(folder, root)
            yield _Entry(folder, root, shown, _os_issue(error, shown))
            continue
        for child in children:
            if skipped(child.name):
                continue
            if child.is_dir(follow_symlinks=False):
                pending.append(Path(child.path))
            elif not child.is_dir():
                yield _Entry(Path(child.path), root, _relative(Path(child.path), root))


def _relative(file: Path, root: Path) -> str:
    return shown_name(file.relative_to(root).as_posix() if file != root else root.name)


def _distinct(entries: list[_Entry]) -> list[_Entry]:
    """Each file once; equal display paths told apart by as many folders in front as it takes."""
    once = {os.path.realpath(entry.file): entry for entry in reversed(entries)}
    found = list(once.values())
    depth = 1
    while True:
        counts = Counter(entry.path for entry in found)
        clashes = any(count > 1 for count in counts.values())
        if not clashes or depth > max(len(entry.root.absolute().parts) for entry in found):
            return found
        found = [_prefixed(entry, depth) if counts[entry.path] > 1 else entry for entry in found]
        depth += 1


def _prefixed(entry: _Entry, depth: int) -> _Entry:
    """The entry with the last ``depth`` folders of its root in front of its path below that root."""
    root = entry.root.absolute()
    front = root.parts[-depth:]
    path = "/".join([*(part.strip("/\\") for part in front), entry.file.relative_to(entry.root).as_posix()])
    return _Entry(entry.file, entry.root, shown_name(path.lstrip("/")), entry.issue)


def _open(entry: _Entry, limits: Limits) -> Iterator[Source | Unreadable]:
    try:
        stat = entry.file.stat()
        with entry.file.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        yield Unreadable(entry.path, _os_issue(error, entry.path))
        return
    source = Source(entry.path, Locator(entry.file), stat.st_size, stat.st_mtime)
    if sniff_head(head) is Format.ARCHIVE:
        yield from _inside(source, limits)
    else:
        yield source


@contextmanager
def _archive(locator: Locator, path: str) -> Iterator[zipfile.ZipFile]:
    """The zip at a place, opened without loading more of the outermost than is needed."""
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(locator.file.open("rb"))
        except OSError as error:
            raise ReadError(_os_issue(error, path)) from error
        archive = stack.enter_context(open_zip(stream, path))
        for key in locator.members:
            archive = stack.enter_context(open_zip(read_member(archive, key, path), path))
        yield archive


def _inside(source: Source, limits: Limits) -> Iterator[Source | Unreadable]:
    """The members of an archive, or the source itself where the zip is an office document."""
    try:
        with _archive(source.locator, source.path) as archive:
            if sniff_members(archive) is Format.ARCHIVE:
                yield from _members(source, archive, limits)
            else:
                yield source
    except ReadError as error:
        yield Unreadable(source.path, error.issue)


def _members(source: Source, archive: zipfile.ZipFile, limits: Limits) -> Iterator[Source | Unreadable]:
    if not archive.namelist():
        yield Unreadable(source.path, issue(IssueKind.EMPTY_FILE, source.path))
    for member in members(archive, source.path, limits):
        if isinstance(member, tuple):
            yield Unreadable(*member)
            continue
        locator = Locator(source.locator.file, (*source.locator.members, member.key))
        inner = Source(f"{source.path}/{member.name}", locator, member.size, member.modified)
        if not _is_zip(archive, member.key):
            yield inner
        elif len(locator.members) < limits.max_depth:
            yield from _inside(inner, limits)
        else:
            yield _too_deep(inner, archive, member.key)


def _is_zip(archive: zipfile.ZipFile, key: str) -> bool:
    try:
        with archive.open(key) as stream:
            return sniff_head(stream.read(HEAD)) is Format.ARCHIVE
    except Exception:  # whatever is wrong with the member, reading it will say so by name
        return False


def _too_deep(inner: Source, archive: zipfile.ZipFile, key: str) -> Source | Unreadable:
    """An office document at the innermost permitted level is read, an archive is refused."""
    try:
        with open_zip(read_member(archive, key, inner.path), inner.path) as innermost:
            if sniff_members(innermost) is not Format.ARCHIVE:
                return inner
    except ReadError as error:
        return Unreadable(inner.path, error.issue)
    return Unreadable(inner.path, issue(IssueKind.NESTED_TOO_DEEP, inner.path))


def _load_file(file: Path, path: str, limits: Limits) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(limits.max_bytes + 1)
    except OSError as error:
        raise ReadError(_os_issue(error, path)) from error
    if len(data) >= limits.max_bytes:
        raise refuse(IssueKind.TOO_LARGE, path, megabytes(len(data)))
    return data


def _os_issue(error: OSError, path: str) -> Issue:
    if isinstance(error, FileNotFoundError):
        return issue(IssueKind.MISSING, path)
    if isinstance(error, PermissionError):
        return issue(IssueKind.NO_PERMISSION, path)
    return issue(IssueKind.UNREADABLE, path, error.strerror or type(error).__name__)
