"""``python -m conformance.calls [TABLE ...]``: records the tables on TensorFlow 1.15.5."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

import tf115  # noqa: E402

interpreter = tf115.python()
if interpreter is None:
    sys.exit(tf115.reason())
command = [interpreter, str(HERE / "record.py"), *sys.argv[1:]]
sys.exit(subprocess.run(command, env=tf115.environment()).returncode)
