"""Batch normalization.

>>> import tf1shim as tf
>>> y = batch_norm(tf.zeros([2, 8, 8, 3]), scale=True)
>>> [v.op.name for v in tf.model_variables()]  # doctest: +NORMALIZE_WHITESPACE
['BatchNorm/gamma', 'BatchNorm/beta', 'BatchNorm/moving_mean', 'BatchNorm/moving_variance']

There are three ways to compute it, as in TensorFlow 1; which one is taken depends on the arguments
and decides the order of the variables, and the names of the operations.
"""

import tf1shim as tf
from tf1shim.contrib.framework.arg_scope import add_arg_scope
from tf1shim.contrib.framework.variables import model_variable
from tf1shim.contrib.layers.building import (
    DATA_FORMAT_NCHW,
    DATA_FORMAT_NHWC,
    channels_format,
    collect_variables,
    finished,
    layer_scope,
)
from tf1shim.contrib.layers.moving_averages import assign_moving_average
from tf1shim.contrib.layers.utils import constant_value, get_variable_collections, smart_cond

_INITIALIZERS = {
    "beta": tf.zeros_initializer,
    "gamma": tf.ones_initializer,
    "moving_mean": tf.zeros_initializer,
    "moving_variance": tf.ones_initializer,
}


@add_arg_scope
def batch_norm(
    inputs,
    decay=0.999,
    center=True,
    scale=False,
    epsilon=0.001,
    activation_fn=None,
    param_initializers=None,
    param_regularizers=None,
    updates_collections=tf.GraphKeys.UPDATE_OPS,
    is_training=True,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    batch_weights=None,
    fused=None,
    data_format=DATA_FORMAT_NHWC,
    zero_debias_moving_mean=False,
    scope=None,
    renorm=False,
    renorm_clipping=None,
    renorm_decay=0.99,
    adjustment=None,
):
    """Normalizes each channel with the mean and variance of the batch or, in use, of the past.

    >>> import tf1shim as tf
    >>> y = batch_norm(tf.zeros([2, 3]))
    >>> [op.name for op in tf.get_collection(tf.GraphKeys.UPDATE_OPS)]
    ['BatchNorm/AssignMovingAvg:0', 'BatchNorm/AssignMovingAvg_1:0']

    The moving averages change when the update ops run: make the training step depend on them. With
    ``updates_collections=None`` they change whenever the output is computed.

    Args: `center` and `scale`, whether there are ``beta`` and ``gamma``; `param_initializers` and
    `param_regularizers`, dicts for ``beta``, ``gamma``, ``moving_mean`` and ``moving_variance``;
    `is_training`, a bool or a tensor; `batch_weights`, weights of the examples for the averages;
    `fused`, False not to use the fused operation where it could be; `zero_debias_moving_mean`, True
    to correct the mean for its start at zero; `renorm`, ``renorm_*`` and `adjustment` as in
    `tf.layers.batch_normalization`.
    Raises: ValueError if the channels are not known, and if `renorm` comes with `batch_weights`,
    other collections or `zero_debias_moving_mean`.
    """
    inputs = tf.convert_to_tensor(inputs)
    rank = inputs.get_shape().ndims
    default_updates = updates_collections is tf.GraphKeys.UPDATE_OPS
    could_fuse = batch_weights is None and not renorm and rank in (2, 4) and adjustment is None
    own_fused = zero_debias_moving_mean or rank == 2 or not default_updates
    parameters = _Parameters(
        inputs,
        data_format,
        param_initializers,
        param_regularizers,
        variables_collections,
        trainable,
    )
    averages = _Averages(is_training, decay, zero_debias_moving_mean, updates_collections)
    if could_fuse and own_fused and (fused is None or fused):
        with tf.variable_scope(scope, "BatchNorm", [inputs], reuse=reuse) as sc:
            outputs = _fused(parameters, averages, center, scale, epsilon)
            return finished(outputs, sc.name, outputs_collections, activation_fn)
    axis = {"channels_first": 1, "channels_last": -1}[parameters.channels]
    with layer_scope(scope, "BatchNorm", inputs, reuse) as sc:
        inputs = tf.convert_to_tensor(inputs)
        if batch_weights is None and default_updates and not zero_debias_moving_mean:
            layer = tf.layers.BatchNormalization(
                axis=axis,
                momentum=decay,
                epsilon=epsilon,
                center=center,
                scale=scale,
                **{f"{name}_initializer": parameters.initializer(name) for name in _INITIALIZERS},
                beta_regularizer=parameters.regularizers.get("beta"),
                gamma_regularizer=parameters.regularizers.get("gamma"),
                trainable=trainable,
                renorm=renorm,
                renorm_clipping=renorm_clipping,
                renorm_momentum=renorm_decay,
                adjustment=adjustment,
                name=sc.name,
                _scope=sc,
                _reuse=reuse,
                # Of another rank, TensorFlow 1 never fused it.
                fused=(fused is None or fused) and rank == 4,
            )
            outputs = layer.apply(inputs, training=is_training)
            names = ("moving_mean", "moving_variance", "beta", "gamma")
            collect_variables(variables_collections, **{n: getattr(layer, n) for n in names})
        elif renorm:
            raise ValueError(
                "renorm is not supported with batch_weights, updates_collections or "
                "zero_debias_moving_mean"
            )
        else:
            outputs = _plain(parameters, averages, center, scale, epsilon, batch_weights)
        return finished(outputs, sc.name, outputs_collections, activation_fn)


class _Parameters:
    """The variables of a normalization, made when asked for."""

    def __init__(self, inputs, data_format, initializers, regularizers, collections, trainable):
        self.inputs, self.data_format = inputs, data_format
        self.channels = channels_format(data_format, DATA_FORMAT_NCHW, DATA_FORMAT_NHWC)
        self.initializers, self.regularizers = initializers or {}, regularizers or {}
        self._collections, self._trainable = collections, trainable

    def initializer(self, name):
        return self.initializers.get(name, _INITIALIZERS[name]())

    def make(self, name, shape, dtype, regularizer=None, trainable=None):
        return model_variable(
            name,
            shape=shape,
            dtype=dtype,
            initializer=self.initializer(name),
            regularizer=regularizer,
            collections=get_variable_collections(self._collections, name),
            trainable=self._trainable if trainable is None else trainable,
        )

    def moving(self, shape, dtype):
        """The moving averages; they are never partitioned."""
        with tf.variable_scope(tf.get_variable_scope()) as unpartitioned:
            unpartitioned.set_partitioner(None)
            return [
                self.make(name, shape, dtype, trainable=False)
                for name in ("moving_mean", "moving_variance")
            ]


class _Averages:
    """When and how the moving averages of a normalization change."""

    def __init__(self, is_training, decay, zero_debias, collections):
        self.is_training = is_training
        self._decay, self._zero_debias, self._collections = decay, zero_debias, collections

    @property
    def needed(self):
        known = constant_value(self.is_training)
        return known is None or known

    def update(self, moving, batch, forced, unchanged):
        """Updates the `moving` averages from those of the `batch`.

        Without collections it returns what `forced` makes after the updates, or `unchanged` if it
        is not training; with collections, it adds the updates to them and returns None.
        """

        def assign():
            return [
                assign_moving_average(variable, value, self._decay, zero_debias=debias)
                for variable, value, debias in zip(moving, batch, (self._zero_debias, False))
            ]

        def forced_after():
            with tf.control_dependencies(assign()):
                return forced()

        if self._collections is None:
            return smart_cond(self.is_training, forced_after, unchanged)
        for update in smart_cond(self.is_training, lambda: tuple(assign()), lambda: tuple(moving)):
            tf.add_to_collections(self._collections, update)
        return None


def _fused(parameters, averages, center, scale, epsilon):
    """Of rank 2 or 4, with ``tf.nn.fused_batch_norm``; the variables are float32."""
    inputs, data_format = parameters.inputs, parameters.data_format
    first = data_format == DATA_FORMAT_NCHW
    original = inputs
    if inputs.get_shape().ndims == 2:
        channels = inputs.get_shape().dims[-1].value
        if channels is None:
            raise ValueError("`C` dimension must be known but is None")
        inputs = tf.reshape(inputs, [-1, channels, 1, 1] if first else [-1, 1, 1, channels])
    shape = inputs.get_shape()[1:2] if first else inputs.get_shape()[-1:]
    if not shape.is_fully_defined():
        raise ValueError(f"Inputs {inputs.name} has undefined `C` dimension {shape}.")
    beta, gamma = (
        parameters.make(name, shape, tf.float32, parameters.regularizers.get(name))
        if wanted
        else tf.constant(default, tf.float32, shape)
        for name, wanted, default in (("beta", center, 0.0), ("gamma", scale, 1.0))
    )
    moving = parameters.moving(shape, tf.float32)

    def training():
        return tf.nn.fused_batch_norm(inputs, gamma, beta, epsilon=epsilon, data_format=data_format)

    def inference():
        return tf.nn.fused_batch_norm(
            inputs,
            gamma,
            beta,
            mean=moving[0],
            variance=moving[1],
            epsilon=epsilon,
            is_training=False,
            data_format=data_format,
        )

    outputs, *batch = smart_cond(averages.is_training, training, inference)
    if averages.needed:
        forced = averages.update(moving, batch, lambda: tf.identity(outputs), lambda: outputs)
        outputs = outputs if forced is None else forced
    outputs.set_shape(inputs.get_shape())
    return outputs if inputs is original else tf.reshape(outputs, tf.shape(original))


def _plain(parameters, averages, center, scale, epsilon, batch_weights):
    """Of any rank, from the moments; with weights of the examples if given."""
    inputs = parameters.inputs
    shape = inputs.get_shape()
    rank = shape.ndims
    if rank is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    dtype = inputs.dtype.base_dtype
    if batch_weights is not None:
        batch_weights = tf.convert_to_tensor(batch_weights)
        shape[0:1].assert_is_compatible_with(batch_weights.get_shape())
        batch_weights = tf.reshape(batch_weights, [-1] + [1] * (rank - 1))
    first = parameters.data_format == DATA_FORMAT_NCHW
    axes = [0, *range(2, rank)] if first else list(range(rank - 1))
    params_shape = shape[1:2] if first else shape[-1:]
    if not params_shape.is_fully_defined():
        raise ValueError(f"Inputs {inputs.name} has undefined channels dimension {params_shape}.")
    beta = parameters.make("beta", params_shape, dtype) if center else None
    gamma = parameters.make("gamma", params_shape, dtype) if scale else None
    moving = parameters.moving(params_shape, dtype)
    mean, variance = moving
    if averages.needed:
        if batch_weights is None:
            batch = tf.nn.moments(inputs, axes, keep_dims=first)
        else:
            batch = tf.nn.weighted_moments(inputs, axes, batch_weights, keep_dims=first)
        if first:
            batch = [tf.reshape(moment, [-1]) for moment in batch]

        def forced():
            return tuple(map(tf.identity, batch))

        used = averages.update(moving, batch, forced, lambda: tuple(moving))
        if used is None:
            used = smart_cond(averages.is_training, lambda: tuple(batch), lambda: tuple(moving))
        mean, variance = used
    if first:
        broadcast = [1, shape.dims[1].value] + [1] * (rank - 2)
        mean, variance, beta, gamma = (
            v if v is None else tf.reshape(v, broadcast) for v in (mean, variance, beta, gamma)
        )
    outputs = tf.nn.batch_normalization(inputs, mean, variance, beta, gamma, epsilon)
    outputs.set_shape(shape)
    return outputs
