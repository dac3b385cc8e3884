"""Generalized divisive normalization.

>>> import tf1shim as tf
>>> y = gdn(tf.zeros([2, 8, 8, 3]))
>>> [v.op.name for v in tf.trainable_variables()]
['gdn/reparam_beta', 'gdn/reparam_gamma']
"""

import tf1shim as tf


def _lower_bound(inputs, bound, name=None):
    """The larger of both; the gradient passes too where it would move `inputs` back up."""

    @tf.custom_gradient
    def maximum(inputs, bound):
        def gradient(dy):
            passes = tf.logical_or(inputs >= bound, dy < 0)
            return tf.cast(passes, dy.dtype) * dy, None

        return tf.maximum(inputs, bound), gradient

    with tf.name_scope(name, "GDNLowerBound", [inputs, bound]):
        return maximum(tf.convert_to_tensor(inputs, name="inputs"), bound)


class GDN(tf.layers.Layer):
    """Divides each channel by the root of a weighted sum of all channels' squares.

    >>> import tf1shim as tf
    >>> layer = GDN(inverse=True)
    >>> layer(tf.zeros([2, 8, 8, 3])).name
    'gdn/mul:0'

    ``y[i] = x[i] / sqrt(beta[i] + sum_j(gamma[j, i] * x[j] ** 2))``, of 1 to 3 dimensions besides
    batch and channels.
    Args: `inverse`, True to multiply; `beta_min`, the lower bound of ``beta``; `gamma_init`, the
    start of the diagonal of ``gamma``; `reparam_offset`, of the square roots that the variables
    hold, so that they keep a gradient near zero.
    Raises: ValueError if the number of channels is not known, or for another data format.
    """

    def __init__(
        self,
        inverse=False,
        beta_min=1e-6,
        gamma_init=0.1,
        reparam_offset=2**-18,
        data_format="channels_last",
        activity_regularizer=None,
        trainable=True,
        name=None,
        **kwargs,
    ):
        super().__init__(
            trainable=trainable, name=name, activity_regularizer=activity_regularizer, **kwargs
        )
        self.inverse = inverse
        self._beta_min = beta_min
        self._gamma_init = gamma_init
        self._reparam_offset = reparam_offset
        self.data_format = data_format
        self._channel_axis()
        self.input_spec = tf.layers.InputSpec(min_ndim=3, max_ndim=5)

    def _channel_axis(self):
        try:
            return {"channels_first": 1, "channels_last": -1}[self.data_format]
        except KeyError:
            raise ValueError(f"Unsupported `data_format` for GDN layer: {self.data_format}.")

    def build(self, input_shape):
        """Makes the variables."""
        axis = self._channel_axis()
        input_shape = tf.TensorShape(input_shape)
        channels = input_shape.dims[axis].value
        if channels is None:
            raise ValueError("The channel dimension of the inputs to `GDN` must be defined.")
        self._input_rank = input_shape.ndims
        self.input_spec = tf.layers.InputSpec(ndim=input_shape.ndims, axes={axis: channels})
        pedestal = self._reparam_offset**2
        dtype = self.dtype

        def beta_initializer(shape, dtype=None, partition_info=None):
            return tf.sqrt(tf.ones(shape, dtype=dtype) + tf.constant(pedestal, dtype=self.dtype))

        def gamma_initializer(shape, dtype=None, partition_info=None):
            start = self._gamma_init * tf.eye(shape[0], dtype=dtype)
            return tf.sqrt(start + tf.constant(pedestal, dtype=self.dtype))

        def parameter(name, shape, initializer, bound):
            root = self.add_variable(
                name, shape=shape, initializer=initializer, dtype=dtype, trainable=True
            )
            root = _lower_bound(root, tf.constant(bound, dtype=dtype))
            return tf.square(root) - tf.constant(pedestal, dtype=dtype)

        self.beta = parameter(
            "reparam_beta", [channels], beta_initializer, (self._beta_min + pedestal) ** 0.5
        )
        self.gamma = parameter(
            "reparam_gamma", [channels, channels], gamma_initializer, self._reparam_offset
        )
        self.built = True

    @tf.autograph.experimental.do_not_convert
    def call(self, inputs):
        """The normalized inputs."""
        inputs = tf.convert_to_tensor(inputs, dtype=self.dtype)
        rank = self._input_rank
        gamma = tf.reshape(self.gamma, (rank - 2) * [1] + self.gamma.get_shape().as_list())
        squares = tf.square(inputs)
        if self.data_format == "channels_first":
            pool = tf.nn.convolution(
                squares, gamma, "VALID", data_format="NC" + "DHW"[-(rank - 2) :]
            )
            # The biases are added to images: sequences and volumes take that shape for it.
            shape = tf.shape(pool)
            if rank == 3:
                pool = tf.expand_dims(pool, 2)
            elif rank == 5:
                pool = tf.reshape(pool, tf.concat([shape[:3], [-1]], 0))
            pool = tf.nn.bias_add(pool, self.beta, data_format="NCHW")
            if rank != 4:
                pool = tf.reshape(pool, shape)
        else:
            pool = tf.nn.bias_add(
                tf.nn.convolution(squares, gamma, "VALID"), self.beta, data_format="NHWC"
            )
        norm = tf.sqrt(pool)
        outputs = inputs * norm if self.inverse else inputs / norm
        outputs.set_shape(inputs.get_shape())
        return outputs

    def compute_output_shape(self, input_shape):
        """The shape of the inputs."""
        axis = self._channel_axis()
        input_shape = tf.TensorShape(input_shape)
        if not 3 <= input_shape.ndims <= 5:
            raise ValueError("`input_shape` must be of rank 3 to 5, inclusive.")
        if input_shape.dims[axis].value is None:
            raise ValueError("The channel dimension of `input_shape` must be defined.")
        return input_shape


def gdn(
    inputs,
    inverse=False,
    beta_min=1e-6,
    gamma_init=0.1,
    reparam_offset=2**-18,
    data_format="channels_last",
    activity_regularizer=None,
    trainable=True,
    name=None,
    reuse=None,
):
    """Makes a `GDN` layer and applies it.

    >>> import tf1shim as tf
    >>> gdn(tf.zeros([2, 8, 8, 3]), name="norm").name
    'norm/truediv:0'
    """
    layer = GDN(
        inverse=inverse,
        beta_min=beta_min,
        gamma_init=gamma_init,
        reparam_offset=reparam_offset,
        data_format=data_format,
        activity_regularizer=activity_regularizer,
        trainable=trainable,
        name=name,
        dtype=inputs.dtype.base_dtype,
        _scope=name,
        _reuse=reuse,
    )
    return layer.apply(inputs)
