"""Normalization of single examples: over layers, instances, groups of channels.

>>> import tf1shim as tf
>>> y = layer_norm(tf.zeros([2, 3]))
>>> [v.op.name for v in tf.model_variables()]
['LayerNorm/beta', 'LayerNorm/gamma']
"""

import tf1shim as tf
from tf1shim.contrib.framework.arg_scope import add_arg_scope
from tf1shim.contrib.framework.variables import model_variable
from tf1shim.contrib.layers.building import (
    DATA_FORMAT_NCHW,
    DATA_FORMAT_NHWC,
    channels_format,
    finished,
)
from tf1shim.contrib.layers.utils import get_variable_collections


def _beta_and_gamma(inputs, shape, wanted, initializers, collections, trainable, broadcast=None):
    """The variables ``beta`` and ``gamma``; None for one that is not `wanted`."""
    made = []
    for name, default, want in zip(
        ("beta", "gamma"), (tf.zeros_initializer, tf.ones_initializer), wanted
    ):
        if not want:
            made.append(None)
            continue
        variable = model_variable(
            name,
            shape=shape,
            dtype=inputs.dtype.base_dtype,
            initializer=(initializers or {}).get(name, default()),
            collections=get_variable_collections(collections, name),
            trainable=trainable,
        )
        made.append(tf.reshape(variable, broadcast) if broadcast else variable)
    return made


@add_arg_scope
def layer_norm(
    inputs,
    center=True,
    scale=True,
    activation_fn=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    begin_norm_axis=1,
    begin_params_axis=-1,
    scope=None,
):
    """Normalizes each example with its own mean and variance.

    >>> import tf1shim as tf
    >>> layer_norm(tf.zeros([2, 3])).name
    'LayerNorm/batchnorm/add_1:0'

    Args: `center` and `scale`, whether there are ``beta`` and ``gamma``; `begin_norm_axis`, the
    first of the dimensions over which mean and variance are taken; `begin_params_axis`, the first
    of those that the variables have.
    Raises: ValueError if the rank is not known or not above both axes, or if the dimensions of the
    variables are not known.
    """
    with tf.variable_scope(scope, "LayerNorm", [inputs], reuse=reuse) as sc:
        inputs = tf.convert_to_tensor(inputs)
        shape = inputs.shape
        rank = shape.ndims
        if rank is None:
            raise ValueError(f"Inputs {inputs.name} has undefined rank.")
        if begin_norm_axis < 0:
            begin_norm_axis += rank
        if begin_params_axis >= rank or begin_norm_axis >= rank:
            raise ValueError(
                f"begin_params_axis ({begin_params_axis}) and begin_norm_axis ({begin_norm_axis}) "
                f"must be < rank(inputs) ({rank})"
            )
        params_shape = shape[begin_params_axis:]
        if not params_shape.is_fully_defined():
            raise ValueError(
                f"Inputs {inputs.name}: shape(inputs)[{begin_params_axis}:] is not fully defined: "
                f"{shape}"
            )
        beta, gamma = _beta_and_gamma(
            inputs, params_shape, (center, scale), None, variables_collections, trainable
        )
        axes = list(range(begin_norm_axis, rank))
        mean, variance = tf.nn.moments(inputs, axes, keep_dims=True)
        # float16 has no number as small as that.
        epsilon = 1e-3 if inputs.dtype.base_dtype == tf.float16 else 1e-12
        outputs = tf.nn.batch_normalization(inputs, mean, variance, beta, gamma, epsilon)
        outputs.set_shape(shape)
        return finished(outputs, sc.name, outputs_collections, activation_fn)


@add_arg_scope
def instance_norm(
    inputs,
    center=True,
    scale=True,
    epsilon=1e-6,
    activation_fn=None,
    param_initializers=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    data_format=DATA_FORMAT_NHWC,
    scope=None,
):
    """Normalizes each channel of each example with its own mean and variance.

    >>> import tf1shim as tf
    >>> instance_norm(tf.zeros([2, 8, 8, 3])).name
    'InstanceNorm/instancenorm/add_1:0'

    Raises: ValueError if the rank or the number of channels is not known.
    """
    inputs = tf.convert_to_tensor(inputs)
    rank = inputs.shape.ndims
    if rank is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    first = channels_format(data_format, DATA_FORMAT_NCHW, DATA_FORMAT_NHWC) == "channels_first"
    with tf.variable_scope(scope, "InstanceNorm", [inputs], reuse=reuse) as sc:
        axis = 1 if first else rank - 1
        axes = [i for i in range(1, rank) if i != axis]
        params_shape = inputs.shape[axis : axis + 1]
        if not params_shape.is_fully_defined():
            raise ValueError(
                f"Inputs {inputs.name} has undefined channels dimension {params_shape}."
            )
        broadcast = [1, inputs.shape[1].value] + [1] * (rank - 2) if first else None
        beta, gamma = _beta_and_gamma(
            inputs, params_shape, (center, scale), param_initializers, variables_collections,
            trainable, broadcast
        )  # fmt: skip
        mean, variance = tf.nn.moments(inputs, axes, keep_dims=True)
        outputs = tf.nn.batch_normalization(
            inputs, mean, variance, beta, gamma, epsilon, name="instancenorm"
        )
        return finished(outputs, sc.name, outputs_collections, activation_fn)


@add_arg_scope
def group_norm(
    inputs,
    groups=32,
    channels_axis=-1,
    reduction_axes=(-3, -2),
    center=True,
    scale=True,
    epsilon=1e-6,
    activation_fn=None,
    param_initializers=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
    mean_close_to_zero=False,
):
    """Normalizes each group of channels of each example with its own mean and variance.

    >>> import tf1shim as tf
    >>> group_norm(tf.zeros([2, 8, 8, 6]), groups=3).name
    'GroupNorm/Reshape_2:0'

    Args: `reduction_axes`, the dimensions besides the group over which mean and variance are taken;
    `mean_close_to_zero`, True to compute the variance with the less exact but cheaper formula.
    Raises: ValueError if the channels cannot be parted evenly, if a dimension to reduce is not
    known, or an axis is out of bounds.
    """
    inputs = tf.convert_to_tensor(inputs)
    shape = inputs.shape
    if shape.ndims is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    if channels_axis > shape.ndims - 1:
        raise ValueError("Axis is out of bounds.")
    dynamic = tf.shape(inputs)
    sizes = [dynamic[i] if size is None else size for i, size in enumerate(shape.as_list())]
    channels_axis += shape.ndims if channels_axis < 0 else 0
    channels = shape[channels_axis].value
    if channels is None:
        raise ValueError(f"Inputs {inputs.name} has undefined channel dimension: {channels_axis}.")
    reduction_axes = [axis + shape.ndims if axis < 0 else axis for axis in reduction_axes]
    for axis in reduction_axes:
        if axis > shape.ndims:
            raise ValueError("Axis is out of bounds.")
        if shape[axis].value is None:
            raise ValueError(f"Inputs {inputs.name} has undefined dimensions {axis}.")
        if channels_axis == axis:
            raise ValueError("reduction_axis must be mutually exclusive with channels_axis")
    if groups > channels:
        raise ValueError(f"Invalid groups {groups} for {channels} channels.")
    if channels % groups:
        raise ValueError(f"{channels} channels is not commensurate with {groups} groups.")

    before, after = sizes[:channels_axis], sizes[channels_axis + 1 :]
    grouped = [groups, channels // groups]
    inputs = tf.reshape(inputs, before + grouped + after)
    axes = [channels_axis + 1] + [a + 1 if a > channels_axis else a for a in reduction_axes]
    with tf.variable_scope(scope, "GroupNorm", [inputs], reuse=reuse) as sc:
        broadcast = [1] * len(before) + grouped + [1] * len(after)
        beta, gamma = _beta_and_gamma(
            inputs, [channels], (center, scale), param_initializers, variables_collections,
            trainable, broadcast
        )  # fmt: skip
        if mean_close_to_zero:
            counts, means, variances, _ = tf.nn.sufficient_statistics(inputs, axes, keep_dims=True)
            mean, variance = tf.nn.normalize_moments(counts, means, variances, shift=None)
        else:
            mean, variance = tf.nn.moments(inputs, axes, keep_dims=True)
        gain = tf.rsqrt(variance + epsilon)
        offset = -mean * gain
        if gamma is not None:
            gain *= gamma
            offset *= gamma
        if beta is not None:
            offset += beta
        outputs = tf.reshape(inputs * gain + offset, sizes)
        return finished(outputs, sc.name, outputs_collections, activation_fn)
