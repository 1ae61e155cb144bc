"""Lay a marked source out as the text layer of its genre: blanks around digits, wraps, page marks, cut columns."""

from __future__ import annotations

from dataclasses import dataclass

from corpus_markup import Block, Glyph, Source


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report's text as glyphs, in the order of the text file, and the figures' half-open spans."""

    glyphs: tuple[Glyph, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The report."""
        return "".join(g.char for g in self.glyphs)


def is_han(char: str) -> bool:
    """Whether a character is a common Chinese ideograph."""
    return "一" <= char <= "鿿"


def spaced(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    """Blanks where digits touch ideographs, as many text layers have them; inside a figure they belong to it."""
    out: list[Glyph] = []
    for glyph in glyphs:
        if out:
            before = out[-1]
            digit_then_han = (before.char.isdigit() or before.char == "%") and is_han(glyph.char)
            if digit_then_han or (is_han(before.char) and glyph.char.isdigit()):
                out.append(Glyph(" ", glyph.figure if glyph.figure == before.figure else -1, True))
        out.append(glyph)
    return tuple(out)


def full_width(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    """Digits, point and percent sign in their full-width forms."""
    forms = {c: chr(ord(c) + 0xFEE0) for c in "0123456789%"}
    return tuple(Glyph(forms.get(g.char, g.char), g.figure, g.known) for g in glyphs)


def doubled(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    """Every character twice, as text layers give type that was made bold by printing it twice."""
    return tuple(g for glyph in glyphs for g in (glyph, Glyph(glyph.char, known=True)))


def wrapped(glyphs: tuple[Glyph, ...], width: int, *, break_numbers: bool = True) -> list[tuple[Glyph, ...]]:
    """Lines of at most ``width`` ideographs (digits and blanks count half); 0 leaves the paragraph whole.

    Word processors keep a number on one line unless told otherwise; ``break_numbers`` tells them otherwise.
    """
    if not width:
        return [glyphs]
    lines: list[list[Glyph]] = [[]]
    used = 0
    for piece in _pieces(glyphs, break_numbers):
        size = sum(2 if ord(g.char) > 0x2000 else 1 for g in piece)
        if lines[-1] and used + size > 2 * width and piece[0].char not in "，。；、：）”》":
            lines.append([])
            used = 0
        lines[-1] += piece
        used += size
    return [tuple(line) for line in lines]


def _pieces(glyphs: tuple[Glyph, ...], break_numbers: bool) -> list[list[Glyph]]:
    pieces: list[list[Glyph]] = []
    for glyph in glyphs:
        in_number = glyph.char.isdigit() or glyph.char in ".,%"
        if in_number and pieces and pieces[-1][0].char.isdigit() and not break_numbers:
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
    return pieces


def set_lines(glyphs: tuple[Glyph, ...], header: dict[str, str], width: int) -> list[tuple[Glyph, ...]]:
    """Lines of ``width`` as the source's header wants numbers treated."""
    return wrapped(glyphs, width, break_numbers=header.get("break_numbers") == "yes")


def merged(cell: tuple[Glyph, ...]) -> bool:
    """Whether a table cell only says that it is merged into its neighbour."""
    return len(cell) == 1 and cell[0].char in "<^"


def dressed(glyphs: tuple[Glyph, ...], header: dict[str, str]) -> tuple[Glyph, ...]:
    """Glyphs with digits as the source's header wants them: ``spaced``, ``full-width`` or as written."""
    if header.get("digits") == "spaced":
        return spaced(glyphs)
    if header.get("digits") == "full-width":
        return full_width(glyphs)
    return glyphs


def _lines(block: Block, header: dict[str, str]) -> list[tuple[Glyph, ...]]:
    if block.style == "table":
        rows = [[dressed(cell, header) for cell in row if cell and not merged(cell)] for row in block.rows]
        if header.get("cells") == "line":
            return [cell for row in rows for cell in row]
        return [tuple(g for i, c in enumerate(row) for g in ((Glyph(" "),) * (2 * (i > 0)) + c)) for row in rows]
    if block.style == "heading" and header.get("headings") == "doubled":
        return set_lines(doubled(dressed(block.glyphs, header)), header, int(header.get("wrap", "0")))
    indent = tuple(Glyph(c) for c in (header.get("indent", "　　") if block.style == "text" else ""))
    return set_lines(indent + dressed(block.glyphs, header), header, int(header.get("wrap", "0")))


def render(source: Source) -> Rendered:
    """The text of a source in its own layout: wraps, blank lines, page marks, order of fragments."""
    header = source.header
    lines = [line for b in sorted(source.blocks, key=lambda b: b.order) for line in _lines(b, header)]
    page_lines, first = int(header.get("page_lines", "0")), int(header.get("first_page", "1"))
    gap = "\n\n" if header.get("blank_lines") == "yes" else "\n"
    glyphs: list[Glyph] = []
    for number, line in enumerate(lines, start=1):
        glyphs += line
        furniture = gap
        if page_lines and number % page_lines == 0:
            mark = header["page_mark"].replace("{n}", str(first + number // page_lines - 1))
            furniture = f"{gap}{mark}\n\n"
        glyphs += [Glyph(c, known=True) for c in furniture]
    return Rendered(tuple(glyphs), _spans(glyphs, len(source.figures)))


def _spans(glyphs: list[Glyph], count: int) -> tuple[tuple[int, int], ...]:
    starts, ends = [-1] * count, [-1] * count
    for offset, glyph in enumerate(glyphs):
        if glyph.figure >= 0:
            starts[glyph.figure] = offset if starts[glyph.figure] < 0 else starts[glyph.figure]
            ends[glyph.figure] = offset + 1
    return tuple(zip(starts, ends, strict=True))


def encoded(source: Source, text: str) -> bytes:
    """The text file's bytes, in the encoding and with the line ends that the source's header names."""
    ends = "\r\n" if source.header.get("newline") == "crlf" else "\n"
    return text.replace("\n", ends).encode(source.header.get("encoding", "utf-8"))
