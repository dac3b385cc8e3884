"""Functions of the units of a layer: softmax and its spatial kind, maxout, unit length.

>>> import tf1shim as tf
>>> maxout(tf.constant([[1.0, 2.0, 3.0, 4.0]]), 2).shape.as_list()
[1, 2]
"""

import tf1shim as tf
from tf1shim.contrib.framework.arg_scope import add_arg_scope
from tf1shim.contrib.framework.variables import model_variable
from tf1shim.contrib.layers.building import DATA_FORMAT_NCHW, DATA_FORMAT_NHWC, channels_format
from tf1shim.contrib.layers.utils import get_variable_collections, last_dimension


@add_arg_scope
def softmax(logits, scope=None):
    """Softmax over the last dimension, of any number of dimensions.

    >>> import tf1shim as tf
    >>> softmax(tf.zeros([2, 5, 3])).shape.as_list()
    [2, 5, 3]

    Raises: ValueError if the last dimension is not known, or it is the only one.
    """
    with tf.variable_scope(scope, "softmax", [logits]):
        num_logits = last_dimension(logits.get_shape(), min_rank=2)
        predictions = tf.nn.softmax(tf.reshape(logits, [-1, num_logits]))
        predictions = tf.reshape(predictions, tf.shape(logits))
        predictions.set_shape(logits.get_shape())
        return predictions


@add_arg_scope
def spatial_softmax(
    features,
    temperature=None,
    name=None,
    variables_collections=None,
    trainable=True,
    data_format="NHWC",
):
    """Where in an image each channel is active: the expected position under its softmax.

    >>> import tf1shim as tf
    >>> spatial_softmax(tf.placeholder(tf.float32, [None, 8, 8, 3])).shape.as_list()
    [None, 6]

    Positions go from -1 to 1; a channel has two numbers: down, then across.
    Args: `temperature`, the start of the variable ``temperature``, 1 if None.
    Raises: ValueError if the number of channels is not known.
    """
    with tf.variable_scope(name, "spatial_softmax"):
        first = channels_format(data_format, DATA_FORMAT_NCHW, DATA_FORMAT_NHWC) == "channels_first"
        shape = tf.shape(features)
        height, width = (shape[2], shape[3]) if first else (shape[1], shape[2])
        channels = features.shape[1 if first else 3].value
        if channels is None:
            raise ValueError(
                "The num_channels dimension of the inputs to `spatial_softmax` should be defined. "
                "Found `None`."
            )
        with tf.name_scope("spatial_softmax_op", "spatial_softmax_op", [features]):
            positions = tf.meshgrid(
                tf.lin_space(-1.0, 1.0, num=height),
                tf.lin_space(-1.0, 1.0, num=width),
                indexing="ij",
            )
            positions = [tf.reshape(p, [height * width]) for p in positions]
            collections = get_variable_collections(variables_collections, "temperature")
            temperature = model_variable(
                "temperature",
                shape=(),
                dtype=tf.float32,
                initializer=(
                    tf.ones_initializer()
                    if temperature is None
                    else tf.constant_initializer(temperature)
                ),
                collections=collections if trainable else None,
                trainable=trainable,
            )
            if not first:
                features = tf.transpose(features, [0, 3, 1, 2])
            attention = tf.nn.softmax(tf.reshape(features, [-1, height * width]) / temperature)
            expected = [tf.reduce_sum(p * attention, [1], keepdims=True) for p in positions]
            keypoints = tf.reshape(tf.concat(expected, 1), [-1, channels * 2])
            keypoints.set_shape([None, channels * 2])
    return keypoints


@add_arg_scope
def unit_norm(inputs, dim, epsilon=1e-7, scope=None):
    """Scales the vectors along the dimension `dim` to length 1.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...   print(sess.run(unit_norm(tf.constant([[3.0, 4.0]]), 1)).round(2))
    [[0.6 0.8]]

    Raises: ValueError if `dim` is negative or too large.
    """
    with tf.variable_scope(scope, "UnitNorm", [inputs]):
        if not inputs.get_shape():
            raise ValueError("The input rank must be known.")
        rank = len(inputs.get_shape().as_list())
        if dim < 0 or dim >= rank:
            raise ValueError("dim must be positive but smaller than the input rank.")
        lengths = tf.sqrt(epsilon + tf.reduce_sum(tf.square(inputs), dim, True))
        before = [tf.ones([dim], tf.int32)] if dim > 0 else []
        here = [tf.strided_slice(tf.shape(inputs), [dim], [dim + 1])]
        after = [tf.ones([rank - 1 - dim], tf.int32)] if dim < rank - 1 else []
        return tf.divide(inputs, tf.tile(lengths, tf.concat(before + here + after, 0)), name="div")


def poincare_normalize(x, axis=1, epsilon=1e-5, name=None):
    """Moves what lies outside the unit ball to just below its surface.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...   print(sess.run(poincare_normalize(tf.constant([[3.0, 4.0], [0.1, 0.1]]))).round(3))
    [[0.6 0.8]
     [0.1 0.1]]
    """
    with tf.name_scope(name, "poincare_normalize", [x]) as name:
        x = tf.convert_to_tensor(x, name="x")
        inverse = tf.rsqrt(tf.reduce_sum(tf.square(x), axis, keepdims=True))
        return tf.multiply(x, tf.minimum((1.0 - epsilon) * inverse, 1.0), name=name)


@add_arg_scope
def maxout(inputs, num_units, axis=-1, scope=None):
    """The maximum of each group of units; `num_units` groups remain along `axis`.

    Raises: ValueError if the units cannot be parted evenly.
    """
    with tf.variable_scope(scope, "MaxOut", [inputs]):
        inputs = tf.convert_to_tensor(inputs)
        shape = inputs.get_shape().as_list()
        channels = shape[axis]
        if channels % num_units:
            raise ValueError(
                f"number of features({channels}) is not a multiple of num_units({num_units})"
            )
        shape[axis] = num_units
        shape.append(channels // num_units)
        for i, size in enumerate(shape):
            if size is None:
                shape[i] = tf.shape(inputs)[i]
        return tf.reduce_max(tf.reshape(inputs, shape), -1, keepdims=False)


@tf.custom_gradient
def scale_gradient(inputs, gradient_multiplier):
    """Passes `inputs` on; its gradient is multiplied by `gradient_multiplier`.

    >>> import tf1shim as tf
    >>> x = tf.constant(2.0)
    >>> with tf.Session() as sess:
    ...   print(sess.run(tf.gradients(scale_gradient(x, 0.5) * 3.0, x)[0]))
    1.5
    """
    multiplier = tf.convert_to_tensor(gradient_multiplier)

    def gradient(dy):
        return dy * multiplier, None

    return tf.identity(inputs), gradient
