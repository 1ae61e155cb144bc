"""Zip archives: which members may be read, under which name, and their bytes.  Nothing is ever written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from report_miner.model import Issue
from report_miner.readers.issues import IssueKind, issue, megabytes, refuse
from report_miner.readers.limits import Limits
from report_miner.readers.names import legible, skipped

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError)


@dataclass(frozen=True, slots=True)
class Member:
    """A member that may be read: ``key`` as the archive spells it, ``name`` as people do; ``size`` unpacked."""

    key: str
    name: str
    size: int
    modified: float


def open_zip(data: bytes | BinaryIO, path: str) -> zipfile.ZipFile:
    """The archive over bytes or an open file; ``ReadError`` (truncated) where its directory cannot be read."""
    try:
        return zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except _ZIP_ERRORS as error:
        raise refuse(IssueKind.TRUNCATED, path, "压缩包目录无法读取") from error


def members(archive: zipfile.ZipFile, path: str, limits: Limits) -> Iterator[Member | tuple[str, Issue]]:
    """The files of an archive in name order: members, or the display path and issue of what may not be read.

    Raises ``ReadError`` (zip_bomb) where the archive as a whole is too large; judged by the directory, which is
    binding: a member is never unpacked beyond its stated size.
    """
    infos = [info for info in archive.infolist() if not info.is_dir()]
    check_size(infos, path, limits)
    named = sorted((member_name(info), info.filename, info) for info in infos)
    for name, key, info in named:
        shown = f"{path}/{name}"
        if any(skipped(part) for part in PurePosixPath(name).parts):
            continue
        if _escapes(name):
            yield shown, issue(IssueKind.UNSAFE_MEMBER, shown)
        elif info.flag_bits & _ENCRYPTED:
            yield shown, issue(IssueKind.ENCRYPTED, shown)
        elif _is_bomb(info, limits):
            yield shown, issue(IssueKind.ZIP_BOMB, shown, megabytes(info.file_size))
        elif info.file_size >= limits.max_bytes:
            yield shown, issue(IssueKind.TOO_LARGE, shown, megabytes(info.file_size))
        else:
            yield Member(key, name, info.file_size, _modified(info))


def check_size(infos: list[zipfile.ZipInfo], path: str, limits: Limits) -> None:
    """Refuse (zip_bomb) an archive or office file that would unpack beyond the limits."""
    if len(infos) > limits.max_members:
        raise refuse(IssueKind.ZIP_BOMB, path, f"{len(infos)}个成员")
    total = sum(info.file_size for info in infos)
    if total > limits.max_unpacked:
        raise refuse(IssueKind.ZIP_BOMB, path, megabytes(total))


def check_office(archive: zipfile.ZipFile, path: str, limits: Limits) -> None:
    """Refuse an office file whose parts unpack like a bomb, or one of whose parts defines XML entities.

    Office formats forbid document type declarations, so any is an attack or damage.
    """
    infos = archive.infolist()
    check_size(infos, path, limits)
    for info in infos:
        if _is_bomb(info, limits):
            raise refuse(IssueKind.ZIP_BOMB, path, megabytes(info.file_size))
    for info in infos:
        if info.filename.endswith((".xml", ".rels")):
            with archive.open(info) as part:
                if b"<!" in part.read(4096).replace(b"\0", b"").replace(b"<!--", b""):
                    raise refuse(IssueKind.XML_BOMB, path)


def read_member(archive: zipfile.ZipFile, key: str, path: str) -> bytes:
    """The bytes of one member; ``ReadError`` (missing, encrypted, truncated) otherwise."""
    try:
        return archive.read(key)
    except KeyError as error:
        raise refuse(IssueKind.MISSING, path) from error
    except RuntimeError as error:  # zipfile's way to ask for a password
        raise refuse(IssueKind.ENCRYPTED, path) from error
    except _ZIP_ERRORS as error:
        raise refuse(IssueKind.TRUNCATED, path, "压缩数据校验不符") from error


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's path with ``/``: zip tools in China write GB18030 (or unmarked UTF-8) where zipfile reads cp437."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            name = legible(name.encode("cp437"))
        except UnicodeEncodeError:
            name = info.filename
    return name.replace("\\", "/")


def _escapes(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not parts or ".." in parts or name.startswith("/") or parts[0].endswith(":")


def _is_bomb(info: zipfile.ZipInfo, limits: Limits) -> bool:
    if info.file_size > limits.max_unpacked:
        return True
    return info.file_size >= limits.ratio_from and info.file_size > limits.max_ratio * max(info.compress_size, 1)


def _modified(info: zipfile.ZipInfo) -> float:
    """Seconds since the epoch, the archive's wall clock taken as UTC so that every machine agrees; 0 if invalid."""
    try:
        return datetime(*info.date_time, tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0
