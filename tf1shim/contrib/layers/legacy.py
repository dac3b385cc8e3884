"""The dense layer as it was before `fully_connected`: with other collections and names."""

import functools

import tf1shim as tf
from tf1shim.contrib.layers.building import XAVIER, ZEROS


def _apply_activation(y, activation_fn, output_collections):
    """`y` activated, and added to the collections and to ``ACTIVATIONS``."""
    if activation_fn is not None:
        y = activation_fn(y)
    tf.add_to_collections([*(output_collections or []), tf.GraphKeys.ACTIVATIONS], y)
    return y


def _variable(name, shape, dtype, initializer, collections, regularizer, trainable):
    return tf.get_variable(
        name,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        collections={*(collections or []), tf.GraphKeys.GLOBAL_VARIABLES},
        regularizer=regularizer,
        trainable=trainable,
    )


def legacy_fully_connected(
    x,
    num_output_units,
    activation_fn=None,
    weight_init=XAVIER,
    bias_init=ZEROS,
    name=None,
    weight_collections=(tf.GraphKeys.WEIGHTS,),
    bias_collections=(tf.GraphKeys.BIASES,),
    output_collections=(tf.GraphKeys.ACTIVATIONS,),
    trainable=True,
    weight_regularizer=None,
    bias_regularizer=None,
):
    """A dense layer over the last dimension, with the variables ``weights`` and ``bias``.

    >>> import tf1shim as tf
    >>> y = legacy_fully_connected(tf.zeros([2, 3]), 4)
    >>> y.name, [v.op.name for v in tf.get_collection(tf.GraphKeys.WEIGHTS)]
    ('fully_connected/BiasAdd:0', ['fully_connected/weights'])

    Raises: ValueError if the last dimension is not known, or it is the only one.
    """
    with tf.variable_scope(name, "fully_connected", [x]):
        x = tf.convert_to_tensor(x)
        dims = x.get_shape().dims
        if dims is None:
            raise ValueError("dims of x must be known but is None")
        if len(dims) < 2:
            raise ValueError(f"rank of x must be at least 2 not: {len(dims)}")
        num_input_units = dims[-1].value
        if num_input_units is None:
            raise ValueError("last dimension of x must be known but is None")
        dtype = x.dtype.base_dtype
        w = _variable(
            "weights",
            [num_input_units, num_output_units],
            dtype,
            weight_init,
            weight_collections,
            weight_regularizer,
            trainable,
        )
        y = tf.matmul(x if len(dims) == 2 else tf.reshape(x, [-1, num_input_units]), w)
        if bias_init is not None:
            b = _variable(
                "bias",
                [num_output_units],
                dtype,
                bias_init,
                bias_collections,
                bias_regularizer,
                trainable,
            )
            y = tf.nn.bias_add(y, b)
        if len(dims) > 2:
            y = tf.reshape(y, tf.stack([*tf.unstack(tf.shape(x))[:-1], num_output_units]))
            y.set_shape([*x.get_shape().as_list()[:-1], num_output_units])
        return _apply_activation(y, activation_fn, output_collections)


legacy_relu = functools.partial(legacy_fully_connected, activation_fn=tf.nn.relu)
legacy_linear = functools.partial(legacy_fully_connected, activation_fn=None)
