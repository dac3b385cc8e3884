"""Fully connected layers, the biases, and layers that have no variables of their own.

>>> import tf1shim as tf
>>> x = tf.placeholder(tf.float32, [None, 3])
>>> y = fully_connected(x, 4)
>>> y.name, [v.op.name for v in tf.model_variables()]
('fully_connected/Relu:0', ['fully_connected/weights', 'fully_connected/biases'])
"""

import functools

import tf1shim as tf
from tf1shim.contrib.framework.arg_scope import add_arg_scope
from tf1shim.contrib.framework.variables import model_variable
from tf1shim.contrib.layers.building import (
    DATA_FORMAT_NCHW,
    DATA_FORMAT_NHWC,
    DENSE_NAMES,
    XAVIER,
    ZEROS,
    channels_format,
    collect_variables,
    finished,
    layer_scope,
)
from tf1shim.contrib.layers.utils import get_variable_collections


@add_arg_scope
def fully_connected(
    inputs,
    num_outputs,
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
    """A dense layer over the last dimension; a ReLU follows unless you say otherwise.

    >>> import tf1shim as tf
    >>> x = tf.zeros([2, 3])
    >>> y = fully_connected(x, 4, activation_fn=None, scope="fc")
    >>> z = fully_connected(x, 4, activation_fn=None, scope="fc", reuse=True)
    >>> z.name, [v.op.name for v in tf.trainable_variables()]
    ('fc_1/BiasAdd:0', ['fc/weights', 'fc/biases'])

    With a `normalizer_fn` it has no biases; it is called before the activation, with
    `normalizer_params`.
    Args: `variables_collections`, collections for the variables, or a dict of them for ``weights``
    and ``biases``; `outputs_collections`, for the result, under the name of the scope.
    Raises: ValueError if `num_outputs` is not an int, or the last dimension is not known.
    """
    if not isinstance(num_outputs, int):
        raise ValueError(f"num_outputs type should be one of {[int]}, got {type(num_outputs)}.")
    with layer_scope(scope, "fully_connected", inputs, reuse, DENSE_NAMES) as sc:
        inputs = tf.convert_to_tensor(inputs)
        layer = tf.layers.Dense(
            units=num_outputs,
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


elu = functools.partial(fully_connected, activation_fn=tf.nn.elu)
relu = functools.partial(fully_connected, activation_fn=tf.nn.relu)
relu6 = functools.partial(fully_connected, activation_fn=tf.nn.relu6)
linear = functools.partial(fully_connected, activation_fn=None)


@add_arg_scope
def bias_add(
    inputs,
    activation_fn=None,
    initializer=ZEROS,
    regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    data_format=DATA_FORMAT_NHWC,
    scope=None,
):
    """Adds a variable ``biases``, one number for each channel.

    >>> import tf1shim as tf
    >>> bias_add(tf.zeros([2, 3])).name
    'BiasAdd/BiasAdd:0'

    Raises: ValueError if the number of channels is not known, or for ``NCHW`` without rank 4.
    """
    channels_format(data_format, DATA_FORMAT_NCHW, DATA_FORMAT_NHWC)
    with tf.variable_scope(scope, "BiasAdd", [inputs], reuse=reuse) as sc:
        inputs = tf.convert_to_tensor(inputs)
        shape = inputs.get_shape()
        if shape.ndims is None:
            raise ValueError("Dims of shape must be known but is None")
        if shape.ndims != 4 and data_format == DATA_FORMAT_NCHW:
            raise ValueError("Data format NCHW only supports 4D Tensor")
        num_features = shape.dims[1 if data_format == DATA_FORMAT_NCHW else -1].value
        if num_features is None:
            raise ValueError("`C` dimension must be known but is None")
        biases = model_variable(
            "biases",
            shape=[num_features],
            dtype=inputs.dtype.base_dtype,
            initializer=initializer,
            regularizer=regularizer,
            collections=get_variable_collections(variables_collections, "biases"),
            trainable=trainable,
        )
        outputs = tf.nn.bias_add(inputs, biases, data_format=data_format)
        return finished(outputs, sc.name, outputs_collections, activation_fn)


@add_arg_scope
def dropout(
    inputs,
    keep_prob=0.5,
    noise_shape=None,
    is_training=True,
    outputs_collections=None,
    scope=None,
    seed=None,
):
    """Sets elements to zero, each with probability ``1 - keep_prob``, and scales the others up.

    >>> import tf1shim as tf
    >>> dropout(tf.zeros([2, 3]), is_training=False).name
    'Dropout/Identity:0'

    Args: `noise_shape`, with ones for the dimensions that are kept or dropped together;
    `is_training`, a bool or a tensor.
    """
    with layer_scope(scope, "Dropout", inputs) as sc:
        inputs = tf.convert_to_tensor(inputs)
        layer = tf.layers.Dropout(
            rate=1 - keep_prob, noise_shape=noise_shape, seed=seed, name=sc.name, _scope=sc
        )
        outputs = layer.apply(inputs, training=is_training)
        return finished(outputs, sc.name, outputs_collections, None)


def _layer_name(layer, default):
    """The name of a function, or of the one in a `functools.partial`."""
    for named in (layer, getattr(layer, "func", None)):
        if hasattr(named, "__name__"):
            return named.__name__
    return default


def _in_turn(inputs, layer, arguments, scope, default_name, kwargs):
    """Calls `layer` with each of the argument lists, in scopes of ascending number."""
    with tf.variable_scope(scope, default_name, [inputs]):
        outputs = tf.convert_to_tensor(inputs)
        scope = _layer_name(layer, default_name.lower()) if scope is None else scope
        for i, args in enumerate(arguments, 1):
            outputs = layer(outputs, *args, **{**kwargs, "scope": f"{scope}_{i}"})
        return outputs


def repeat(inputs, repetitions, layer, *args, **kwargs):
    """Applies a layer several times, each time to what the last one gave.

    >>> import tf1shim as tf
    >>> x = tf.zeros([2, 3])
    >>> repeat(x, 3, fully_connected, 4).name, repeat(x, 2, fully_connected, 4, scope="fc").name
    ('Repeat/fully_connected_3/Relu:0', 'fc/fc_2/Relu:0')

    Args: `args` and `kwargs` are the layer's arguments.
    """
    scope = kwargs.pop("scope", None)
    return _in_turn(inputs, layer, [args] * repetitions, scope, "Repeat", kwargs)


def stack(inputs, layer, stack_args, **kwargs):
    """Applies a layer once for each element of `stack_args`, with those arguments.

    >>> import tf1shim as tf
    >>> y = stack(tf.zeros([2, 3]), fully_connected, [4, 5, 6], scope="fc")
    >>> y.name, y.shape.as_list()
    ('fc/fc_3/Relu:0', [2, 6])

    Raises: ValueError if `stack_args` is no list or tuple.
    """
    scope = kwargs.pop("scope", None)
    if not isinstance(stack_args, (list, tuple)):
        raise ValueError("stack_args need to be a list or tuple")
    arguments = [a if isinstance(a, (list, tuple)) else [a] for a in stack_args]
    return _in_turn(inputs, layer, arguments, scope, "Stack", kwargs)
