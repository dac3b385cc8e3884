"""Masked autoregressive flows, and the networks for them."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Bijector, zero
from tf1shim.contrib.distributions.distribution_util import dimension_value

MASK_INCLUSIVE = "inclusive"
MASK_EXCLUSIVE = "exclusive"


class MaskedAutoregressiveFlow(Bijector):
    """``y = x * exp(log_scale(y)) + shift(y)``, whose elements depend on those before them alone.

    >>> import tf1shim as tf
    >>> tfb = tf.contrib.distributions.bijectors
    >>> flow = tfb.MaskedAutoregressiveFlow(
    ...     tfb.masked_autoregressive_default_template(hidden_layers=[8]))
    >>> flow.inverse(tf.zeros([4, 2])).shape
    TensorShape([Dimension(4), Dimension(2)])

    Args: `shift_and_log_scale_fn` gives both for ``y``, or None for either. The inverse calls it
    once, the forward direction once for every element: in a loop, or with `unroll_loop` one after
    the other.

    Raises: ValueError with `unroll_loop` if the number of elements is not known.
    """

    def __init__(
        self,
        shift_and_log_scale_fn,
        is_constant_jacobian=False,
        validate_args=False,
        unroll_loop=False,
        name=None,
    ):
        self._shift_and_log_scale_fn = shift_and_log_scale_fn
        self._unroll_loop = unroll_loop
        super().__init__(
            forward_min_event_ndims=1,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name or "masked_autoregressive_flow",
        )

    def _step(self, x, y):
        """The values of `x`, given those so far; one more of them is right."""
        shift, log_scale = self._shift_and_log_scale_fn(y)
        found = x if log_scale is None else x * tf.exp(log_scale)
        return found if shift is None else found + shift

    def _forward(self, x):
        size = dimension_value(x.shape.with_rank_at_least(1)[-1])
        if self._unroll_loop:
            if size is None:
                raise ValueError(
                    "The final dimension of `x` must be known at graph construction time if "
                    f"`unroll_loop=True`. `x.shape: {x.shape!r}`"
                )
            y = tf.zeros_like(x, name="y0")
            for _ in range(size):
                y = self._step(x, y)
            return y
        event_size = tf.shape(x)[-1]
        y0 = tf.zeros_like(x, name="y0")
        # The variables belong outside of the loop.
        self._shift_and_log_scale_fn(y0)
        _, y = tf.while_loop(
            cond=lambda index, _: index < event_size,
            body=lambda index, y: (index + 1, self._step(x, y)),
            loop_vars=(0, y0),
            maximum_iterations=size,
        )
        return y

    def _inverse(self, y):
        shift, log_scale = self._shift_and_log_scale_fn(y)
        x = y if shift is None else y - shift
        return x if log_scale is None else x * tf.exp(-log_scale)

    def _inverse_log_det_jacobian(self, y):
        _, log_scale = self._shift_and_log_scale_fn(y)
        if log_scale is None:
            return zero(y, name="ildj")
        return -tf.reduce_sum(log_scale, axis=-1)


def _gen_slices(num_blocks, n_in, n_out, mask_type=MASK_EXCLUSIVE):
    """The rows and columns of each block's ones."""
    d_in, d_out = n_in // num_blocks, n_out // num_blocks
    first = d_out if mask_type == MASK_EXCLUSIVE else 0
    return [
        [slice(first + i * d_out, None), slice(i * d_in, (i + 1) * d_in)] for i in range(num_blocks)
    ]


def _gen_mask(num_blocks, n_in, n_out, mask_type=MASK_EXCLUSIVE, dtype=tf.float32):
    """Ones where an output may depend on an input, an array of ``[n_out, n_in]``."""
    mask = np.zeros([n_out, n_in], dtype=dtype.as_numpy_dtype())
    for rows, columns in _gen_slices(num_blocks, n_in, n_out, mask_type):
        mask[rows, columns] = 1
    return mask


def masked_dense(
    inputs,
    units,
    num_blocks=None,
    exclusive=False,
    kernel_initializer=None,
    reuse=None,
    name=None,
    *args,
    **kwargs,
):
    """A dense layer whose outputs depend on inputs of the same or former blocks alone.

    >>> import tf1shim as tf
    >>> dense = tf.contrib.distributions.bijectors.masked_dense(tf.ones([1, 2]), 4, num_blocks=2)
    >>> dense.shape
    TensorShape([Dimension(1), Dimension(4)])

    Args: inputs and units are divided into `num_blocks`; with `exclusive` an output does not depend
    on its own block. The rest is for ``tf.layers.Dense``.

    Raises: NotImplementedError if the last dimension of `inputs` is not known.
    """
    depth = dimension_value(inputs.shape.with_rank_at_least(1)[-1])
    if depth is None:
        raise NotImplementedError("Rightmost dimension must be known prior to graph execution.")
    kind = MASK_EXCLUSIVE if exclusive else MASK_INCLUSIVE
    mask = _gen_mask(num_blocks, depth, units, kind).T
    if kernel_initializer is None:
        kernel_initializer = tf.glorot_normal_initializer()

    def masked_initializer(shape, dtype=None, partition_info=None):
        return mask * kernel_initializer(shape, dtype, partition_info)

    with tf.name_scope(name, "masked_dense", [inputs, units, num_blocks]):
        layer = tf.layers.Dense(
            units,
            *args,
            kernel_initializer=masked_initializer,
            kernel_constraint=lambda x: mask * x,
            name=name,
            dtype=inputs.dtype.base_dtype,
            _scope=name,
            _reuse=reuse,
            **kwargs,
        )
        return layer.apply(inputs)


def masked_autoregressive_default_template(
    hidden_layers,
    shift_only=False,
    activation=tf.nn.relu,
    log_scale_min_clip=-5.0,
    log_scale_max_clip=3.0,
    log_scale_clip_gradient=False,
    name=None,
    *args,
    **kwargs,
):
    """A network of masked dense layers, as a template, for `MaskedAutoregressiveFlow`.

    >>> import tf1shim as tf
    >>> made = tf.contrib.distributions.bijectors.masked_autoregressive_default_template([8])
    >>> shift, log_scale = made(tf.zeros([4, 2]))
    >>> [v.op.name for v in tf.trainable_variables()][:2]  # doctest: +NORMALIZE_WHITESPACE
    ['masked_autoregressive_default_template/dense/kernel',
     'masked_autoregressive_default_template/dense/bias']

    Args: `hidden_layers`, their units; with `shift_only` the scale is None; the logarithm of the
    scale is clipped, which its gradient heeds with `log_scale_clip_gradient` only. The rest is for
    `masked_dense`.

    Raises: NotImplementedError if the last dimension of the input is not known.
    """
    name = name or "masked_autoregressive_default_template"
    with tf.name_scope(name, values=[log_scale_min_clip, log_scale_max_clip]):

        def network(x):
            depth = dimension_value(x.shape.with_rank_at_least(1)[-1])
            if depth is None:
                raise NotImplementedError(
                    "Rightmost dimension must be known prior to graph execution."
                )
            known = x.shape.is_fully_defined()
            shape = np.int32(x.shape.as_list()) if known else tf.shape(x)
            for i, units in enumerate(hidden_layers):
                x = masked_dense(
                    *args,
                    inputs=x,
                    units=units,
                    num_blocks=depth,
                    exclusive=i == 0,
                    activation=activation,
                    **kwargs,
                )
            x = masked_dense(
                *args,
                inputs=x,
                units=(1 if shift_only else 2) * depth,
                num_blocks=depth,
                activation=None,
                **kwargs,
            )
            if shift_only:
                return tf.reshape(x, shape=shape), None
            x = tf.reshape(x, shape=tf.concat([shape, [2]], axis=0))
            shift, log_scale = tf.unstack(x, num=2, axis=-1)
            clip = tf.clip_by_value if log_scale_clip_gradient else _clip_by_value_preserve_grad
            return shift, clip(log_scale, log_scale_min_clip, log_scale_max_clip)

        return tf.make_template(name, network)


def _clip_by_value_preserve_grad(x, clip_value_min, clip_value_max, name=None):
    values = [x, clip_value_min, clip_value_max]
    with tf.name_scope(name, "clip_by_value_preserve_grad", values):
        clipped = tf.clip_by_value(x, clip_value_min, clip_value_max)
        return x + tf.stop_gradient(clipped - x)
