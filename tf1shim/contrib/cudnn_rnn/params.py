"""cuDNN's parameters: all weights and biases of a stack of layers, in one vector.

First come the weights: for each layer and direction the matrices of the gates for the inputs,
those for the output fed back, and the projection if there is one. Then the biases, likewise; each
gate has two, one beside each matrix.
"""

from __future__ import annotations

import math

import tf1shim as tf

CUDNN_RNN_UNIDIRECTION = "unidirectional"
CUDNN_RNN_BIDIRECTION = "bidirectional"
CUDNN_LSTM = "lstm"
CUDNN_GRU = "gru"
CUDNN_RNN_RELU = "rnn_relu"
CUDNN_RNN_TANH = "rnn_tanh"
CUDNN_INPUT_LINEAR_MODE = "linear_input"
CUDNN_INPUT_SKIP_MODE = "skip_input"
CUDNN_INPUT_AUTO_MODE = "auto_select"

# Two for each gate: LSTM's are input, forget, new input, output; GRU's reset, update, new state.
CUDNN_LSTM_PARAMS_PER_LAYER = 8
CUDNN_GRU_PARAMS_PER_LAYER = 6
CUDNN_RNN_TANH_PARAMS_PER_LAYER = 2
CUDNN_RNN_RELU_PARAMS_PER_LAYER = 2
PARAMS_PER_LAYER = {
    CUDNN_LSTM: CUDNN_LSTM_PARAMS_PER_LAYER,
    CUDNN_GRU: CUDNN_GRU_PARAMS_PER_LAYER,
    CUDNN_RNN_TANH: CUDNN_RNN_TANH_PARAMS_PER_LAYER,
    CUDNN_RNN_RELU: CUDNN_RNN_RELU_PARAMS_PER_LAYER,
}


def check_rnn_mode(rnn_mode):
    """Raises ValueError unless `rnn_mode` is one of cuDNN's."""
    modes = (CUDNN_LSTM, CUDNN_GRU, CUDNN_RNN_TANH, CUDNN_RNN_RELU)
    if rnn_mode not in modes:
        raise ValueError(f"Invalid rnn_mode: {rnn_mode}, expect one of ({', '.join(modes)})")


def check_direction(direction):
    """Raises ValueError unless `direction` is one of cuDNN's."""
    if direction not in (CUDNN_RNN_UNIDIRECTION, CUDNN_RNN_BIDIRECTION):
        raise ValueError(
            f"Invalid direction: {direction}, expecting {CUDNN_RNN_UNIDIRECTION} "
            f"or {CUDNN_RNN_BIDIRECTION}"
        )


def check_input_mode(input_mode):
    """Raises ValueError unless `input_mode` is one of cuDNN's."""
    modes = (CUDNN_INPUT_LINEAR_MODE, CUDNN_INPUT_SKIP_MODE, CUDNN_INPUT_AUTO_MODE)
    if input_mode not in modes:
        raise ValueError(f"Invalid input_mode: {input_mode}, expect one of ({', '.join(modes)})")


class Layout:
    """Where each matrix and bias is in the vector.

    >>> layout = Layout("lstm", num_layers=1, num_units=4, input_size=3)
    >>> layout.weight_shapes[3:5], layout.bias_shapes[0], layout.size
    ([(4, 3), (4, 4)], (4,), 144)
    """

    def __init__(
        self,
        rnn_mode,
        num_layers,
        num_units,
        input_size,
        input_mode=CUDNN_INPUT_LINEAR_MODE,
        direction=CUDNN_RNN_UNIDIRECTION,
        num_proj=None,
    ):
        check_rnn_mode(rnn_mode)
        check_direction(direction)
        check_input_mode(input_mode)
        skips = input_mode == CUDNN_INPUT_SKIP_MODE
        if skips or (input_mode == CUDNN_INPUT_AUTO_MODE and input_size == num_units):
            raise NotImplementedError(
                "input_mode='skip_input', which 'auto_select' means where inputs are num_units "
                "wide, is cuDNN's only: use 'linear_input'"
            )
        self.rnn_mode = rnn_mode
        self.num_layers = num_layers
        self.num_dirs = 1 if direction == CUDNN_RNN_UNIDIRECTION else 2
        self.num_units = num_units
        self.num_gates = PARAMS_PER_LAYER[rnn_mode] // 2
        self.projected = bool(num_proj)
        width = num_proj or num_units
        self.weight_shapes, self.bias_shapes = [], []
        for layer in range(num_layers):
            below = width * self.num_dirs if layer else input_size
            shapes = [(num_units, below)] * self.num_gates + [(num_units, width)] * self.num_gates
            shapes += [(num_proj, num_units)] * self.projected
            self.weight_shapes += shapes * self.num_dirs
            self.bias_shapes += [(num_units,)] * 2 * self.num_gates * self.num_dirs
        self._shapes = self.weight_shapes + self.bias_shapes
        self.size = sum(map(math.prod, self._shapes))

    def to_vector(self, weights, biases):
        """The vector of all `weights` and `biases`, which come in its order."""
        return tf.concat([tf.reshape(p, [-1]) for p in [*weights, *biases]], 0)

    def from_vector(self, params):
        """The weights and the biases in the vector `params`, two lists."""
        parts = tf.split(tf.reshape(params, [self.size]), [math.prod(s) for s in self._shapes])
        shaped = [tf.reshape(part, shape) for part, shape in zip(parts, self._shapes)]
        return shaped[: len(self.weight_shapes)], shaped[len(self.weight_shapes) :]

    def of_each_layer(self, weights, biases):
        """Yields the weights and biases of each direction of each layer."""
        count = self.num_layers * self.num_dirs
        w, b = len(weights) // count, len(biases) // count
        for i in range(count):
            yield weights[i * w : (i + 1) * w], biases[i * b : (i + 1) * b]
