"""``tf.contrib.staging``: a buffer of tensors between two parts of a step.

>>> import tf1shim as tf
>>> area = tf.contrib.staging.StagingArea([tf.float32])
>>> put, get = area.put([tf.constant(1.0)]), area.get()
>>> with tf.Session() as sess:
...     sess.run(put)
...     print(sess.run(get))
[np.float32(1.0)]
"""

import tf1shim as tf
from tf1shim.contrib.names import missing


class StagingArea:
    """A queue of tuples of tensors, on the device where it is made.

    >>> area = StagingArea([tf.int32], names=["n"], shapes=[[]], capacity=4)
    >>> put, size = area.put({"n": tf.constant(1)}), area.size()
    >>> with tf.Session() as sess:
    ...     sess.run(put)
    ...     print(sess.run(size), sess.run(area.get()))
    1 {'n': np.int32(1)}

    Args: with `names` its elements are dicts; `capacity` and `memory_limit` (bytes), 0 for none,
    let ``put`` wait. Areas of the same `shared_name` are one. Raises: ValueError for shapes or
    names of another number, and for values that do not fit.
    """

    def __init__(
        self, dtypes, shapes=None, names=None, shared_name=None, capacity=0, memory_limit=0
    ):
        if shared_name is None:
            shared_name = tf.get_default_graph().unique_name(type(self).__name__)
        elif not isinstance(shared_name, str):
            raise ValueError("shared_name must be a string")
        for what, given in (("shapes", shapes), ("names", names)):
            if given is not None and len(given) != len(dtypes):
                raise ValueError(f"StagingArea {what} must be the same length as dtypes")
        self._name = shared_name
        self._dtypes = dtypes
        self._shapes = [tf.TensorShape(s) for s in shapes or [None] * len(dtypes)]
        self._names = names
        self._capacity = capacity
        self._memory_limit = memory_limit
        with tf.name_scope(f"{self._name}_root"):
            self._coloc_op = tf.no_op()

    name = property(lambda self: self._name, doc="Its name.")
    dtypes = property(lambda self: self._dtypes, doc="The types of an element's parts.")
    shapes = property(lambda self: self._shapes, doc="The shapes of an element's parts.")
    names = property(lambda self: self._names, doc="The names of an element's parts, or None.")
    capacity = property(lambda self: self._capacity, doc="How many elements it holds, or 0.")
    memory_limit = property(lambda self: self._memory_limit, doc="How many bytes it holds, or 0.")

    def put(self, values, name=None):
        """Returns the operation that puts an element in."""
        if isinstance(values, dict):
            inputs = list(values.values())
        else:
            inputs = values = list(values) if isinstance(values, (list, tuple)) else [values]
        with tf.name_scope(name, f"{self._name}_put", inputs) as scope:
            tensors = self._checked(values)
            with tf.colocate_with(self._coloc_op):
                return tf.raw_ops.Stage(values=tensors, name=scope, **self._limits())

    def get(self, name=None):
        """Returns the next element, and takes it out."""
        return self._element("get", tf.raw_ops.Unstage, name)

    def peek(self, index, name=None):
        """Returns the element at `index`, and leaves it there."""
        return self._element("peek", tf.raw_ops.StagePeek, name, index=index)

    def size(self, name=None):
        """Returns how many elements there are, a tensor."""
        return self._call("size", tf.raw_ops.StageSize, name)

    def clear(self, name=None):
        """Returns the operation that takes all elements out."""
        return self._call("clear", tf.raw_ops.StageClear, name)

    def _limits(self):
        return {
            "shared_name": self._name,
            "capacity": self._capacity,
            "memory_limit": self._memory_limit,
        }

    def _call(self, what, op, name, **inputs):
        name = f"{self._name}_{what}" if name is None else name
        return op(dtypes=self._dtypes, name=name, **inputs, **self._limits())

    def _element(self, what, op, name, **inputs):
        with tf.colocate_with(self._coloc_op):
            tensors = list(self._call(what, op, name, **inputs))
        if tf.no_op().device != self._coloc_op.device:
            tensors = [tf.identity(t) for t in tensors]
        for tensor, shape in zip(tensors, self._shapes):
            tensor.set_shape(shape)
        return dict(zip(self._names, tensors)) if self._names else tensors

    def _checked(self, values):
        if isinstance(values, dict):
            if not self._names:
                raise ValueError("Staging areas must have names to enqueue a dictionary")
            if not set(values) <= set(self._names):
                raise ValueError(
                    "Keys in dictionary to put do not match names of staging area. Dictionary: "
                    f"({sorted(values)}), Queue: ({sorted(self._names)})"
                )
            places = [(i, values[n]) for i, n in enumerate(self._names) if n in values]
        elif self._names:
            raise ValueError("You must enqueue a dictionary in a staging area with names")
        else:
            places = list(enumerate(values))
        if len(places) > len(self._dtypes):
            raise ValueError(
                f"Unexpected number of inputs '{len(places)}' vs '{len(self._dtypes)}'"
            )
        tensors = []
        for i, value in places:
            if value.dtype != self._dtypes[i]:
                raise ValueError(f"Datatypes do not match. '{value.dtype}' != '{self._dtypes[i]}'")
            value.get_shape().assert_is_compatible_with(self._shapes[i])
            tensors.append(tf.convert_to_tensor(value, self._dtypes[i], name=f"component_{i}"))
        return tensors


__all__ = ["StagingArea"]
__getattr__ = missing(__name__)
