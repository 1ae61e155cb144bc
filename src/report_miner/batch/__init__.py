"""Many documents: worker processes, progress, resume, quarantine."""

from report_miner.batch.mining import current_stamp, mine_paths
from report_miner.batch.types import Failure, Observer, Options, Outcome, Silent, Summary, Task

__all__ = [
    "Failure",
    "Observer",
    "Options",
    "Outcome",
    "Silent",
    "Summary",
    "Task",
    "current_stamp",
    "mine_paths",
]
