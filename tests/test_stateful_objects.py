"""Iterators, queues, tables, loops and functions: what programs find is what 1.15.5 found."""

import subprocess
import sys

import pytest
import state_oracle
import tf115
from dataset_programs import PROGRAMS as DATASET
from flow_programs import PROGRAMS as FLOW
from lookup_programs import PROGRAMS as LOOKUP
from queue_programs import PROGRAMS as QUEUE
from staging_programs import PROGRAMS as STAGING

PROGRAMS = {"dataset": DATASET, "flow": FLOW, "lookup": LOOKUP, "queue": QUEUE, "staging": STAGING}
# What is known to differ: texts that TensorFlow has reworded, names that end in a number of the
# process, the class that iterators give their elements, and the key of a saved iterator.
KNOWN = {
    "iterators": {"asks", "other shapes"},
    "methods": {"bad concatenate", "bad flat_map"},
    "saveable_iterators": {"in file"},
    "structures": {"iterated", "no tensors"},
    "coordinators": {"too slow"},
    "mutable_tables": {"wrong values"},
    "queues": {"put after close"},
    "runners": {"queue closed"},
    "prints": {"positive", "static"},
    "tables": {"wrong keys"},
}
CASES = [(kind, name) for kind, programs in PROGRAMS.items() for name in programs]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_as_tensorflow_1_15(kind, name):
    """All facts but those known to differ are TensorFlow 1.15.5's."""
    differing = state_oracle.Programs(kind).differences(name)

    assert set(differing) == KNOWN.get(name, set()), differing


@pytest.mark.tf115
@pytest.mark.skipif(tf115.python() is None, reason="no TensorFlow 1.15.5 here")
@pytest.mark.parametrize("kind", PROGRAMS)
def test_the_record_is_what_tf_1_15_says(kind):
    """Real TensorFlow 1.15.5 still says of every program what was recorded."""
    programs = state_oracle.Programs(kind)
    now = programs.ask()

    assert now.keys() == programs.recorded.keys()
    for name in now:
        differing = state_oracle.differing(now[name], programs.recorded[name])
        assert set(differing) <= KNOWN.get(name, set()), differing


ENDLESS = """
import itertools, time
import tf1shim as tf

def slow(x):
    time.sleep(0.005)
    return x

def endless():
    return itertools.count()

made = tf.data.Dataset.from_generator(endless, tf.int64, [])
mapped = tf.data.Dataset.range(10**6).map(lambda x: tf.py_func(slow, [x], tf.int64)).prefetch(3)
for dataset in (made, mapped):
    item = dataset.make_one_shot_iterator().get_next()
    for _ in range(2):
        with tf.Session() as sess:
            print(sess.run(item))
left_open = tf.Session()
print(left_open.run(item))
"""


def test_sessions_and_processes_end_while_iterators_go_on():
    """An endless Python generator, or a prefetched py_func, keeps no session and no process."""
    ended = subprocess.run(
        [sys.executable, "-c", ENDLESS], capture_output=True, text=True, timeout=200
    )

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["0"] * 5
