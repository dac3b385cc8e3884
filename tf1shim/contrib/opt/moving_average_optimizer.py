"""An optimizer that keeps moving averages of what it trains, and saves those."""

import tf1shim as tf


class MovingAverageOptimizer(tf.train.Optimizer):
    """Wraps an optimizer; its `swapping_saver` saves the averages under the variables' names.

    >>> w = tf.get_variable("w", initializer=1.0)
    >>> opt = MovingAverageOptimizer(tf.train.GradientDescentOptimizer(0.25), average_decay=0.5)
    >>> train_op, saver = opt.minimize(w * w), opt.swapping_saver()
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     sess.run(train_op)
    ...     print(sess.run(["w:0", "w/ExponentialMovingAverage:0"]))
    [np.float32(0.5), np.float32(0.75)]

    Args: with `sequential_update` the averages take in the new values, otherwise perhaps the old.
    """

    def __init__(self, opt, average_decay=0.9999, num_updates=None, sequential_update=True):
        self._optimizer = opt
        self._ema = tf.train.ExponentialMovingAverage(average_decay, num_updates=num_updates)
        self._swapped_variable_name_map = None
        self._sequential_update = sequential_update

    def compute_gradients(self, *args, **kwargs):
        """The wrapped optimizer's."""
        return self._optimizer.compute_gradients(*args, **kwargs)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """The wrapped optimizer's update, and the averages'."""
        grads_and_vars = list(grads_and_vars)
        train_op = self._optimizer.apply_gradients(
            grads_and_vars, global_step=global_step, name=name
        )
        trained = [var for grad, var in grads_and_vars if grad is not None]
        with tf.control_dependencies([train_op] if self._sequential_update else None):
            average_op = self._ema.apply(trained)
        names = self._swapped_variable_name_map = {}
        for var in trained:
            average = self._ema.average(var)
            names[var.op.name], names[average.op.name] = average.op.name, var.op.name
        return tf.group(train_op, average_op, name="train_with_avg")

    def swapping_saver(self, var_list=None, name="swapping_saver", **kwargs):
        """A `tf.train.Saver` that saves each average by its variable's name, and vice versa.

        Args: `var_list` as `tf.train.Saver`'s, by default all variables. Raises: RuntimeError
        before ``apply_gradients``; ValueError if an average is not in `var_list`.
        """
        if self._swapped_variable_name_map is None:
            raise RuntimeError(
                "Must call apply_gradients or minimize before creating the swapping_saver"
            )
        listed = by_key(tf.global_variables() if var_list is None else var_list)
        by_name = {}
        for key, found in listed.items():
            by_name.update({p.op.name: p for p in found} if _is_many(found) else {key: found})
        swapped = {}
        for key, found in listed.items():
            if _is_many(found):
                swapped[key] = [self._swap(by_name, part.op.name, part) for part in found]
            else:
                swapped[key] = self._swap(by_name, key, found)
        return tf.train.Saver(swapped, name=name, **kwargs)

    def _swap(self, by_name, name, var):
        other = self._swapped_variable_name_map.get(name)
        if other is None:
            return var
        if other not in by_name:
            raise ValueError(
                f"Variable to swap {other} is not part of variables to save. This breaks "
                "MovingAverageOptimizer."
            )
        return by_name[other]


def _is_many(found):
    return isinstance(found, list) or hasattr(found, "_get_variable_list")


def by_key(var_list):
    """`var_list` as a dict by the keys of a checkpoint; slices of a variable are one list."""
    if isinstance(var_list, dict):
        return var_list
    found = {}
    for var in sorted(var_list, key=lambda v: v.name):
        info = getattr(var, "_save_slice_info", None)
        if hasattr(var, "_get_variable_list"):
            found[var.name] = list(var)
        elif info is not None:
            found.setdefault(info.full_name, []).append(var)
        else:
            found[var.op.name] = var
    return found
