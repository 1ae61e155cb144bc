"""From bytes to the right reader, and around every reader the same promises: limits, sha256, one clear error."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from report_miner.model import Document
from report_miner.readers.convert import Conversion, convert
from report_miner.readers.discover import Source, source_of
from report_miner.readers.docx import read_docx
from report_miner.readers.html import read_html, read_mht
from report_miner.readers.issues import IssueKind, ReadError, issue, megabytes, refuse
from report_miner.readers.limits import DEFAULT_LIMITS, Limits
from report_miner.readers.pdf import read_pdf
from report_miner.readers.plain import read_plain
from report_miner.readers.sheets import read_sheets
from report_miner.readers.sniff import Format, fits_name, sniff, suffix

_NAMES_SHOWN = {
    Format.TXT: "文本",
    Format.HTML: "网页",
    Format.MHT: "网页归档",
    Format.PDF: "PDF",
    Format.DOCX: "Word文档",
    Format.SHEET: "电子表格",
    Format.WORD_OLE: "旧版Word文档",
    Format.RTF: "RTF文档",
    Format.WORD_XML: "Word XML文档",
    Format.ODT: "OpenDocument文档",
}
"""How the sentence about a wrong extension calls what was found."""

_REFUSED: dict[Format, tuple[IssueKind, str]] = {
    Format.EMPTY: (IssueKind.EMPTY_FILE, ""),
    Format.BINARY: (IssueKind.BINARY, ""),
    Format.DAMAGED_ZIP: (IssueKind.TRUNCATED, "压缩结构无法读取"),
    Format.ENCRYPTED_OFFICE: (IssueKind.ENCRYPTED, ""),
    Format.ARCHIVE: (IssueKind.UNSUPPORTED_FORMAT, "压缩包，请解压后逐个文件报送"),
    Format.RAR: (IssueKind.UNSUPPORTED_FORMAT, "RAR压缩包，请解压，或改用zip压缩后再报"),
    Format.SEVEN_ZIP: (IssueKind.UNSUPPORTED_FORMAT, "7z压缩包，请解压，或改用zip压缩后再报"),
    Format.OTHER_ARCHIVE: (IssueKind.UNSUPPORTED_FORMAT, "gz、bz2或xz压缩包，请解压，或改用zip压缩后再报"),
    Format.IMAGE: (IssueKind.UNSUPPORTED_FORMAT, "图片，需文字识别（OCR）：请报送原始Word或带文字层的PDF"),
    Format.OFD: (IssueKind.UNSUPPORTED_FORMAT, "OFD版式文件，请转换为PDF或docx后再报"),
    Format.SLIDES: (IssueKind.UNSUPPORTED_FORMAT, "演示文稿，请另存为docx或PDF后再报"),
    Format.DATABASE: (IssueKind.UNSUPPORTED_FORMAT, "数据库文件，不是报告，请移出该文件夹"),
}

_CONVERSIONS = {
    Format.WORD_OLE: Conversion("doc", "docx", "旧版Word（doc、wps）文档"),
    Format.RTF: Conversion("rtf", "docx", "RTF文档"),
    Format.WORD_XML: Conversion("xml", "docx", "Word XML文档"),
    Format.ODT: Conversion("odt", "docx", "OpenDocument文档"),
}

Reader = Callable[[bytes, str, str], Document]
_READERS: dict[Format, Reader] = {
    Format.TXT: read_plain,
    Format.HTML: read_html,
    Format.MHT: read_mht,
    Format.PDF: read_pdf,
}


def read(source: Source | Path, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one source (or one file, shown by its name).

    Raises ``ReadError`` and nothing else; its ``issue.kind`` is an ``IssueKind``.
    """
    found = source_of(source) if isinstance(source, Path) else source
    return read_bytes(found.load(limits), found.path, limits)


def read_bytes(data: bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a file's bytes, shown as ``path``.  The content decides the format; see ``read`` for errors."""
    if len(data) >= limits.max_bytes:
        raise refuse(IssueKind.TOO_LARGE, path, megabytes(len(data)))
    found = sniff(data, path)
    if found in _REFUSED:
        raise refuse(_REFUSED[found][0], path, _REFUSED[found][1])
    try:
        document = _reader(found, limits)(data, path, hashlib.sha256(data).hexdigest())
    except (ReadError, MemoryError):
        raise
    except Exception as error:
        # Readers refuse what they foresee; whatever else a damaged file provokes in a library ends here, named.
        raise refuse(IssueKind.TRUNCATED, path, type(error).__name__) from error
    if fits_name(found, path):
        return document
    note = issue(IssueKind.WRONG_EXTENSION, path, _NAMES_SHOWN[found])
    return replace(document, issues=(*document.issues, note))


def _reader(found: Format, limits: Limits) -> Reader:
    plain = _READERS.get(found)
    if plain:
        return plain
    if found is Format.DOCX:
        return partial(read_docx, limits=limits)
    if found is Format.SHEET:
        return partial(_read_workbook, limits=limits)
    return partial(_read_converted, conversion=_CONVERSIONS[found], limits=limits)


def _read_workbook(data: bytes, path: str, sha256: str, limits: Limits) -> Document:
    """By the sheet library; what WPS alone understands of its own format, through LibreOffice."""
    try:
        return read_sheets(data, path, sha256, limits)
    except ReadError as error:
        if suffix(path) != ".et" or error.issue.kind != IssueKind.TRUNCATED:
            raise
    return _read_converted(data, path, sha256, Conversion("et", "xlsx", "WPS表格（et）"), limits)


def _read_converted(data: bytes, path: str, sha256: str, conversion: Conversion, limits: Limits) -> Document:
    made = convert(data, path, conversion)
    if conversion.target == "xlsx":
        return read_sheets(made, path, sha256, limits)
    return read_docx(made, path, sha256, limits)
