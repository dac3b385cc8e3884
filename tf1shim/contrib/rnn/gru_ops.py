"""The GRU as one op for each step."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.rnn.shared import LayerRNNCell, OneState, width_of

# TensorFlow 2 kept the op and lost its gradient, which was contrib's. It gets one of our name:
# TensorFlow's own registry of gradients stays as it is.
GRADIENT = "tf1shim.GRUBlockCell"


@tf.RegisterGradient(GRADIENT)
def _gru_block_cell_grad(op, *grads):
    """Gradients with respect to the op's six inputs."""
    x, h_prev, w_ru, w_c, b_ru, b_c = op.inputs
    r, u, c, _ = op.outputs
    d_x, d_h_prev, d_c, d_ru = tf.raw_ops.GRUBlockCellGrad(
        x=x, h_prev=h_prev, w_ru=w_ru, w_c=w_c, b_ru=b_ru, b_c=b_c, r=r, u=u, c=c, d_h=grads[3]
    )
    d_w_ru = tf.matmul(tf.concat([x, h_prev], 1), d_ru, transpose_a=True)
    d_w_c = tf.matmul(tf.concat([x, h_prev * r], 1), d_c, transpose_a=True)
    return d_x, d_h_prev, d_w_ru, d_w_c, tf.reduce_sum(d_ru, 0), tf.reduce_sum(d_c, 0)


class GRUBlockCell(OneState, LayerRNNCell):
    """A GRU whose step is one op.

    >>> cell = tf.contrib.rnn.GRUBlockCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> outputs.name, [v.op.name for v in tf.global_variables()]
    ('gru_cell/GRUBlockCell:3', ['gru_cell/w_ru', 'gru_cell/b_ru', 'gru_cell/w_c', 'gru_cell/b_c'])

    `cell_size` is the old name of `num_units`. Its gates come in the order reset, update, as
    those of `tf.nn.rnn_cell.GRUCell`.

    Raises:
        ValueError: both `num_units` and `cell_size` are given, or none.
    """

    _names = ("w_ru", "b_ru", "w_c", "b_c")

    def __init__(self, num_units=None, cell_size=None, reuse=None, name="gru_cell"):
        super().__init__(_reuse=reuse, name=name)
        if (cell_size is None) == (num_units is None):
            raise ValueError("Exactly one of num_units or cell_size must be provided.")
        self._cell_size = self._num_units = cell_size if num_units is None else num_units
        self.input_spec = tf.layers.InputSpec(ndim=2)

    def build(self, input_shape):
        """Makes the variables."""
        units = self._cell_size
        rows = width_of(input_shape, "Expecting input_size to be set.") + units
        gates, gates_bias, candidate, candidate_bias = self._names
        self._gate_kernel = self.add_weight(gates, [rows, units * 2])
        self._gate_bias = self.add_weight(
            gates_bias, [units * 2], initializer=tf.constant_initializer(1.0)
        )
        self._candidate_kernel = self.add_weight(candidate, [rows, units])
        self._candidate_bias = self.add_weight(
            candidate_bias, [units], initializer=tf.constant_initializer(0.0)
        )
        self.built = True

    def call(self, inputs, h_prev):
        """One step."""
        size = h_prev.get_shape().with_rank(2)[1]
        if size != self._cell_size:
            raise ValueError(f"Shape of h_prev[1] incorrect: cell_size {self._cell_size} vs {size}")
        with tf.get_default_graph().gradient_override_map({"GRUBlockCell": GRADIENT}):
            new_h = tf.raw_ops.GRUBlockCell(
                x=inputs,
                h_prev=h_prev,
                w_ru=self._gate_kernel,
                w_c=self._candidate_kernel,
                b_ru=self._gate_bias,
                b_c=self._candidate_bias,
            )[3]
        return new_h, new_h


class GRUBlockCellV2(GRUBlockCell):
    """`GRUBlockCell` with the variable names of `tf.nn.rnn_cell.GRUCell`."""

    _names = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")
