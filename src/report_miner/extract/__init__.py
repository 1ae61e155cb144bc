"""Outline → figures and activities."""

from report_miner.extract.figures import extract

__all__ = ["extract"]
