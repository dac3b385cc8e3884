"""Weights that decay by themselves, apart from the gradients.

Source: https://arxiv.org/abs/1711.05101
"""

import tf1shim as tf
from tf1shim.contrib.opt.shampoo import ShampooOptimizer


class DecoupledWeightDecayExtension:
    """A mixin that lets the weights decay before each update of an optimizer.

    >>> class DecayingSGD(DecoupledWeightDecayExtension, tf.train.GradientDescentOptimizer):
    ...     pass
    >>> w = tf.get_variable("w", initializer=1.0)
    >>> train_op = DecayingSGD(weight_decay=0.1, learning_rate=0.0).minimize(w * w)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     sess.run(train_op)
    ...     print(sess.run(w))
    0.9

    ``apply_gradients`` has an argument `decay_var_list`: which variables decay, by default all that
    are updated. TensorFlow 1 forgot that of ``minimize`` on the way, and so do we. The decay is not
    multiplied with the learning rate.
    """

    def __init__(self, weight_decay, **kwargs):
        self._decay_var_list = None
        self._weight_decay = weight_decay
        self._weight_decay_tensor = None
        super().__init__(**kwargs)

    def minimize(
        self,
        loss,
        global_step=None,
        var_list=None,
        gate_gradients=tf.train.Optimizer.GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        name=None,
        grad_loss=None,
        decay_var_list=None,
    ):
        """As `tf.train.Optimizer`'s; see the class for `decay_var_list`."""
        self._decay_var_list = decay_var_list
        return super().minimize(
            loss,
            global_step=global_step,
            var_list=var_list,
            gate_gradients=gate_gradients,
            aggregation_method=aggregation_method,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
            name=name,
            grad_loss=grad_loss,
        )

    def apply_gradients(self, grads_and_vars, global_step=None, name=None, decay_var_list=None):
        """As `tf.train.Optimizer`'s, with `decay_var_list`."""
        self._decay_var_list = decay_var_list
        return super().apply_gradients(grads_and_vars, global_step=global_step, name=name)

    def _prepare(self):
        self._weight_decay_tensor = tf.convert_to_tensor(
            self._call_if_callable(self._weight_decay), name="weight_decay"
        )
        super()._prepare()

    def _decay(self, var):
        """The decay's factor for `var`, or None."""
        # By identity: variables in a list are not compared by value.
        decays = not self._decay_var_list or any(v is var for v in self._decay_var_list)
        return tf.cast(self._weight_decay_tensor, var.dtype.base_dtype) if decays else None

    def _apply_dense(self, grad, var):
        decay = self._decay(var)
        done = [] if decay is None else [var.assign_sub(decay * var, self._use_locking)]
        with tf.control_dependencies(done):
            return super()._apply_dense(grad, var)

    def _apply_sparse(self, grad, var):
        decay = self._decay(var)
        done = []
        if decay is not None:
            less = -decay * tf.gather(var, grad.indices)
            done = [tf.scatter_add(var, grad.indices, less, self._use_locking)]
        with tf.control_dependencies(done):
            return super()._apply_sparse(grad, var)


def extend_with_decoupled_weight_decay(base_optimizer):
    """Returns a class: `base_optimizer` with decaying weights, its first argument `weight_decay`.

    >>> SGDW = extend_with_decoupled_weight_decay(tf.train.GradientDescentOptimizer)
    >>> SGDW(weight_decay=0.1, learning_rate=0.5).get_name()
    'GradientDescent'
    """

    class OptimizerWithDecoupledWeightDecay(DecoupledWeightDecayExtension, base_optimizer):
        def __init__(self, weight_decay, *args, **kwargs):
            super().__init__(weight_decay, *args, **kwargs)

    return OptimizerWithDecoupledWeightDecay


class MomentumWOptimizer(DecoupledWeightDecayExtension, tf.train.MomentumOptimizer):
    """`tf.train.MomentumOptimizer` with weights that decay.

    >>> MomentumWOptimizer(0.01, learning_rate=0.1, momentum=0.9).get_name()
    'MomentumW'
    """

    def __init__(
        self,
        weight_decay,
        learning_rate,
        momentum,
        use_locking=False,
        name="MomentumW",
        use_nesterov=False,
    ):
        super().__init__(
            weight_decay,
            learning_rate=learning_rate,
            momentum=momentum,
            use_locking=use_locking,
            name=name,
            use_nesterov=use_nesterov,
        )


class AdamWOptimizer(DecoupledWeightDecayExtension, tf.train.AdamOptimizer):
    """`tf.train.AdamOptimizer` with weights that decay.

    >>> AdamWOptimizer(0.01).get_name()
    'AdamW'
    """

    def __init__(
        self,
        weight_decay,
        learning_rate=0.001,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-8,
        use_locking=False,
        name="AdamW",
    ):
        super().__init__(
            weight_decay,
            learning_rate=learning_rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            use_locking=use_locking,
            name=name,
        )


class ShampooWOptimizer(DecoupledWeightDecayExtension, ShampooOptimizer):
    """`ShampooOptimizer` with weights that decay.

    >>> ShampooWOptimizer(0.01, 0).get_name()
    'ShampooW'
    """

    def __init__(
        self,
        weight_decay,
        global_step,
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
        name="ShampooW",
    ):
        super().__init__(
            weight_decay,
            global_step=global_step,
            max_matrix_size=max_matrix_size,
            gbar_decay=gbar_decay,
            gbar_weight=gbar_weight,
            # TensorFlow 1 took the weight for the decay, and so do we.
            mat_gbar_decay=mat_gbar_weight,
            learning_rate=learning_rate,
            svd_interval=svd_interval,
            precond_update_interval=precond_update_interval,
            epsilon=epsilon,
            alpha=alpha,
            use_iterative_root=use_iterative_root,
            use_locking=use_locking,
            name=name,
        )
