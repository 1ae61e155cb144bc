"""Pattern packs: load, validate and compile the words and rules that a finance officer can read."""

from report_miner.packs.load import PackError, PackSource, packs_folder, read_pack
from report_miner.packs.pack import Cue, Pack, Role, load_pack

__all__ = ["Cue", "Pack", "PackError", "PackSource", "Role", "load_pack", "packs_folder", "read_pack"]
