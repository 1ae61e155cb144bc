"""``python -m report_miner``: the same as the command ``report-miner``."""

from report_miner.cli import main

if __name__ == "__main__":
    main()
