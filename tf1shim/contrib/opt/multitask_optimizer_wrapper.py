"""Several tasks and one optimizer: a task without gradients leaves the slots as they are."""

import types

import tf1shim as tf

_APPLY = ("_apply_dense", "_resource_apply_dense", "_apply_sparse", "_resource_apply_sparse")


def _is_all_zeros(grad):
    values = grad.values if isinstance(grad, tf.IndexedSlices) else grad
    return tf.equal(tf.count_nonzero(values), 0)


def _unless_zeros(apply):
    def wrapper(self, grad, *args, **kwargs):
        def update():
            with tf.control_dependencies([apply(grad, *args, **kwargs)]):
                return tf.no_op()

        return tf.cond(_is_all_zeros(grad), tf.no_op, update)

    return wrapper


class MultitaskOptimizerWrapper:
    """An optimizer that leaves variables alone, slots too, whose gradients are all zeros.

    >>> w = tf.get_variable("w", initializer=1.0)
    >>> opt = MultitaskOptimizerWrapper(tf.train.MomentumOptimizer(0.5, 0.9))
    >>> train_op = opt.apply_gradients([(tf.constant(0.0), w)])

    Everything else is the wrapped optimizer's. Raises: TypeError if that is none.
    """

    def __init__(self, opt):
        if not isinstance(opt, tf.train.Optimizer):
            raise TypeError("Supplied optimizer must be an instance of tf.train.Optimizer")
        self._opt = opt
        for name in _APPLY:
            setattr(opt, name, types.MethodType(_unless_zeros(getattr(opt, name)), opt))

    def __getattr__(self, name):
        return getattr(self._opt, name)


def clip_gradients_by_global_norm(gradients_variables, clip_norm=20.0):
    """Clips the gradients in pairs (gradient, variable); returns new pairs and the norm.

    >>> w = tf.get_variable("w", initializer=1.0)
    >>> pairs, norm = clip_gradients_by_global_norm([(tf.constant(30.0), w)])
    >>> with tf.Session() as sess:
    ...     print(sess.run([pairs[0][0], norm]))
    [np.float32(20.0), np.float32(30.0)]

    Gradients that are all zeros do not count for the norm, even those of unknown size.
    """
    gradients, variables = zip(*gradients_variables)

    def counted(grad):
        if grad is None:
            return None
        return tf.cond(
            _is_all_zeros(grad), lambda: tf.zeros([], tf.as_dtype(grad.dtype)), lambda: grad
        )

    norm = tf.global_norm([counted(g) for g in gradients])
    gradients, _ = tf.clip_by_global_norm(gradients, clip_norm, use_norm=norm)
    return list(zip(gradients, variables)), norm
