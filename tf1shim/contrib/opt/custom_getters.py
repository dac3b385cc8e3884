"""Variables in several copies: the worker's own, and those that all workers share."""

import tf1shim as tf

GLOBAL = "global_center_variable"


class CopyingGetter:
    """A custom getter that makes copies of each trainable variable: a global and a local one.

    `maps` has a dict for each kind of copy, ``{variable: its copy}``. Copies of partitioned
    variables are by their parts.
    """

    # The prefix of the local copies' names.
    LOCAL = None

    def __init__(self, worker_device):
        self._worker_device = worker_device
        self._local_copies = {}
        self._global_map = {}

    def __call__(self, getter, name, trainable, collections, *args, **kwargs):
        """Makes the variable `name`, and its copies if it is trainable."""
        if not trainable:
            return self._plain(getter, name, collections, *args, **kwargs)
        with tf.device(self._worker_device):
            var = getter(
                name,
                *args,
                trainable=True,
                collections=[tf.GraphKeys.LOCAL_VARIABLES],
                **kwargs,
            )
        if kwargs["reuse"] is True:
            return var
        global_copy = getter(
            f"{GLOBAL}/{name}",
            *args,
            trainable=False,
            collections=[tf.GraphKeys.GLOBAL_VARIABLES],
            **kwargs,
        )
        with tf.device(self._worker_device):
            local_copy = getter(
                f"{self.LOCAL}/{name}",
                *args,
                trainable=False,
                collections=[tf.GraphKeys.LOCAL_VARIABLES],
                **kwargs,
            )
        if kwargs["partitioner"] is None:
            var_parts, copies = [var], [(global_copy, local_copy)]
        else:
            var_parts, copies = list(var), zip(global_copy, local_copy)
        for part, (global_part, local_part) in zip(var_parts, copies):
            self._global_map[part] = global_part
            self._local_copies[part] = local_part
        return var

    def _plain(self, getter, name, collections, *args, **kwargs):
        return getter(name, *args, trainable=False, collections=collections, **kwargs)

    def _on_worker_if_local(self, getter, name, collections, *args, **kwargs):
        local = collections and tf.GraphKeys.LOCAL_VARIABLES in collections
        with tf.device(self._worker_device if local else None):
            return getter(name, *args, trainable=False, collections=collections, **kwargs)


class InitialCopies(tf.train.SessionRunHook):
    """A hook that, once the session is there, runs what gives each copy its first value."""

    def __init__(self, make_init_op):
        self._make_init_op = make_init_op

    def begin(self):
        """Builds the operation."""
        self._variable_init_op = self._make_init_op()

    def after_create_session(self, session, coord):
        """Runs it."""
        session.run(self._variable_init_op)


def prepared(opt):
    """Makes the hyperparameters of `opt` tensors; returns a counter of the worker's own steps."""
    counter = tf.get_variable(
        "local_step", initializer=0, trainable=False, collections=[tf.GraphKeys.LOCAL_VARIABLES]
    )
    # A private method: nothing but this block says that it builds a graph.
    with tf.get_default_graph().as_default():
        opt._prepare()
    return counter


def periodically(step, period, after, update):
    """Counts a step once `after` is done; runs `update` when it is a multiple of `period`."""
    with tf.control_dependencies(after):
        counted = tf.assign_add(step, 1, name="local_step_update").op
    with tf.control_dependencies([counted]):
        now = tf.equal(tf.mod(step, period), 0)
        return tf.cond(now, update, tf.no_op)
