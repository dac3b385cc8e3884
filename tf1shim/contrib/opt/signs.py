"""Optimizers whose steps grow where gradient and its moving average have the same sign.

Source: https://arxiv.org/abs/1709.07417
"""

import math

import tf1shim as tf


class _SignOptimizer(tf.train.Optimizer):
    """A slot ``m``, the gradient's moving average, and a decay of the sign's weight."""

    def __init__(self, sign_decay_fn, use_locking, name, **hyper):
        super().__init__(use_locking, name)
        self._sign_decay_fn = sign_decay_fn
        self._hyper = hyper
        self._tensors = {}

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """As `tf.train.Optimizer`'s; a decay needs the `global_step`."""
        if self._sign_decay_fn is not None:
            decay = self._sign_decay_fn(global_step)
            self._sign_decay_t = tf.convert_to_tensor(decay, name="sign_decay")
        return super().apply_gradients(grads_and_vars, global_step, name)

    def _create_slots(self, var_list):
        for var in var_list:
            self._zeros_slot(var, "m", self._name)

    def _prepare(self):
        self._tensors = {
            name: tf.convert_to_tensor(value, name=name) for name, value in self._hyper.items()
        }
        if self._sign_decay_fn is None:
            self._sign_decay_t = tf.convert_to_tensor(1.0, name="sign_decay")

    def _cast(self, var):
        """The hyperparameters and the decay, of the variable's type."""
        tensors = dict(self._tensors, sign_decay=self._sign_decay_t)
        return {name: tf.cast(t, var.dtype.base_dtype) for name, t in tensors.items()}

    def _apply_dense(self, grad, var):
        hyper = self._cast(var)
        hyper["lr"] = hyper.pop("learning_rate")
        return self._op(
            var=var.handle,
            m=self.get_slot(var, "m").handle,
            grad=grad,
            use_locking=self._use_locking,
            **hyper,
        )

    def _apply_sparse(self, grad, var):
        hyper = self._cast(var)
        m = self.get_slot(var, "m")
        mean = m * hyper["beta"]
        # Not `gather`ed: all rows decay, and the gradient's are added.
        dense = tf.convert_to_tensor(grad) * (1 - hyper["beta"])
        new_m = tf.assign(m, mean + dense, use_locking=self._use_locking)
        agreement = tf.gather(tf.sign(new_m), grad.indices) * tf.sign(grad.values)
        step = hyper["learning_rate"] * self._factor(hyper, agreement) * grad.values
        update = tf.scatter_sub(var, grad.indices, step, use_locking=self._use_locking)
        return tf.group(update, new_m)


class AddSignOptimizer(_SignOptimizer):
    """Multiplies each gradient by ``alpha + decay * sign(g) * sign(m)``.

    >>> AddSignOptimizer().get_slot_names()
    []

    Args: `sign_decay_fn(global_step)` gives the decay (1 without it): `sign_decay.py` has some.
    """

    _op = staticmethod(tf.raw_ops.ResourceApplyAddSign)

    def __init__(
        self,
        learning_rate=0.1,
        alpha=1.0,
        beta=0.9,
        sign_decay_fn=None,
        use_locking=False,
        name="AddSignOptimizer",
    ):
        hyper = {"learning_rate": learning_rate, "beta": beta, "alpha": alpha}
        super().__init__(sign_decay_fn, use_locking, name, **hyper)

    def _factor(self, hyper, agreement):
        return hyper["alpha"] + hyper["sign_decay"] * agreement


class PowerSignOptimizer(_SignOptimizer):
    """Multiplies each gradient by ``base ** (decay * sign(g) * sign(m))``.

    >>> PowerSignOptimizer(base=2.0).get_name()
    'PowerSignOptimizer'
    """

    _op = staticmethod(tf.raw_ops.ResourceApplyPowerSign)

    def __init__(
        self,
        learning_rate=0.1,
        base=math.e,
        beta=0.9,
        sign_decay_fn=None,
        use_locking=False,
        name="PowerSignOptimizer",
    ):
        hyper = {"learning_rate": learning_rate, "beta": beta, "logbase": math.log(base)}
        super().__init__(sign_decay_fn, use_locking, name, **hyper)

    def _factor(self, hyper, agreement):
        return tf.exp(hyper["logbase"] * hyper["sign_decay"] * agreement)
