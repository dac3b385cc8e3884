"""The TF1 programs that are measured, each a function of the module `tf`.

`build(tf, arrays) -> (fetches, feed_fn)` is called inside a Graph. `feed_fn(i)` is the feed_dict of
step i. Only core TF1 names are used, so the very same function runs on tf1shim,
on tf.compat.v1 and on real TensorFlow 1.15.5. Every initializer has a seed, so all of them
start from the same values, and their losses can be compared.
"""

from collections import namedtuple

import numpy as np

BATCHES = 8  # Distinct batches, made before anything is timed.

Program = namedtuple("Program", "name build arrays")
Program.__doc__ = """A model: how to build it, and the batches (tuples of arrays) to feed it."""


def program(name, quick=False):
    """Returns the program `name`; `quick` makes it small, for smoke tests."""
    builder, batches = _PROGRAMS[name]
    arrays = batches(np.random.RandomState(0), quick)
    return Program(name, lambda tf: builder(tf, arrays, quick), arrays)


def names():
    """Returns the names of all programs."""
    return list(_PROGRAMS)


# --- parts ------------------------------------------------------------------------------------


class _Seeds:
    """Hands out one seed per initializer, the same sequence for every backend."""

    def __init__(self):
        self.last = 100

    def normal(self, tf, stddev):
        self.last += 1
        return tf.truncated_normal_initializer(stddev=stddev, seed=self.last)


def _feeder(placeholders, arrays):
    dicts = [dict(zip(placeholders, batch)) for batch in arrays]
    return lambda step: dicts[step % len(dicts)]


def _dense(tf, seeds, x, units, scope):
    inputs = int(x.shape[1])
    with tf.variable_scope(scope):
        kernel = tf.get_variable("kernel", [inputs, units], tf.float32,
                                 seeds.normal(tf, inputs**-0.5))
        bias = tf.get_variable("bias", [units], tf.float32, tf.zeros_initializer())
        return tf.nn.bias_add(tf.matmul(x, kernel), bias)


def _conv_pool(tf, seeds, x, channels, scope):
    inputs = int(x.shape[3])
    with tf.variable_scope(scope):
        kernel = tf.get_variable("kernel", [5, 5, inputs, channels], tf.float32,
                                 seeds.normal(tf, (25.0 * inputs) ** -0.5))
        bias = tf.get_variable("bias", [channels], tf.float32, tf.zeros_initializer())
        x = tf.nn.conv2d(x, kernel, strides=[1, 1, 1, 1], padding="SAME")
        x = tf.nn.relu(tf.nn.bias_add(x, bias))
        return tf.nn.max_pool(x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")


def _cross_entropy(tf, logits, labels):
    return tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))


def _train(tf, loss):
    return [tf.train.AdamOptimizer(1e-3).minimize(loss), loss]


# --- models -----------------------------------------------------------------------------------


def _tiny(tf, arrays, quick):
    """Linear regression on 8 features: next to no arithmetic, so it shows the cost of a call."""
    tf.set_random_seed(1)
    x = tf.placeholder(tf.float32, [None, 8], "x")
    y = tf.placeholder(tf.float32, [None, 1], "y")
    loss = tf.reduce_mean(tf.square(_dense(tf, _Seeds(), x, 1, "linear") - y))
    return _train(tf, loss), _feeder((x, y), arrays)


def _mlp(tf, arrays, quick):
    """784-256-256-10."""
    tf.set_random_seed(1)
    seeds = _Seeds()
    x = tf.placeholder(tf.float32, [None, 784], "images")
    labels = tf.placeholder(tf.int32, [None], "labels")
    h = tf.nn.relu(_dense(tf, seeds, x, 256, "hidden1"))
    h = tf.nn.relu(_dense(tf, seeds, h, 256, "hidden2"))
    loss = _cross_entropy(tf, _dense(tf, seeds, h, 10, "logits"), labels)
    return _train(tf, loss), _feeder((x, labels), arrays)


def _cnn(tf, arrays, quick):
    """28x28 images: conv, pool, conv, pool, fully connected."""
    tf.set_random_seed(1)
    seeds = _Seeds()
    images = tf.placeholder(tf.float32, [None, 28, 28, 1], "images")
    labels = tf.placeholder(tf.int32, [None], "labels")
    h = _conv_pool(tf, seeds, images, 16, "conv1")
    h = _conv_pool(tf, seeds, h, 32, "conv2")
    h = tf.reshape(h, [-1, 7 * 7 * 32])
    h = tf.nn.relu(_dense(tf, seeds, h, 128, "hidden"))
    loss = _cross_entropy(tf, _dense(tf, seeds, h, 10, "logits"), labels)
    return _train(tf, loss), _feeder((images, labels), arrays)


def _rnn(tf, arrays, quick):
    """An LSTM of 64 units over 32 steps, as a while_loop over TensorArrays."""
    tf.set_random_seed(1)
    seeds = _Seeds()
    units = 64
    inputs = tf.placeholder(tf.float32, [None, None, 32], "inputs")
    labels = tf.placeholder(tf.int32, [None], "labels")
    with tf.variable_scope("rnn/lstm"):
        kernel = tf.get_variable("kernel", [32 + units, 4 * units], tf.float32,
                                 seeds.normal(tf, (32.0 + units) ** -0.5))
        bias = tf.get_variable("bias", [4 * units], tf.float32, tf.zeros_initializer())

    shape = tf.shape(inputs)
    steps = shape[1]
    sequence = tf.TensorArray(tf.float32, size=steps).unstack(tf.transpose(inputs, [1, 0, 2]))
    outputs = tf.TensorArray(tf.float32, size=steps)
    zeros = tf.zeros([shape[0], units])

    def body(t, cell, hidden, outputs):
        gates = tf.matmul(tf.concat([sequence.read(t), hidden], axis=1), kernel)
        i, j, f, o = tf.split(tf.nn.bias_add(gates, bias), 4, axis=1)
        cell = cell * tf.sigmoid(f + 1.0) + tf.sigmoid(i) * tf.tanh(j)
        hidden = tf.tanh(cell) * tf.sigmoid(o)
        return t + 1, cell, hidden, outputs.write(t, hidden)

    _, _, _, outputs = tf.while_loop(
        lambda t, *state: t < steps, body, [tf.constant(0), zeros, zeros, outputs])
    mean = tf.reduce_mean(outputs.stack(), axis=0)
    mean.set_shape([None, units])
    loss = _cross_entropy(tf, _dense(tf, seeds, mean, 10, "logits"), labels)
    return _train(tf, loss), _feeder((inputs, labels), arrays)


def _deep(tf, arrays, quick):
    """150 residual layers, 32 wide: 300 variables, with their Adam slots 900."""
    tf.set_random_seed(1)
    seeds = _Seeds()
    x = tf.placeholder(tf.float32, [None, 32], "x")
    y = tf.placeholder(tf.float32, [None, 32], "y")
    h = x
    for layer in range(8 if quick else 150):
        h = h + 0.1 * tf.tanh(_dense(tf, seeds, h, 32, f"layer{layer}"))
    loss = tf.reduce_mean(tf.square(h - y))
    return _train(tf, loss), _feeder((x, y), arrays)


# --- a graph to build -------------------------------------------------------------------------


OPS_PER_ROUND = 20


def many_ops(tf, x, ops):
    """Adds `ops` ops to the default graph, through operators and functions; returns the last."""
    for _ in range(ops // OPS_PER_ROUND):
        with tf.name_scope("round"):
            y = x * 2.0 + 1.0
            y = tf.nn.relu(y - x)
            y = tf.concat([x, y], axis=1)
            y = tf.reduce_sum(tf.square(y), axis=1)
            y = tf.reshape(y, [-1, 1])
            z = tf.nn.sigmoid(x)[:, 0:1]
            x = tf.add(x, tf.maximum(y, z))
    return x


# --- batches ----------------------------------------------------------------------------------


def _regression(inputs, outputs):
    def batches(random, quick):
        weights = random.normal(size=[inputs, outputs]) / inputs**0.5
        xs = [random.normal(size=[32, inputs]).astype("float32") for _ in range(BATCHES)]
        return [(x, x.dot(weights).astype("float32")) for x in xs]

    return batches


def _classes(*shape):
    def batches(random, quick):
        return [(random.normal(size=shape).astype("float32"),
                 random.randint(10, size=shape[0]).astype("int32")) for _ in range(BATCHES)]

    return batches


_PROGRAMS = {
    "tiny": (_tiny, _regression(8, 1)),
    "mlp": (_mlp, _classes(64, 784)),
    "cnn": (_cnn, _classes(32, 28, 28, 1)),
    "rnn": (_rnn, _classes(32, 32, 32)),
    "deep": (_deep, _regression(32, 32)),
}
