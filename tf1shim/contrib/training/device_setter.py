"""Which parameter server a variable goes to: strategies for ``tf.train.replica_device_setter``."""

import hashlib

import numpy as np

import tf1shim as tf


class RandomStrategy:
    """Places each op by a hash of its name: the same op always on the same task.

    >>> import tf1shim as tf
    >>> strategy = tf.contrib.training.RandomStrategy(4, seed=1)
    >>> strategy(tf.no_op("a")) == strategy(tf.get_default_graph().get_operation_by_name("a"))
    True

    `num_ps_tasks` is how many there are; another `seed` places them otherwise.
    """

    def __init__(self, num_ps_tasks, seed=0):
        self._num_tasks = num_ps_tasks
        self._seed = seed

    def __call__(self, op):
        """The task for `op`."""
        digest = hashlib.md5(f"{op.name}_{self._seed}".encode()).hexdigest()
        return int(int(digest, 16) % self._num_tasks)


class GreedyLoadBalancingStrategy:
    """Places each op on the task that has the least load so far.

    >>> import tf1shim as tf
    >>> strategy = tf.contrib.training.GreedyLoadBalancingStrategy(
    ...     2, tf.contrib.training.byte_size_load_fn)
    >>> [int(strategy(tf.zeros([n]).op)) for n in (5, 1, 2, 3)]
    [0, 1, 1, 1]

    ``load_fn(op)`` says how much load an op is.
    """

    def __init__(self, num_tasks, load_fn):
        self._num_tasks = num_tasks
        self._load_fn = load_fn
        self._ps_loads = np.zeros(num_tasks)

    def __call__(self, op):
        """The task for `op`; its load is added to the task's."""
        task = np.argmin(self._ps_loads)
        self._ps_loads[task] += self._load_fn(op)
        return task


def byte_size_load_fn(op):
    """The size in bytes of the output of an op, a variable's for example.

    Raises:
        ValueError: The op has not exactly one output, or its shape is not fully defined.
    """
    if len(op.outputs) != 1:
        raise ValueError(f"Op {op} must have a single output")
    output = op.outputs[0]
    shape, kind = output.get_shape(), output.dtype
    if kind == tf.resource:
        shape, kind = tf.TensorShape(op.get_attr("shape")), op.get_attr("dtype")
    elif not shape.is_fully_defined():
        shape = tf.TensorShape(op.get_attr("shape"))
    shape.assert_is_fully_defined()
    return shape.num_elements() * kind.size
