"""The same models as TF2 code: tf.Variable, GradientTape and one tf.function per model.

This is the strictest yardstick there is on TF2. The update is the fused Adam kernel that TF1's
optimizer uses, called directly, since Keras 3's Adam, op by op, would be an easier opponent.
The variables start from the values of the TF1 program, so losses must agree.
"""

import numpy as np


class Model:
    """A tf.function that trains `name`; `variables` maps TF1 variable names to initial values."""

    def __init__(self, name, variables):
        import tensorflow as tf

        self.variables = {key: tf.Variable(value, name=key) for key, value in variables.items()}
        self._train = tf.function(_step(tf, _LOSSES[name], self.variables))

    def __call__(self, batch):
        """Trains on a tuple of arrays and returns the loss as a NumPy value."""
        return self._train(*batch).numpy()


def _step(tf, loss_of, variables):
    tensors = list(variables.values())
    adam = _Adam(tf, tensors)

    def step(*batch):
        # NumPy arguments arrive here as tensors: tf.function converts them.
        with tf.GradientTape() as tape:
            loss = loss_of(tf, variables, *batch)
        adam.apply(tape.gradient(loss, tensors))
        return loss

    return step


class _Adam:
    """TF1's Adam, with its defaults and a learning rate of 1e-3."""

    def __init__(self, tf, variables):
        self.tf = tf
        self.variables = variables
        self.m = [tf.Variable(tf.zeros_like(v)) for v in variables]
        self.v = [tf.Variable(tf.zeros_like(v)) for v in variables]
        self.beta1_power = tf.Variable(0.9)
        self.beta2_power = tf.Variable(0.999)

    def apply(self, gradients):
        beta1_power, beta2_power = self.beta1_power.read_value(), self.beta2_power.read_value()
        for variable, m, v, gradient in zip(
                self.variables, self.m, self.v, gradients, strict=True):
            self.tf.raw_ops.ResourceApplyAdam(
                var=variable.handle, m=m.handle, v=v.handle,
                beta1_power=beta1_power, beta2_power=beta2_power,
                lr=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, grad=gradient)
        self.beta1_power.assign(beta1_power * 0.9)
        self.beta2_power.assign(beta2_power * 0.999)


# --- losses: function(tf, variables, *batch) --------------------------------------------------


def _dense(tf, variables, x, scope):
    return tf.nn.bias_add(x @ variables[scope + "/kernel"], variables[scope + "/bias"])


def _conv_pool(tf, variables, x, scope):
    x = tf.nn.conv2d(x, variables[scope + "/kernel"], strides=1, padding="SAME")
    x = tf.nn.relu(tf.nn.bias_add(x, variables[scope + "/bias"]))
    return tf.nn.max_pool2d(x, ksize=2, strides=2, padding="SAME")


def _cross_entropy(tf, logits, labels):
    return tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))


def _tiny(tf, variables, x, y):
    return tf.reduce_mean(tf.square(_dense(tf, variables, x, "linear") - y))


def _mlp(tf, variables, x, labels):
    h = tf.nn.relu(_dense(tf, variables, x, "hidden1"))
    h = tf.nn.relu(_dense(tf, variables, h, "hidden2"))
    return _cross_entropy(tf, _dense(tf, variables, h, "logits"), labels)


def _cnn(tf, variables, images, labels):
    h = _conv_pool(tf, variables, images, "conv1")
    h = _conv_pool(tf, variables, h, "conv2")
    h = tf.reshape(h, [-1, 7 * 7 * 32])
    h = tf.nn.relu(_dense(tf, variables, h, "hidden"))
    return _cross_entropy(tf, _dense(tf, variables, h, "logits"), labels)


def _rnn(tf, variables, inputs, labels):
    kernel, bias = variables["rnn/lstm/kernel"], variables["rnn/lstm/bias"]
    units = 64
    steps = tf.shape(inputs)[1]
    sequence = tf.TensorArray(tf.float32, size=steps).unstack(tf.transpose(inputs, [1, 0, 2]))
    zeros = tf.zeros([tf.shape(inputs)[0], units])

    def body(t, cell, hidden, outputs):
        gates = tf.concat([sequence.read(t), hidden], axis=1) @ kernel
        i, j, f, o = tf.split(tf.nn.bias_add(gates, bias), 4, axis=1)
        cell = cell * tf.sigmoid(f + 1.0) + tf.sigmoid(i) * tf.tanh(j)
        hidden = tf.tanh(cell) * tf.sigmoid(o)
        return t + 1, cell, hidden, outputs.write(t, hidden)

    outputs = tf.TensorArray(tf.float32, size=steps)
    *_, outputs = tf.while_loop(
        lambda t, *state: t < steps, body, (tf.constant(0), zeros, zeros, outputs))
    mean = tf.reduce_mean(outputs.stack(), axis=0)
    mean.set_shape([None, units])
    return _cross_entropy(tf, _dense(tf, variables, mean, "logits"), labels)


def _deep(tf, variables, x, y):
    h = x
    for layer in range(len(variables) // 2):
        h = h + 0.1 * tf.tanh(_dense(tf, variables, h, f"layer{layer}"))
    return tf.reduce_mean(tf.square(h - y))


_LOSSES = {"tiny": _tiny, "mlp": _mlp, "cnn": _cnn, "rnn": _rnn, "deep": _deep}


def initial_values(name, quick=False):
    """Returns the values that the TF1 program `name` initializes its trainable variables to."""
    import tensorflow.compat.v1 as tf

    from benchmarks import programs

    with tf.Graph().as_default() as graph:
        programs.program(name, quick).build(tf)
        trainable = tf.trainable_variables()
        with tf.Session(graph=graph) as session:
            session.run(tf.global_variables_initializer())
            values = session.run(trainable)
    return {v.op.name: np.asarray(value) for v, value in zip(trainable, values, strict=True)}
