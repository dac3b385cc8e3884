"""Devices, execution modes, iterators and savers of eager mode."""

import contextlib

import tf1shim as tf

DEVICE_PLACEMENT_EXPLICIT, DEVICE_PLACEMENT_WARN, DEVICE_PLACEMENT_SILENT = 0, 1, 2
SYNC, ASYNC = 0, 1


def list_devices():
    """The names of the devices that operations can run on.

    >>> list_devices()[0]
    '/job:localhost/replica:0/task:0/device:CPU:0'
    """
    return [
        "/job:localhost/replica:0/task:0" + device.name
        for device in tf.config.experimental.list_logical_devices()
    ]


def num_gpus():
    """How many GPUs there are.

    >>> num_gpus() >= 0
    True
    """
    return len(tf.config.experimental.list_logical_devices("GPU"))


def set_execution_mode(mode):
    """Sets whether eager operations return before they are done: `SYNC`, `ASYNC` or None (SYNC).

    >>> set_execution_mode(SYNC)

    Raises: ValueError for anything else.
    """
    if mode not in (None, SYNC, ASYNC):
        raise ValueError(f"Execution mode should be None/SYNC/ASYNC. Got {mode}")
    tf.config.experimental.set_synchronous_execution(mode != ASYNC)


@contextlib.contextmanager
def execution_mode(mode):
    """A block with the execution mode `mode`.

    >>> with execution_mode(ASYNC):
    ...     tf.config.experimental.get_synchronous_execution()
    False
    """
    before = tf.config.experimental.get_synchronous_execution()
    set_execution_mode(mode)
    try:
        yield
    finally:
        tf.config.experimental.set_synchronous_execution(before)


def run(main=None, argv=None):
    """Enables eager execution and runs ``main(argv)``, as `tf.app.run` does.

    >>> run(lambda argv: print(tf.executing_eagerly()), ["program"])
    Traceback (most recent call last):
    SystemExit
    >>> tf.disable_eager_execution()
    """
    tf.enable_eager_execution()
    tf.app.run(main, argv)


def make_template(
    name_,
    func_,
    create_scope_now_=False,
    unique_name_=None,
    custom_getter_=None,
    create_graph_function_=False,
    **kwargs,
):
    """Is `tf.make_template`, whose function can be compiled too.

    >>> tf.enable_eager_execution()
    >>> double = make_template("double", lambda x: x * 2.0, create_graph_function_=True)
    >>> print(double(tf.constant(2.0)).numpy())
    4.0
    >>> tf.disable_eager_execution()
    """
    template = tf.make_template(
        name_, func_, create_scope_now_, unique_name_, custom_getter_, **kwargs
    )
    return tf.function(template) if create_graph_function_ else template


class Iterator:
    """Iterates over a `tf.data.Dataset` in eager mode.

    >>> tf.enable_eager_execution()
    >>> [n.numpy().item() for n in Iterator(tf.data.Dataset.range(3))]
    [0, 1, 2]
    >>> tf.disable_eager_execution()

    Raises: RuntimeError in graph mode.
    """

    def __init__(self, dataset):
        if not tf.executing_eagerly():
            raise RuntimeError(
                f"{type(self)} objects can only be used when eager execution is enabled, use "
                "tf.data.Dataset.make_initializable_iterator or "
                "tf.data.Dataset.make_one_shot_iterator for graph construction"
            )
        self._elements = iter(dataset)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._elements)

    next = __next__

    def get_next(self, name=None):
        """Returns the next element; raises `tf.errors.OutOfRangeError` after the last."""
        try:
            return next(self._elements)
        except StopIteration:
            raise tf.errors.OutOfRangeError(None, None, "End of sequence") from None


class Saver:
    """Saves and restores variables in eager mode; makes no graph.

    >>> tf.enable_eager_execution()
    >>> import tempfile
    >>> w = tf.contrib.eager.Variable(1.0, name="w")
    >>> saver = Saver([w])
    >>> path = saver.save(tempfile.mkdtemp() + "/model", global_step=3)
    >>> _ = w.assign(2.0)
    >>> saver.restore(path)
    >>> print(w.numpy())
    1.0
    >>> tf.disable_eager_execution()
    """

    def __init__(self, var_list):
        if not tf.executing_eagerly():
            raise RuntimeError(
                "tfe.Saver can only be used when eager execution is enabled. Use tf.train.Saver "
                "when building graphs."
            )
        self._saver = tf.train.Saver(var_list=var_list)

    def save(self, file_prefix, global_step=None):
        """Writes a checkpoint; returns its path."""
        return self._saver.save(None, file_prefix, write_meta_graph=False, global_step=global_step)

    def restore(self, file_prefix):
        """Reads the variables from a checkpoint."""
        self._saver.restore(None, file_prefix)


def get_optimizer_variables(optimizer):
    """The variables of an optimizer: slots and others.

    >>> get_optimizer_variables(tf.train.AdamOptimizer())
    []
    """
    return optimizer.variables()
