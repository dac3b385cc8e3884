"""What TensorFlow says of deprecated names: nothing to legacy code, unless it asks for it."""

import logging

import pytest
import tensorflow

import tf1shim as tf
from tf1shim import switches


@pytest.fixture
def warned():
    """The warnings that get out, as a list."""
    found = []
    handler = logging.Handler()
    handler.emit = lambda record: found.append(record.getMessage())
    logger = tensorflow.get_logger()
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)
    switches.show_deprecations(False)


def test_legacy_code_is_not_warned(warned):
    """Neither of what it calls, nor of what TensorFlow calls for it."""
    tf.to_bfloat16(tf.constant(1.0))
    tf.train.input_producer(["a"])
    with tf.op_scope([], "a"), tf.variable_op_scope([], "b"):
        tf.initialize_variables(tf.all_variables())

    assert not warned


def test_legacy_code_is_warned_where_it_calls(warned):
    """After `show_deprecations`, with its own file and line."""
    switches.show_deprecations()
    tf.to_complex128(tf.constant(1.0))

    assert len(warned) == 1
    assert warned[0].startswith(f"From {__file__}:")
    assert "to_complex128" in warned[0]


def test_other_code_is_warned(warned):
    """Code that calls TensorFlow's own compat.v1 sees its warnings."""
    program = """
with tf.Graph().as_default():
    tf.compat.v1.to_complex64(tf.constant(1.0))
    with tf.compat.v1.op_scope([], "a"):
        pass
"""
    exec(program, {"tf": tensorflow, "__name__": "theirs"})

    assert len(warned) == 2
