"""What cells are: `RNNCell`, `LayerRNNCell`, and the states of LSTMs."""

from __future__ import annotations

import collections

import tf1shim as tf
from tf1shim import _tf
from tf1shim.layers.base import Layer


class LSTMStateTuple(collections.namedtuple("LSTMStateTuple", ("c", "h"))):
    """The state of an LSTM: `c`, what the cell keeps, and `h`, its last output.

    >>> state = tf.nn.rnn_cell.LSTMStateTuple(c=tf.zeros([2, 4]), h=tf.ones([2, 4]))
    >>> state.dtype.name, state[1] is state.h
    ('float32', True)
    """

    __slots__ = ()

    @property
    def dtype(self):
        """The dtype of both parts; raises TypeError if they differ."""
        c, h = self
        if c.dtype != h.dtype:
            raise TypeError(f"Inconsistent internal state: {c.dtype} vs {h.dtype}")
        return c.dtype


class RNNCell(Layer):
    """One step of a recurrent network: ``output, new_state = cell(inputs, state)``.

    >>> class Sum(tf.nn.rnn_cell.RNNCell):
    ...     state_size = output_size = 3
    ...     def call(self, inputs, state):
    ...         w = tf.get_variable("w", [inputs.shape[1], 3])
    ...         new = state + tf.matmul(inputs, w)
    ...         return new, new
    >>> cell = Sum()
    >>> output, state = cell(tf.zeros([4, 2]), cell.zero_state(4, tf.float32))
    >>> cell.variables[0].name
    'sum/w:0'

    A subclass has `state_size` and `output_size` (integers, shapes, or tuples of them) and `call`;
    the variables that `call` gets with `tf.get_variable` are the cell's.
    """

    def __init__(self, trainable=True, name=None, dtype=None, **kwargs):
        super().__init__(trainable=trainable, name=name, dtype=dtype, **kwargs)
        # Keras' own RNN layers ask: they give other cells their states in lists.
        self._is_tf_rnn_cell = True

    def __call__(self, inputs, state, scope=None):
        """Computes a step; `scope` is the variable scope of the first one."""
        if scope is not None:
            with tf.variable_scope(scope, custom_getter=self._rnn_get_variable) as scope:
                return super().__call__(inputs, state, scope=scope)
        if getattr(self, "rnncell_scope", None) is None:
            self.rnncell_scope = tf.variable_scope(
                tf.get_variable_scope(), custom_getter=self._rnn_get_variable
            )
        with self.rnncell_scope:
            return super().__call__(inputs, state)

    def _rnn_get_variable(self, getter, *args, **kwargs):
        """The custom getter that makes variables of the scope the cell's."""
        variable = getter(*args, **kwargs)
        parts = list(variable) if isinstance(variable, _tf.PartitionedVariable) else [variable]
        trainable = parts[0] in tf.trainable_variables()
        known = self._trainable_weights if trainable else self._non_trainable_weights
        if all(variable is not other for other in known):
            known.append(variable)
        return variable

    def _dedup_weights(self, weights):
        # A variable of `add_variable` was listed twice by TF1: the getter found it too.
        return weights

    @property
    def state_size(self):
        """Sizes of the state, without the batch: an integer, a shape, or a tuple of such."""
        raise NotImplementedError("Abstract method")

    @property
    def output_size(self):
        """Size of the output, without the batch: an integer or a shape."""
        raise NotImplementedError("Abstract method")

    def zero_state(self, batch_size, dtype):
        """A state of zeros for `batch_size` sequences, which may be a tensor."""
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return tf.nest.map_structure(
                lambda size: _zeros(batch_size, size, dtype), self.state_size
            )

    def get_initial_state(self, inputs=None, batch_size=None, dtype=None):
        """`zero_state`, for the batch size and dtype of `inputs` where they are not given."""
        if inputs is not None:
            inputs = tf.convert_to_tensor(inputs, name="inputs")
            size = inputs.shape[0].value
            if batch_size is not None:
                given = tf.get_static_value(tf.convert_to_tensor(batch_size))
                if size != given:
                    raise ValueError(
                        "batch size from input tensor is different from the input param. Input "
                        f"tensor batch: {inputs.shape[0]}, batch_size: {batch_size}"
                    )
            if dtype is not None and inputs.dtype != dtype:
                raise ValueError(
                    "dtype from input tensor is different from the input param. Input tensor "
                    f"dtype: {inputs.dtype}, dtype: {dtype}"
                )
            batch_size, dtype = size or tf.shape(inputs)[0], inputs.dtype
        if batch_size is None or dtype is None:
            raise ValueError(
                "batch_size and dtype cannot be None while constructing initial state: "
                f"batch_size={batch_size}, dtype={dtype}"
            )
        return self.zero_state(batch_size, dtype)


class LayerRNNCell(RNNCell):
    """A cell whose variables `build` makes, as a layer's; what `call` gets is not the cell's."""

    def __call__(self, inputs, state, scope=None, *args, **kwargs):
        """Computes a step; `scope` is the variable scope of the first one."""
        return Layer.__call__(self, inputs, state, *args, scope=scope, **kwargs)


def _zeros(batch_size, size, dtype):
    """Zeros of the shape ``[batch_size] + size``, of which each may be a tensor."""
    (batch, known_batch), (rest, known_rest) = _sizes(batch_size), _sizes(size)
    zeros = tf.zeros(tf.concat((batch, rest), 0), dtype=dtype)
    zeros.set_shape(known_batch.concatenate(known_rest))
    return zeros


def _sizes(sizes):
    """``(a vector tensor, a shape)`` of one or several sizes."""
    if isinstance(sizes, tf.Tensor):
        vector = tf.expand_dims(sizes, 0) if sizes.shape.ndims == 0 else sizes
        if vector.shape.ndims != 1:
            raise ValueError(
                f"prefix tensor must be either a scalar or vector, but saw tensor: {sizes}"
            )
        known = tf.get_static_value(vector)
        shape = tf.TensorShape([None] * (vector.shape[0].value or 0) if known is None else known)
        return vector, shape
    shape = tf.TensorShape(sizes)
    return tf.constant(shape.as_list(), dtype=tf.int32), shape


def assert_like_rnncell(cell_name, cell):
    """Raises TypeError if `cell`, the argument `cell_name`, lacks something that cells have."""

    def has(name):
        try:
            getattr(cell, name)
        except AttributeError:
            return False
        except NotImplementedError:
            return True
        return True

    wrong = [
        text
        for fine, text in (
            (has("output_size"), "'output_size' property is missing"),
            (has("state_size"), "'state_size' property is missing"),
            (
                has("get_initial_state") or has("zero_state"),
                "either 'zero_state' or 'get_initial_state' method is required",
            ),
            (callable(cell), "is not callable"),
        )
        if not fine
    ]
    if wrong:
        raise TypeError(
            f"The argument {cell_name!r} ({cell}) is not an RNNCell: {', '.join(wrong)}."
        )
