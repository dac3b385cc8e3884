"""Shampoo: a preconditioner for each dimension of a variable.

Source: https://arxiv.org/abs/1802.09568
"""

import tf1shim as tf
from tf1shim.contrib.opt import matrix_functions


def GetParam(var, timestep):
    """A hyperparameter at a step: `var`, or what the function `var` gives for it.

    >>> GetParam(0.5, 3), GetParam(lambda step: 1.0 / step, 2)
    (0.5, 0.5)
    """
    return var(timestep) if callable(var) else var


class ShampooOptimizer(tf.train.Optimizer):
    """Multiplies gradients, dimension by dimension, with roots of their own covariance.

    >>> w = tf.get_variable("w", initializer=tf.ones([2, 3]))
    >>> opt = ShampooOptimizer(learning_rate=0.1)
    >>> train_op = opt.minimize(tf.reduce_sum(w * w))
    >>> opt.get_slot_names()
    ['Gbar_0', 'Gbar_1', 'gbar']

    Args: dimensions above `max_matrix_size` get a diagonal preconditioner. The decays, weights,
    rates, intervals and `alpha` may be functions of the step. With `use_iterative_root` the roots
    are computed by iteration (`matrix_functions`), not from singular values.
    """

    def __init__(
        self,
        global_step=0,
        max_matrix_size=768,
        gbar_decay=0.0,
        gbar_weight=1.0,
        mat_gbar_decay=1.0,
        mat_gbar_weight=1.0,
        learning_rate=1.0,
        svd_interval=1,
        precond_update_interval=1,
        epsilon=1e-4,
        alpha=0.5,
        use_iterative_root=False,
        use_locking=False,
        name="Shampoo",
    ):
        super().__init__(use_locking, name)
        self._global_step = tf.cast(global_step, tf.float32)
        self._max_matrix_size = max_matrix_size
        self._gbar_decay, self._gbar_weight = gbar_decay, gbar_weight
        self._mat_gbar_decay, self._mat_gbar_weight = mat_gbar_decay, mat_gbar_weight
        self._learning_rate = learning_rate
        self._svd_interval = svd_interval
        self._precond_update_interval = precond_update_interval
        self._epsilon = epsilon
        self._alpha = alpha
        self._use_iterative_root = use_iterative_root

    def _create_slots(self, var_list):
        for var in var_list:
            with tf.colocate_with(var):
                self._zeros_slot(var, "gbar", self._name)
                for i, size in enumerate(var.get_shape().as_list()):
                    size_tensor = tf.convert_to_tensor(size)
                    if size > self._max_matrix_size:
                        first = tf.zeros([size_tensor])
                    else:
                        first = tf.zeros_like(tf.eye(size_tensor))
                        if self._svd_interval > 1:
                            eye = tf.eye(size_tensor)
                            self._get_or_make_slot(var, eye, f"H_{i}", self._name)
                    self._get_or_make_slot(var, first, f"Gbar_{i}", self._name)

    def _apply_dense(self, grad, var):
        return self._apply_gradient(grad, var)

    def _apply_sparse(self, grad, var):
        if var.get_shape()[0] > self._max_matrix_size and self._gbar_decay == 0.0:
            return self._apply_gradient(grad.values, var, grad.indices)
        shape = tf.shape(var, out_type=grad.indices.dtype)
        dense = tf.scatter_nd(tf.expand_dims(grad.indices, 1), grad.values, shape)
        return self._apply_gradient(dense, var)

    def _weighted_average(self, var, weight, weight_t, rest):
        """``weight_t * var + rest``, assigned to `var` unless `weight` is 0."""
        if weight == 0.0:
            return rest
        if weight == 1.0:
            return tf.assign_add(var, rest)
        return var.assign_add((weight_t - 1) * var + rest)

    def _apply_gradient(self, grad, var, indices=None):
        step = self._global_step + 1
        if indices is None:
            gbar = self._weighted_average(
                self.get_slot(var, "gbar"),
                self._gbar_decay,
                GetParam(self._gbar_decay, step),
                GetParam(self._gbar_weight, step) * grad,
            )
        else:
            gbar = grad
        shape = var.get_shape().as_list()
        power = -GetParam(self._alpha, step) / len(shape)
        update = gbar
        for i, size in enumerate(shape):
            if size <= self._max_matrix_size:
                root = self._matrix_root(var, grad, i, power, step)
                update = tf.tensordot(update, root, axes=([0], [0]), name=f"precond_{i}")
            else:
                root = self._diagonal_root(var, grad, i, power, step, indices)
                update = tf.transpose(update, [*range(1, len(shape)), 0]) * root
        change = GetParam(self._learning_rate, step) * update
        if indices is not None:
            return tf.scatter_add(var, indices, -change)
        return tf.assign_sub(var, change)

    def _matrix_root(self, var, grad, i, power, step):
        """A power of the covariance of the gradient's slices along dimension `i`."""
        covariance = self.get_slot(var, f"Gbar_{i}")
        size = var.get_shape().as_list()[i]
        others = [axis for axis in range(len(var.get_shape())) if axis != i]
        decay, weight = (GetParam(p, step) for p in (self._mat_gbar_decay, self._mat_gbar_weight))
        interval = GetParam(self._precond_update_interval, step)
        svd_interval = GetParam(self._svd_interval, step)

        def update():
            outer = tf.tensordot(grad, grad, axes=(others, others), name=f"grad_outer_{i}")
            rest = weight * interval * outer
            return tf.identity(
                self._weighted_average(covariance, self._mat_gbar_decay, decay, rest)
            )

        mean = tf.cond(tf.mod(step, interval) < 1, update, lambda: tf.identity(covariance)) / float(
            size
        )
        if self._svd_interval == 1:
            return self._power(mean, size, power)
        kept = self.get_slot(var, f"H_{i}")
        return tf.cond(
            tf.mod(step, svd_interval) < 1,
            lambda: tf.identity(tf.assign(kept, self._power(mean, size, power))),
            lambda: tf.identity(kept),
        )

    def _power(self, matrix, size, power):
        with tf.name_scope("matrix_iterative_power"):
            if self._use_iterative_root:
                root = matrix_functions.matrix_square_root(matrix, size, 100, self._epsilon)
                return matrix_functions.matrix_inverse_pth_root(
                    root, size, 2 * power, ridge_epsilon=0.0
                )
            if size == 1:
                return tf.pow(matrix + self._epsilon, power)
            damping = self._epsilon * tf.eye(tf.cast(size, tf.int32))
            values, u, v = tf.linalg.svd(matrix + damping, full_matrices=True)
            scales = tf.pow(tf.maximum(values, self._epsilon), power)
            return tf.matmul(v * scales, tf.transpose(u))

    def _diagonal_root(self, var, grad, i, power, step, indices):
        """A power of the gradient's squares along dimension `i`, which is too long for a matrix."""
        squares = self.get_slot(var, f"Gbar_{i}")
        shape = var.get_shape().as_list()
        decay, weight = (GetParam(p, step) for p in (self._mat_gbar_decay, self._mat_gbar_weight))
        others = [axis for axis in range(len(shape)) if axis != i]
        outer = grad * grad
        if others:
            outer = tf.reduce_sum(outer, others) / (1.0 if indices is not None else float(shape[i]))
        if i == 0 and indices is not None:
            assert self._mat_gbar_decay == 1.0
            new = tf.gather(tf.scatter_add(squares, indices, weight * outer), indices)
        else:
            new = self._weighted_average(squares, self._mat_gbar_decay, decay, weight * outer)
        return tf.where(tf.greater(new, 0), tf.pow(new, power), tf.zeros_like(new))
