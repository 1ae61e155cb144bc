"""The sample reports as PDF, docx, html and xlsx: same words, other containers, the same bytes every time."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import datetime
from typing import Any

from corpus_layout import dressed, set_lines
from corpus_markup import Block, Glyph, Source

FONT = "STSong-Light"
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 595.0, 842.0, 78.0
SIZE, LEADING, LINE_IDEOGRAPHS = 12.0, 22.0, 36
CELL_SIZE, CELL_HEIGHT = 9.0, 20.0
STAMP = datetime(2024, 2, 1, 9, 0, 0)
"""Every made file carries this date, so that making it again changes nothing."""

Cells = list[list[str]]


def text_of(glyphs: tuple[Glyph, ...]) -> str:
    """The characters of a paragraph or cell."""
    return "".join(g.char for g in glyphs)


def cells_of(block: Block) -> Cells:
    """A table's texts, ``<`` and ``^`` where a cell is merged into its neighbour."""
    return [[text_of(cell) for cell in row] for row in block.rows]


def joined(source: Source) -> list[Block]:
    """The blocks in reading order, paragraphs that a column break cut made whole again."""
    blocks: list[Block] = []
    for block in source.blocks:
        if block.style == "more":
            last = blocks.pop()
            blocks.append(Block(last.style, ((last.glyphs + block.glyphs,),), last.order))
        else:
            blocks.append(block)
    return blocks


def format_files(source: Source) -> dict[str, bytes]:
    """The made files of one source, by name."""
    stem = source.stem
    files = {f"{stem}.pdf": pdf(source), f"{stem}.docx": docx(source), f"{stem}.html": page(source)}
    if any(block.style == "table" for block in source.blocks):
        files[f"{stem}.xlsx"] = xlsx(source)
    return files


# --------------------------------------------------------------------------- pdf


class _Sheet:
    """A canvas that knows how far down the page the text has come and numbers its pages."""

    def __init__(self, source: Source) -> None:
        from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
        from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.buffer = io.BytesIO()
        self.canvas: Any = Canvas(self.buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
        self.canvas.setTitle(source.stem)
        self.mark = source.header.get("page_mark", "- {n} -")
        self.number = int(source.header.get("first_page", "1"))
        self.y = PAGE_HEIGHT - MARGIN

    def room(self, height: float) -> None:
        """Go to a new page unless ``height`` points are left on this one."""
        if self.y - height < MARGIN:
            self.finish_page()

    def finish_page(self) -> None:
        """Print the page number and turn over."""
        self.canvas.setFont(FONT, CELL_SIZE)
        self.canvas.drawCentredString(PAGE_WIDTH / 2, MARGIN / 2, self.mark.replace("{n}", str(self.number)))
        self.canvas.showPage()
        self.number += 1
        self.y = PAGE_HEIGHT - MARGIN

    def line(self, text: str, style: str) -> None:
        """One line of text; signatures stand at the right."""
        self.room(LEADING)
        self.canvas.setFont(FONT, SIZE)
        if style == "sign":
            self.canvas.drawRightString(PAGE_WIDTH - MARGIN, self.y, text)
        else:
            self.canvas.drawString(MARGIN, self.y, text)
        self.y -= LEADING

    def table(self, cells: Cells, head: int, rows_a_page: int) -> None:
        """A ruled table; with ``rows_a_page`` it goes on overleaf, where its ``head`` rows are printed again."""
        widths = _column_widths(cells)
        body = cells[head:]
        step = rows_a_page or len(body)
        for first in range(0, len(body), step):
            if first:
                self.finish_page()
            self.grid(cells[:head] + body[first : first + step], widths)
        self.y -= LEADING

    def grid(self, cells: Cells, widths: list[float]) -> None:
        """One page's part of a table; merged cells have no rule between them."""
        self.room(CELL_HEIGHT * len(cells))
        self.canvas.setFont(FONT, CELL_SIZE)
        lefts = [MARGIN + sum(widths[:i]) for i in range(len(widths) + 1)]
        for row, texts in enumerate(cells):
            top = self.y - CELL_HEIGHT * row
            for column, text in enumerate(texts):
                left, right = lefts[column], lefts[column + 1]
                if text != "<":
                    self.canvas.line(left, top, left, top - CELL_HEIGHT)
                if text != "^":
                    self.canvas.line(left, top, right, top)
                if text not in ("<", "^"):
                    self.canvas.drawString(left + 3, top - CELL_HEIGHT + 6, _wide_enough(text))
            self.canvas.line(lefts[-1], top, lefts[-1], top - CELL_HEIGHT)
        self.y -= CELL_HEIGHT * len(cells)
        self.canvas.line(lefts[0], self.y, lefts[-1], self.y)

    def data(self) -> bytes:
        """The finished file."""
        self.finish_page()
        self.canvas.save()
        return self.buffer.getvalue()


def _wide_enough(text: str) -> str:
    # The font is not embedded, so pdfium knows no glyph's width and drops a text object of a single ideograph as empty.
    return text + " " if len(text) == 1 else text


def _column_widths(cells: Cells) -> list[float]:
    longest = [max(_ideographs(row[i]) for row in cells if row[i] not in ("<", "^")) for i in range(len(cells[0]))]
    return [CELL_SIZE * size + 8 for size in longest]


def _ideographs(text: str) -> float:
    return sum(1.0 if ord(c) > 0x2000 else 0.5 for c in text)


def pdf(source: Source) -> bytes:
    """A born-digital PDF with wrapped lines, page numbers and ruled tables, in the order of the text file."""
    sheet = _Sheet(source)
    for block in sorted(source.blocks, key=lambda b: b.order):
        if block.style == "table":
            rows_a_page = int(source.header.get("table_rows_a_page", "0"))
            sheet.table(cells_of(block), int(source.header.get("table_head", "1")), rows_a_page)
            continue
        indent = (Glyph("　"), Glyph("　")) if block.style == "text" else ()
        for line in set_lines(indent + dressed(block.glyphs, source.header), source.header, LINE_IDEOGRAPHS):
            sheet.line(text_of(line), block.style)
    return sheet.data()


# --------------------------------------------------------------------------- docx and xlsx


def stable_zip(data: bytes) -> bytes:
    """The same archive with fixed times, members in the order of their names."""
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            body = old.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), body)
            info = zipfile.ZipInfo(name, (STAMP.year, STAMP.month, STAMP.day, STAMP.hour, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, body)
    return out.getvalue()


def docx(source: Source) -> bytes:
    """A Word file with real tables and a page-number-free body."""
    from docx import Document

    document: Any = Document()
    for block in joined(source):
        if block.style == "table":
            _docx_table(document, cells_of(block))
        else:
            paragraph = document.add_paragraph()
            paragraph.alignment = 2 if block.style == "sign" else 0
            paragraph.add_run(text_of(dressed(block.glyphs, source.header))).bold = block.style == "heading"
    out = io.BytesIO()
    document.save(out)
    return stable_zip(out.getvalue())


def _docx_table(document: Any, cells: Cells) -> None:
    table = document.add_table(rows=len(cells), cols=len(cells[0]))
    table.style = "Table Grid"
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            if text == "<":
                table.cell(row, column - 1).merge(table.cell(row, column))
            elif text == "^":
                table.cell(row - 1, column).merge(table.cell(row, column))
            else:
                table.cell(row, column).text = text


def xlsx(source: Source) -> bytes:
    """The result tables as a workbook: title, unit line, header, rows; amounts are numbers with two decimals."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "评价结果"
    previous: list[str] = []
    for block in joined(source):
        if block.style != "table":
            previous = [*previous[-1:], text_of(block.glyphs)]
            continue
        cells = cells_of(block)
        captions = [t for t in previous if t.endswith("表") or t.startswith("单位")]
        for caption in captions:
            sheet.append([caption])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(cells[0]))
        _sheet_rows(sheet, cells)
    out = io.BytesIO()
    book.save(out)
    return stable_zip(out.getvalue())


def _sheet_rows(sheet: Any, cells: Cells) -> None:
    first = sheet.max_row + 1
    for row, texts in enumerate(cells, start=first):
        for column, text in enumerate(texts, start=1):
            if text in ("<", "^"):
                continue
            number = re.fullmatch(r"[\d,]+(?:\.\d+)?", text)
            cell = sheet.cell(row, column, float(text.replace(",", "")) if number else text)
            if number and "." in text:
                cell.number_format = "#,##0.00"
            right = next((i for i, t in enumerate(texts[column:]) if t != "<"), len(texts) - column)
            down = next((i for i, r in enumerate(cells[row - first + 1 :]) if r[column - 1] != "^"), 0)
            if right or down:
                sheet.merge_cells(start_row=row, end_row=row + down, start_column=column, end_column=column + right)


# --------------------------------------------------------------------------- html


def page(source: Source) -> bytes:
    """A web page as offices serve them: navigation, share buttons, visit counter and footer around the article."""
    charset = source.header.get("html_charset", "utf-8")
    blocks = joined(source)
    title = text_of(blocks[0].glyphs)
    body = "\n".join(_html_block(block, source) for block in blocks)
    text = _PAGE.format(charset=charset, title=html.escape(title), unit=source.header["unit"].split("/")[0], body=body)
    return text.encode("gb18030" if charset == "gb2312" else charset)


def _html_block(block: Block, source: Source) -> str:
    if block.style == "table":
        return _html_table(cells_of(block))
    text = html.escape(text_of(dressed(block.glyphs, source.header)))
    inner = f"<strong>{text}</strong>" if block.style == "heading" else text
    align = ' style="text-align:right"' if block.style == "sign" else ""
    return f"<p{align}>　　{inner}</p>" if block.style == "text" else f"<p{align}>{inner}</p>"


def _html_table(cells: Cells) -> str:
    lines = ['<table border="1">']
    for row, texts in enumerate(cells):
        lines.append("<tr>")
        for column, text in enumerate(texts):
            if text in ("<", "^"):
                continue
            right = 1 + next((i for i, t in enumerate(texts[column + 1 :]) if t != "<"), len(texts) - column - 1)
            down = 1 + next((i for i, r in enumerate(cells[row + 1 :]) if r[column] != "^"), len(cells) - row - 1)
            spans = (f' colspan="{right}"' if right > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
            lines.append(f"<td{spans}><p>{html.escape(text)}</p></td>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{title}_{unit}人民政府门户网站</title>
<style>.article p {{ text-indent: 2em; }}</style>
<script>var siteId = "3607000001"; var views = 15823;</script>
</head>
<body>
<div class="header"><ul class="nav"><li><a href="/">网站首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/zwfw/">政务服务</a></li><li><a href="/hd/">互动交流（12项待办）</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 财政信息</div>
<div class="content">
<div class="info"><span>发布时间：2024-02-01 09:00</span> <span>来源：财政局</span> <span>浏览次数：1,582次</span>
<span>字号：[大 中 小]</span></div>
<div class="article">
{body}
</div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a> <a href="#">QQ空间</a> 已有36人分享</div>
<div class="related">相关链接：<a href="/1.html">财政局召开3场专题会议</a> <a href="/2.html">5项惠民政策图解</a></div>
</div>
<div class="footer"><p>主办：{unit}人民政府办公室　网站标识码：3607000001　建议使用1024×768分辨率浏览</p>
<p>联系电话：0000-1234567　备案号：ICP备00000001号　累计访问量：8,652,147人次</p></div>
</body>
</html>
"""
