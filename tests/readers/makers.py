"""Builds small files of every kind for the tests; all sentences are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)

SENTENCE = "甲县评审项目12个，送审金额3,456.78万元，审减率9.5%。"


def zip_of(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def wordml(body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        f'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>'
    )


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, **parts: str) -> bytes:
    members: dict[str, bytes | str] = {"[Content_Types].xml": _DOCX_TYPES, "word/document.xml": wordml(body)}
    members.update({f"word/{name}.xml": xml for name, xml in parts.items()})
    return zip_of(members)


def pdf(
    pages: Sequence[Callable], password: str = "", owner: str = "", size: tuple[float, float] = (400.0, 600.0)
) -> bytes:
    """A PDF whose pages are painted by functions of a reportlab canvas."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    encrypt = StandardEncryption(password, owner, canCopy=0) if password or owner else None
    canvas = Canvas(buffer, pagesize=size, encrypt=encrypt, invariant=1)
    for paint in pages:
        canvas.setFont("STSong-Light", 12)
        paint(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(*texts: str, top: float = 560.0) -> Callable:
    """A painter of lines of text, 20 points apart."""

    def paint(canvas) -> None:
        for number, text in enumerate(texts):
            canvas.drawString(40, top - 20 * number, text)

    return paint


def picture(canvas, left: float = 50, bottom: float = 50, width: float = 200, height: float = 200) -> None:
    """A page that shows an image and no text."""
    canvas.drawImage(ImageReader(io.BytesIO(png())), left, bottom, width, height)


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 30, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def xlsx(sheets: dict[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
