"""GGT: full-matrix adaptive steps, from a window of past gradients.

Source: https://arxiv.org/abs/1806.02958
"""

import numpy as np

import tf1shim as tf


class GGTOptimizer(tf.train.Optimizer):
    """Preconditions by the root of the last `window` gradients' covariance, all variables at once.

    >>> w = tf.get_variable("w", initializer=[1.0, 2.0])
    >>> _ = GGTOptimizer(0.1, window=4).minimize(tf.reduce_sum(w * w))
    >>> [v.op.name for v in tf.global_variables()]
    ['w', 'global_step', 'grad_buffer', 'moment1', 'flat_grad']

    Takes no sparse gradients (NotImplementedError).
    """

    def __init__(
        self,
        learning_rate=0.001,
        beta1=0.9,
        use_locking=False,
        name="GGT",
        window=10,
        eps=0.0001,
        svd_eps=1e-6,
        sigma_eps=0.01,
    ):
        super().__init__(use_locking, name)
        self._hyper = {
            "lr": learning_rate,
            "beta1": beta1,
            "window": window,
            "eps": eps,
            "svd_eps": svd_eps,
            "sigma_eps": sigma_eps,
        }
        # Where in the vector of all gradients each variable's begins, and ends.
        self._slices = {}
        self._variables = []

    def _value(self, name):
        return self._call_if_callable(self._hyper[name])

    def _state(self, name):
        graph = None if tf.executing_eagerly() else tf.get_default_graph()
        return self._get_non_slot_variable(name, graph=graph)

    def _create_slots(self, var_list):
        end = 0
        for name, size in sorted((v.name, int(np.prod(v.shape.as_list()))) for v in var_list):
            self._slices[name] = (end, end + size)
            end += size
        dtype = var_list[0].dtype.base_dtype
        for name, value in (
            ("global_step", tf.cast(0.0, dtype)),
            ("grad_buffer", tf.zeros([self._value("window"), end], dtype)),
            ("moment1", tf.zeros([end], dtype)),
            ("flat_grad", tf.zeros([end], dtype)),
        ):
            self._create_non_slot_variable(value, name=name, colocate_with=var_list[0])

    def _prepare(self):
        self._variables = []

    def _apply_dense(self, grad, var):
        self._variables.append(var)
        rows = tf.range(*self._slices[var.name])
        return tf.scatter_update(self._state("flat_grad"), rows, tf.reshape(grad, [-1]))

    def _apply_sparse(self, grad, var):
        raise NotImplementedError("Sparse gradient updates are not supported.")

    def _finish(self, update_ops, name_scope):
        with tf.control_dependencies(update_ops):
            step = self._step()
            updates = []
            for var in self._variables:
                start, end = self._slices[var.name]
                part = tf.reshape(step[start:end], var.get_shape())
                updates.append(tf.assign_sub(var, self._value("lr") * part))
        return tf.group(*update_ops, *updates, name=name_scope)

    def _step(self):
        """The step of all variables, a column; takes the gradients into the window."""
        window = self._value("window")
        count = tf.assign_add(self._state("global_step"), 1.0)
        moment = self._state("moment1")
        beta1 = self._value("beta1")
        moment = moment.assign(beta1 * moment + (1.0 - beta1) * self._state("flat_grad"))
        row = tf.floormod(tf.cast(count - 1.0, tf.int32), window)
        past = tf.scatter_update(self._state("grad_buffer"), row, moment)

        filled = tf.minimum(tf.convert_to_tensor(count), tf.cast(window, moment.dtype))
        column = tf.expand_dims(moment, -1)
        m = tf.transpose(tf.divide(past, tf.sqrt(filled)))
        damping = tf.eye(window, dtype=moment.dtype) * self._value("svd_eps")
        sigma, u, _ = tf.linalg.svd(tf.matmul(m, m, transpose_a=True) + damping)
        root = tf.sqrt(sigma)

        def scaled(weights):
            """``M U diag(weights) Uᵀ Mᵀ g``."""
            inner = tf.matmul(u, tf.matmul(m, column, transpose_a=True), transpose_a=True)
            return tf.matmul(m, tf.matmul(u, tf.matmul(tf.diag(weights), inner)))

        head = scaled(1.0 / tf.pow(root + self._value("sigma_eps"), 3))
        smallest = tf.reduce_min(root)
        tail = (column - scaled(1.0 / sigma)) / smallest
        return tf.cond(
            smallest > self._value("eps"), lambda: head + tail, lambda: tf.identity(head)
        )
