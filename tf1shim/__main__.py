"""``python -m tf1shim script.py``: see `tf1shim.migrate.commandline`."""

import sys

from tf1shim.migrate.commandline import main

if __name__ == "__main__":
    sys.exit(main())
