"""What the cells of this package share: base classes, sizes, gates, normalization."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.binding import bind

RNNCell = tf.nn.rnn_cell.RNNCell
LSTMStateTuple = tf.nn.rnn_cell.LSTMStateTuple
# TF1 exported this base class of its own cells; `tf.nn.rnn_cell` does not.
LayerRNNCell = next(
    bind(base, "contrib.rnn", "LayerRNNCell")
    for base in tf.nn.rnn_cell.BasicRNNCell.__mro__
    if base.__name__ == "LayerRNNCell"
)

_WEIGHTS_VARIABLE_NAME = "kernel"
_BIAS_VARIABLE_NAME = "bias"


def assert_like_rnncell(name, cell):
    """Raises TypeError, naming what is missing, if `cell` cannot be used as an RNN cell."""
    errors = [
        text
        for text, fine in (
            ("'output_size' property is missing", hasattr(cell, "output_size")),
            ("'state_size' property is missing", hasattr(cell, "state_size")),
            (
                "either 'zero_state' or 'get_initial_state' method is required",
                hasattr(cell, "get_initial_state") or hasattr(cell, "zero_state"),
            ),
            ("is not callable", callable(cell)),
        )
        if not fine
    ]
    if errors:
        raise TypeError(f"The argument {name!r} ({cell}) is not an RNNCell: {', '.join(errors)}.")


def size_of(inputs, message="Could not infer input size from inputs.get_shape()[-1]"):
    """The static width of a matrix; ValueError with `message` where it is unknown."""
    size = inputs.get_shape().with_rank(2)[1].value
    if size is None:
        raise ValueError(message)
    return size


def width_of(shape, message="Expected inputs.shape[-1] to be known, saw shape: %s"):
    """The last dimension of the shape that `build` gets; ValueError where it is unknown."""
    size = tf.dimension_value(tf.TensorShape(shape)[1])
    if size is None:
        raise ValueError(message % shape if "%s" in message else message)
    return size


class OneState:
    """Mixin: a cell whose state is its output, `num_units` wide."""

    @property
    def state_size(self):
        """Width of the state."""
        return self._num_units

    @property
    def output_size(self):
        """Width of the output."""
        return self._num_units


class TwoStates:
    """Mixin: a cell with a cell state and an output, the latter perhaps projected."""

    _num_proj = None

    @property
    def state_size(self):
        """Widths of the cell state and of the output."""
        return LSTMStateTuple(self._num_units, self.output_size)

    @property
    def output_size(self):
        """Width of the output."""
        return self._num_proj or self._num_units


class Around:
    """Mixin: a wrapper of `self._cell`, with that cell's sizes and zero state."""

    @property
    def state_size(self):
        """Size of the wrapped cell's state."""
        return self._cell.state_size

    @property
    def output_size(self):
        """Size of the wrapped cell's output."""
        return self._cell.output_size

    def zero_state(self, batch_size, dtype):
        """The wrapped cell's zero state."""
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return self._cell.zero_state(batch_size, dtype)


class Peepholes:
    """The diagonal connections from a cell state to its gates, or none.

    `names` gives the variable of each gate: ``{"f": "w_f_diag", ...}``, in the order of creation.
    """

    def __init__(self, used, names, size, dtype):
        self._weights = {
            gate: tf.get_variable(name, shape=[size], dtype=dtype)
            for gate, name in names.items()
            if used
        }

    def gate(self, gate, x, state, bias=None):
        """The sigmoid of `x` plus `bias` plus the weighted state."""
        if bias is not None:
            x = x + bias
        if gate in self._weights:
            x = x + self._weights[gate] * state
        return tf.sigmoid(x)


def layer_norm(inputs, scope, gain, shift, dtype=None):
    """Layer normalization with its variables in `scope`, which start at `gain` and `shift`."""
    width = inputs.get_shape()[-1:]
    with tf.variable_scope(scope):
        for name, start in (("gamma", gain), ("beta", shift)):
            initializer = tf.constant_initializer(start)
            tf.get_variable(name, shape=width, initializer=initializer, dtype=dtype)
    return tf.contrib.layers.layer_norm(inputs, reuse=True, scope=scope)


def _get_sharded_variable(name, shape, dtype, num_shards):
    """A matrix as `num_shards` variables of about equally many rows."""
    if num_shards > shape[0]:
        raise ValueError(f"Too many shards: shape={shape}, num_shards={num_shards}")
    rows, more = divmod(shape[0], num_shards)
    return [
        tf.get_variable(f"{name}_{i}", [rows + (i < more), *shape[1:]], dtype=dtype)
        for i in range(num_shards)
    ]


def _get_concat_variable(name, shape, dtype, num_shards):
    """The same as one tensor, concatenated only once in a graph."""
    shards = _get_sharded_variable(name, shape, dtype, num_shards)
    if len(shards) == 1:
        return shards[0]
    full_name = f"{tf.get_variable_scope().name}/{name}/concat:0"
    key = tf.GraphKeys.CONCATENATED_VARIABLES
    for value in tf.get_collection(key):
        if value.name == full_name:
            return value
    whole = tf.concat(shards, 0, name=name + "/concat")
    tf.add_to_collection(key, whole)
    return whole
