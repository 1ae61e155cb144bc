"""Pattern packs: load, validate and compile the words and rules that a finance officer can read."""

from report_miner.packs.examples import Example, MarkError, marked, read_examples
from report_miner.packs.lint import Problem, lint, rule_reasons
from report_miner.packs.load import PackError, PackSource, packs_folder, read_pack
from report_miner.packs.pack import Cue, Pack, Role, load_pack

__all__ = [
    "Cue",
    "Example",
    "MarkError",
    "Pack",
    "PackError",
    "PackSource",
    "Problem",
    "Role",
    "lint",
    "load_pack",
    "marked",
    "packs_folder",
    "read_examples",
    "read_pack",
    "rule_reasons",
]
