"""The LSTM as one op for each step, or for a whole sequence."""

from __future__ import annotations

import abc

import tf1shim as tf
from tf1shim.contrib.rnn.shared import LayerRNNCell, LSTMStateTuple, TwoStates

# As for GRUBlockCell: the op stayed in TensorFlow 2, its gradient was contrib's.
GRADIENT = "tf1shim.LSTMBlockCell"


@tf.RegisterGradient(GRADIENT)
def _lstm_block_cell_grad(op, *grads):
    """Gradients with respect to the op's eight inputs."""
    names = ("x", "cs_prev", "h_prev", "w", "wci", "wcf", "wco", "b")
    given = dict(zip(names, op.inputs))
    made = dict(zip(("i", "cs", "f", "o", "ci", "co"), op.outputs))
    x, h_prev, w = given["x"], given["h_prev"], given["w"]
    d_cs_prev, d_gates, d_wci, d_wcf, d_wco = tf.raw_ops.LSTMBlockCellGrad(
        **given,
        **made,
        cs_grad=grads[1],
        h_grad=grads[6],
        use_peephole=op.get_attr("use_peephole"),
    )
    d_xh = tf.matmul(d_gates, w, transpose_b=True)
    width = x.get_shape()[1].value
    d_x, d_h_prev = d_xh[:, :width], d_xh[:, width:]
    d_w = tf.matmul(tf.concat([x, h_prev], 1), d_gates, transpose_a=True)
    return d_x, d_cs_prev, d_h_prev, d_w, d_wci, d_wcf, d_wco, tf.reduce_sum(d_gates, 0)


def _lstm_block_cell(
    x,
    cs_prev,
    h_prev,
    w,
    b,
    wci=None,
    wcf=None,
    wco=None,
    forget_bias=None,
    cell_clip=None,
    use_peephole=None,
    name=None,
):
    """One step of an LSTM as one op: input gate, cell, forget gate, output gate, ci, co, output.

    Without the peephole weights `wci`, `wcf` and `wco` they are zeros.
    """
    if wci is None:
        size = cs_prev.get_shape().with_rank(2)[1].value
        if size is None:
            raise ValueError("cell_size from `cs_prev` should not be None.")
        wci = wcf = wco = tf.constant(0, dtype=tf.float32, shape=[size])
    with tf.get_default_graph().gradient_override_map({"LSTMBlockCell": GRADIENT}):
        return tf.raw_ops.LSTMBlockCell(
            x=x,
            cs_prev=cs_prev,
            h_prev=h_prev,
            w=w,
            wci=wci,
            wcf=wcf,
            wco=wco,
            b=b,
            forget_bias=1.0 if forget_bias is None else forget_bias,
            cell_clip=-1 if cell_clip is None else cell_clip,
            use_peephole=bool(use_peephole),
            name=name,
        )


class BlockVariables:
    """Mixin: the variables of a layer with an LSTM's ops."""

    def _configure(self, num_units, forget_bias, cell_clip, use_peephole):
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._cell_clip = cell_clip if cell_clip is not None else -1
        self._use_peephole = use_peephole

    def _make_variables(self, input_size):
        units = self._num_units
        self._kernel = self.add_weight("kernel", [input_size + units, units * 4])
        self._bias = self.add_weight("bias", [units * 4], initializer=tf.constant_initializer(0.0))
        if self._use_peephole:
            self._w_i_diag = self.add_weight("w_i_diag", [units])
            self._w_f_diag = self.add_weight("w_f_diag", [units])
            self._w_o_diag = self.add_weight("w_o_diag", [units])
        self.built = True

    def _peepholes(self, dtype):
        if self._use_peephole:
            return {"wci": self._w_i_diag, "wcf": self._w_f_diag, "wco": self._w_o_diag}
        return dict.fromkeys(("wci", "wcf", "wco"), tf.zeros([self._num_units], dtype=dtype))


class LSTMBlockCell(BlockVariables, TwoStates, LayerRNNCell):
    """An LSTM whose step is one op; its variables are those of `tf.nn.rnn_cell.LSTMCell`.

    >>> cell = tf.contrib.rnn.LSTMBlockCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> outputs.name, [v.op.name for v in tf.global_variables()]
    ('lstm_cell/LSTMBlockCell:6', ['lstm_cell/kernel', 'lstm_cell/bias'])

    Its gates come in the order input, new input, forget, output, as `LSTMCell`'s do; unlike that
    one it does not clip unless `cell_clip` is given.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        cell_clip=None,
        use_peephole=False,
        dtype=None,
        reuse=None,
        name="lstm_cell",
    ):
        super().__init__(_reuse=reuse, dtype=dtype, name=name)
        self._configure(num_units, forget_bias, cell_clip, use_peephole)
        self.input_spec = tf.layers.InputSpec(ndim=2)

    def build(self, input_shape):
        """Makes the variables."""
        size = tf.dimension_value(input_shape[1])
        if not size:
            raise ValueError(f"Expecting inputs_shape[1] to be set: {input_shape}")
        self._make_variables(size)

    def call(self, inputs, state):
        """One step."""
        if len(state) != 2:
            raise ValueError("Expecting state to be a tuple with length 2.")
        peepholes = self._peepholes(self.dtype)
        _, cs, _, _, _, _, h = _lstm_block_cell(
            inputs,
            *state,
            self._kernel,
            self._bias,
            **peepholes,
            forget_bias=self._forget_bias,
            cell_clip=self._cell_clip,
            use_peephole=self._use_peephole,
        )
        return h, LSTMStateTuple(cs, h)


class LSTMBlockWrapper(tf.layers.Layer):
    """The base class of layers that run an LSTM over a whole sequence.

    A subclass has the property `num_units` and the method ``_call_cell(inputs,
    initial_cell_state, initial_output, dtype, sequence_length)``, which returns all cell states
    and all outputs.
    """

    @property
    @abc.abstractmethod
    def num_units(self):
        """Width of the outputs."""

    @abc.abstractmethod
    def _call_cell(self, inputs, initial_cell_state, initial_output, dtype, sequence_length):
        """Runs over `inputs`; returns all cell states and all outputs, time first."""

    def call(self, inputs, initial_state=None, dtype=None, sequence_length=None):
        """Runs over `inputs`, ``[time, batch, width]`` or a list of matrices.

        Returns the outputs, in the same form and zero past `sequence_length`, and the final
        state. Without `initial_state` that is zeros of type `dtype`.
        """
        is_list = isinstance(inputs, list)
        if is_list:
            inputs = tf.stack(inputs)
        shape = inputs.get_shape().with_rank(3)
        if not shape[2]:
            raise ValueError(f"Expecting inputs_shape[2] to be set: {shape}")
        batch_size = shape[1].value
        if batch_size is None:
            batch_size = tf.shape(inputs)[1]
        time = shape[0].value
        if time is None:
            time = tf.shape(inputs)[0]
        if initial_state is None:
            if dtype is None:
                raise ValueError("Either initial_state or dtype needs to be specified")
            zeros = tf.zeros(tf.stack([batch_size, self.num_units]), dtype=dtype)
            initial_state = zeros, zeros
        elif len(initial_state) != 2:
            raise ValueError("Expecting initial_state to be a tuple with length 2 or None")
        elif dtype is None:
            dtype = initial_state[0].dtype
        if sequence_length is not None:
            sequence_length = tf.convert_to_tensor(sequence_length)
        states, outputs = self._call_cell(inputs, *initial_state, dtype, sequence_length)
        if sequence_length is None:
            last = states[-1], outputs[-1]
        else:
            mask = tf.transpose(tf.sequence_mask(sequence_length, time, dtype=dtype), [1, 0])
            outputs *= tf.tile(tf.expand_dims(mask, [-1]), [1, 1, self.num_units])
            # Step 0 is the initial state: the last one of an empty sequence.
            where = tf.stack([sequence_length, tf.range(batch_size)], axis=1)
            last = [
                tf.gather_nd(tf.concat([tf.expand_dims(first, [0]), rest], 0), where)
                for first, rest in zip(initial_state, (states, outputs))
            ]
        return tf.unstack(outputs) if is_list else outputs, LSTMStateTuple(*last)


class LSTMBlockFusedCell(BlockVariables, LSTMBlockWrapper):
    """An LSTM that is one op for a whole sequence.

    >>> cell = tf.contrib.rnn.LSTMBlockFusedCell(4)
    >>> outputs, state = cell(tf.ones([5, 2, 3]), dtype=tf.float32)
    >>> outputs.name, outputs.shape.as_list(), state.h.shape.as_list()
    ('lstm_fused_cell/BlockLSTM:6', [5, 2, 4], [2, 4])

    See `LSTMBlockCell` for its variables.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        cell_clip=None,
        use_peephole=False,
        reuse=None,
        dtype=None,
        name="lstm_fused_cell",
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self._configure(num_units, forget_bias, cell_clip, use_peephole)
        self.input_spec = tf.layers.InputSpec(ndim=3)

    @property
    def num_units(self):
        """Width of the outputs."""
        return self._num_units

    def build(self, input_shape):
        """Makes the variables."""
        self._make_variables(tf.dimension_value(input_shape[2]))

    def _call_cell(
        self, inputs, initial_cell_state=None, initial_output=None, dtype=None, sequence_length=None
    ):
        time = inputs.get_shape().with_rank(3)[0].value
        if time is None:
            time = tf.shape(inputs)[0]
        peepholes = self._peepholes(dtype)
        longest = time if sequence_length is None else tf.reduce_max(sequence_length)
        _, cs, _, _, _, _, h = tf.raw_ops.BlockLSTM(
            seq_len_max=tf.cast(longest, tf.int64),
            x=inputs,
            cs_prev=initial_cell_state,
            h_prev=initial_output,
            w=self._kernel,
            **peepholes,
            b=self._bias,
            forget_bias=self._forget_bias,
            cell_clip=self._cell_clip,
            use_peephole=self._use_peephole,
        )
        return cs, h
