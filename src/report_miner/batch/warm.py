"""Imported once by the server that forks the workers, so that each worker starts with packs and tables loaded."""

import gc
from contextlib import suppress

from report_miner import pipeline, readers, regions
from report_miner.packs import PackError, load_pack

__all__ = ["pipeline", "readers"]

# The parent has refused a bad pack already, with its own words; dying here would leave no server to say anything.
with suppress(PackError):
    load_pack()
regions.load()

# Packs and tables stay for good: the collector need not look at them again, nor the workers copy their pages.
gc.collect()
gc.freeze()
