"""Make ``corpus/reports``, ``corpus/gold.jsonl``, ``corpus/checks.tsv`` and ``corpus/formats`` from ``corpus/sources``.

    python scripts/build_corpus.py            # write
    python scripts/build_corpus.py --check    # say what would change; exit code 1 if anything would

The same sources give the same bytes.  Offsets are counted here, never by hand.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from corpus_markup import Block, Check, Glyph, Labels, MarkupError, Source, read_source

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


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


def wrapped(glyphs: tuple[Glyph, ...], width: int) -> list[tuple[Glyph, ...]]:
    """Lines of at most ``width`` ideographs (digits and blanks count half); 0 leaves the paragraph whole."""
    if not width:
        return [glyphs]
    lines: list[list[Glyph]] = [[]]
    used = 0
    for glyph in glyphs:
        size = 2 if ord(glyph.char) > 0x2000 else 1
        if used + size > 2 * width and glyph.char not in "，。；、：）”》":
            lines.append([])
            used = 0
        lines[-1].append(glyph)
        used += size
    return [tuple(line) for line in lines]


def _dressed(glyphs: tuple[Glyph, ...], header: dict[str, str]) -> tuple[Glyph, ...]:
    if header.get("digits") == "spaced":
        return spaced(glyphs)
    if header.get("digits") == "full-width":
        return full_width(glyphs)
    return glyphs


def _lines(block: Block, header: dict[str, str]) -> list[tuple[Glyph, ...]]:
    if block.style == "table":
        rows = [[_dressed(cell, header) for cell in row] for row in block.rows]
        if header.get("cells") == "line":
            return [cell for row in rows for cell in row]
        return [tuple(g for i, c in enumerate(row) for g in ((Glyph(" "),) * (2 * (i > 0)) + c)) for row in rows]
    indent = tuple(Glyph(c) for c in (header.get("indent", "　　") if block.style == "text" else ""))
    return wrapped(indent + _dressed(block.glyphs, header), int(header.get("wrap", "0")))


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


def plain(value: Decimal) -> str:
    """A value without exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def ids(source: Source, rendered: Rendered) -> list[str]:
    """Figure ids, numbered in the order of the text file; indexed as ``source.figures``."""
    by_place = sorted(range(len(source.figures)), key=lambda i: rendered.spans[i])
    rank = {index: number for number, index in enumerate(by_place, start=1)}
    return [f"{source.stem}-{rank[i]:03d}" for i in range(len(source.figures))]


def gold_rows(source: Source, rendered: Rendered) -> list[dict[str, object]]:
    """The gold labels of one report in text order."""
    names = ids(source, rendered)
    rows = [_row(source.stem, names[i], rendered, i, f) for i, f in enumerate(source.figures)]
    return sorted(rows, key=lambda row: str(row["id"]))


def _row(stem: str, name: str, rendered: Rendered, index: int, figure: Labels) -> dict[str, object]:
    span = rendered.spans[index]
    own = (g.char for g in rendered.glyphs[span[0] : span[1]] if g.figure == index)
    raw = "".join("".join(own).split())
    return {
        "id": name,
        "document": f"{stem}.txt",
        "start": span[0],
        "end": span[1],
        "raw": raw,
        "value": [plain(figure.value)],
        "unit": list(figure.unit),
        "modifier": list(figure.modifier),
        "measure": list(figure.measure),
        "stage": list(figure.stage),
        "outcome": list(figure.outcome),
        "subject": list(figure.subject),
        "period_start": list(figure.period_start),
        "period_end": list(figure.period_end),
        "activity": f"{stem}-{figure.activity}",
        "parent": f"{stem}-{figure.parent}" if figure.parent else "",
        "cumulative": figure.cumulative,
    }


def check_row(check: Check, source: Source, names: list[str]) -> str:
    """One line of ``checks.tsv``: kind, figure ids, holds, the arithmetic written out."""
    index = {f.name: i for i, f in enumerate(source.figures) if f.name}
    missing = [n for n in check.names if n not in index]
    if missing:
        raise MarkupError(f"{source.stem}: check names no figure: {missing}")
    chosen = [source.figures[index[n]] for n in check.names]
    shown = [arithmetic(check.kind, chosen), check.note]
    return "\t".join([check.kind, ",".join(names[index[n]] for n in check.names), check.holds, "; ".join(filter(None, shown))])


def arithmetic(kind: str, figures: list[Labels]) -> str:
    """The sum that a reader would redo by hand, with the printed quantities."""
    raw, value = [f.raw for f in figures], [f.value for f in figures]
    if kind == "difference":
        return f"{raw[0]} - {raw[1]} = {plain(value[0] - value[1])}; printed {raw[2]}"
    if kind in ("rate", "share"):
        return f"{raw[0]} / {raw[1]} = {value[0] / value[1] * 100:.4f}%; printed {raw[2]}"
    if kind == "sum":
        return f"{' + '.join(raw[1:])} = {plain(sum(value[1:], Decimal(0)))}; printed {raw[0]}"
    if kind == "part_le_whole":
        return f"{' + '.join(raw[:-1])} <= {raw[-1]}"
    if kind == "repeated":
        return " / ".join(raw)
    if kind == "multiple":
        return f"{raw[0]} / {raw[1]} = {value[0] / value[1]:.4f}; printed {raw[2]}"
    return ""


def build() -> dict[str, bytes]:
    """All files of the corpus that are made, by path under ``corpus/``."""
    from corpus_formats import format_files  # noqa: PLC0415  reportlab and python-docx are needed for formats alone

    files: dict[str, bytes] = {}
    gold: list[str] = []
    checks = ["kind\tfigures\tholds\tarithmetic"]
    for path in sorted((CORPUS / "sources").glob("*.marked")):
        source = read_source(path)
        rendered = render(source)
        encoding = source.header.get("encoding", "utf-8")
        files[f"reports/{source.stem}.txt"] = rendered.text.encode(encoding)
        gold += [json.dumps(row, ensure_ascii=False) for row in gold_rows(source, rendered)]
        checks += [check_row(check, source, ids(source, rendered)) for check in source.checks]
        files |= {f"formats/{name}": data for name, data in format_files(source).items()}
    files["gold.jsonl"] = ("\n".join(gold) + "\n").encode()
    files["checks.tsv"] = ("\n".join(checks) + "\n").encode()
    return files


def main() -> int:
    """Write what changed, or with ``--check`` only name it."""
    checking = "--check" in sys.argv[1:]
    made = build()
    changed = [n for n, data in made.items() if not (CORPUS / n).is_file() or (CORPUS / n).read_bytes() != data]
    for name in changed:
        print("differs" if checking else "writes", name)
        if not checking:
            (CORPUS / name).parent.mkdir(parents=True, exist_ok=True)
            (CORPUS / name).write_bytes(made[name])
    return 1 if checking and changed else 0


if __name__ == "__main__":
    sys.exit(main())
