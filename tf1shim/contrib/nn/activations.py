"""Dropout that keeps mean and variance, a softplus with a scale, forward gradients."""

import numbers

import tf1shim as tf

# What a SELU's output tends to for large negative inputs: ``-scale * alpha``.
_SATURATED = -1.7580993408473766


def alpha_dropout(x, keep_prob, noise_shape=None, seed=None, name=None):
    """Sets elements to the value at which SELUs saturate; mean and variance stay.

    >>> x = tf.ones([3])
    >>> alpha_dropout(x, 1.0) is x
    True

    Raises: ValueError if `keep_prob` is a number that is not in (0, 1]. Source:
    https://arxiv.org/abs/1706.02515
    """
    with tf.name_scope(name, "alpha_dropout", [x]) as name:
        x = tf.convert_to_tensor(x, name="x")
        if isinstance(keep_prob, numbers.Real) and not 0 < keep_prob <= 1.0:
            raise ValueError(
                "keep_prob must be a scalar tensor or a float in the range (0, 1], got "
                f"{keep_prob:g}"
            )
        keep = tf.convert_to_tensor(keep_prob, x.dtype, name="keep_prob")
        keep.get_shape().assert_has_rank(0)
        if tf.get_static_value(keep) == 1:
            return x
        shape = tf.shape(x) if noise_shape is None else noise_shape
        draws = tf.random_uniform(shape, seed=seed, dtype=x.dtype)
        kept = tf.cast(tf.greater_equal(draws, 1 - keep), x.dtype)
        x = x * kept + _SATURATED * (1 - kept)
        a = (keep + keep * (1 - keep) * _SATURATED**2) ** -0.5
        b = -a * _SATURATED * (1 - keep)
        return a * x + b


def scaled_softplus(x, alpha, clip=None, name=None):
    """Returns ``alpha * softplus(x / alpha)``, at most `clip`.

    >>> with tf.Session() as sess:
    ...     print(sess.run(scaled_softplus([-10.0, 5.0], 0.1, clip=2.0)))
    [0. 2.]
    """
    with tf.name_scope(name, "scaled_softplus", [t for t in (x, alpha, clip) if t is not None]):
        x = tf.convert_to_tensor(x, name="x")
        alpha = tf.convert_to_tensor(alpha, x.dtype, name="alpha")
        y = alpha * tf.nn.softplus(x / alpha)
        if clip is not None:
            y = tf.minimum(y, tf.convert_to_tensor(clip, x.dtype, name="clip"))
        return y


def fwd_gradients(ys, xs, grad_xs=None, assert_unused=False):
    """Derivatives of `ys` along `grad_xs`, each of the shape of its `y`: forward mode.

    >>> x = tf.constant([1.0, 2.0])
    >>> with tf.Session() as sess:
    ...     print(sess.run(fwd_gradients([x * x], [x], [tf.ones([2])]))[0])
    [2. 4.]

    With `assert_unused` it fails when run if the result depends on what it must not depend on.
    """
    # Gradients of gradients by their incoming gradients, which have no value of their own.
    dummies = [tf.zeros_like(y) + float("nan") for y in ys]
    backward = tf.gradients(ys, xs, grad_ys=dummies)
    backward = [tf.convert_to_tensor(g) if isinstance(g, tf.IndexedSlices) else g for g in backward]
    if assert_unused:
        with tf.control_dependencies([g for g in backward if g is not None]):
            failure = tf.Assert(False, [1], name="fwd_gradients")
        with tf.control_dependencies([failure]):
            backward = tf.identity_n(backward)
    backward = [tf.zeros_like(x) if g is None else g for x, g in zip(xs, backward)]
    for x, g in zip(xs, backward):
        g.set_shape(x.shape)
    return tf.gradients(backward, dummies, grad_ys=grad_xs)
