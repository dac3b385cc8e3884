"""Runs the recorders of conformance's tables on real TensorFlow 1.15.5."""

import subprocess
import sys
from pathlib import Path

# Where `tf115` is.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import tf115


def record(package):
    """Runs ``record.py`` beside the file `package`, with this command's arguments; then exits."""
    interpreter = tf115.python()
    if interpreter is None:
        sys.exit(tf115.reason())
    command = [interpreter, str(Path(package).with_name("record.py")), *sys.argv[1:]]
    sys.exit(subprocess.run(command, env=tf115.environment()).returncode)
