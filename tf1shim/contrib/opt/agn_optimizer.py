"""Accumulated gradient normalization: workers that send the sum of several steps' gradients.

Source: https://arxiv.org/abs/1710.02368
"""

import tf1shim as tf
from tf1shim.contrib.opt.custom_getters import (
    CopyingGetter,
    InitialCopies,
    periodically,
    prepared,
)

GRAD_VARIABLE_NAME = "grad_variable"


class AGNCustomGetter(CopyingGetter):
    """A getter for `AGNOptimizer`: a global copy, and a local sum of the gradients.

    >>> getter = AGNCustomGetter("/cpu:0")
    >>> with tf.variable_scope("", custom_getter=getter):
    ...     w = tf.get_variable("w", initializer=1.0)
    >>> [v.op.name for v in tf.global_variables() + tf.local_variables()]
    ['global_center_variable/w', 'w', 'grad_variable/w']
    """

    LOCAL = GRAD_VARIABLE_NAME

    def __init__(self, worker_device):
        super().__init__(worker_device)
        self._grad_map = self._local_copies


class AGNOptimizer(tf.train.Optimizer):
    """Wraps an optimizer; every `communication_period` steps updates the global copies too.

    >>> getter = AGNCustomGetter("/cpu:0")
    >>> with tf.variable_scope("", custom_getter=getter):
    ...     w = tf.get_variable("w", initializer=1.0)
    >>> sgd = tf.train.GradientDescentOptimizer(0.25)
    >>> opt = AGNOptimizer(sgd, 1, getter, communication_period=1)
    >>> train_op, init_op = opt.minimize(w * w), opt.get_init_op(0)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     sess.run(tf.local_variables_initializer())
    ...     sess.run(init_op)
    ...     _ = sess.run(train_op)
    ...     print(sess.run("global_center_variable/w:0"))
    0.5

    The global update is by the mean of the period's gradients; the local variables then start from
    the global ones.
    """

    def __init__(
        self,
        optimizer,
        num_worker,
        custom_getter,
        communication_period=10,
        use_locking=True,
        name="AGNOptimizer",
    ):
        super().__init__(use_locking, name)
        self._opt = optimizer
        self._num_worker = num_worker
        self._period = communication_period
        self._global_map = custom_getter._global_map
        self._grad_map = custom_getter._grad_map
        self._local_step = prepared(optimizer)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """The wrapped optimizer's update; every period the global one too."""
        grads_and_vars = [(g, v) for g, v in grads_and_vars if g is not None]
        trained = [var for _, var in grads_and_vars]
        with tf.variable_creator_scope(_local_creator):
            updates = [self._opt.apply_gradients(grads_and_vars)]
        sums = [self._grad_map[var] for var in trained]
        centers = [self._global_map[var] for var in trained]
        updates += [tf.assign_add(total, g) for total, (g, _) in zip(sums, grads_and_vars)]

        def update():
            with tf.control_dependencies([tf.assign(s, s / self._period) for s in sums]):
                applied = self._opt.apply_gradients(zip(sums, centers))
            with tf.control_dependencies([applied]):
                done = [] if global_step is None else [tf.assign_add(global_step, 1)]
                done += [tf.assign(v, c.read_value()) for v, c in zip(trained, centers)]
                done += [tf.assign(s, tf.zeros_like(s)) for s in sums]
            return tf.group(*done)

        # The global copies' slots: variables are not made in a branch.
        with tf.get_default_graph().as_default():
            self._opt._create_slots(centers)
        return periodically(self._local_step, self._period, updates, update)

    def get_init_op(self, task_index):
        """Returns the operation that starts the local variables from the global ones."""
        local = tf.trainable_variables()
        if not (local and self._global_map and self._grad_map):
            raise ValueError(
                "The lists of local_variables, global_center_variables,grad_center_variables "
                "should not be empty"
            )
        copies = [tf.assign(var, self._global_map[var]) for var in local]
        sums = [self._grad_map[var] for var in local]
        return tf.group(*copies, *(tf.assign(s, tf.zeros_like(s)) for s in sums))

    def make_session_run_hook(self, is_chief, task_index):
        """Returns a hook that runs `get_init_op`'s operation at the session's start."""
        return InitialCopies(lambda: self.get_init_op(task_index))


def _local_creator(next_creator, collections=None, **kwargs):
    """Makes the variables of an optimizer local ones."""
    local = [
        tf.GraphKeys.LOCAL_VARIABLES if key == tf.GraphKeys.GLOBAL_VARIABLES else key
        for key in collections or [tf.GraphKeys.LOCAL_VARIABLES]
    ]
    return next_creator(collections=local, **kwargs)
