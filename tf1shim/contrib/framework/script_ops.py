"""Python functions as operations, with nested arguments and results.

>>> import numpy as np
>>> import tf1shim as tf
>>> y = tf.contrib.framework.py_func(np.add, [tf.constant(1), tf.constant(2)], None, tf.int32)
>>> with tf.Session() as sess:
...   print(sess.run(y))
3
"""

import tf1shim as tf
from tf1shim.contrib.framework import nest


def py_func(
    func, args=(), kwargs=None, output_types=None, output_shapes=None, stateful=True, name=None
):
    """`tf.py_func` with keyword arguments, nested structures and shapes.

    >>> import tf1shim as tf
    >>> y = py_func(lambda x, by: {"scaled": x * by}, [tf.constant(2.0)], {"by": tf.constant(3.0)},
    ...             {"scaled": tf.float32}, {"scaled": []})
    >>> with tf.Session() as sess:
    ...   print(sess.run(y["scaled"]))
    6.0

    Args: `args` and `kwargs`, with tensors, nested as you like; `output_types` and `output_shapes`,
    structures of what `func` returns, or functions of the arguments that give them.
    Raises: TypeError if `args` is no list or tuple, or `kwargs` no dict.
    """
    kwargs = {} if kwargs is None else kwargs
    if not isinstance(args, (list, tuple)):
        raise TypeError(f"args must be list and not {type(args)}. args: {args}")
    if not isinstance(kwargs, dict):
        raise TypeError(f"kwargs must be dict and not {type(kwargs)}. args: {kwargs}")
    if callable(output_types):
        output_types = output_types(*args, **kwargs)
    if callable(output_shapes):
        output_shapes = output_shapes(*args, **kwargs)
    inputs = (args, kwargs)

    def call(*flat):
        args, kwargs = nest.pack_sequence_as(inputs, flat)
        result = func(*args, **kwargs)
        nest.assert_shallow_structure(output_types, result)
        return nest.flatten(result)

    values = tf.py_func(
        call, nest.flatten(inputs), nest.flatten(output_types), stateful=stateful, name=name
    )
    if output_shapes is not None:
        shapes = nest.map_structure_up_to(output_types, tf.TensorShape, output_shapes)
        for value, shape in zip(values, nest.flatten_up_to(output_types, shapes)):
            value.set_shape(shape)
    return nest.pack_sequence_as(output_types, values)
