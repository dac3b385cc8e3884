"""An optimizer that scales the loss, and leaves out steps whose gradients are not finite."""

import tf1shim as tf


class LossScaleOptimizer(tf.train.Optimizer):
    """Wraps an optimizer: scales the loss up and the gradients down again.

    >>> manager = tf.contrib.mixed_precision.ExponentialUpdateLossScaleManager(8.0, 1000)
    >>> opt = LossScaleOptimizer(tf.train.GradientDescentOptimizer(0.25), manager)
    >>> w = tf.get_variable("w", initializer=1.0)
    >>> [(gradient, _)] = opt.compute_gradients(w * w)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     print(sess.run(gradient))
    2.0
    """

    def __init__(self, opt, loss_scale_manager):
        self._opt = opt
        self._loss_scale_manager = loss_scale_manager

    def compute_gradients(
        self,
        loss,
        var_list=None,
        gate_gradients=tf.train.Optimizer.GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        grad_loss=None,
    ):
        """The wrapped optimizer's, computed with a larger loss."""
        scale = self._loss_scale_manager.get_loss_scale()

        def scaled():
            value = loss() if callable(loss) else loss
            return value * tf.cast(scale, value.dtype.base_dtype)

        found = self._opt.compute_gradients(
            scaled if tf.executing_eagerly() else scaled(),
            var_list=var_list,
            gate_gradients=gate_gradients,
            aggregation_method=aggregation_method,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
            grad_loss=grad_loss,
        )
        inverse = tf.reciprocal(scale)
        return [(g if g is None else g * tf.cast(inverse, g.dtype.base_dtype), v) for g, v in found]

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """The wrapped optimizer's, if all gradients are finite; updates the scale."""
        grads_and_vars = list(grads_and_vars)
        finite = tf.reduce_all([tf.reduce_all(tf.is_finite(g)) for g, _ in grads_and_vars])
        applied = tf.cond(
            finite,
            lambda: self._opt.apply_gradients(grads_and_vars, global_step, name),
            tf.no_op,
        )
        return tf.group(applied, self._loss_scale_manager.update_loss_scale(finite))
