"""Wrappers that do something before or after another optimizer's update."""

import contextlib

import tf1shim as tf


class _Wrapper(tf.train.Optimizer):
    """Takes gradients and slots from the optimizer within."""

    def __init__(self, opt, use_locking, name):
        super().__init__(use_locking, name)
        self._opt = opt

    def compute_gradients(self, *args, **kwargs):
        """The wrapped optimizer's."""
        return self._opt.compute_gradients(*args, **kwargs)

    def get_slot(self, *args, **kwargs):
        """The wrapped optimizer's."""
        return self._opt.get_slot(*args, **kwargs)

    def get_slot_names(self, *args, **kwargs):
        """The wrapped optimizer's."""
        return self._opt.get_slot_names(*args, **kwargs)


class DropStaleGradientOptimizer(_Wrapper):
    """Drops gradients for which the global step has moved on by more than `staleness`.

    >>> step = tf.train.get_or_create_global_step()
    >>> w = tf.get_variable("w", initializer=1.0)
    >>> opt = DropStaleGradientOptimizer(tf.train.GradientDescentOptimizer(0.25), staleness=5)
    >>> train_op = opt.minimize(w * w, global_step=step)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     print(sess.run(train_op), sess.run(w))
    0.0 0.5

    A variable ``stale_counter`` counts those dropped.
    """

    def __init__(self, opt, staleness, use_locking=False, name="DropStaleGradient"):
        super().__init__(opt, use_locking, name)
        self._staleness = staleness

    def compute_gradients(self, loss, *args, **kwargs):
        """The wrapped optimizer's; remembers the global step before them."""
        with tf.colocate_with(loss):
            self._local_step = tf.train.get_global_step() + 0
        with tf.control_dependencies([self._local_step]):
            return self._opt.compute_gradients(tf.identity(loss), *args, **kwargs)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """Updates, unless the gradients are too old; returns how many were dropped so far."""
        with tf.colocate_with(global_step):
            stale_counter = tf.get_variable(
                "stale_counter", [], initializer=tf.zeros_initializer(), trainable=False
            )
        gradients = [
            g if isinstance(g, tf.Tensor) else g.op for g, _ in grads_and_vars if g is not None
        ]

        def accept():
            applied = self._opt.apply_gradients(grads_and_vars, global_step=global_step, name=name)
            with tf.control_dependencies([applied]):
                return tf.identity(0.0)

        with tf.control_dependencies(gradients), tf.colocate_with(global_step):
            staleness = tf.reshape(global_step - self._local_step, [])
        dropped = tf.cond(
            tf.less_equal(staleness, self._staleness), accept, lambda: tf.identity(1.0)
        )
        counted = stale_counter.assign_add(dropped)
        tf.summary.scalar(
            "Gradient staleness percentage",
            stale_counter / tf.cast(global_step + 1, tf.float32),
        )
        return counted


class VariableClippingOptimizer(_Wrapper):
    """Clips some variables' norms after each update.

    >>> w = tf.get_variable("w", initializer=[[3.0, 4.0]])
    >>> opt = VariableClippingOptimizer(tf.train.GradientDescentOptimizer(0.0), {w: [1]}, 1.0)
    >>> train_op = opt.minimize(tf.reduce_sum(w))
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     sess.run(train_op)
    ...     print(sess.run(w).round(3))
    [[0.6 0.8]]

    Args: `vars_to_clip_dims`, the dimensions of each variable that its norm is taken over. With a
    sparse gradient only the rows that it has are clipped.
    """

    def __init__(
        self,
        opt,
        vars_to_clip_dims,
        max_norm,
        use_locking=False,
        colocate_clip_ops_with_vars=False,
        name="VariableClipping",
    ):
        super().__init__(opt, use_locking, name)
        self._vars_to_clip_dims = {v: dims[:] for v, dims in vars_to_clip_dims.items()}
        self._max_norm = max_norm
        self._colocate = tf.colocate_with if colocate_clip_ops_with_vars else _anywhere

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """The wrapped optimizer's update, then the clipping."""
        grads_and_vars = list(grads_and_vars)
        with tf.name_scope(name, self._name) as name:
            update = self._opt.apply_gradients(grads_and_vars, global_step=global_step)
            clipped = []
            with tf.control_dependencies([update]):
                for grad, var in grads_and_vars:
                    if grad is not None and var in self._vars_to_clip_dims:
                        with tf.name_scope("clip_" + var.op.name):
                            clipped.append(self._clip(grad, var))
            return tf.group(update, *clipped, name=name)

    def _clip(self, grad, var):
        dims = self._vars_to_clip_dims[var]
        rows = None if isinstance(grad, tf.Tensor) else grad.indices
        if rows is not None and 0 in dims:
            tf.logging.warning(
                "Clipping norm across dims %s for %s is inefficient when including sparse "
                "dimension 0.",
                dims,
                var.op.name,
            )
            rows = None
        with tf.colocate_with(var):
            value = var.read_value() if rows is None else tf.gather(var, rows)
        with self._colocate(var):
            excess = value - tf.clip_by_norm(value, self._max_norm, dims)
        with tf.colocate_with(var):
            if rows is None:
                return var.assign_sub(excess, use_locking=self._use_locking)
            return tf.scatter_sub(var, rows, excess, use_locking=self._use_locking)


@contextlib.contextmanager
def _anywhere(var):
    yield
