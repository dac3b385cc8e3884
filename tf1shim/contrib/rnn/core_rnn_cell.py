"""Linear maps, and the wrappers that put one before or after a cell."""

from __future__ import annotations

import math

import tf1shim as tf
from tf1shim.contrib.rnn.shared import (
    _BIAS_VARIABLE_NAME,
    _WEIGHTS_VARIABLE_NAME,
    Around,
    RNNCell,
    assert_like_rnncell,
)


def _listed(args):
    """`args` as a list, and its total width; ValueError unless it is matrices of known width."""
    if args is None or (tf.nest.is_nested(args) and not args):
        raise ValueError("`args` must be specified")
    if not tf.nest.is_nested(args):
        args = [args]
    shapes = [a.get_shape() for a in args]
    for shape in shapes:
        if shape.ndims != 2:
            raise ValueError(f"linear is expecting 2D arguments: {shapes}")
        if shape[1].value is None:
            raise ValueError(
                f"linear expects shape[1] to be provided for shape {shape}, but saw {shape[1]}"
            )
    return args, sum(shape[1].value for shape in shapes)


def _bias_variable(scope, size, dtype, initializer):
    """The bias of a linear map: never partitioned, zero unless `initializer` says otherwise."""
    with tf.variable_scope(scope) as inner:
        inner.set_partitioner(None)
        if initializer is None:
            initializer = tf.constant_initializer(0.0, dtype=dtype)
        return tf.get_variable(_BIAS_VARIABLE_NAME, [size], dtype=dtype, initializer=initializer)


class _Linear:
    """A linear map whose variables, in the current scope, are made once.

    >>> x, y = tf.ones([2, 3]), tf.ones([2, 5])
    >>> linear = _Linear([x, y], 4, build_bias=True)
    >>> linear([x, y]).shape, [v.name for v in tf.global_variables()]
    (TensorShape([Dimension(2), Dimension(4)]), ['kernel:0', 'bias:0'])
    """

    def __init__(
        self, args, output_size, build_bias, bias_initializer=None, kernel_initializer=None
    ):
        self._build_bias = build_bias
        self._is_sequence = tf.nest.is_nested(args)
        args, width = _listed(args)
        dtype = args[0].dtype
        with tf.variable_scope(tf.get_variable_scope()) as scope:
            self._weights = tf.get_variable(
                _WEIGHTS_VARIABLE_NAME,
                [width, output_size],
                dtype=dtype,
                initializer=kernel_initializer,
            )
            if build_bias:
                self._biases = _bias_variable(scope, output_size, dtype, bias_initializer)

    def __call__(self, args):
        """The map of `args`, given as they were to the constructor."""
        if not self._is_sequence:
            args = [args]
        # TF1 made the axis a constant of its own here, named "Const".
        x = args[0] if len(args) == 1 else tf.concat(args, tf.constant(1, dtype=tf.int32))
        result = tf.matmul(x, self._weights)
        return tf.nn.bias_add(result, self._biases) if self._build_bias else result


def _linear(args, output_size, bias, bias_initializer=None, kernel_initializer=None):
    """A linear map of a matrix or of several, side by side; variables are `tf.get_variable`'s.

    >>> _linear([tf.ones([2, 3]), tf.ones([2, 5])], 4, bias=False).name
    'MatMul:0'
    """
    return _linear_parts(args, output_size, bias, bias_initializer, kernel_initializer, True)[0]


def _linear_parts(
    args, output_size, bias, bias_initializer=None, kernel_initializer=None, add=False
):
    """The product of a linear map, with its bias added if `add`, and that bias or None."""
    args, width = _listed(args)
    dtype = args[0].dtype
    with tf.variable_scope(tf.get_variable_scope()) as scope:
        weights = tf.get_variable(
            _WEIGHTS_VARIABLE_NAME,
            [width, output_size],
            dtype=dtype,
            initializer=kernel_initializer,
        )
        result = tf.matmul(args[0] if len(args) == 1 else tf.concat(args, 1), weights)
        if not bias:
            return result, None
        biases = _bias_variable(scope, output_size, dtype, bias_initializer)
        return tf.nn.bias_add(result, biases) if add else result, biases


class LinearMaps:
    """Mixin: a cell's linear maps, each made at its first use."""

    def _mapped(self, key, args, size, bias=True):
        # Not an attribute that the layer would track: a `_Linear` is nothing to be saved.
        maps = vars(self).setdefault("_linear_maps", {})
        if key not in maps:
            maps[key] = _Linear(args, size, bias)
        return maps[key](args)


class EmbeddingWrapper(Around, RNNCell):
    """Embeds a cell's inputs, which are integers.

    >>> cell = tf.contrib.rnn.EmbeddingWrapper(tf.nn.rnn_cell.GRUCell(4), 10, 3)
    >>> outputs, state = cell(tf.constant([1, 2]), cell.zero_state(2, tf.float32))
    >>> outputs.shape.as_list(), tf.global_variables()[0].name
    ([2, 4], 'embedding_wrapper/embedding:0')

    Without `initializer` the current scope's is used, or a uniform one of variance 1.

    Raises:
        TypeError: `cell` is no RNN cell.
        ValueError: no classes, or no width.
    """

    def __init__(self, cell, embedding_classes, embedding_size, initializer=None, reuse=None):
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if embedding_classes <= 0 or embedding_size <= 0:
            raise ValueError(
                "Both embedding_classes and embedding_size must be > 0: "
                f"{embedding_classes}, {embedding_size}."
            )
        self._cell = cell
        self._embedding_classes = embedding_classes
        self._embedding_size = embedding_size
        self._initializer = initializer

    def call(self, inputs, state):
        """One step of the cell on embedded inputs."""
        with tf.device("/cpu:0"):
            initializer = self._initializer or tf.get_variable_scope().initializer
            if not initializer:
                initializer = tf.random_uniform_initializer(-math.sqrt(3), math.sqrt(3))
            embedding = tf.get_variable(
                "embedding",
                [self._embedding_classes, self._embedding_size],
                initializer=initializer,
                dtype=(state[0] if isinstance(state, tuple) else state).dtype,
            )
            embedded = tf.nn.embedding_lookup(embedding, tf.reshape(inputs, [-1]))
            return self._cell(embedded, state)


class InputProjectionWrapper(LinearMaps, Around, RNNCell):
    """Puts a linear map, with an optional activation, before a cell.

    >>> cell = tf.contrib.rnn.InputProjectionWrapper(tf.nn.rnn_cell.GRUCell(4), num_proj=3)
    >>> outputs, state = cell(tf.ones([2, 7]), cell.zero_state(2, tf.float32))
    >>> tf.global_variables()[0].name, tf.global_variables()[0].shape.as_list()
    ('input_projection_wrapper/kernel:0', [7, 3])
    """

    def __init__(self, cell, num_proj, activation=None, input_size=None, reuse=None):
        super().__init__(_reuse=reuse)
        if input_size is not None:
            tf.logging.warn("%s: The input_size parameter is deprecated.", self)
        assert_like_rnncell("cell", cell)
        self._cell = cell
        self._num_proj = num_proj
        self._activation = activation

    def call(self, inputs, state):
        """One step of the cell on projected inputs."""
        projected = self._mapped("input", inputs, self._num_proj)
        if self._activation:
            projected = self._activation(projected)
        return self._cell(projected, state)


class OutputProjectionWrapper(LinearMaps, Around, RNNCell):
    """Puts a linear map, with an optional activation, after a cell.

    >>> cell = tf.contrib.rnn.OutputProjectionWrapper(tf.nn.rnn_cell.GRUCell(4), output_size=2)
    >>> cell.output_size, cell.state_size
    (2, 4)
    """

    def __init__(self, cell, output_size, activation=None, reuse=None):
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if output_size < 1:
            raise ValueError(f"Parameter output_size must be > 0: {output_size}.")
        self._cell = cell
        self._output_size = output_size
        self._activation = activation

    @property
    def output_size(self):
        """Width of the projected outputs."""
        return self._output_size

    def call(self, inputs, state):
        """One step of the cell; its output projected."""
        output, new_state = self._cell(inputs, state)
        projected = self._mapped("output", output, self._output_size)
        if self._activation:
            projected = self._activation(projected)
        return projected, new_state
