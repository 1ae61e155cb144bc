"""Make ``reports``, ``formats``, ``gold.jsonl``, ``checks.tsv`` and ``errors.tsv`` of ``corpus/`` from its ``sources``.

    python scripts/build_corpus.py            # write
    python scripts/build_corpus.py --check    # say what would change; exit code 1 if anything would

The same sources give the same bytes.  Offsets are counted here, never by hand.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from corpus_formats import format_files
from corpus_layout import Rendered, encoded, render
from corpus_markup import Check, Labels, MarkupError, Source, read_source

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


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
    return "\t".join(
        [check.kind, ",".join(names[index[n]] for n in check.names), check.holds, "; ".join(filter(None, shown))]
    )


def slip_rows(source: Source, names: list[str]) -> list[str]:
    """Lines of ``errors.tsv``: document, figure, what is printed, what would be right, what went wrong."""
    index = {f.name: i for i, f in enumerate(source.figures) if f.name}
    return [
        "\t".join([f"{source.stem}.txt", names[index[s.name]], source.figures[index[s.name]].raw, s.right, s.how])
        for s in source.slips
    ]


def arithmetic(kind: str, figures: list[Labels]) -> str:
    """The sum that a reader would redo by hand, with the printed quantities."""
    raw, value = [f.raw for f in figures], [f.value for f in figures]
    shown = ""
    if kind == "difference":
        shown = f"{raw[0]} - {raw[1]} = {plain(value[0] - value[1])}; printed {raw[2]}"
    elif kind in ("rate", "share"):
        shown = f"{raw[0]} / {raw[1]} = {value[0] / value[1] * 100:.4f}%; printed {raw[2]}"
    elif kind == "sum":
        shown = f"{' + '.join(raw[1:])} = {plain(sum(value[1:], Decimal(0)))}; printed {raw[0]}"
    elif kind == "part_le_whole":
        shown = f"{' + '.join(raw[:-1])} <= {raw[-1]}"
    elif kind == "repeated":
        shown = " / ".join(raw)
    elif kind == "multiple":
        shown = f"{raw[0]} / {raw[1]} = {value[0] / value[1]:.4f}; printed {raw[2]}"
    elif kind != "list_length":
        raise MarkupError(f"unknown kind of check {kind!r}")
    return shown


def build() -> dict[str, bytes]:
    """All files of the corpus that are made, by path under ``corpus/``."""
    files: dict[str, bytes] = {}
    gold: list[str] = []
    slips = ["document\tfigure\tprinted\tright\thow"]
    checks = ["kind\tfigures\tholds\tarithmetic"]
    for path in sorted((CORPUS / "sources").glob("*.marked")):
        source = read_source(path)
        rendered = render(source)
        files[f"reports/{source.stem}.txt"] = encoded(source, rendered.text)
        gold += [json.dumps(row, ensure_ascii=False) for row in gold_rows(source, rendered)]
        checks += [check_row(check, source, ids(source, rendered)) for check in source.checks]
        slips += slip_rows(source, ids(source, rendered))
        files |= {f"formats/{name}": data for name, data in format_files(source).items()}
    files["gold.jsonl"] = ("\n".join(gold) + "\n").encode()
    files["checks.tsv"] = ("\n".join(checks) + "\n").encode()
    files["errors.tsv"] = ("\n".join(slips) + "\n").encode()
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
