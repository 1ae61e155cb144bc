"""How much one file may ask of the machine before we refuse it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a single input.  Sizes in bytes.

    ``max_ratio`` (unpacked ÷ packed) is only asked of members above ``ratio_from``: office XML of an honest, very
    regular sheet compresses a hundredfold, deflate at most 1,032-fold.  ``max_depth`` counts archives: 2 allows a
    zip within a zip.
    """

    max_bytes: int = 300_000_000
    max_unpacked: int = 1_000_000_000
    max_members: int = 20_000
    max_ratio: float = 200.0
    ratio_from: int = 10_000_000
    max_depth: int = 2


DEFAULT_LIMITS = Limits()
