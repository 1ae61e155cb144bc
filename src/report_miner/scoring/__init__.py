"""How right the figures are: against gold labels, and by blind checking of a sample."""

from report_miner.scoring.calibration import Bin, Calibration, calibrate
from report_miner.scoring.challenge import Passage, gold_of, mine_challenge, mine_passage, read_challenge
from report_miner.scoring.gold import GoldError, GoldFigure, read_gold, read_windows
from report_miner.scoring.matching import Comparison, compare, read_figures
from report_miner.scoring.sample import Precision, SampleError, draw, read_sheet, wilson, write_sheet
from report_miner.scoring.scores import Miss, Scores, Slice, misses, read_texts, score, slices

__all__ = [
    "Bin",
    "Calibration",
    "Comparison",
    "GoldError",
    "GoldFigure",
    "Miss",
    "Passage",
    "Precision",
    "SampleError",
    "Scores",
    "Slice",
    "calibrate",
    "compare",
    "draw",
    "gold_of",
    "mine_challenge",
    "mine_passage",
    "misses",
    "read_challenge",
    "read_figures",
    "read_gold",
    "read_sheet",
    "read_texts",
    "read_windows",
    "score",
    "slices",
    "wilson",
    "write_sheet",
]
