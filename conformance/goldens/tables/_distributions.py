"""What the tables of distributions share: everything that a distribution can be asked."""

from functools import partial

import numpy as np

REFUSALS = (NotImplementedError, ValueError, TypeError)

OF_VALUES = ("log_prob", "prob", "log_cdf", "cdf", "log_survival_function", "survival_function")
OF_NOTHING = ("mean", "mode", "variance", "stddev", "covariance", "entropy")


def asked(fn):
    """What `fn` returns, or its refusal as text."""
    try:
        return fn()
    except REFUSALS as error:
        return "%s: %s" % (type(error).__name__, str(error).splitlines()[0])


def parameters(tf, values, how):
    """The parameters as tensors.

    `how`: ``variable``, so that there are gradients (and noise is added); ``constant``; of
    ``unknown`` or ``partly`` unknown shape.
    """
    made = {}
    for name, value in sorted(values.items()):
        if not isinstance(value, np.ndarray):
            made[name] = value
        elif how == "unknown":
            made[name] = tf.placeholder_with_default(value, shape=None)
        elif how == "partly":
            made[name] = tf.placeholder_with_default(value, shape=[None] * value.ndim)
        elif how == "variable" and value.dtype.kind == "f":
            made[name] = tf.get_variable("of/" + name, initializer=value)
        else:
            made[name] = tf.constant(value)
    return made


def everything(tf, d, values, quantiles=None, samples=(2,), moments=OF_NOTHING):
    """The answers of the distribution `d`, by method."""
    found = {name: asked(getattr(d, name)) for name in moments}
    found.update({name: asked(partial(getattr(d, name), values)) for name in OF_VALUES})
    if quantiles is not None:
        found["quantile"] = asked(lambda: d.quantile(quantiles))
    if samples is not None:
        found["sample"] = asked(lambda: d.sample(samples, seed=17))
    found.update(shapes(tf, d))
    return found


def shapes(tf, d):
    """What `d` says of itself without numbers."""
    tfd = tf.contrib.distributions
    return {
        "batch_shape": str(d.batch_shape),
        "event_shape": str(d.event_shape),
        "batch_shape_tensor": asked(d.batch_shape_tensor),
        "event_shape_tensor": asked(d.event_shape_tensor),
        "name": d.name,
        "dtype": d.dtype.name,
        "parameters": sorted(d.parameters),
        "reparameterized": d.reparameterization_type == tfd.FULLY_REPARAMETERIZED,
        "validate_args": d.validate_args,
        "allow_nan_stats": d.allow_nan_stats,
    }


def f32(*numbers):
    """A float32 array."""
    return np.array(numbers[0] if len(numbers) == 1 else numbers, np.float32)
