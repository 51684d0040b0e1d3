"""Run the monitor: `python -m netral_monitor`."""

import sys

from netral_monitor.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
