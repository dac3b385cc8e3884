"""Cells made of cells: `MultiRNNCell`, and the wrappers."""

from __future__ import annotations

import hashlib
import numbers

import tf1shim as tf
from tf1shim import _tf
from tf1shim.layers.base import Layer
from tf1shim.rnn_cell.base import LSTMStateTuple, RNNCell, assert_like_rnncell


class MultiRNNCell(RNNCell):
    """Cells one upon the other: the output of each is the input of the next.

    >>> cell = tf.nn.rnn_cell
    >>> stack = cell.MultiRNNCell([cell.GRUCell(4), cell.BasicRNNCell(3)])
    >>> output, states = stack(tf.zeros([2, 5]), stack.zero_state(2, tf.float32))
    >>> stack.state_size, [v.name for v in stack.variables][-1]
    ((4, 3), 'multi_rnn_cell/cell_1/basic_rnn_cell/bias:0')

    A cell that is in the list twice shares its variables with itself: ``[cell] * 2`` is one cell.
    """

    def __init__(self, cells, state_is_tuple=True):
        super().__init__()
        if not cells:
            raise ValueError("Must specify at least one cell for MultiRNNCell.")
        if not isinstance(cells, (list, tuple)):
            raise TypeError(f"cells must be a list or tuple, but saw: {cells}.")
        if len({id(cell) for cell in cells}) < len(cells):
            tf.logging.warn(
                "At least two cells provided to MultiRNNCell are the same object and will share "
                "weights."
            )
        self._cells = cells
        self._state_is_tuple = state_is_tuple
        if not state_is_tuple and any(isinstance(c.state_size, (list, tuple)) for c in cells):
            raise ValueError(
                "Some cells return tuples of states, but the flag state_is_tuple is not set.  "
                f"State sizes are: {[c.state_size for c in cells]}"
            )

    @property
    def state_size(self):
        """A tuple of the cells' sizes, or their sum."""
        sizes = tuple(cell.state_size for cell in self._cells)
        return sizes if self._state_is_tuple else sum(sizes)

    @property
    def output_size(self):
        """The last cell's."""
        return self._cells[-1].output_size

    def zero_state(self, batch_size, dtype):
        """A tuple of the cells' zero states, or one tensor for all."""
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            if self._state_is_tuple:
                return tuple(cell.zero_state(batch_size, dtype) for cell in self._cells)
            return super().zero_state(batch_size, dtype)

    @property
    def trainable_weights(self):
        """Those of the cells; none if this one is not trainable."""
        return self._of_cells("trainable_weights") if self.trainable else []

    @property
    def non_trainable_weights(self):
        """Those of the cells; all of them if this one is not trainable."""
        others = self._of_cells("non_trainable_weights")
        return others if self.trainable else self._of_cells("trainable_weights") + others

    def _of_cells(self, name):
        layers = [cell for cell in self._cells if isinstance(cell, Layer)]
        return [weight for layer in layers for weight in getattr(layer, name)]

    def call(self, inputs, state):
        """Computes a step of each cell."""
        states, position = [], 0
        if self._state_is_tuple and not isinstance(state, (list, tuple)):
            raise ValueError(
                f"Expected state to be a tuple of length {len(self.state_size)}, "
                f"but received: {state}"
            )
        for number, cell in enumerate(self._cells):
            with tf.variable_scope(f"cell_{number}"):
                if self._state_is_tuple:
                    part = state[number]
                else:
                    part = tf.slice(state, [0, position], [-1, cell.state_size])
                    position += cell.state_size
                inputs, new = cell(inputs, part)
                states.append(new)
        return inputs, tuple(states) if self._state_is_tuple else tf.concat(states, 1)


class _Wrapper(RNNCell):
    """A cell around another one, with the sizes and the states of that."""

    def __init__(self, cell, *args, **kwargs):
        super().__init__(*args, **kwargs)
        assert_like_rnncell("cell", cell)
        self.cell = cell

    def __call__(self, inputs, state, scope=None):
        """Computes a step of the cell inside, which `scope` is for."""
        return self._call_wrapped_cell(inputs, state, self.cell.__call__, scope=scope)

    @property
    def state_size(self):
        """That of the cell inside."""
        return self.cell.state_size

    @property
    def output_size(self):
        """That of the cell inside."""
        return self.cell.output_size

    def zero_state(self, batch_size, dtype):
        """That of the cell inside."""
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return self.cell.zero_state(batch_size, dtype)

    def get_config(self):
        """The arguments that make such a wrapper again, its cell as a config."""
        cell = {"class_name": type(self.cell).__name__, "config": self.cell.get_config()}
        return {**super().get_config(), "cell": cell}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """A wrapper of such arguments; the cell must be a cell."""
        config = dict(config)
        cell = config.pop("cell")
        try:
            assert_like_rnncell("cell", cell)
            return cls(cell, **config)
        except TypeError:
            raise ValueError(
                "RNNCellWrapper cannot reconstruct the wrapped cell. Please overwrite the cell in "
                "the config with a RNNCell instance."
            )


class DropoutWrapper(_Wrapper):
    """Dropout of a cell's inputs, outputs and state.

    >>> cell = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.LSTMCell(4), output_keep_prob=0.8)
    >>> output, state = cell(tf.zeros([2, 3]), cell.zero_state(2, tf.float32))
    >>> output.name, type(cell.wrapped_cell).__name__
    ('dropout/mul_1:0', 'LSTMCell')

    Args:
      input_keep_prob, output_keep_prob, state_keep_prob: which parts are kept; may be tensors.
      variational_recurrent: drops the same elements in each step; `dtype` must be given then, and
        `input_size` if inputs are dropped.
      seed: an integer; each place of dropout has a seed of its own, made of it.
      dropout_state_filter_visitor: says by True and False which parts of a state are dropped; by
        default all but the `c` of an `LSTMStateTuple`, and `TensorArray` objects.
    """

    def __init__(
        self,
        cell,
        input_keep_prob=1.0,
        output_keep_prob=1.0,
        state_keep_prob=1.0,
        variational_recurrent=False,
        input_size=None,
        dtype=None,
        seed=None,
        dropout_state_filter_visitor=None,
        **kwargs,
    ):
        super().__init__(cell, dtype=dtype, **kwargs)
        visitor = dropout_state_filter_visitor
        if visitor is not None and not callable(visitor):
            raise TypeError("dropout_state_filter_visitor must be callable")
        self._dropout_state_filter = visitor or _drops
        with tf.name_scope("DropoutWrapperInit"):
            self._input_keep_prob = _probability("input_keep_prob", input_keep_prob)
            self._state_keep_prob = _probability("state_keep_prob", state_keep_prob)
            self._output_keep_prob = _probability("output_keep_prob", output_keep_prob)
        self._variational_recurrent = variational_recurrent
        self._input_size = input_size
        self._seed = seed
        self._noises = {"input": None, "state": None, "output": None}
        if variational_recurrent:
            if dtype is None:
                raise ValueError("When variational_recurrent=True, dtype must be provided")
            self._make_noises(cell, dtype)

    def _make_noises(self, cell, dtype):
        sizes = {"state": cell.state_size, "output": cell.output_size}
        if _drops_some(self._input_keep_prob):
            if self._input_size is None:
                raise ValueError(
                    "When variational_recurrent=True and input_keep_prob < 1.0 or is unknown, "
                    "input_size must be provided"
                )
            sizes = {"input": self._input_size, **sizes}
        for place, size in sizes.items():

            def noise(number, size, place=place):
                shape = tf.concat(([1], tf.TensorShape(size).as_list()), 0)
                seed = self._gen_seed(place, number)
                return tf.random_uniform(shape, seed=seed, dtype=dtype)

            self._noises[place] = _map_up_to(size, noise, size)

    def _gen_seed(self, salt_prefix, index):
        if self._seed is None:
            return None
        text = f"{self._seed}{salt_prefix}_{index}"
        return int(hashlib.md5(text.encode("utf-8")).hexdigest()[:8], 16) & 0x7FFFFFFF

    @property
    def wrapped_cell(self):
        """The cell inside."""
        return self.cell

    def _dropout(self, values, place, keep_prob, which=None):
        """Drops of the structure `values` what the shallower structure `which` says."""
        which = values if which is None else which
        if not self._variational_recurrent:

            def drop(number, wanted, value):
                if wanted is False:
                    return value
                seed = self._gen_seed(place, number)
                return tf.nn.dropout(value, rate=1.0 - keep_prob, seed=seed)

            return _map_up_to(which, drop, which, values)

        def drop_the_same(number, wanted, value, noise):
            if wanted is False:
                return value
            dropped = tf.div(value, keep_prob) * tf.floor(keep_prob + noise)
            dropped.set_shape(value.shape)
            return dropped

        return _map_up_to(which, drop_the_same, which, values, self._noises[place])

    def _call_wrapped_cell(self, inputs, state, cell_call_fn, **kwargs):
        if _drops_some(self._input_keep_prob):
            inputs = self._dropout(inputs, "input", self._input_keep_prob)
        output, state = cell_call_fn(inputs, state, **kwargs)
        if _drops_some(self._state_keep_prob):
            which = _tf.nest.get_traverse_shallow_structure(self._dropout_state_filter, state)
            state = self._dropout(state, "state", self._state_keep_prob, which)
        if _drops_some(self._output_keep_prob):
            output = self._dropout(output, "output", self._output_keep_prob)
        return output, state

    def get_config(self):
        """The arguments that make such a wrapper again."""
        names = (
            "input_keep_prob", "output_keep_prob", "state_keep_prob", "variational_recurrent",
            "input_size", "seed",
        )  # fmt: skip
        return {**super().get_config(), **{name: getattr(self, "_" + name) for name in names}}


class ResidualWrapper(_Wrapper):
    """A cell's inputs added to its outputs, or what `residual_fn` makes of both.

    >>> cell = tf.nn.rnn_cell.ResidualWrapper(tf.nn.rnn_cell.GRUCell(3))
    >>> cell(tf.zeros([2, 3]), cell.zero_state(2, tf.float32))[0].name
    'add:0'

    Raises: ValueError, when called, if their shapes differ.
    """

    def __init__(self, cell, residual_fn=None, **kwargs):
        super().__init__(cell, **kwargs)
        self._residual_fn = residual_fn

    def _call_wrapped_cell(self, inputs, state, cell_call_fn, **kwargs):
        outputs, state = cell_call_fn(inputs, state, **kwargs)
        return (self._residual_fn or _sum)(inputs, outputs), state


class DeviceWrapper(_Wrapper):
    """A cell that is computed on `device`.

    >>> cell = tf.nn.rnn_cell.DeviceWrapper(tf.nn.rnn_cell.GRUCell(3), "/cpu:0")
    >>> cell(tf.zeros([2, 3]), cell.zero_state(2, tf.float32))[0].device
    '/device:CPU:0'
    """

    def __init__(self, cell, device, **kwargs):
        super().__init__(cell, **kwargs)
        self._device = device

    def zero_state(self, batch_size, dtype):
        """The cell's zero state, on the device."""
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            with tf.device(self._device):
                return self.cell.zero_state(batch_size, dtype)

    def _call_wrapped_cell(self, inputs, state, cell_call_fn, **kwargs):
        with tf.device(self._device):
            return cell_call_fn(inputs, state, **kwargs)

    def get_config(self):
        """The arguments that make such a wrapper again."""
        return {**super().get_config(), "device": self._device}


def _sum(inputs, outputs):
    tf.nest.assert_same_structure(inputs, outputs)

    def add(one, other):
        one.shape.assert_is_compatible_with(other.shape)
        return one + other

    return tf.nest.map_structure(add, inputs, outputs)


def _drops(state):
    """Which parts of a state are dropped by default."""
    if isinstance(state, LSTMStateTuple):
        return LSTMStateTuple(c=False, h=True)
    return not isinstance(state, tf.TensorArray)


def _drops_some(keep_prob):
    return not isinstance(keep_prob, numbers.Real) or keep_prob < 1


def _probability(name, value):
    """`value` as a float, or as a tensor where it is not known."""
    tensor = tf.convert_to_tensor(value)
    known = tf.get_static_value(tensor)
    if known is None:
        return tensor
    if not 0 <= known <= 1:
        raise ValueError(f"Parameter {name} must be between 0 and 1: {int(known)}")
    return float(known)


def _map_up_to(shallow, fn, *structures):
    """Maps ``fn(number of the leaf, *parts)`` over structures, as deep as `shallow` is."""
    numbers = iter(range(2**31))
    return _tf.nest.map_structure_up_to(
        shallow, lambda *parts: fn(next(numbers), *parts), *structures
    )
