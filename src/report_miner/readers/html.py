"""HTML → Document: the article of a page without what the site puts around it."""

from __future__ import annotations

import codecs
import re
from typing import Any

from report_miner.model import Document, Issue, Medium
from report_miner.readers.draft import Draft
from report_miner.readers.html_article import article_parts
from report_miner.readers.html_blocks import write_blocks
from report_miner.readers.issues import IssueKind, issue, refuse
from report_miner.readers.text import Decoded, decode

_DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\ufffe\uffff]")
_HEAD = 8_192
# What browsers read for these labels too: GB18030 contains GB2312 and GBK.
_SAME_AS = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "utf8": "utf-8"}


def read_html(data: bytes, path: str, sha256: str) -> Document:
    """The article's blocks in reading order, its tables; title and date line where they stand above it.

    Scripts, navigation, share buttons and footers are left out; no entity is resolved beyond HTML's own.  Raises
    ``ReadError`` (binary, no_text).
    """
    decoded = decode_html(data)
    if decoded is None:
        raise refuse(IssueKind.BINARY, path)
    root, complete = _parsed(decoded.text)
    if root is None:
        raise refuse(IssueKind.NO_TEXT, path)
    draft = Draft()
    for part in article_parts(root):
        write_blocks(draft, part)
    if not draft.text.strip():
        raise refuse(IssueKind.NO_TEXT, path)
    return Document(
        path=path,
        sha256=sha256,
        medium=Medium.HTML,
        text=draft.text,
        tables=tuple(draft.tables),
        issues=_issues(path, decoded, complete),
    )


def read_mht(data: bytes, path: str, sha256: str) -> Document:
    """A page saved as one file (MHTML): its first HTML part, read as ``read_html`` does."""
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            text = _strictly(body, part.get_content_charset() or "") if isinstance(body, bytes) else None
            page = text.encode("utf-8-sig") if text is not None else body
            return read_html(page if isinstance(page, bytes) else b"", path, sha256)
    raise refuse(IssueKind.NO_TEXT, path)


def decode_html(data: bytes) -> Decoded | None:
    """By byte order mark, by declaration where the bytes bear it out, else as plain text is."""
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        declared = _XML_DECLARED.search(data[:_HEAD]) or _DECLARED.search(data[:_HEAD])
        if declared:
            label = declared[1].decode("ascii").lower()
            text = _strictly(data, _SAME_AS.get(label, label))
            if text is not None:
                return Decoded(text, label)
    return decode(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        # A page that declares UTF-16 in a readable declaration cannot be in it.
        return None if "16" in encoding else data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def _parsed(text: str) -> tuple[Any, bool]:
    """The element tree, and whether the parser read to the end (it stops at 256 levels of nesting)."""
    from lxml import etree

    parser = etree.HTMLParser(
        recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8"
    )
    # Bytes, because an encoding declaration inside would contradict an already decoded string.
    body = _NO_TEXT.sub(" ", text).encode("utf-8", errors="replace")
    root = etree.fromstring(body, parser) if body.strip() else None
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _issues(path: str, decoded: Decoded, complete: bool) -> tuple[Issue, ...]:
    found = []
    if decoded.damaged:
        found.append(issue(IssueKind.DAMAGED_CHARACTERS, path, str(decoded.damaged)))
    if not complete:
        found.append(issue(IssueKind.TRUNCATED_MARKUP, path))
    return tuple(found)
