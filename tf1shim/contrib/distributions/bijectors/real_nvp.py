"""Real NVP: affine maps of some elements, that depend on the others."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Bijector, zero
from tf1shim.contrib.distributions.distribution_util import dimension_value


class RealNVP(Bijector):
    """The first `num_masked` elements stay; the rest is scaled and shifted by what they say.

    >>> import tf1shim as tf
    >>> tfb = tf.contrib.distributions.bijectors
    >>> nvp = tfb.RealNVP(2, tfb.real_nvp_default_template(hidden_layers=[8]))
    >>> nvp.forward(tf.zeros([4, 3])).shape
    TensorShape([Dimension(4), Dimension(3)])

    Args: `shift_and_log_scale_fn` of the elements that stay and of the number of the others gives
    the shift and the logarithm of the scale, or None for either. Arguments of the methods are
    matrices.

    Raises: ValueError if `num_masked` is not positive, or not less than the elements there are;
    NotImplementedError if their number is not known.
    """

    def __init__(
        self,
        num_masked,
        shift_and_log_scale_fn,
        is_constant_jacobian=False,
        validate_args=False,
        name=None,
    ):
        if num_masked <= 0:
            raise ValueError("num_masked must be a positive integer.")
        self._num_masked = num_masked
        self._input_depth = None
        self._shift_and_log_scale_fn = shift_and_log_scale_fn
        super().__init__(
            forward_min_event_ndims=1,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name or "real_nvp",
        )

    def _split(self, x, rest=True):
        """``(masked, rest, shift, log_scale)`` for `x`."""
        if self._input_depth is None:
            self._input_depth = dimension_value(x.shape.with_rank_at_least(1)[-1])
            if self._input_depth is None:
                raise NotImplementedError(
                    "Rightmost dimension must be known prior to graph execution."
                )
            if self._num_masked >= self._input_depth:
                raise ValueError("Number of masked units must be smaller than the event size.")
        masked = x[:, : self._num_masked]
        others = x[:, self._num_masked :] if rest else None
        made = self._shift_and_log_scale_fn(masked, self._input_depth - self._num_masked)
        return masked, others, *made

    def _forward(self, x):
        masked, y, shift, log_scale = self._split(x)
        if log_scale is not None:
            y *= tf.exp(log_scale)
        if shift is not None:
            y += shift
        return tf.concat([masked, y], axis=-1)

    def _inverse(self, y):
        masked, x, shift, log_scale = self._split(y)
        if shift is not None:
            x -= shift
        if log_scale is not None:
            x *= tf.exp(-log_scale)
        return tf.concat([masked, x], axis=-1)

    def _inverse_log_det_jacobian(self, y):
        *_, log_scale = self._split(y, rest=False)
        if log_scale is None:
            return zero(y, name="ildj")
        return -tf.reduce_sum(log_scale, axis=-1)

    def _forward_log_det_jacobian(self, x):
        *_, log_scale = self._split(x, rest=False)
        if log_scale is None:
            return zero(x, name="fldj")
        return tf.reduce_sum(log_scale, axis=-1)


def real_nvp_default_template(
    hidden_layers, shift_only=False, activation=tf.nn.relu, name=None, *args, **kwargs
):
    """A network of dense layers, as a template, for `RealNVP`.

    >>> import tf1shim as tf
    >>> network = tf.contrib.distributions.bijectors.real_nvp_default_template([8])
    >>> shift, log_scale = network(tf.zeros([4, 2]), 3)
    >>> shift.shape
    TensorShape([Dimension(4), Dimension(3)])

    Args: `hidden_layers`, their units; with `shift_only` the scale is None; the rest is for
    ``tf.layers.dense``.
    """
    with tf.name_scope(name, "real_nvp_default_template"):

        def network(x, output_units):
            for units in hidden_layers:
                x = tf.layers.dense(*args, inputs=x, units=units, activation=activation, **kwargs)
            units = (1 if shift_only else 2) * output_units
            x = tf.layers.dense(*args, inputs=x, units=units, activation=None, **kwargs)
            if shift_only:
                return x, None
            shift, log_scale = tf.split(x, 2, axis=-1)
            return shift, log_scale

        return tf.make_template("real_nvp_default_template", network)
