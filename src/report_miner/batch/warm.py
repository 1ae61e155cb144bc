"""Imported once by the server that forks the workers, so that each worker starts with packs and tables loaded."""

from report_miner import pipeline, readers
from report_miner.packs import load_pack

__all__ = ["pipeline", "readers"]

load_pack()
