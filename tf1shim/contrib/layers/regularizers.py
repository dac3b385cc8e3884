"""Regularizers: functions of a variable that give its share of the loss, or None.

>>> import tf1shim as tf
>>> w = tf.get_variable("w", [2], regularizer=l2_regularizer(0.1))
>>> [loss.name for loss in tf.losses.get_regularization_losses()]
['w/Regularizer/l2_regularizer:0']
"""

import numbers

import tf1shim as tf


def _scaled(kind, penalty, scale, scope, stop):
    """A regularizer of `scale` times `penalty`; None for each variable if the scale is zero."""
    if isinstance(scale, numbers.Integral):
        raise ValueError(f"scale cannot be an integer: {scale}")
    if isinstance(scale, numbers.Real):
        if scale < 0.0:
            raise ValueError(f"Setting a scale less than 0 on a regularizer: {scale:g}{stop}")
        if scale == 0.0:
            tf.logging.info("Scale of 0 disables regularizer.")
            return lambda _: None

    def regularizer(weights, name=None):
        with tf.name_scope(scope, kind, [weights]) as name:
            factor = tf.convert_to_tensor(scale, dtype=weights.dtype.base_dtype, name="scale")
            return tf.multiply(factor, penalty(weights), name=name)

    return regularizer


def l1_regularizer(scale, scope=None):
    """Makes a regularizer: `scale` times the sum of absolute values.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...   print(sess.run(l1_regularizer(0.5)(tf.constant([1.0, -2.0]))))
    1.5

    Raises: ValueError if the scale is negative or an int.
    """
    return _scaled("l1_regularizer", lambda w: tf.reduce_sum(tf.abs(w)), scale, scope, "")


def l2_regularizer(scale, scope=None):
    """Makes a regularizer: `scale` times half the sum of squares.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...   print(sess.run(l2_regularizer(0.5)(tf.constant([1.0, -2.0]))))
    1.25

    Raises: ValueError if the scale is negative or an int.
    """
    return _scaled("l2_regularizer", tf.nn.l2_loss, scale, scope, ".")


def l1_l2_regularizer(scale_l1=1.0, scale_l2=1.0, scope=None):
    """Makes a regularizer: the sum of `l1_regularizer` and `l2_regularizer`.

    Raises: ValueError if a scale is negative or an int.
    """
    for name, scale in (("scale_l1", scale_l1), ("scale_l2", scale_l2)):
        if isinstance(scale, numbers.Integral):
            raise ValueError(f"{name} cannot be an integer: {scale}")
    scope = scope or "l1_l2_regularizer"
    if scale_l1 == 0.0:
        return l2_regularizer(scale_l2, scope)
    if scale_l2 == 0.0:
        return l1_regularizer(scale_l1, scope)
    return sum_regularizer([l1_regularizer(scale_l1), l2_regularizer(scale_l2)], scope=scope)


def sum_regularizer(regularizer_list, scope=None):
    """Makes a regularizer: the sum of others. None among them are left out; None if none is left.

    >>> print(sum_regularizer([None]))
    None
    """
    regularizers = [reg for reg in regularizer_list if reg is not None]
    if not regularizers:
        return None

    def sum_reg(weights):
        with tf.name_scope(scope, "sum_regularizer", [weights]) as name:
            terms = [reg(weights) for reg in regularizers]
            terms = [term for term in terms if term is not None]
            return tf.add_n(terms, name=name) if terms else None

    return sum_reg


def apply_regularization(regularizer, weights_list=None):
    """The sum of a regularizer over variables, also added to ``REGULARIZATION_LOSSES``.

    >>> import tf1shim as tf
    >>> loss = apply_regularization(l2_regularizer(0.5), [tf.constant([2.0]), tf.constant([4.0])])
    >>> with tf.Session() as sess:
    ...   print(sess.run(loss))
    5.0

    Args: `weights_list`, those of the collection ``WEIGHTS`` if None.
    Raises: ValueError if there are none, or if the regularizer gives anything but scalars.
    """
    weights_list = weights_list or tf.get_collection(tf.GraphKeys.WEIGHTS)
    if not weights_list:
        raise ValueError("No weights to regularize.")
    with tf.name_scope("get_regularization_penalty", values=weights_list) as scope:
        penalties = [regularizer(w) for w in weights_list]
        penalties = [p if p is not None else tf.constant(0.0) for p in penalties]
        for p in penalties:
            if p.get_shape().ndims != 0:
                raise ValueError(
                    "regularizer must return a scalar Tensor instead of a Tensor with rank "
                    f"{p.get_shape().ndims}."
                )
        summed = tf.add_n(penalties, name=scope)
        tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, summed)
        return summed
