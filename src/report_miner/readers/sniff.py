"""The one place that decides what a file is: by its content, the extension only where the content leaves it open."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePosixPath

from report_miner.readers.text import decode

HEAD = 8_192
"""How many bytes from the start of a file magic numbers and markup are looked for in."""


class Format(StrEnum):
    """What a file is, whatever its name says."""

    EMPTY = "empty"
    TXT = "txt"
    HTML = "html"
    MHT = "mht"
    PDF = "pdf"
    DOCX = "docx"
    SHEET = "sheet"
    WORD_OLE = "word_ole"
    RTF = "rtf"
    WORD_XML = "word_xml"
    ODT = "odt"
    ENCRYPTED_OFFICE = "encrypted_office"
    ARCHIVE = "archive"
    DAMAGED_ZIP = "damaged_zip"
    SLIDES = "slides"
    OFD = "ofd"
    RAR = "rar"
    SEVEN_ZIP = "seven_zip"
    OTHER_ARCHIVE = "other_archive"
    IMAGE = "image"
    DATABASE = "database"
    BINARY = "binary"


_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"Rar!\x1a\x07", Format.RAR),
    (b"7z\xbc\xaf\x27\x1c", Format.SEVEN_ZIP),
    (b"\x1f\x8b", Format.OTHER_ARCHIVE),
    (b"BZh", Format.OTHER_ARCHIVE),
    (b"\xfd7zXZ\0", Format.OTHER_ARCHIVE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
    (b"GIF8", Format.IMAGE),
    (b"II*\0", Format.IMAGE),
    (b"MM\0*", Format.IMAGE),
    (b"{\\rtf", Format.RTF),
    (b"SQLite format 3\0", Format.DATABASE),
)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OPEN_DOCUMENT = (
    (b"application/vnd.oasis.opendocument.text", Format.ODT),
    (b"application/vnd.oasis.opendocument.spreadsheet", Format.SHEET),
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,4000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_ANY_TAG = re.compile(r"</?(?:p|div|br|span|table|tr|td|title|meta|body|html|font|h[1-6]|ul|li|a)\b[^>]{0,2000}>", re.I)
_MHT_START = re.compile(r"(?:[\w-]{1,60}:[^\n]{0,500}\n\s?)*?Content-Type:\s*multipart/related", re.I)
_WORD_XML = re.compile(r"progid=\"Word\.Document\"|schemas\.microsoft\.com/office/(?:word/2003|2006/xmlPackage)")
_TEXT_NAMES = frozenset({".txt", ".text", ".md", ".csv", ".log", ""})
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".shtml"})


def suffix(path: str) -> str:
    """Lower-case extension of a display path, with its dot; empty where there is none."""
    return PurePosixPath(path).suffix.lower()


def sniff(data: bytes, path: str) -> Format:
    """The format of ``data``; ``path`` only decides between text and markup without a clear beginning."""
    if not data or (len(data) < HEAD and not data.strip(b"\0 \t\r\n\xef\xbb\xbf")):
        return Format.EMPTY
    found = sniff_head(data[:HEAD])
    if found is Format.ARCHIVE:
        return _sniff_zip(data)
    if found is Format.WORD_OLE:
        return _sniff_ole(data, path)
    return found or _sniff_text(data, path)


def sniff_head(head: bytes) -> Format | None:
    """What the first bytes prove: any zip is ``ARCHIVE``, any OLE file ``WORD_OLE`` until its inside is looked at."""
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith(_ZIP):
        return Format.ARCHIVE
    if head.startswith(_OLE):
        return Format.WORD_OLE
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.IMAGE
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return Format.IMAGE
    return next((form for magic, form in _MAGIC if head.startswith(magic)), None)


def sniff_members(archive: zipfile.ZipFile) -> Format:
    """What a zip is by its members: an office document or an archive of files."""
    names = frozenset(archive.namelist())
    if "OFD.xml" in names:
        return Format.OFD
    if "mimetype" in names and "content.xml" in names:
        kind = archive.read("mimetype").strip()
        return next((form for name, form in _OPEN_DOCUMENT if kind == name), Format.SLIDES)
    if "[Content_Types].xml" in names:
        for folder, form in (("word/", Format.DOCX), ("xl/", Format.SHEET), ("ppt/", Format.SLIDES)):
            if any(name.startswith(folder) for name in names):
                return form
    return Format.ARCHIVE


def _sniff_zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sniff_members(archive)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError):
        return Format.DAMAGED_ZIP


def _sniff_ole(data: bytes, path: str) -> Format:
    """OLE compound files keep stream names as UTF-16 in their directory; of an embedding file, the name decides."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return Format.ENCRYPTED_OFFICE
    is_sheet = has("Workbook") or has("Book\0")
    if has("WordDocument") and not (is_sheet and suffix(path) in (".xls", ".et")):
        return Format.WORD_OLE
    if is_sheet:
        return Format.SHEET
    return Format.SLIDES if has("PowerPoint Document") else Format.BINARY


def _sniff_text(data: bytes, path: str) -> Format:
    # A cut in the middle of a character only damages the last one, which `decode` forgives.
    head = decode(data[:HEAD]) or decode(data)
    if head is None:
        return Format.BINARY
    if _WORD_XML.search(head.text):
        return Format.WORD_XML
    if _HTML_START.match(head.text):
        return Format.HTML
    if _MHT_START.match(head.text):
        return Format.MHT
    if suffix(path) not in _TEXT_NAMES and _ANY_TAG.search(head.text):
        return Format.HTML
    return Format.TXT


_NAMES: tuple[tuple[frozenset[Format], frozenset[str]], ...] = (
    (frozenset({Format.TXT}), _TEXT_NAMES),
    (frozenset({Format.HTML}), _HTML_NAMES),
    (frozenset({Format.MHT}), frozenset({".mht", ".mhtml"})),
    (frozenset({Format.PDF}), frozenset({".pdf"})),
    (frozenset({Format.DOCX}), frozenset({".docx", ".docm", ".wps"})),
    (frozenset({Format.SHEET}), frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods"})),
    (frozenset({Format.WORD_OLE, Format.RTF, Format.WORD_XML}), frozenset({".doc", ".dot", ".wps", ".rtf", ".xml"})),
    (frozenset({Format.ODT}), frozenset({".odt"})),
)


def fits_name(found: Format, path: str) -> bool:
    """Whether a file of this format usually bears such an extension."""
    return any(found in forms and suffix(path) in names for forms, names in _NAMES)
