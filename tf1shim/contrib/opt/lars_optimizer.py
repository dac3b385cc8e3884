"""Layer-wise adaptive rates, for very large batches."""

import tf1shim as tf


class LARSOptimizer(tf.train.Optimizer):
    """Momentum with a learning rate for each variable, by its norm over its gradient's.

    >>> w = tf.get_variable("w", initializer=[3.0, 4.0])
    >>> train_op = LARSOptimizer(1.0, weight_decay=0.0).minimize(tf.reduce_sum(w))
    >>> [v.op.name for v in tf.global_variables()]
    ['w', 'w/LARSOptimizer']

    Args: variables with a part of `skip_list` in their names get the plain rate. Raises:
    ValueError for a negative `momentum` or `weight_decay`. Source:
    https://arxiv.org/abs/1708.03888
    """

    def __init__(
        self,
        learning_rate,
        momentum=0.9,
        weight_decay=0.0001,
        eeta=0.001,
        epsilon=0.0,
        name="LARSOptimizer",
        skip_list=None,
        use_nesterov=False,
    ):
        for what, value in (("momentum", momentum), ("weight_decay", weight_decay)):
            if value < 0.0:
                raise ValueError(f"{what} should be positive: {value}")
        super().__init__(use_locking=False, name=name)
        self._learning_rate = learning_rate
        self._momentum = momentum
        self._weight_decay = weight_decay
        self._eeta = eeta
        self._epsilon = epsilon
        self._skip_list = skip_list
        self._use_nesterov = use_nesterov

    def _create_slots(self, var_list):
        for var in var_list:
            self._zeros_slot(var, "momentum", self._name)

    def compute_lr(self, grad, var):
        """Returns the learning rate for `var`, and the gradient with the weights' decay."""
        if self._skip_list is not None and any(part in var.name for part in self._skip_list):
            return self._learning_rate, grad
        weights, gradient = tf.norm(var, ord=2), tf.norm(grad, ord=2)
        trust = self._eeta * weights / (gradient + self._weight_decay * weights + self._epsilon)
        trust = tf.where(tf.greater(gradient, 0), trust, 1.0)
        trust = tf.where(tf.greater(weights, 0), trust, 1.0)
        return self._learning_rate * trust, grad + self._weight_decay * var

    def _prepare(self):
        for name in ("learning_rate", "momentum"):
            value = self._call_if_callable(getattr(self, f"_{name}"))
            setattr(self, f"_{name}_tensor", tf.convert_to_tensor(value, name=name))

    def _apply_dense(self, grad, var):
        rate, grad = self.compute_lr(grad, var)
        return tf.raw_ops.ResourceApplyMomentum(
            var=var.handle,
            accum=self.get_slot(var, "momentum").handle,
            lr=tf.cast(1.0, var.dtype.base_dtype),
            grad=grad * rate,
            momentum=self._momentum,
            use_nesterov=self._use_nesterov,
        )

    def _apply_sparse(self, grad, var):
        return tf.raw_ops.ResourceSparseApplyMomentum(
            var=var.handle,
            accum=self.get_slot(var, "momentum").handle,
            lr=tf.cast(self._learning_rate_tensor, var.dtype.base_dtype),
            grad=grad.values,
            indices=grad.indices,
            momentum=tf.cast(self._momentum_tensor, var.dtype.base_dtype),
            use_locking=self._use_locking,
            use_nesterov=self._use_nesterov,
        )
