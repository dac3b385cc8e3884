"""The exponential function."""

from tf1shim.contrib.distributions.bijectors.power_transform import PowerTransform


class Exp(PowerTransform):
    """``exp(x)``.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.bijectors.Exp().inverse(1.)))
    0.0
    """

    def __init__(self, validate_args=False, name="exp"):
        super().__init__(validate_args=validate_args, name=name)
