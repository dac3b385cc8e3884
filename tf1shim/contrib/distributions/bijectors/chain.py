"""Bijectors one after the other."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Bijector


def _min_event_ndims(steps):
    """The least event dimensions of a chain, of ``(least, least behind)`` of each bijector."""
    needed = available = 0
    for before, behind in steps:
        needed += max(before - available, 0)
        available = max(before, available) - (before - behind)
    return needed


class Chain(Bijector):
    """The bijectors one after the other, the last first: ``Chain([f, g])`` is ``f(g(x))``.

    >>> import tf1shim as tf
    >>> tfb = tf.contrib.distributions.bijectors
    >>> chain = tfb.Chain([tfb.Exp(), tfb.AffineScalar(scale=2.)])
    >>> chain.name
    'chain_of_exp_of_affine_scalar'

    Keyword arguments of the methods are dicts for the bijectors, by their names.

    Raises: NotImplementedError if one is not injective; ValueError if their dtypes differ.
    """

    def __init__(self, bijectors=None, validate_args=False, name=None):
        self._bijectors = bijectors = () if bijectors is None else bijectors
        for b in bijectors:
            if not b._is_injective:
                raise NotImplementedError(
                    f"Invert is not implemented for non-injective bijector ({b.name})"
                )
        dtypes = list({b.dtype for b in bijectors})
        if len(dtypes) > 2:
            raise ValueError(f"incompatible dtypes: {dtypes}")
        if len(dtypes) == 2:
            dtype = dtypes[1] if dtypes[0] is None else dtypes[0]
        else:
            dtype = dtypes[0] if dtypes else None
        sizes = [(b.forward_min_event_ndims, b.inverse_min_event_ndims) for b in bijectors]
        names = "_of_".join(["chain"] + [b.name for b in bijectors]) if bijectors else "identity"
        super().__init__(
            graph_parents=[parent for b in bijectors for parent in b.graph_parents],
            forward_min_event_ndims=_min_event_ndims(sizes[::-1]),
            inverse_min_event_ndims=_min_event_ndims([size[::-1] for size in sizes]),
            is_constant_jacobian=all(b.is_constant_jacobian for b in bijectors),
            validate_args=validate_args,
            dtype=dtype,
            name=name or names,
        )

    @property
    def bijectors(self):
        """The bijectors, in the order in which they were given."""
        return self._bijectors

    def _steps(self, direction):
        """The bijectors in the order in which they are applied."""
        return self.bijectors if direction == "inverse" else list(reversed(self.bijectors))

    def _each(self, direction, what, value):
        for b in self._steps(direction):
            value = getattr(b, f"{direction}_{what}")(value)
        return value

    def _forward_event_shape(self, input_shape):
        return self._each("forward", "event_shape", input_shape)

    def _forward_event_shape_tensor(self, input_shape):
        return self._each("forward", "event_shape_tensor", input_shape)

    def _inverse_event_shape(self, output_shape):
        return self._each("inverse", "event_shape", output_shape)

    def _inverse_event_shape_tensor(self, output_shape):
        return self._each("inverse", "event_shape_tensor", output_shape)

    def _apply(self, direction, x, kwargs):
        for b in self._steps(direction):
            x = getattr(b, direction)(x, **kwargs.get(b.name, {}))
        return x

    def _forward(self, x, **kwargs):
        return self._apply("forward", x, kwargs)

    def _inverse(self, y, **kwargs):
        return self._apply("inverse", y, kwargs)

    def _forward_log_det_jacobian(self, x, **kwargs):
        return self._log_det_jacobian("forward", x, self.forward_min_event_ndims, kwargs)

    def _inverse_log_det_jacobian(self, y, **kwargs):
        return self._log_det_jacobian("inverse", y, self.inverse_min_event_ndims, kwargs)

    def _log_det_jacobian(self, direction, x, min_event_ndims, kwargs):
        """The sum of the bijectors', each at what those before it give."""
        x = tf.convert_to_tensor(x, name="x" if direction == "forward" else "y")
        total = tf.cast(0.0, dtype=x.dtype.base_dtype)
        event_ndims = self._maybe_get_static_event_ndims(min_event_ndims)

        def is_static():
            return x.shape.is_fully_defined() and isinstance(event_ndims, int)

        if is_static():
            event_shape = x.shape[x.shape.ndims - event_ndims :]
        else:
            event_shape = tf.shape(x)[tf.rank(x) - event_ndims :]
        for b in self._steps(direction):
            given = kwargs.get(b.name, {})
            log_det_jacobian = getattr(b, f"{direction}_log_det_jacobian")
            total += log_det_jacobian(x, event_ndims=event_ndims, **given)
            if is_static():
                event_shape = getattr(b, f"{direction}_event_shape")(event_shape)
                event_ndims = self._maybe_get_static_event_ndims(event_shape.ndims)
            else:
                event_shape = getattr(b, f"{direction}_event_shape_tensor")(event_shape)
                event_ndims = tf.size(event_shape)
                known = self._maybe_get_static_event_ndims(event_ndims)
                event_ndims = event_ndims if known is None else known
            x = getattr(b, direction)(x, **given)
        return total
