"""The example program: the same file on tf1shim and on real TensorFlow 1.15.5."""

import os
import re
import subprocess
import sys
from typing import NamedTuple

import pytest
import tf115

EXAMPLES = os.path.join(tf115.ROOT, "examples")
PROGRAM = os.path.join(EXAMPLES, "digits.py")

# Restores a checkpoint with the program's own functions; no line of it knows about tf1shim.
RESTORE = f"""\
import sys
sys.path.append({EXAMPLES!r})
import digits
digits.FLAGS(["digits.py"])
print("restored %.4f" % digits.restore({{path!r}}, digits.read_data()[1]))
"""


class Run(NamedTuple):
    """What one run of the program printed."""

    epochs: list
    accuracy: float
    checkpoint: str
    out: str


def on_tf1shim(*args):
    """Runs a script with the runner, in a process of its own; returns what it printed."""
    outcome = subprocess.run(
        [sys.executable, "-m", "tf1shim", *args], capture_output=True, text=True, timeout=300,
        cwd=tf115.ROOT,
    )
    assert outcome.returncode == 0, outcome.stderr[-4000:]
    return outcome.stdout


def parsed(text, out):
    """The figures in the program's output."""
    epochs = re.findall(r"loss (\S+)  test accuracy (\S+)", text)
    return Run(
        [(float(loss), float(accuracy)) for loss, accuracy in epochs],
        float(re.search(r"^test accuracy (\S+)$", text, re.MULTILINE)[1]),
        re.search(r"^restored (\S+) in a new session$", text, re.MULTILINE)[1],
        out,
    )


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    """The run on tf1shim."""
    out = str(tmp_path_factory.mktemp("shim"))
    return parsed(on_tf1shim(PROGRAM, "--out", out), out)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The run on TensorFlow 1.15.5."""
    if tf115.python() is None:
        pytest.skip(tf115.reason())
    out = str(tmp_path_factory.mktemp("real"))
    return parsed(tf115.run(PROGRAM, "--out", out).stdout, out)


def test_it_learns(shim):
    """The program trains to more than 97 % on the test images, and its restored copy agrees."""
    assert shim.accuracy > 0.97
    assert shim.accuracy == shim.epochs[-1][1]


def test_it_leaves_what_tensorboard_reads(shim):
    """The run leaves an event file and a checkpoint with TensorFlow 1's file names."""
    names = os.listdir(shim.out)
    stem = os.path.basename(shim.checkpoint)

    assert any(name.startswith("events.out.tfevents.") for name in names)
    assert {"checkpoint", stem + ".index", stem + ".meta"} <= set(names)


def test_the_program_is_plain_tensorflow_1():
    """No import of the program names tf1shim."""
    with open(PROGRAM) as file:
        imports = [line for line in file if re.match(r"\s*(import|from)\b", line)]

    assert "import tensorflow as tf\n" in imports
    assert not any("tf1shim" in line for line in imports)


@pytest.mark.tf115
def test_it_learns_as_on_tensorflow_1(shim, real):
    """With the same seeds, training starts alike and ends within an image or two of 360."""
    assert real.accuracy > 0.97
    assert shim.accuracy == pytest.approx(real.accuracy, abs=0.006)
    # The random streams are equal, sums of floats in another order are not: the two drift apart.
    for (loss, _), (real_loss, _) in zip(shim.epochs[:3], real.epochs[:3], strict=True):
        assert loss == pytest.approx(real_loss, rel=2e-3)


@pytest.mark.tf115
def test_tensorflow_1_reads_our_checkpoint(shim, real):
    """TensorFlow 1.15.5 restores the checkpoint written on tf1shim, to the same accuracy."""
    restored = tf115.run(RESTORE.format(path=shim.checkpoint)).stdout

    assert restored == f"restored {shim.accuracy:.4f}\n"


@pytest.mark.tf115
def test_we_read_tensorflow_1s_checkpoint(real, tmp_path):
    """tf1shim restores the checkpoint written by TensorFlow 1.15.5, to the same accuracy."""
    script = tmp_path / "restore.py"
    script.write_text(RESTORE.format(path=real.checkpoint))

    assert on_tf1shim(str(script)) == f"restored {real.accuracy:.4f}\n"
