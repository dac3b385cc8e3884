"""Relatives of `tf.train.AdamOptimizer`: other norms, momenta, counters, sparse updates."""

import tf1shim as tf


class _Adam(tf.train.AdamOptimizer):
    """What all have in common: their hyperparameters as tensors of a variable's type."""

    def _hyper(self, var):
        """Learning rate, beta1, beta2, epsilon."""
        tensors = (self._lr_t, self._beta1_t, self._beta2_t, self._epsilon_t)
        return [tf.cast(t, var.dtype.base_dtype) for t in tensors]

    def _corrected_rate(self, var):
        """The learning rate, corrected for moments that began as zeros."""
        dtype = var.dtype.base_dtype
        beta1_power, beta2_power = (tf.cast(b, dtype) for b in self._get_beta_accumulators())
        rate = tf.cast(self._lr_t, dtype)
        return rate * tf.sqrt(1 - beta2_power) / (1 - beta1_power)

    def _moments(self, var):
        return self.get_slot(var, "m"), self.get_slot(var, "v")

    def _scatter(self, update, ref, indices, values):
        return update(ref, indices, values, use_locking=self._use_locking)


class AdaMaxOptimizer(_Adam):
    """Adam with the infinity norm: each step is by the largest gradient so far, decayed.

    >>> AdaMaxOptimizer().get_name()
    'AdaMax'

    Slots: ``m``, ``v``; a variable ``beta1_power``. Source: https://arxiv.org/abs/1412.6980
    """

    def __init__(
        self,
        learning_rate=0.001,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-8,
        use_locking=False,
        name="AdaMax",
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon, use_locking, name)

    def _get_beta_accumulators(self):
        graph = None if tf.executing_eagerly() else tf.get_default_graph()
        return self._get_non_slot_variable("beta1_power", graph=graph)

    def _create_slots(self, var_list):
        first = min(var_list, key=lambda v: v.name)
        self._create_non_slot_variable(self._beta1, name="beta1_power", colocate_with=first)
        for var in var_list:
            for slot in ("m", "v"):
                self._zeros_slot(var, slot, self._name)

    def _apply_dense(self, grad, var):
        m, v = self._moments(var)
        rate, beta1, beta2, epsilon = self._hyper(var)
        return tf.raw_ops.ResourceApplyAdaMax(
            var=var.handle,
            m=m.handle,
            v=v.handle,
            beta1_power=tf.cast(self._get_beta_accumulators(), var.dtype.base_dtype),
            lr=rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            grad=grad,
            use_locking=self._use_locking,
        )

    def _apply_sparse(self, grad, var):
        m, v = self._moments(var)
        rate, beta1, beta2, epsilon = self._hyper(var)
        indices, values = grad.indices, grad.values
        new_m = tf.gather(m, indices) * beta1 + values * (1 - beta1)
        new_v = tf.maximum(tf.gather(v, indices) * beta2, tf.abs(values))
        beta1_power = tf.cast(self._get_beta_accumulators(), var.dtype.base_dtype)
        step = -rate / (1 - beta1_power) * (new_m / (new_v + epsilon))
        with tf.control_dependencies([step]):
            return tf.group(
                self._scatter(tf.scatter_add, var, indices, step),
                self._scatter(tf.scatter_update, m, indices, new_m),
                self._scatter(tf.scatter_update, v, indices, new_v),
            )

    def _finish(self, update_ops, name_scope):
        with tf.control_dependencies(update_ops):
            power = self._get_beta_accumulators()
            with tf.colocate_with(power):
                update = power.assign(power * self._beta1_t, use_locking=self._use_locking)
        return tf.group(*update_ops, update, name=name_scope)


class _LazySparse:
    """For a sparse gradient, moves only the moments of the rows that it has."""

    def _apply_sparse(self, grad, var):
        rate = self._corrected_rate(var)
        m, v = self._moments(var)
        _, beta1, beta2, epsilon = self._hyper(var)
        indices, values = grad.indices, grad.values
        new_m = beta1 * tf.gather(m, indices) + (1 - beta1) * values
        new_v = beta2 * tf.gather(v, indices) + (1 - beta2) * tf.square(values)
        step = rate * new_m / (tf.sqrt(new_v) + epsilon)
        with tf.control_dependencies([step]):
            return tf.group(
                self._scatter(tf.scatter_sub, var, indices, step),
                self._scatter(tf.scatter_update, m, indices, new_m),
                self._scatter(tf.scatter_update, v, indices, new_v),
            )


class LazyAdamOptimizer(_LazySparse, _Adam):
    """Adam that for sparse gradients (embeddings) moves only the moments of the rows used.

    >>> table = tf.get_variable("table", initializer=tf.ones([3, 1]))
    >>> loss = tf.reduce_sum(tf.nn.embedding_lookup(table, [1]))
    >>> train_op = LazyAdamOptimizer(0.5).minimize(loss)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     sess.run(train_op)
    ...     print(sess.run(table)[:, 0].round(3))
    [1.  0.5 1. ]

    Faster on large tables than `tf.train.AdamOptimizer`, and not equal to it.
    """


class NadamOptimizer(_Adam):
    """Adam with Nesterov's momentum.

    >>> NadamOptimizer().get_name()
    'Adam'

    Source: https://cs229.stanford.edu/proj2015/054_report.pdf
    """

    def _apply_dense(self, grad, var):
        return _apply_adam(self, grad, var, use_nesterov=True)

    def _apply_sparse(self, grad, var):
        rate = self._corrected_rate(var)
        m, v = self._moments(var)
        _, beta1, beta2, epsilon = self._hyper(var)
        scaled = grad.values * (1 - beta1)
        new_m = _decayed(m, beta1, grad.indices, scaled, self._use_locking)
        momentum = scaled + beta1 * tf.gather(new_m, grad.indices)
        squares = grad.values * grad.values * (1 - beta2)
        new_v = _decayed(v, beta2, grad.indices, squares, self._use_locking)
        step = -rate * momentum / (tf.sqrt(tf.gather(new_v, grad.indices)) + epsilon)
        update = self._scatter(tf.scatter_add, var, grad.indices, step)
        return tf.group(update, momentum, new_v)


def _apply_adam(optimizer, grad, var, **how):
    m, v = optimizer._moments(var)
    rate, beta1, beta2, epsilon = optimizer._hyper(var)
    beta1_power, beta2_power = optimizer._get_beta_accumulators()
    return tf.raw_ops.ResourceApplyAdam(
        var=var.handle,
        m=m.handle,
        v=v.handle,
        beta1_power=tf.cast(beta1_power, var.dtype.base_dtype),
        beta2_power=tf.cast(beta2_power, var.dtype.base_dtype),
        lr=rate,
        beta1=beta1,
        beta2=beta2,
        epsilon=epsilon,
        grad=grad,
        use_locking=optimizer._use_locking,
        **how,
    )


def _decayed(slot, decay, indices, values, use_locking):
    """`slot`, all of it decayed and then `values` added to some rows."""
    with tf.control_dependencies([tf.assign(slot, slot * decay, use_locking=use_locking)]):
        return tf.scatter_add(slot, indices, values, use_locking=use_locking)


class AdamGSOptimizer(_Adam):
    """Adam that takes the powers of its betas from a global step, and has no variables for them.

    >>> step = tf.train.get_or_create_global_step()
    >>> w = tf.get_variable("w", initializer=1.0)
    >>> _ = AdamGSOptimizer(step, 0.5).minimize(w * w, step)
    >>> [v.op.name for v in tf.global_variables()]
    ['global_step', 'w', 'w/Adam', 'w/Adam_1']
    """

    def __init__(
        self,
        global_step=0,
        learning_rate=0.001,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-8,
        use_locking=False,
        name="Adam",
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon, use_locking, name)
        self._global_step = global_step
        self._global_step_on_worker = None

    def _get_beta_accumulators(self):
        return tuple(
            tf.pow(beta, self._global_step_on_worker) for beta in (self._beta1_t, self._beta2_t)
        )

    def _create_slots(self, var_list):
        for var in var_list:
            for slot in ("m", "v"):
                self._zeros_slot(var, slot, self._name)

    def _prepare(self):
        super()._prepare()
        self._global_step_on_worker = tf.cast(tf.identity(self._global_step) + 1, tf.float32)

    def _apply_dense(self, grad, var):
        return _apply_adam(self, grad, var)

    def _apply_sparse(self, grad, var):
        rate = self._corrected_rate(var)
        m, v = self._moments(var)
        _, beta1, beta2, epsilon = self._hyper(var)
        new_m = _decayed(m, beta1, grad.indices, grad.values * (1 - beta1), self._use_locking)
        squares = grad.values * grad.values * (1 - beta2)
        new_v = _decayed(v, beta2, grad.indices, squares, self._use_locking)
        step = rate * new_m / (tf.sqrt(new_v) + epsilon)
        return tf.group(tf.assign_sub(var, step, use_locking=self._use_locking), new_m, new_v)

    def _finish(self, update_ops, name_scope):
        return tf.group(*update_ops, name=name_scope)


class LazyAdamGSOptimizer(_LazySparse, AdamGSOptimizer):
    """`AdamGSOptimizer` with the sparse updates of `LazyAdamOptimizer`.

    >>> LazyAdamGSOptimizer().get_name()
    'Adam'
    """
