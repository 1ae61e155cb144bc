"""Imported once by the server that forks the workers, so that each worker starts with packs and tables loaded."""

from contextlib import suppress

from report_miner import pipeline, readers, regions
from report_miner.packs import PackError, load_pack

__all__ = ["pipeline", "readers"]

# The parent has refused a bad pack already, with its own words; dying here would leave no server to say anything.
with suppress(PackError):
    load_pack()
regions.load()
