"""Elastic averaging SGD: workers that explore around a common center.

Source: https://arxiv.org/abs/1412.6651
"""

import tf1shim as tf
from tf1shim.contrib.opt.custom_getters import (
    CopyingGetter,
    InitialCopies,
    periodically,
    prepared,
)
from tf1shim.contrib.opt.moving_average_optimizer import by_key

LOCAL_VARIABLE_NAME = "local_center_variable"


class ElasticAverageCustomGetter(CopyingGetter):
    """A getter for `ElasticAverageOptimizer`: copies of the center, the global and the worker's.

    >>> getter = ElasticAverageCustomGetter("/cpu:0")
    >>> with tf.variable_scope("", custom_getter=getter):
    ...     w = tf.get_variable("w", initializer=1.0)
    >>> [v.op.name for v in tf.global_variables() + tf.local_variables()]
    ['global_center_variable/w', 'w', 'local_center_variable/w']
    """

    LOCAL = LOCAL_VARIABLE_NAME

    def __init__(self, worker_device):
        super().__init__(worker_device)
        self._local_map = self._local_copies

    _plain = CopyingGetter._on_worker_if_local


class ElasticAverageOptimizer(tf.train.Optimizer):
    """Wraps an optimizer; every `communication_period` steps pulls variables and center together.

    >>> getter = ElasticAverageCustomGetter("/cpu:0")
    >>> with tf.variable_scope("", custom_getter=getter):
    ...     w = tf.get_variable("w", initializer=1.0)
    >>> sgd = tf.train.GradientDescentOptimizer(0.25)
    >>> opt = ElasticAverageOptimizer(sgd, 1, getter, communication_period=1, moving_rate=0.5)
    >>> train_op = opt.minimize(w * w)
    >>> init_op = opt.get_init_op(task_index=0)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     sess.run(tf.local_variables_initializer())
    ...     sess.run(init_op)
    ...     _ = sess.run(train_op)
    ...     print(sess.run([w, "global_center_variable/w:0"]))
    [np.float32(0.75), np.float32(0.75)]

    Args: `moving_rate`, how far they move (0.9 / period / workers); `rho`, the weight of their
    distance in the loss (`moving_rate` by the learning rate).
    """

    BETA = 0.9

    def __init__(
        self,
        opt,
        num_worker,
        ea_custom_getter,
        communication_period=10,
        moving_rate=None,
        rho=None,
        use_locking=True,
        synchronous=False,
        name="ElasticAverageOptimizer",
    ):
        super().__init__(use_locking, name)
        self._opt = opt
        self._num_worker = num_worker
        self._period = communication_period
        self._local_map = ea_custom_getter._local_map
        self._global_map = ea_custom_getter._global_map
        self._synchronous = synchronous
        if moving_rate is None:
            moving_rate = self.BETA / communication_period / num_worker
        self._moving_rate = moving_rate
        self._rho = moving_rate / opt._learning_rate if rho is None else rho
        self._local_step = prepared(opt)

    def compute_gradients(
        self,
        loss,
        var_list=None,
        gate_gradients=tf.train.Optimizer.GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        grad_loss=None,
    ):
        """The wrapped optimizer's, of the loss and the distances from the center."""
        var_list = var_list or tf.trainable_variables()
        centers = [self._local_map[var] for var in var_list]
        distances = [
            tf.nn.l2_loss(tf.subtract(v, c)) for v, c in zip(tf.trainable_variables(), centers)
        ]
        return self._opt.compute_gradients(
            loss + self._rho * tf.add_n(distances),
            var_list,
            gate_gradients,
            aggregation_method,
            colocate_gradients_with_ops,
            grad_loss,
        )

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """The wrapped optimizer's update; every period the elastic one too."""
        grads_and_vars = list(grads_and_vars)
        before = set(tf.global_variables())
        applied = self._opt.apply_gradients(grads_and_vars)
        _make_local(before)
        trained = [var for grad, var in grads_and_vars if grad is not None]

        def update():
            pairs = [(self._global_map[v], self._local_map[v]) for v in trained]
            with tf.control_dependencies([local.assign(shared) for shared, local in pairs]):
                pulls = [
                    tf.multiply(self._moving_rate, tf.subtract(var, local))
                    for var, (_, local) in zip(trained, pairs)
                ]
            updates = [tf.assign_sub(var, pull) for var, pull in zip(trained, pulls)]
            updates += [tf.assign_add(shared, pull) for (shared, _), pull in zip(pairs, pulls)]
            if global_step is not None:
                updates.append(tf.assign_add(global_step, 1))
            return tf.group(*updates)

        return periodically(self._local_step, self._period, [applied], update)

    def get_init_op(self, task_index):
        """Returns the operation that gives variables and local centers the global ones' values."""
        local = tf.trainable_variables()
        if not (local and self._global_map and self._local_map):
            raise ValueError(
                "The lists of local_variables, global_center_variables, local_center_variables "
                "should not be empty  "
            )
        copies = [
            tf.assign(copy, self._global_map[var])
            for var in local
            for copy in (var, self._local_map[var])
        ]
        init_op = tf.group(*copies)
        return self._barrier(init_op, task_index) if self._synchronous else init_op

    def _barrier(self, after, task_index):
        """Waits until every worker is there: each puts a token in the others' queues."""
        queues = [
            tf.FIFOQueue(
                self._num_worker,
                [tf.bool],
                shapes=[[]],
                shared_name=f"variable_init_sync_queue{i}",
            )
            for i in range(self._num_worker)
        ]
        token = tf.constant(False)
        with tf.control_dependencies([after]):
            sent = [q.enqueue(token) for i, q in enumerate(queues) if i != task_index]
        return tf.group(*sent, queues[task_index].dequeue_many(len(queues) - 1))

    def make_session_run_hook(self, is_chief, task_index):
        """Returns a hook that runs `get_init_op`'s operation at the session's start."""
        return InitialCopies(lambda: self.get_init_op(task_index))

    def swapping_saver(self, var_list=None, name="swapping_saver", **kwargs):
        """A `tf.train.Saver` that saves the global centers by the variables' names."""
        if not self._global_map:
            raise RuntimeError(
                "global_center_variable is empty, please make sure this is called after model "
                "created and ElasticAverageCustomGetter is used when declaring you model"
            )
        listed = by_key(tf.trainable_variables() if var_list is None else var_list)
        swapped = {
            key: [self._global_map.get(part, part) for part in found]
            if isinstance(found, list)
            else self._global_map.get(found, found)
            for key, found in listed.items()
        }
        return tf.train.Saver(swapped, name=name, **kwargs)


def _make_local(before):
    """Moves the global variables that are new, the optimizer's own, to the local ones."""
    kept = tf.get_collection_ref(tf.GraphKeys.GLOBAL_VARIABLES)
    new = [var for var in kept if var not in before]
    kept[:] = [var for var in kept if var in before]
    for var in new:
        tf.add_to_collection(tf.GraphKeys.LOCAL_VARIABLES, var)
