"""The relations of ``corpus/checks.tsv`` are recomputed here, without the miner's arithmetic or the build script's."""

import json
import re
from collections import Counter
from decimal import Decimal

import pytest

from .conftest import ROOT

CORPUS = ROOT / "corpus"
GOLD = {g["id"]: g for g in map(json.loads, (CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines())}
ROWS = [line.split("\t") for line in (CORPUS / "checks.tsv").read_text(encoding="utf-8").splitlines()[1:]]
ERRORS = [line.split("\t") for line in (CORPUS / "errors.tsv").read_text(encoding="utf-8").splitlines()[1:]]
PLAIN = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")


def interval(figure):
    """What the printed digits stand for: counts exactly, other figures half a place to either side."""
    value = Decimal(figure["value"][0])
    digits = re.match(r"[\d,]+(?:\.(\d+))?", figure["raw"].translate(PLAIN))
    if digits is None or figure["measure"][0].endswith("_count"):
        return value, value
    scale = value / Decimal(digits[0].replace(",", ""))
    half = scale * Decimal(1).scaleb(-len(digits[1] or "")) / 2
    return value - half, value + half


def quotient(top, bottom):
    return top[0] / bottom[1] * 100, top[1] / bottom[0] * 100


def meet(a, b):
    return a[0] <= b[1] and b[0] <= a[1]


def added(parts):
    return sum(p[0] for p in parts), sum(p[1] for p in parts)


def printed(raw):
    return Decimal(re.match(r"[\d,.]+", raw)[0].replace(",", ""))


def holds(kind, figures):
    x = [interval(f) for f in figures]
    if kind == "difference":
        return meet((x[0][0] - x[1][1], x[0][1] - x[1][0]), x[2])
    if kind in ("rate", "share"):
        return meet(quotient(x[0], x[1]), x[2])
    if kind == "multiple":
        low, high = quotient(x[0], x[1])
        return meet((low / 100, high / 100), x[2])
    if kind == "sum":
        return meet(added(x[1:]), x[0])
    if kind == "part_le_whole":
        return added(x[:-1])[0] <= x[-1][1]
    assert kind == "repeated", kind
    return all(meet(x[0], other) for other in x[1:])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1][:40]}")
def test_relation_holds_or_fails_as_stated(row):
    kind, names, stated, shown = row
    figures = [GOLD[name] for name in names.split(",")]
    assert stated in ("Y", "N")
    if kind != "list_length":
        assert holds(kind, figures) == (stated == "Y"), shown
        return
    count, members = re.match(r"(\d+) named[^:]*: ([^;]*)", shown).groups()
    members = members.strip().split("、")
    assert len(members) == int(count)
    if "open" in shown:
        assert int(count) < Decimal(figures[0]["value"][0])
    else:
        assert (int(count) == Decimal(figures[0]["value"][0])) == (stated == "Y")


def test_listed_names_stand_in_their_report(made, sources):
    texts = {f"{s.stem}.txt": "".join(r.text.split()) for s, r in sources}
    for kind, names, _, shown in ROWS:
        if kind == "list_length":
            text = texts[GOLD[names]["document"]]
            members = re.match(r"\d+ named[^:]*: ([^;]*)", shown)[1].strip().split("、")
            assert [m for m in members if m not in text] == []


def test_figures_of_a_relation_are_of_one_report():
    for _, names, _, shown in ROWS:
        figures = [GOLD[name] for name in names.split(",")]
        assert len({f["document"] for f in figures}) == 1, shown


def test_a_repeated_fact_repeats_all_its_labels():
    for kind, names, _, shown in ROWS:
        if kind == "repeated":
            figures = [GOLD[name] for name in names.split(",")]
            for field in ("subject", "measure", "stage", "outcome", "period_start", "period_end"):
                assert set.intersection(*(set(f[field]) for f in figures)), (shown, field)


def test_there_are_enough_relations_of_all_kinds():
    kinds = Counter(row[0] for row in ROWS)
    assert sum(kinds.values()) >= 60
    assert set(kinds) == {"difference", "rate", "sum", "share", "part_le_whole", "repeated", "list_length", "multiple"}


def test_every_failing_relation_is_explained_by_a_documented_error_and_no_other():
    wrong = {(doc, figure) for doc, figure, *_ in ERRORS}
    slips = {how for *_, how in ERRORS}
    failing = [set(row[1].split(",")) for row in ROWS if row[2] == "N"]
    assert len({doc for doc, _ in wrong}) == 2
    for members in failing:
        assert any(figure in members for _, figure in wrong), members
    # An exchange is one slip of two figures, of which one may stand in no failing relation.
    shown = {how for _, figure, *_, how in ERRORS if any(figure in members for members in failing)}
    assert shown == slips


def test_correcting_the_documented_errors_makes_every_relation_hold():
    right = {figure: value for _, figure, _, value, _ in ERRORS}
    for kind, names, _, shown in ROWS:
        if kind == "list_length":
            continue
        figures = []
        for name in names.split(","):
            figure = dict(GOLD[name])
            if name in right:
                scale = Decimal(figure["value"][0]) / printed(figure["raw"])
                figure |= {"raw": right[name], "value": [str(printed(right[name]) * scale)]}
            figures.append(figure)
        assert holds(kind, figures), shown
