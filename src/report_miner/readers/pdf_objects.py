"""What is drawn on a PDF page besides text: how many images and paths, and which lines could rule a table."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from report_miner.readers.pdf_frame import Box, Frame, Ruling, ruling, thin_ruling

MAX_SEGMENTS = 60_000
"""Path segments looked at on one page: a map or chart has more, a ruled table never."""
_MAX_FORM_DEPTH = 8


@dataclass(slots=True)
class PageObjects:
    """Counts of page objects by kind, the largest image's area in square points, the lines along an axis."""

    texts: int = 0
    paths: int = 0
    images: int = 0
    largest_image: float = 0.0
    segments: int = 0
    rulings: list[Ruling] = field(default_factory=list)

    @property
    def too_many(self) -> bool:
        """Whether there are more lines than any table has."""
        return self.segments > MAX_SEGMENTS


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: _Matrix) -> _Matrix:
        """The matrix that applies ``inner`` first, then this one."""
        e, f = self.point(inner.e, inner.f)
        return _Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )


class _Step(NamedTuple):
    x: float
    y: float
    kind: int
    close: bool


def page_objects(page: Any, frame: Frame) -> PageObjects:
    """Walk the objects of an open page, forms within forms included."""
    from pypdfium2 import raw

    found = PageObjects()
    pending: list[tuple[Any, _Matrix, int]] = []
    for index in range(raw.FPDFPage_CountObjects(page)):
        pending.append((raw.FPDFPage_GetObject(page, index), _Matrix(), 0))
    while pending:
        item, outer, depth = pending.pop()
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            found.texts += 1
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            found.paths += 1
            _add_path(found, raw, item, outer, frame)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.images += 1
            found.largest_image = max(found.largest_image, _area(raw, item, outer))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
            inner = outer.after(_matrix(raw, item))
            pending.extend(
                (raw.FPDFFormObj_GetObject(item, index), inner, depth + 1)
                for index in range(raw.FPDFFormObj_CountObjects(item))
            )
    return found


def _add_path(found: PageObjects, raw: Any, item: Any, outer: _Matrix, frame: Frame) -> None:
    count = raw.FPDFPath_CountSegments(item)
    found.segments += max(count, 0)
    if found.too_many or count < 2:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not (fill.value or stroke.value):
        return  # a clipping path shows nothing
    matrix = outer.after(_matrix(raw, item))
    for steps in _subpaths(raw, item, count):
        corners = [frame.point(*matrix.point(step.x, step.y)) for step in steps]
        if not stroke.value:
            box = _bounds(corners)
            line = thin_ruling(box)
            if line:
                found.rulings.append(line)
                continue
            if _is_white(raw, item):
                continue
        found.rulings.extend(_edges(raw, steps, corners))


def _edges(raw: Any, steps: list[_Step], corners: list[tuple[float, float]]) -> Iterator[Ruling]:
    for index in range(1, len(steps)):
        if steps[index].kind == raw.FPDF_SEGMENT_LINETO:
            line = ruling(*corners[index - 1], *corners[index])
            if line:
                yield line
    if steps[-1].close:
        line = ruling(*corners[-1], *corners[0])
        if line:
            yield line


def _subpaths(raw: Any, item: Any, count: int) -> Iterator[list[_Step]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    steps: list[_Step] = []
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if kind == raw.FPDF_SEGMENT_MOVETO and steps:
            yield steps
            steps = []
        steps.append(_Step(x.value, y.value, kind, bool(raw.FPDFPathSegment_GetClose(segment))))
    if steps:
        yield steps


def _matrix(raw: Any, item: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return _Matrix()
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _bounds(corners: list[tuple[float, float]]) -> Box:
    across = [x for x, _ in corners]
    down = [y for _, y in corners]
    return Box(min(across), min(down), max(across), max(down))


def _area(raw: Any, item: Any, outer: _Matrix) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 0.0
    box = _bounds([outer.point(left.value, bottom.value), outer.point(right.value, top.value)])
    return (box.right - box.left) * (box.bottom - box.top)


def _is_white(raw: Any, item: Any) -> bool:
    """White or fully transparent fill: a background, not a border."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item, *parts):
        return False
    red, green, blue, alpha = (part.value for part in parts)
    return alpha == 0 or min(red, green, blue) >= 250
