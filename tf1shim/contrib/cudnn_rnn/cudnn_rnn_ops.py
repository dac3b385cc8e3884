"""Cells that are compatible with cuDNN's layers, conversion of parameters, and checkpoints."""

from __future__ import annotations

# ruff: noqa: F401 - constants, checks and functions were TensorFlow 1's here too.
import tf1shim as tf
from tf1shim import _tf
from tf1shim.contrib.cudnn_rnn.forward import _cudnn_rnn
from tf1shim.contrib.cudnn_rnn.functions import (
    cudnn_gru,
    cudnn_lstm,
    cudnn_rnn_canonical_to_opaque_params,
    cudnn_rnn_opaque_params_size,
    cudnn_rnn_opaque_params_to_canonical,
    cudnn_rnn_relu,
    cudnn_rnn_tanh,
)
from tf1shim.contrib.cudnn_rnn.params import (
    CUDNN_GRU,
    CUDNN_GRU_PARAMS_PER_LAYER,
    CUDNN_INPUT_AUTO_MODE,
    CUDNN_INPUT_LINEAR_MODE,
    CUDNN_INPUT_SKIP_MODE,
    CUDNN_LSTM,
    CUDNN_LSTM_PARAMS_PER_LAYER,
    CUDNN_RNN_BIDIRECTION,
    CUDNN_RNN_RELU,
    CUDNN_RNN_RELU_PARAMS_PER_LAYER,
    CUDNN_RNN_TANH,
    CUDNN_RNN_TANH_PARAMS_PER_LAYER,
    CUDNN_RNN_UNIDIRECTION,
    Layout,
    check_direction,
    check_input_mode,
)
from tf1shim.contrib.rnn.lstm_ops import LSTMBlockCell
from tf1shim.contrib.rnn.shared import width_of


class CudnnCompatibleLSTMCell(LSTMBlockCell):
    """An LSTM cell for the weights of `CudnnLSTM`: no bias is added to its forget gate.

    >>> cell = tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [v.op.name for v in tf.global_variables()]
    ['cudnn_compatible_lstm_cell/kernel', 'cudnn_compatible_lstm_cell/bias']
    """

    def __init__(self, num_units, reuse=None):
        super().__init__(num_units, forget_bias=0, reuse=reuse, name="cudnn_compatible_lstm_cell")


class CudnnCompatibleGRUCell(tf.nn.rnn_cell.GRUCell):
    """A GRU cell for the weights of `CudnnGRU`: it resets after the linear map.

    >>> cell = tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [v.op.name.partition("/")[2] for v in tf.global_variables()][2:4]
    ['candidate/input_projection/kernel', 'candidate/hidden_projection/kernel']
    """

    def __init__(self, num_units, reuse=None, kernel_initializer=None):
        super().__init__(
            num_units, activation=None, reuse=reuse, kernel_initializer=kernel_initializer
        )

    def build(self, input_shape):
        """Makes the variables."""
        size, units = width_of(input_shape), self._num_units

        def add(name, shape, initializer):
            return self.add_weight(name, shape, initializer=initializer)

        kernels = self._kernel_initializer
        ones = zeros = self._bias_initializer
        if ones is None:
            ones = tf.constant_initializer(1.0, dtype=self.dtype)
            zeros = tf.zeros_initializer(dtype=self.dtype)
        from_x, from_h = "candidate/input_projection/", "candidate/hidden_projection/"
        self._gate_kernel = add("gates/kernel", [size + units, 2 * units], kernels)
        self._gate_bias = add("gates/bias", [2 * units], ones)
        self._candidate_input_kernel = add(from_x + "kernel", [size, units], kernels)
        self._candidate_hidden_kernel = add(from_h + "kernel", [units, units], kernels)
        self._candidate_input_bias = add(from_x + "bias", [units], zeros)
        self._candidate_hidden_bias = add(from_h + "bias", [units], zeros)
        self.built = True

    def call(self, inputs, state):
        """One step."""

        def mapped(x, kernel, bias):
            return tf.nn.bias_add(tf.matmul(x, kernel), bias)

        gates = mapped(tf.concat([inputs, state], 1), self._gate_kernel, self._gate_bias)
        r, u = tf.split(value=tf.sigmoid(gates), num_or_size_splits=2, axis=1)
        new = mapped(inputs, self._candidate_input_kernel, self._candidate_input_bias)
        new += r * mapped(state, self._candidate_hidden_kernel, self._candidate_hidden_bias)
        new_h = (1 - u) * self._activation(new) + u * state
        return new_h, new_h


class CudnnParamsFormatConverter:
    """Converts between cuDNN's vector of parameters and the variables of compatible cells.

    Args:
        num_layers: number of layers.
        num_units: width of the outputs.
        input_size: width of the first layer's inputs.
        num_proj: width to which LSTM's outputs are projected.
        input_mode: ``linear_input``.
        direction: ``unidirectional`` or ``bidirectional``.
    """

    _rnn_mode = None
    _num_params_per_layer = None

    def __init__(
        self,
        num_layers,
        num_units,
        input_size,
        num_proj=None,
        input_mode=CUDNN_INPUT_LINEAR_MODE,
        direction=CUDNN_RNN_UNIDIRECTION,
    ):
        self._num_proj = num_proj
        self._layout = Layout(
            self._rnn_mode, num_layers, num_units, input_size, input_mode, direction, num_proj
        )

    def tf_canonical_to_opaque(self, tf_canonicals, weights_proj=None):
        """The vector of all kernels, then all biases, of the cells; and of their projections."""
        layout = self._layout
        half = len(tf_canonicals) // 2
        weights, biases = [], []
        cells = layout.of_each_layer(tf_canonicals[:half], tf_canonicals[half:])
        for i, (kernels, cell_biases) in enumerate(cells):
            made = self._to_cudnn(kernels, cell_biases)
            weights += made[0]
            biases += made[1]
            if weights_proj is not None:
                weights.append(tf.transpose(weights_proj[i]))
        return layout.to_vector(weights, biases)

    def opaque_to_tf_canonical(self, opaque_param):
        """The kernels and the biases of all cells, two lists; a third one of projections."""
        layout = self._layout
        kernels, biases, projections = [], [], []
        for layer_weights, layer_biases in layout.of_each_layer(*layout.from_vector(opaque_param)):
            if layout.projected:
                *layer_weights, projection = layer_weights
                projections.append(tf.transpose(projection))
            made = self._from_cudnn(layer_weights, layer_biases)
            kernels += made[0]
            biases += made[1]
        return (kernels, biases, projections) if layout.projected else (kernels, biases)


class CudnnParamsFormatConverterLSTM(CudnnParamsFormatConverter):
    """The converter of `CudnnLSTM`.

    >>> converter = tf.contrib.cudnn_rnn.CudnnParamsFormatConverterLSTM(1, 4, 3)
    >>> (kernel,), (bias,) = converter.opaque_to_tf_canonical(tf.zeros([144]))
    >>> kernel.shape.as_list(), converter.tf_canonical_to_opaque([kernel, bias]).shape.as_list()
    ([7, 16], [144])

    The two biases of a gate are added up for the cell; halves of the sum go back.
    """

    _rnn_mode = CUDNN_LSTM
    _num_params_per_layer = CUDNN_LSTM_PARAMS_PER_LAYER
    # Cells have the new input before the forget gate, cuDNN has it after.
    _order = (0, 2, 1, 3)

    def _ordered(self, gates):
        return [gates[i] for i in self._order]

    def _from_cudnn(self, weights, biases):
        half = len(self._order)
        rows = [tf.concat(pair, axis=1) for pair in zip(weights[:half], weights[half:])]
        sums = [x + h for x, h in zip(biases[:half], biases[half:])]
        kernel = tf.transpose(tf.concat(self._ordered(rows), axis=0))
        return [kernel], [tf.concat(self._ordered(sums), axis=0)]

    def _to_cudnn(self, kernels, biases):
        units, gates = self._layout.num_units, len(self._order)
        rows = self._ordered(tf.split(tf.transpose(kernels[0]), gates, axis=0))
        width = self._num_proj or units
        for_h = [row[:, -width:] for row in rows]
        halves = [b * 0.5 for b in self._ordered(tf.split(biases[0], gates, axis=0))]
        return [row[:, :-width] for row in rows] + for_h, halves * 2


class CudnnParamsFormatConverterGRU(CudnnParamsFormatConverter):
    """The converter of `CudnnGRU`; a cell has three kernels and three biases.

    >>> converter = tf.contrib.cudnn_rnn.CudnnParamsFormatConverterGRU(1, 4, 3)
    >>> kernels, biases = converter.opaque_to_tf_canonical(tf.zeros([108]))
    >>> [kernel.shape.as_list() for kernel in kernels]
    [[7, 8], [3, 4], [4, 4]]
    """

    _rnn_mode = CUDNN_GRU
    _num_params_per_layer = CUDNN_GRU_PARAMS_PER_LAYER

    def _from_cudnn(self, weights, biases):
        x_r, x_u, x_new, h_r, h_u, h_new = weights
        rows = tf.concat([tf.concat([x_r, h_r], 1), tf.concat([x_u, h_u], 1)], 0)
        kernels = [tf.transpose(w) for w in (rows, x_new, h_new)]
        x_r, x_u, x_new, h_r, h_u, h_new = biases
        return kernels, [tf.concat([x_r, x_u], 0) + tf.concat([h_r, h_u], 0), x_new, h_new]

    def _to_cudnn(self, kernels, biases):
        units = self._layout.num_units
        gates, x_new, h_new = (tf.transpose(k) for k in kernels)
        rows = tf.split(gates, 2, axis=0)
        (x_r, h_r), (x_u, h_u) = ((row[:, :-units], row[:, -units:]) for row in rows)
        r, u = tf.split(biases[0] * 0.5, 2, axis=0)
        _, x_bias, h_bias = biases
        return [x_r, x_u, x_new, h_r, h_u, h_new], [r, u, x_bias, r, u, h_bias]


class CudnnParamsFormatConverterBasic(CudnnParamsFormatConverterLSTM):
    """The converter of the layers without gates."""

    _order = (0,)


class CudnnParamsFormatConverterTanh(CudnnParamsFormatConverterBasic):
    """The converter of `CudnnRNNTanh`."""

    _rnn_mode = CUDNN_RNN_TANH
    _num_params_per_layer = CUDNN_RNN_TANH_PARAMS_PER_LAYER


class CudnnParamsFormatConverterRelu(CudnnParamsFormatConverterBasic):
    """The converter of `CudnnRNNRelu`."""

    _rnn_mode = CUDNN_RNN_RELU
    _num_params_per_layer = CUDNN_RNN_RELU_PARAMS_PER_LAYER


class CudnnOpaqueParamsSaveable(_tf.SaveableObject):
    """How a vector of parameters is saved and restored: as the variables of compatible cells.

    Args:
        opaque_params: the variable.
        num_layers: number of layers.
        num_units: width of the outputs.
        input_size: width of the first layer's inputs.
        input_mode: ``linear_input``.
        direction: ``unidirectional`` or ``bidirectional``.
        scope: a variable scope or its name; the names in the checkpoint begin with it.
        name: of this object.
    """

    _format_converter_cls = None
    _rnn_cell_name = None
    _weights = ("kernel",)
    _biases = ("bias",)

    def __init__(
        self,
        opaque_params,
        num_layers,
        num_units,
        input_size,
        input_mode=CUDNN_INPUT_LINEAR_MODE,
        direction=CUDNN_RNN_UNIDIRECTION,
        scope=None,
        name="cudnn_rnn_saveable",
    ):
        self._variables = opaque_params
        self._format_converter = self._format_converter_cls(
            num_layers, num_units, input_size, input_mode=input_mode, direction=direction
        )
        bidirectional = direction == CUDNN_RNN_BIDIRECTION
        prefix = getattr(scope, "name", scope)
        cells = [
            f"stack_bidirectional_rnn/cell_{layer}/bidirectional_rnn/{way}"
            if bidirectional
            else f"rnn/multi_rnn_cell/cell_{layer}"
            for layer in range(num_layers)
            for way in (("fw", "bw") if bidirectional else ("",))
        ]
        names = [
            "/".join(filter(None, (prefix, cell, self._rnn_cell_name, variable)))
            for variables in (self._weights, self._biases)
            for cell in cells
            for variable in variables
        ]
        weights, biases = self._format_converter.opaque_to_tf_canonical(opaque_params)
        specs = [_tf.SaveSpec(t, "", n) for t, n in zip(weights + biases, names)]
        super().__init__(tf.identity(opaque_params), specs, name)

    @property
    def optional_restore(self):
        """False: the parts must be in the checkpoint that is restored."""
        return False

    @property
    def format_converter(self):
        """What converts the vector."""
        return self._format_converter

    def restore(self, restored_tensors, restored_shapes):
        """The op that gives the variable the values of the cells' variables."""
        params = self._format_converter.tf_canonical_to_opaque(restored_tensors)
        return tf.assign(self._variables, params, validate_shape=False)


class CudnnLSTMSaveable(CudnnOpaqueParamsSaveable):
    """What saves `CudnnLSTM`."""

    _format_converter_cls = CudnnParamsFormatConverterLSTM
    _rnn_cell_name = "cudnn_compatible_lstm_cell"


class CudnnGRUSaveable(CudnnOpaqueParamsSaveable):
    """What saves `CudnnGRU`."""

    _format_converter_cls = CudnnParamsFormatConverterGRU
    _rnn_cell_name = "cudnn_compatible_gru_cell"
    _weights, _biases = (
        tuple(
            f"{part}/{kind}"
            for part in ("gates", "candidate/input_projection", "candidate/hidden_projection")
        )
        for kind in ("kernel", "bias")
    )


class CudnnRNNTanhSaveable(CudnnLSTMSaveable):
    """What saves `CudnnRNNTanh`."""

    _format_converter_cls = CudnnParamsFormatConverterTanh
    _rnn_cell_name = "basic_rnn_cell"


class CudnnRNNReluSaveable(CudnnLSTMSaveable):
    """What saves `CudnnRNNRelu`."""

    _format_converter_cls = CudnnParamsFormatConverterRelu
    _rnn_cell_name = "basic_rnn_cell"
