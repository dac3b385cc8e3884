"""Layers of stacked RNNs, all of whose parameters are one variable."""

from __future__ import annotations

# ruff: noqa: F401 - the constants were TensorFlow 1's here too.
import tf1shim as tf
from tf1shim.contrib.cudnn_rnn.cudnn_rnn_ops import (
    CudnnGRUSaveable,
    CudnnLSTMSaveable,
    CudnnRNNReluSaveable,
    CudnnRNNTanhSaveable,
)
from tf1shim.contrib.cudnn_rnn.forward import _cudnn_rnn
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


class _CudnnRNN(tf.layers.Layer):
    """A stack of layers, run over a sequence; see `CudnnLSTM`."""

    _rnn_mode = None
    _num_params_per_layer = None
    _saveable_cls = None

    def __init__(
        self,
        num_layers,
        num_units,
        input_mode=CUDNN_INPUT_LINEAR_MODE,
        direction=CUDNN_RNN_UNIDIRECTION,
        dropout=0.0,
        seed=None,
        dtype=tf.float32,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
    ):
        super().__init__(dtype=dtype, name=name)
        check_direction(direction)
        check_input_mode(input_mode)
        if dtype not in (tf.float16, tf.float32, tf.float64):
            raise ValueError(f"Only support float16, float32, float64, provided {dtype}")
        self._plain_dtype = dtype
        self._num_layers = num_layers
        self._num_units = num_units
        self._input_mode = input_mode
        self._direction = direction
        self._dropout = dropout
        self._seed = seed
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer
        self._input_size = None
        self._saveable = None

    num_layers = property(lambda self: self._num_layers, doc="Number of layers.")
    num_units = property(lambda self: self._num_units, doc="Width of each direction's outputs.")
    input_mode = property(lambda self: self._input_mode, doc="How inputs get into the first layer.")
    rnn_mode = property(lambda self: self._rnn_mode, doc="cuDNN's name of the layer.")
    direction = property(lambda self: self._direction, doc="One direction or both.")
    saveable = property(lambda self: self._saveable, doc="What saves the variable.")

    @property
    def num_dirs(self):
        """Number of directions."""
        return 1 if self._direction == CUDNN_RNN_UNIDIRECTION else 2

    @property
    def input_size(self):
        """Width of the inputs; ValueError before they are known."""
        if not self._input_size:
            raise ValueError("'input_size' is unknown since layer has not been built.")
        return self._input_size

    def _layout(self, what):
        if not self._input_size:
            raise RuntimeError(f"{type(self).__name__}.{what} invoked before input shape is known")
        return Layout(
            self._rnn_mode,
            self._num_layers,
            self._num_units,
            self._input_size,
            self._input_mode,
            self._direction,
        )

    @property
    def canonical_weight_shapes(self):
        """Shapes of all matrices, in cuDNN's order."""
        return self._layout("canonical_weight_shapes").weight_shapes

    @property
    def canonical_bias_shapes(self):
        """Shapes of all biases, in cuDNN's order."""
        return [[self._num_units]] * self.num_dirs * self._num_params_per_layer * self._num_layers

    def build(self, input_shape):
        """Makes the variable, and the object that saves it."""
        if self.built:
            return
        shape = tf.TensorShape(input_shape)
        if shape.ndims != 3:
            raise ValueError(f"Expecting input_shape with 3 dims, got {shape.ndims}")
        if shape[-1].value is None:
            raise ValueError(
                "The last dimension of the inputs to `CudnnRNN` should be defined. Found `None`."
            )
        self._input_size = shape[-1].value
        self.input_spec = tf.layers.InputSpec(ndim=3, axes={-1: self._input_size})
        self._set_scope(None)
        dtype = self._plain_dtype
        with tf.variable_scope(self._scope, reuse=self.built):
            if self._kernel_initializer is None:
                self._kernel_initializer = tf.glorot_uniform_initializer(
                    seed=self._seed, dtype=dtype
                )
            if self._bias_initializer is None:
                self._bias_initializer = tf.constant_initializer(0.0, dtype=dtype)
            layout = self._layout("build")
            kernels = [self._kernel_initializer(s, dtype=dtype) for s in layout.weight_shapes]
            biases = [self._bias_initializer(s, dtype=dtype) for s in layout.bias_shapes]
            if tf.get_variable_scope().partitioner is not None:
                tf.logging.warn(
                    "Partitioner is not supported for Cudnn RNN layer variables, using it will "
                    "create forward-compatibility issues with future CUDA/CuDNN generations."
                )
            self.kernel = tf.get_variable(
                "opaque_kernel",
                dtype=dtype,
                initializer=layout.to_vector(kernels, biases),
                validate_shape=False,
            )
            if not any(self.kernel is v for v in self._trainable_weights):
                self._trainable_weights.append(self.kernel)
        if tf.get_variable_scope().reuse is not True:
            self._create_saveable()
        self.built = True

    def _create_saveable(self):
        if self._saveable is not None:
            raise RuntimeError("Cudnn saveable already created.")
        self._saveable = self._saveable_cls(
            opaque_params=self.kernel,
            num_layers=self.num_layers,
            num_units=self.num_units,
            input_size=self.input_size,
            input_mode=self.input_mode,
            direction=self.direction,
            scope=tf.get_variable_scope(),
            name=f"{self.kernel.op.name}_saveable",
        )
        tf.add_to_collection(tf.GraphKeys.SAVEABLE_OBJECTS, self._saveable)

    def call(
        self, inputs, initial_state=None, sequence_lengths=None, time_major=True, training=True
    ):
        """Runs over `inputs`, ``[time, batch, width]``, or batch first if not `time_major`.

        Returns the last layer's outputs, and the final state of all layers and directions: a tuple
        of the outputs, ``[layers * directions, batch, units]``, and of LSTM's cell states.
        """
        if initial_state is not None and not isinstance(initial_state, tuple):
            raise TypeError(f"Invalid initial_state type: {initial_state}, expecting tuple.")
        dtype = self.dtype
        inputs = tf.convert_to_tensor(inputs, dtype=dtype)
        if initial_state is None:
            initial_state = self._zero_state(tf.shape(inputs)[1 if time_major else 0])
            if not time_major:
                initial_state = tuple(tf.transpose(s, [1, 0, 2]) for s in initial_state)
        h, *c = (tf.convert_to_tensor(s, dtype=dtype) for s in initial_state)
        outputs, h, c = _cudnn_rnn(
            inputs,
            h,
            c[0] if c else tf.constant([], dtype=dtype),
            self.kernel,
            training,
            self._rnn_mode,
            sequence_lengths=sequence_lengths,
            time_major=time_major,
            input_mode=self._input_mode,
            direction=self._direction,
            dropout=self._dropout,
            seed=self._seed,
        )
        return outputs, (h, c) if self._rnn_mode == CUDNN_LSTM else (h,)

    def state_shape(self, batch_size):
        """The shapes of the parts of a state."""
        return ([self.num_layers * self.num_dirs, batch_size, self.num_units],)

    def _zero_state(self, batch_size):
        return tuple(tf.zeros(shape, dtype=self.dtype) for shape in self.state_shape(batch_size))


class CudnnLSTM(_CudnnRNN):
    """A stack of LSTM layers; see the package's example. Its forget gate gets no other bias.

    Its arguments are those of all layers here:

    Args:
        num_layers: number of layers.
        num_units: width of the outputs, of each direction.
        input_mode: ``linear_input``.
        direction: ``unidirectional`` or ``bidirectional``.
        dropout: the part of each layer's outputs, but for the last, that is dropped in training.
        seed: of the dropout and of the initial weights.
        dtype: float16, float32 or float64.
        kernel_initializer: of each gate's matrices; `tf.glorot_uniform_initializer` if None.
        bias_initializer: of each gate's biases; zeros if None.
        name: the layer's name.

    Raises:
        ValueError: a mode, direction or type that there is not.
        NotImplementedError: `input_mode` is ``skip_input``.
    """

    _rnn_mode = CUDNN_LSTM
    _num_params_per_layer = CUDNN_LSTM_PARAMS_PER_LAYER
    _saveable_cls = CudnnLSTMSaveable

    def state_shape(self, batch_size):
        """The shapes of the outputs and of the cell states."""
        return super().state_shape(batch_size) * 2


class CudnnGRU(_CudnnRNN):
    """A stack of GRU layers, which reset after the linear map; see `CudnnLSTM`.

    >>> gru = tf.contrib.cudnn_rnn.CudnnGRU(1, 4, direction="bidirectional")
    >>> outputs, (h,) = gru(tf.ones([5, 2, 3]), sequence_lengths=[5, 3])
    >>> outputs.shape.as_list(), h.shape.as_list()
    ([5, 2, 8], [2, 2, 4])
    """

    _rnn_mode = CUDNN_GRU
    _num_params_per_layer = CUDNN_GRU_PARAMS_PER_LAYER
    _saveable_cls = CudnnGRUSaveable


class CudnnRNNTanh(_CudnnRNN):
    """A stack of layers without gates, with `tf.tanh`; see `CudnnLSTM`."""

    _rnn_mode = CUDNN_RNN_TANH
    _num_params_per_layer = CUDNN_RNN_TANH_PARAMS_PER_LAYER
    _saveable_cls = CudnnRNNTanhSaveable


class CudnnRNNRelu(_CudnnRNN):
    """A stack of layers without gates, with `tf.nn.relu`; see `CudnnLSTM`."""

    _rnn_mode = CUDNN_RNN_RELU
    _num_params_per_layer = CUDNN_RNN_RELU_PARAMS_PER_LAYER
    _saveable_cls = CudnnRNNReluSaveable
