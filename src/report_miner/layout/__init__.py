"""Document → Outline: what a report says, in reading order, and where everything stands in it.

`view` joins wrapped lines and leaves out page furniture, through an offset map; `outline` adds parts, headings,
sentences and the tables that the text itself prints.
"""

from report_miner.layout.outline import outline, table_blocks
from report_miner.layout.places import SourceIndex
from report_miner.layout.view import view

__all__ = ["SourceIndex", "outline", "table_blocks", "view"]
