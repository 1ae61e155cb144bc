"""Printed numbers as intervals, formulas over them, and verdicts: knows neither extraction nor checks."""

from report_miner.arithmetic.formula import Comparison, Formula, FormulaError, parse
from report_miner.arithmetic.interval import Interval, point
from report_miner.arithmetic.printed import Printed, interval, truncated, widest
from report_miner.arithmetic.verdicts import Judgement, Reason, judge

__all__ = [
    "Comparison",
    "Formula",
    "FormulaError",
    "Interval",
    "Judgement",
    "Printed",
    "Reason",
    "interval",
    "judge",
    "parse",
    "point",
    "truncated",
    "widest",
]
