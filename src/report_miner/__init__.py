"""Reads county reports on budget performance management into one checked database of figures.

import report_miner

document = report_miner.read("陇县2023年.docx")
result = report_miner.mine(document)
result.figures_frame()          # pandas, one row a figure, the columns of the view figure_flat
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from report_miner._version import __version__

if TYPE_CHECKING:
    from report_miner.api import Result, mine, read

# The network multiplies small matrices: threads of BLAS only get into each other's way, above all beside other workers.
for _library in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_library, "1")

__all__ = ["Result", "__version__", "mine", "read"]


def __getattr__(name: str) -> object:
    # Reading and mining pull in readers, packs and tables; a plain import stays fast.
    if name in ("Result", "mine", "read"):
        from report_miner import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
