"""Adagrad for regularizers, whose gradients shall not slow the learning down."""

import contextlib

import tf1shim as tf


class RegAdagradOptimizer(tf.train.AdagradOptimizer):
    """`tf.train.AdagradOptimizer` that can leave its accumulators as they are.

    >>> w = tf.get_variable("w", initializer=1.0)
    >>> opt = RegAdagradOptimizer(0.1)
    >>> train_op = opt.minimize(w * w)
    >>> with opt.avoid_updating_slots():
    ...     regularize_op = opt.minimize(0.01 * w * w)
    """

    def __init__(
        self, learning_rate, initial_accumulator_value=0.1, use_locking=False, name="RegAdagrad"
    ):
        super().__init__(learning_rate, initial_accumulator_value, use_locking, name)
        self._should_update_slots = True

    @contextlib.contextmanager
    def avoid_updating_slots(self):
        """A block in which updates are built that leave the accumulators as they are."""
        before, self._should_update_slots = self._should_update_slots, False
        try:
            yield
        finally:
            self._should_update_slots = before

    def _inputs(self, var):
        return {
            "var": var.handle,
            "accum": self.get_slot(var, "accumulator").handle,
            "lr": tf.cast(self._learning_rate_tensor, var.dtype.base_dtype),
            "use_locking": self._use_locking,
            "update_slots": self._should_update_slots,
        }

    def _apply_dense(self, grad, var):
        return tf.raw_ops.ResourceApplyAdagrad(grad=grad, **self._inputs(var))

    def _apply_sparse(self, grad, var):
        return tf.raw_ops.ResourceSparseApplyAdagrad(
            grad=grad.values, indices=grad.indices, **self._inputs(var)
        )
