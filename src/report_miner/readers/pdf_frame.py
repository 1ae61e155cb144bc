"""Plain geometry of a PDF page: from its user space to a top-left origin, and the lines drawn on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """Points, origin at the page's top left corner, ``top <= bottom``."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible rectangle of a page in its user space (origin bottom left), and its quarter turns clockwise."""

    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0
    rotation: int = 0

    @property
    def width(self) -> float:
        """Width of the page as shown."""
        return self.top - self.bottom if self.rotation % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Height of the page as shown."""
        return self.right - self.left if self.rotation % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space as seen from the top left corner of the page as shown."""
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 1:
            return y - self.bottom, x - self.left
        if self.rotation == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle of user space, given by two opposite corners."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


class Ruling(NamedTuple):
    """A drawn line along an axis: ``at`` is its fixed coordinate, ``start`` … ``end`` its extent."""

    horizontal: bool
    at: float
    start: float
    end: float


_STRAIGHT = 1.0
_THIN = 3.0
_SHORTEST = 1.0


def ruling(ax: float, ay: float, bx: float, by: float) -> Ruling | None:
    """The ruling from a to b, if that line runs along an axis and is long enough to bound a cell."""
    across, down = abs(bx - ax), abs(by - ay)
    if down <= _STRAIGHT and across > _SHORTEST:
        return Ruling(True, (ay + by) / 2, min(ax, bx), max(ax, bx))
    if across <= _STRAIGHT and down > _SHORTEST:
        return Ruling(False, (ax + bx) / 2, min(ay, by), max(ay, by))
    return None


def thin_ruling(box: Box) -> Ruling | None:
    """Word processors draw a line as a filled rectangle of a point or less: its middle line."""
    across, down = box.right - box.left, box.bottom - box.top
    if down <= _THIN and across > 2 * down and across > _SHORTEST:
        return Ruling(True, (box.top + box.bottom) / 2, box.left, box.right)
    if across <= _THIN and down > 2 * across and down > _SHORTEST:
        return Ruling(False, (box.left + box.right) / 2, box.top, box.bottom)
    return None
