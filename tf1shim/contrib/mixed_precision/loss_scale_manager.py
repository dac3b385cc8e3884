"""What the scale of the loss is, and how it changes."""

import abc

import tf1shim as tf


class LossScaleManager(abc.ABC):
    """Says what the scale is.

    >>> issubclass(FixedLossScaleManager, LossScaleManager)
    True
    """

    @abc.abstractmethod
    def get_loss_scale(self):
        """Returns the scale, a float32 scalar."""

    @abc.abstractmethod
    def update_loss_scale(self, finite_grads):
        """Returns the operation that changes the scale; `finite_grads`, a boolean tensor."""


class FixedLossScaleManager(LossScaleManager):
    """A scale that does not change.

    >>> FixedLossScaleManager(0.5)
    Traceback (most recent call last):
    ValueError: loss scale must be at least 1.
    """

    def __init__(self, loss_scale):
        if loss_scale < 1:
            raise ValueError("loss scale must be at least 1.")
        self._loss_scale = tf.convert_to_tensor(loss_scale, tf.float32)

    def get_loss_scale(self):
        """Returns the scale."""
        return self._loss_scale

    def update_loss_scale(self, finite_grads):
        """Does nothing."""
        return tf.no_op()


class ExponentialUpdateLossScaleManager(LossScaleManager):
    """A scale that grows while the gradients are finite, and falls when they are not.

    >>> manager = ExponentialUpdateLossScaleManager(8.0, incr_every_n_steps=1)
    >>> update = manager.update_loss_scale(tf.constant(True))
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     _ = sess.run(update)
    ...     print(sess.run(manager.get_loss_scale()))
    16.0

    Args: after `incr_every_n_steps` steps with finite gradients it is multiplied by `incr_ratio`,
    after `decr_every_n_nan_or_inf` without by `decr_ratio`, and is not less than 1.
    """

    def __init__(
        self,
        init_loss_scale,
        incr_every_n_steps,
        decr_every_n_nan_or_inf=2,
        incr_ratio=2,
        decr_ratio=0.8,
    ):
        self._incr_every_n_steps = incr_every_n_steps
        self._decr_every_n_nan_or_inf = decr_every_n_nan_or_inf
        self._incr_ratio = incr_ratio
        self._decr_ratio = decr_ratio
        first = tf.convert_to_tensor(init_loss_scale, tf.float32)
        self._loss_scale = tf.Variable(first, False, name="loss_scale", dtype=tf.float32)
        self._num_good_steps = tf.Variable(0, False, name="good_steps", dtype=tf.int32)
        self._num_bad_steps = tf.Variable(0, False, name="bad_steps", dtype=tf.int32)

    def get_loss_scale(self):
        """Returns the scale, a variable."""
        return self._loss_scale

    def update_loss_scale(self, finite_grads):
        """Counts the step; changes the scale when there were enough of its kind."""
        good, bad, scale = self._num_good_steps, self._num_bad_steps, self._loss_scale

        def set_scale(new):
            return tf.group(tf.assign(scale, new), tf.assign(good, 0), tf.assign(bad, 0))

        def grow():
            larger = scale * self._incr_ratio
            return set_scale(tf.where_v2(tf.is_finite(larger), larger, scale))

        def after_good():
            return tf.cond(
                good + 1 >= self._incr_every_n_steps,
                grow,
                lambda: tf.group(tf.assign_add(good, 1)),
            )

        def after_bad():
            return tf.cond(
                bad + 1 >= self._decr_every_n_nan_or_inf,
                lambda: set_scale(tf.maximum(1.0, scale * self._decr_ratio)),
                lambda: tf.group(tf.assign_add(bad, 1), tf.assign(good, 0)),
            )

        return tf.cond(finite_grads, after_good, after_bad)
