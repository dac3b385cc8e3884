"""The cells themselves: `BasicRNNCell`, `GRUCell`, `BasicLSTMCell`, `LSTMCell`."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.layers.base import InputSpec, keras
from tf1shim.rnn_cell.base import LayerRNNCell, LSTMStateTuple


class _Units(LayerRNNCell):
    """What these cells share: a number of units, an activation, matrices as inputs."""

    # Of the arguments of ``__init__``, those that `get_config` gives.
    _CONFIG = ("num_units", "activation")

    def __init__(self, num_units, activation, reuse, name, dtype, **kwargs):
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        _check_dtype(self.dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._activation = keras.activations.get(activation) if activation else tf.tanh

    @property
    def state_size(self):
        """The number of units."""
        return self._num_units

    @property
    def output_size(self):
        """The number of units."""
        return self._num_units

    def _depth(self, input_shape):
        """The inputs' depth; raises ValueError where it is unknown."""
        depth = input_shape[-1]
        depth = depth.value if isinstance(depth, tf.Dimension) else depth
        if depth is None:
            shape = tuple(tf.TensorShape(input_shape).as_list())
            raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {shape}")
        _check_dtype(self.dtype)
        return depth

    def _weigh(self, inputs, state, kernel, bias):
        """``[inputs, state] x kernel + bias``."""
        return tf.nn.bias_add(tf.matmul(tf.concat([inputs, state], 1), kernel), bias)

    def get_config(self):
        """The arguments that make such a cell again."""
        plain = {"activation": keras.activations.serialize}
        config = {
            key: plain.get(key, _serialized)(getattr(self, "_" + key)) for key in self._CONFIG
        }
        return {**super().get_config(), **config, "reuse": self._reuse}


class BasicRNNCell(_Units):
    """``output = state = tanh([inputs, state] x kernel + bias)``.

    >>> cell = tf.nn.rnn_cell.BasicRNNCell(4)
    >>> output, state = cell(tf.zeros([2, 3]), cell.zero_state(2, tf.float32))
    >>> output is state, [v.name for v in cell.variables]
    (True, ['basic_rnn_cell/kernel:0', 'basic_rnn_cell/bias:0'])
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, dtype=None, **kwargs):
        super().__init__(num_units, activation, reuse, name, dtype, **kwargs)

    def build(self, input_shape):
        """Makes the variables."""
        units = self._num_units
        self._kernel = self.add_variable("kernel", [self._depth(input_shape) + units, units])
        self._bias = self.add_variable("bias", [units], initializer=tf.zeros_initializer())
        self.built = True

    def call(self, inputs, state):
        """Computes a step."""
        _check_dtypes(inputs, state)
        output = self._activation(self._weigh(inputs, state, self._kernel, self._bias))
        return output, output


class GRUCell(_Units):
    """A gated recurrent unit (http://arxiv.org/abs/1406.1078).

    >>> cell = tf.nn.rnn_cell.GRUCell(4)
    >>> output, state = cell(tf.zeros([2, 3]), cell.zero_state(2, tf.float32))
    >>> [v.name for v in cell.variables][:2]
    ['gru_cell/gates/kernel:0', 'gru_cell/gates/bias:0']
    """

    _CONFIG = ("num_units", "activation", "kernel_initializer", "bias_initializer")

    def __init__(
        self,
        num_units,
        activation=None,
        reuse=None,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(num_units, activation, reuse, name, dtype, **kwargs)
        self._kernel_initializer = keras.initializers.get(kernel_initializer)
        self._bias_initializer = keras.initializers.get(bias_initializer)

    def build(self, input_shape):
        """Makes the variables."""
        units, depth = self._num_units, self._depth(input_shape)

        def weights(name, width, bias):
            kernel = self.add_variable(
                f"{name}/kernel", [depth + units, width], initializer=self._kernel_initializer
            )
            bias = bias if self._bias_initializer is None else self._bias_initializer
            return kernel, self.add_variable(f"{name}/bias", [width], initializer=bias)

        ones = tf.constant_initializer(1.0)
        zeros = tf.zeros_initializer()
        self._gate_kernel, self._gate_bias = weights("gates", 2 * units, ones)
        self._candidate_kernel, self._candidate_bias = weights("candidate", units, zeros)
        self.built = True

    def call(self, inputs, state):
        """Computes a step."""
        _check_dtypes(inputs, state)
        gates = tf.sigmoid(self._weigh(inputs, state, self._gate_kernel, self._gate_bias))
        reset, update = tf.split(value=gates, num_or_size_splits=2, axis=1)
        candidate = self._activation(
            self._weigh(inputs, reset * state, self._candidate_kernel, self._candidate_bias)
        )
        new = update * state + (1 - update) * candidate
        return new, new


class BasicLSTMCell(_Units):
    """An LSTM without peepholes, projection or clipping (http://arxiv.org/abs/1409.2329).

    >>> cell = tf.nn.rnn_cell.BasicLSTMCell(4)
    >>> output, state = cell(tf.zeros([2, 3]), cell.zero_state(2, tf.float32))
    >>> output is state.h, cell.state_size
    (True, LSTMStateTuple(c=4, h=4))

    Args: `forget_bias`, added to the forget gate; `state_is_tuple`, False for one tensor with both
      parts of the state side by side.
    """

    _CONFIG = ("num_units", "forget_bias", "state_is_tuple", "activation")

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=None,
        reuse=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(num_units, activation, reuse, name, dtype, **kwargs)
        advise_tuples(self, state_is_tuple)
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple

    @property
    def state_size(self):
        """The sizes of both parts of the state, or their sum."""
        units = self._num_units
        return LSTMStateTuple(units, units) if self._state_is_tuple else 2 * units

    def build(self, input_shape):
        """Makes the variables."""
        units = self._num_units
        self._kernel = self.add_variable("kernel", [self._depth(input_shape) + units, 4 * units])
        self._bias = self.add_variable("bias", [4 * units], initializer=tf.zeros_initializer())
        self.built = True

    def call(self, inputs, state):
        """Computes a step."""
        _check_dtypes(inputs, state)
        axis = tf.constant(1, dtype=tf.int32)
        tupled = self._state_is_tuple
        c, h = state if tupled else tf.split(value=state, num_or_size_splits=2, axis=axis)
        gates = self._weigh(inputs, h, self._kernel, self._bias)
        i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=axis)
        bias = tf.constant(self._forget_bias, dtype=f.dtype)
        kept = tf.multiply(c, tf.sigmoid(tf.add(f, bias)))
        c = tf.add(kept, tf.multiply(tf.sigmoid(i), self._activation(j)))
        h = tf.multiply(self._activation(c), tf.sigmoid(o))
        return h, LSTMStateTuple(c, h) if tupled else tf.concat([c, h], 1)


class LSTMCell(_Units):
    """An LSTM with all that was added to it: peepholes, a projection, clipping.

    >>> cell = tf.nn.rnn_cell.LSTMCell(4, use_peepholes=True, num_proj=3)
    >>> output, state = cell(tf.zeros([2, 3]), cell.zero_state(2, tf.float32))
    >>> output.shape.as_list(), state.c.shape.as_list(), len(cell.variables)
    ([2, 3], [2, 4], 6)

    Args:
      use_peepholes: whether the gates see the cell's state.
      cell_clip, proj_clip: limits of the state's, and of the projection's absolute values.
      num_proj: the width to which outputs are projected.
      num_unit_shards, num_proj_shards: into how many parts the kernels are split.
    """

    _CONFIG = (
        "num_units", "use_peepholes", "cell_clip", "initializer", "num_proj", "proj_clip",
        "num_unit_shards", "num_proj_shards", "forget_bias", "state_is_tuple", "activation",
    )  # fmt: skip

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        num_unit_shards=None,
        num_proj_shards=None,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=None,
        reuse=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(num_units, activation, reuse, name, dtype, **kwargs)
        advise_tuples(self, state_is_tuple)
        self._use_peepholes = use_peepholes
        self._cell_clip, self._proj_clip = cell_clip, proj_clip
        self._initializer = keras.initializers.get(initializer)
        self._num_proj = num_proj
        self._num_unit_shards, self._num_proj_shards = num_unit_shards, num_proj_shards
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple

    @property
    def state_size(self):
        """The sizes of both parts of the state, or their sum."""
        sizes = LSTMStateTuple(self._num_units, self.output_size)
        return sizes if self._state_is_tuple else sum(sizes)

    @property
    def output_size(self):
        """The width of the projection, or the number of units."""
        return self._num_proj or self._num_units

    def build(self, input_shape):
        """Makes the variables."""
        units, depth = self._num_units, self._depth(input_shape)

        def weights(name, shape, shards=None, initializer=self._initializer):
            partitioner = None if shards is None else tf.fixed_size_partitioner(shards)
            return self.add_variable(name, shape, initializer=initializer, partitioner=partitioner)

        self._kernel = weights(
            "kernel", [depth + self.output_size, 4 * units], self._num_unit_shards
        )
        zeros = tf.zeros_initializer()
        self._bias = weights("bias", [4 * units], initializer=zeros)
        if self._use_peepholes:
            self._w_f_diag = weights("w_f_diag", [units])
            self._w_i_diag = weights("w_i_diag", [units])
            self._w_o_diag = weights("w_o_diag", [units])
        if self._num_proj is not None:
            self._proj_kernel = weights(
                "projection/kernel", [units, self._num_proj], self._num_proj_shards
            )
        self.built = True

    def call(self, inputs, state):
        """Computes a step."""
        _check_dtypes(inputs, state)
        if self._state_is_tuple:
            c, h = state
        else:
            c = tf.slice(state, [0, 0], [-1, self._num_units])
            h = tf.slice(state, [0, self._num_units], [-1, self.output_size])
        gates = self._weigh(inputs, h, self._kernel, self._bias)
        i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=1)
        if self._use_peepholes:
            forget = tf.sigmoid(f + self._forget_bias + self._w_f_diag * c) * c
            c = forget + tf.sigmoid(i + self._w_i_diag * c) * self._activation(j)
        else:
            forget = tf.sigmoid(f + self._forget_bias) * c
            c = forget + tf.sigmoid(i) * self._activation(j)
        c = clipped(c, self._cell_clip)
        h = tf.sigmoid(o + self._w_o_diag * c if self._use_peepholes else o) * self._activation(c)
        if self._num_proj is not None:
            h = clipped(tf.matmul(h, self._proj_kernel), self._proj_clip)
        return h, LSTMStateTuple(c, h) if self._state_is_tuple else tf.concat([c, h], 1)


def clipped(values, limit):
    """`values` within `limit` of zero; as they are if that is None."""
    return values if limit is None else tf.clip_by_value(values, -limit, limit)


def _serialized(value):
    """What a config says of an argument: of an initializer, what Keras writes."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return keras.initializers.serialize(value)


def advise_tuples(cell, is_tuple, what="state"):
    """Warns of a `cell` whose state (or output) is one tensor, as TensorFlow 1 did."""
    if not is_tuple:
        tf.logging.warn(
            "%s: Using a concatenated %s is slower and will soon be deprecated.  "
            "Use %s_is_tuple=True.",
            cell,
            what,
            what,
        )


def _check_dtypes(inputs, state):
    for tensor in tf.nest.flatten([inputs, state]):
        _check_dtype(tensor.dtype)


def _check_dtype(dtype):
    """Raises ValueError for dtypes in which no cell computes."""
    dtype = None if dtype is None else tf.as_dtype(dtype)
    if dtype is not None and not (dtype.is_floating or dtype.is_complex):
        raise ValueError(f"RNN cell only supports floating point inputs, but saw dtype: {dtype}")
