"""Static shapes that TensorFlow 2 infers otherwise are those of TensorFlow 1.15.5."""

import numpy as np
import pytest

import tf1shim as tf


def transposed(batch, output_shape):
    """A transposed convolution of a `batch` of images."""
    x = tf.placeholder(tf.float32, batch)
    w = tf.get_variable("w", [5, 5, 4, 3], initializer=tf.ones_initializer())
    return x, tf.nn.conv2d_transpose(x, w, output_shape=output_shape, strides=[1, 2, 2, 1])


@pytest.mark.parametrize(
    ("batch", "output_shape", "inferred"),
    [
        ([None, 2, 2, 3], [8, 4, 4, 4], "(8, 4, 4, 4)"),
        ([None, 2, 2, 3], [-1, 4, 4, 4], "(?, 4, 4, 4)"),
        (None, [8, 4, 4, 4], "(8, 4, 4, 4)"),
    ],
)
def test_transposed_convolution(batch, output_shape, inferred):
    """A transposed convolution has the shape it was asked for, whatever its input's batch size."""
    _, y = transposed(batch, output_shape)

    assert str(y.shape) == inferred


def test_transposed_convolution_of_an_unknown_batch_size():
    """An `output_shape` that is computed leaves open what is not known before the run."""
    x = tf.placeholder(tf.float32, [None, 2, 2, 3])
    w = tf.ones([5, 5, 4, 3])
    y = tf.nn.conv2d_transpose(x, w, tf.stack([tf.shape(x)[0], 4, 4, 4]), [1, 2, 2, 1])

    assert str(y.shape) == "(?, 4, 4, 4)"


def test_reshape_to_the_inferred_shape():
    """What programs do with that shape: reshape to it."""
    x, y = transposed([None, 2, 2, 3], [8, 4, 4, 4])
    z = tf.reshape(y, y.get_shape())
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run(z, {x: np.ones([8, 2, 2, 3])}).shape == (8, 4, 4, 4)


def test_numbers_of_gamma_distributions():
    """Drawn numbers have the sizes of their parameters, those of one too."""
    alpha = tf.placeholder(tf.float32, [None, 1, 10])
    beta = tf.placeholder(tf.float32, [10])

    assert str(tf.random_gamma([3], alpha, beta).shape) == "(3, ?, 1, 10)"
    assert str(tf.random.gamma(tf.placeholder(tf.int32, [1]), alpha).shape) == "(?, ?, 1, 10)"
