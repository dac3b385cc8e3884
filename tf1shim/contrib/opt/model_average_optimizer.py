"""Workers that train on their own and every so often take on the mean of all models."""

import tf1shim as tf
from tf1shim.contrib.opt.custom_getters import GLOBAL, InitialCopies, periodically, prepared


class ModelAverageCustomGetter:
    """A getter for `ModelAverageOptimizer`: a global copy of each trainable variable.

    >>> getter = ModelAverageCustomGetter("/cpu:0")
    >>> with tf.variable_scope("", custom_getter=getter):
    ...     w = tf.get_variable("w", initializer=1.0)
    >>> [v.op.name for v in tf.global_variables() + tf.local_variables()]
    ['global_center_variable/w', 'w']
    """

    def __init__(self, worker_device):
        self._worker_device = worker_device
        self._local_2_global = {}

    def __call__(self, getter, name, trainable, collections, *args, **kwargs):
        """Makes the variable `name`, and its copy if it is trainable."""
        local_key = tf.GraphKeys.LOCAL_VARIABLES
        if not trainable:
            local = collections and local_key in collections
            with tf.device(self._worker_device if local else None):
                return getter(name, *args, trainable=trainable, collections=collections, **kwargs)
        with tf.device(self._worker_device):
            var = getter(name, *args, trainable=True, collections=[local_key], **kwargs)
        self._local_2_global[var] = tf.Variable(
            name=f"{GLOBAL}/{name}",
            initial_value=var.initialized_value(),
            trainable=False,
            collections=[tf.GraphKeys.GLOBAL_VARIABLES],
        )
        return var


class ModelAverageOptimizer(tf.train.Optimizer):
    """Wraps an optimizer; every `interval_steps` steps all workers take on their models' mean.

    >>> getter = ModelAverageCustomGetter("/cpu:0")
    >>> with tf.variable_scope("", custom_getter=getter):
    ...     w = tf.get_variable("w", initializer=1.0)
    >>> step = tf.train.get_or_create_global_step()
    >>> sgd = tf.train.GradientDescentOptimizer(0.25)
    >>> opt = ModelAverageOptimizer(sgd, 1, True, getter, interval_steps=1)
    >>> train_op = opt.minimize(w * w, step)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.local_variables_initializer())
    ...     sess.run(tf.global_variables_initializer())
    ...     _ = sess.run(train_op)
    ...     print(sess.run("global_center_variable/w:0"))
    0.5

    The chief takes the mean; the others wait for it. Raises: ValueError without variables or
    without a global step.
    """

    def __init__(
        self,
        opt,
        num_worker,
        is_chief,
        ma_custom_getter,
        interval_steps=100,
        use_locking=True,
        name="ModelAverageOptimizer",
    ):
        super().__init__(use_locking, name)
        self._opt = opt
        self._num_worker = num_worker
        self._is_chief = is_chief
        self._local_2_global = ma_custom_getter._local_2_global
        self._interval_steps = interval_steps
        self._chief_init_op = None
        self._local_step = prepared(opt)

    def compute_gradients(self, *args, **kwargs):
        """The wrapped optimizer's."""
        return self._opt.compute_gradients(*args, **kwargs)

    def _local_vars_update(self, var_list):
        if not var_list:
            raise ValueError("The list of local_variables should not be empty")
        return tf.group(
            *(tf.assign(var, self._local_2_global[var].read_value()) for var in var_list)
        )

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """The wrapped optimizer's update; every interval the mean of the models."""
        grads_and_vars = list(grads_and_vars)
        if not grads_and_vars:
            raise ValueError("Must supply at least one variable")
        if global_step is None:
            raise ValueError("Global step is required")
        applied = self._opt.apply_gradients(grads_and_vars)
        trained = [var for grad, var in grads_and_vars if grad is not None]
        shared = [self._local_2_global[var] for var in trained]
        queue = tf.FIFOQueue(-1, [tf.bool], shapes=[[]], shared_name="sync_queue")
        with tf.name_scope(None, self._name + "/global"):
            sums = [
                tf.ConditionalAccumulator(
                    var.dtype, var.get_shape(), shared_name=copy.name + "/var_accum"
                )
                for var, copy in zip(trained, shared)
            ]

        def update():
            sent = [
                accumulator.apply_grad(tf.convert_to_tensor(var), local_step=global_step)
                for accumulator, var in zip(sums, trained)
            ]
            with tf.control_dependencies(sent):
                synced = self._average(sums, shared, queue, global_step)
            with tf.control_dependencies([synced]):
                return self._local_vars_update(trained)

        conditional_update = periodically(self._local_step, self._interval_steps, [applied], update)
        self._chief_init_op = tf.group(
            *(a.set_global_step(global_step, name="SetGlobalStep") for a in sums)
        )
        return conditional_update

    def _average(self, sums, shared, queue, global_step):
        """The chief takes the means and tells the others, who wait for that."""
        if not self._is_chief:
            return queue.dequeue()
        updates = [
            tf.assign(copy, accumulator.take_grad(self._num_worker))
            for accumulator, copy in zip(sums, shared)
        ]
        updates.append(tf.assign_add(global_step, 1))
        with tf.control_dependencies(updates):
            tokens = tf.fill([self._num_worker - 1], tf.constant(False))
            return queue.enqueue_many(tokens)

    def get_init_op(self):
        """Returns the operation that starts the local variables from the global ones."""
        return self._local_vars_update(tf.trainable_variables())

    def make_session_run_hook(self):
        """Returns a hook that runs `get_init_op`'s operation at the session's start."""
        return InitialCopies(self.get_init_op)
