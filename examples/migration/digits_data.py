"""What every step shares: the images, and the proof that a step predicts what the one before did."""

import argparse
import os
import tempfile

import numpy as np
from sklearn.datasets import load_digits

SEED = 7
TEST_IMAGES = 360
BATCH = 32


def read_data():
    """((train images, train labels), (test images, test labels)), always split alike."""
    digits = load_digits()
    images = (digits.images / 16.0).astype(np.float32)[..., np.newaxis]
    order = np.random.RandomState(SEED).permutation(len(images))
    train, test = order[TEST_IMAGES:], order[:TEST_IMAGES]
    labels = digits.target.astype(np.int64)
    return (images[train], labels[train]), (images[test], labels[test])


def batches(data, epoch):
    """One epoch of shuffled batches of (images, labels)."""
    images, labels = data
    order = np.random.RandomState(SEED + epoch).permutation(len(images))
    for at in range(0, len(order) - BATCH + 1, BATCH):
        batch = order[at : at + BATCH]
        yield images[batch], labels[batch]


def out_directory(description):
    """The directory that the steps pass their checkpoints on in: ``--out``."""
    parser = argparse.ArgumentParser(description=description)
    default = os.path.join(tempfile.gettempdir(), "digits-migration")
    parser.add_argument("--out", default=default, help="where the checkpoints are (%(default)s)")
    return parser.parse_args().out


def accuracy(logits, labels):
    """The share of right answers."""
    return float(np.mean(np.argmax(logits, 1) == labels))


def finish(out, step, logits, labels):
    """Keeps what this step predicts in the end, for the next one; prints and returns accuracy."""
    np.save(os.path.join(out, "step_%d.npy" % step), logits)
    right = accuracy(logits, labels)
    print("step %d: test accuracy %.4f" % (step, right))
    return right


def check_same(out, step, logits):
    """Compares with what `step` predicted in its end: nothing may be lost on the way here."""
    expected = np.load(os.path.join(out, "step_%d.npy" % step))
    np.testing.assert_allclose(logits, expected, rtol=1e-4, atol=1e-4)
    print("predicts what step %d did, to 1e-4" % step)
