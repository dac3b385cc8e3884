"""Convolution layers.

>>> import tf1shim as tf
>>> y = conv2d(tf.zeros([2, 8, 8, 3]), 16, [3, 3])
>>> y.name, [v.op.name for v in tf.model_variables()]
('Conv/Relu:0', ['Conv/weights', 'Conv/biases'])
"""

import inspect

import tf1shim as tf
from tf1shim.contrib.framework.arg_scope import add_arg_scope
from tf1shim.contrib.framework.variables import model_variable
from tf1shim.contrib.layers.building import (
    DATA_FORMAT_NCDHW,
    DATA_FORMAT_NCHW,
    DATA_FORMAT_NDHWC,
    DATA_FORMAT_NHWC,
    DENSE_NAMES,
    XAVIER,
    ZEROS,
    channels_format,
    collect_variables,
    finished,
    layer_scope,
)
from tf1shim.contrib.layers.utils import (
    get_variable_collections,
    last_dimension,
    two_element_tuple,
)

_FORMATS = (None, "NWC", "NCW", "NHWC", "NCHW", "NDHWC", "NCDHW")
_BY_RANK = {3: tf.layers.Conv1D, 4: tf.layers.Conv2D, 5: tf.layers.Conv3D}


def _variant(name, doc, function, fixed, **defaults):
    """`function` under another name: some arguments `fixed`, and some with another default."""
    signature = inspect.signature(function)
    signature = signature.replace(
        parameters=[
            p.replace(default=defaults.get(p.name, p.default))
            for p in signature.parameters.values()
            if p.name not in fixed
        ]
    )

    def variant(*args, **kwargs):
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        return function(**given.arguments, **fixed)

    variant.__name__ = variant.__qualname__ = name
    variant.__doc__ = doc
    variant.__signature__ = signature
    return add_arg_scope(variant)


def _convolution(
    inputs,
    num_outputs,
    kernel_size,
    stride=1,
    padding="SAME",
    data_format=None,
    rate=1,
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=XAVIER,
    weights_regularizer=None,
    biases_initializer=ZEROS,
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
    conv_dims=None,
):
    if data_format not in _FORMATS:
        raise ValueError(f"Invalid data_format: {data_format!r}")
    with layer_scope(scope, "Conv", inputs, reuse, DENSE_NAMES) as sc:
        inputs = tf.convert_to_tensor(inputs)
        rank = inputs.get_shape().ndims
        if conv_dims is not None and conv_dims + 2 != rank:
            raise ValueError(f"Convolution expects input with rank {conv_dims + 2}, got {rank}")
        if rank not in _BY_RANK:
            # Two arguments, as in TensorFlow 1.
            raise ValueError("Convolution not supported for input with rank", rank)
        layer = _BY_RANK[rank](
            filters=num_outputs,
            kernel_size=kernel_size,
            strides=stride,
            padding=padding,
            data_format=channels_format(data_format),
            dilation_rate=rate,
            use_bias=bool(not normalizer_fn and biases_initializer),
            kernel_initializer=weights_initializer,
            bias_initializer=biases_initializer,
            kernel_regularizer=weights_regularizer,
            bias_regularizer=biases_regularizer,
            trainable=trainable,
            name=sc.name,
            dtype=inputs.dtype.base_dtype,
            _scope=sc,
            _reuse=reuse,
        )
        outputs = layer.apply(inputs)
        collect_variables(variables_collections, weights=layer.kernel, biases=layer.bias)
        return finished(
            outputs, sc.name, outputs_collections, activation_fn, normalizer_fn, normalizer_params
        )


convolution = _variant(
    "convolution",
    """A convolution of one, two or three dimensions; biases and a ReLU follow.

    >>> import tf1shim as tf
    >>> x = tf.zeros([2, 8, 8, 3])
    >>> y = convolution(x, 16, 3, stride=2, activation_fn=None, scope="conv1")
    >>> y.name, y.shape.as_list()
    ('conv1/BiasAdd:0', [2, 4, 4, 16])

    With a `normalizer_fn` it has no biases; it is called before the activation, with
    `normalizer_params`.
    Args: `data_format`, channels last if None; `rate`, of dilation, for which `stride` must be 1;
    `variables_collections`, collections for the variables, or a dict of them for ``weights`` and
    ``biases``; `outputs_collections`, for the result, under the name of the scope.
    Raises: ValueError for another rank or data format.
    """,
    _convolution,
    {},
)
convolution1d = _variant(
    "convolution1d", "`convolution` of a sequence.", _convolution, {"conv_dims": 1}
)
convolution2d = _variant(
    "convolution2d", "`convolution` of an image.", _convolution, {"conv_dims": 2}
)
convolution3d = _variant(
    "convolution3d", "`convolution` of a volume.", _convolution, {"conv_dims": 3}
)
conv1d, conv2d, conv3d = convolution1d, convolution2d, convolution3d


_TRANSPOSED = {
    2: (tf.layers.Conv2DTranspose, (DATA_FORMAT_NCHW, DATA_FORMAT_NHWC)),
    3: (tf.layers.Conv3DTranspose, (DATA_FORMAT_NCDHW, DATA_FORMAT_NDHWC)),
}


def _transposed(
    inputs,
    num_outputs,
    kernel_size,
    stride=1,
    padding="SAME",
    data_format=DATA_FORMAT_NHWC,
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=XAVIER,
    weights_regularizer=None,
    biases_initializer=ZEROS,
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
    dims=2,
):
    layer_class, formats = _TRANSPOSED[dims]
    with layer_scope(scope, f"Conv{dims}d_transpose", inputs, reuse, DENSE_NAMES) as sc:
        data_format = channels_format(data_format, *formats)
        inputs = tf.convert_to_tensor(inputs)
        layer = layer_class(
            filters=num_outputs,
            kernel_size=kernel_size,
            strides=stride,
            padding=padding,
            data_format=data_format,
            use_bias=bool(not normalizer_fn and biases_initializer),
            kernel_initializer=weights_initializer,
            bias_initializer=biases_initializer,
            kernel_regularizer=weights_regularizer,
            bias_regularizer=biases_regularizer,
            trainable=trainable,
            name=sc.name,
            dtype=inputs.dtype.base_dtype,
            _scope=sc,
            _reuse=reuse,
        )
        outputs = layer.apply(inputs)
        collect_variables(variables_collections, weights=layer.kernel, biases=layer.bias)
        return finished(
            outputs, sc.name, outputs_collections, activation_fn, normalizer_fn, normalizer_params
        )


convolution2d_transpose = _variant(
    "convolution2d_transpose",
    """A transposed convolution of an image: the gradient of a `convolution2d`.

    >>> import tf1shim as tf
    >>> y = convolution2d_transpose(tf.zeros([2, 4, 4, 3]), 16, 3, stride=2)
    >>> y.name, y.shape.as_list()
    ('Conv2d_transpose/Relu:0', [2, 8, 8, 16])

    Its arguments are those of `convolution`, less `rate`.
    """,
    _transposed,
    {"dims": 2},
)
convolution3d_transpose = _variant(
    "convolution3d_transpose",
    "A transposed convolution of a volume; see `convolution2d_transpose`.",
    _transposed,
    {"dims": 3},
    data_format=DATA_FORMAT_NDHWC,
)
conv2d_transpose, conv3d_transpose = convolution2d_transpose, convolution3d_transpose


@add_arg_scope
def convolution2d_in_plane(
    inputs,
    kernel_size,
    stride=1,
    padding="SAME",
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=XAVIER,
    weights_regularizer=None,
    biases_initializer=ZEROS,
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
):
    """Applies one kernel of a single channel to each channel of an image.

    >>> import tf1shim as tf
    >>> y = convolution2d_in_plane(tf.zeros([2, 8, 8, 3]), [3, 3])
    >>> y.name, [v.shape.as_list() for v in tf.model_variables()]
    ('ConvInPlane/Relu:0', [[3, 3, 1, 1], [3]])
    """
    with tf.variable_scope(scope, "ConvInPlane", [inputs], reuse=reuse) as sc:
        make = _parameters(inputs, variables_collections, trainable)
        channels = last_dimension(inputs.get_shape(), min_rank=4)
        kernel = [*two_element_tuple(kernel_size), 1, 1]
        weights = make("weights", kernel, weights_initializer, weights_regularizer)
        outputs = tf.nn.depthwise_conv2d(
            inputs,
            tf.tile(weights, [1, 1, channels, 1]),
            [1, *two_element_tuple(stride), 1],
            padding,
        )
        if normalizer_fn is None and biases_initializer is not None:
            biases = make("biases", [channels], biases_initializer, biases_regularizer)
            outputs = tf.nn.bias_add(outputs, biases)
        return finished(
            outputs, sc.name, outputs_collections, activation_fn, normalizer_fn, normalizer_params
        )


conv2d_in_plane = convolution2d_in_plane


def _parameters(inputs, collections, trainable):
    """A function that makes model variables of the dtype of `inputs`."""

    def make(name, shape, initializer, regularizer, kind=None):
        return model_variable(
            name,
            shape=shape,
            dtype=inputs.dtype.base_dtype,
            initializer=initializer,
            regularizer=regularizer,
            collections=get_variable_collections(collections, kind or name),
            trainable=trainable,
        )

    return make
