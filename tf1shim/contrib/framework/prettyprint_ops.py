"""Printing tensors, with their names and kinds, when they are evaluated."""

import tf1shim as tf


def _described(
    t, print_tensor_name=True, print_tensor_type=True, print_shape=True,
    summarize_indicator_vector=True
):  # fmt: skip
    """A list of tensors that say what `t` is."""
    kinds = (tf.Tensor, tf.SparseTensor, tf.TensorArray, tf.Variable)
    kind = next((k.__name__ for k in kinds if isinstance(t, k)), None)
    if print_tensor_type and kind is None:
        raise ValueError("t must be a Tensor, SparseTensor, TensorArray or Variable.")
    said = []
    if print_tensor_name and kind == "Tensor":
        said.append(tf.constant(f"Name: {t.name}"))
    if print_tensor_type:
        said.append(tf.constant(f"Type: {kind} ({t.dtype.name})"))
    if print_shape:
        if kind == "SparseTensor":
            said += [tf.constant("Shape:"), t.dense_shape]
        elif kind == "Tensor":
            said.append(tf.constant(f"Shape: {t.get_shape().dims}"))
        elif kind == "TensorArray":
            said += [tf.constant("Size:"), t.size()]
    if summarize_indicator_vector and t.dtype == tf.bool:
        said += [
            tf.constant("First True in Boolean tensor at:"),
            tf.argmax(tf.cast(t, tf.uint8), 0),
        ]
    if kind == "SparseTensor":
        said += [tf.constant("Sparse indices:"), t.indices]
        said += [tf.constant("Sparse values:"), t.values]
    elif kind in ("Tensor", "TensorArray"):
        said += [tf.constant("Value:"), t.stack() if kind == "TensorArray" else t]
    return said


def print_op(
    input_,
    data=None,
    message=None,
    first_n=None,
    summarize=20,
    print_tensor_name=True,
    print_tensor_type=True,
    print_shape=True,
    summarize_indicator_vector=True,
    name=None,
):
    """Returns `input_`, which is printed, with what it is, whenever it is evaluated.

    >>> import tf1shim as tf
    >>> x = print_op(tf.constant([1, 2]), message="x")
    >>> x.shape.as_list()
    [2]

    Args: `input_`, a tensor, variable, sparse tensor or tensor array; `data`, more to print;
    `first_n`, how often to print, always if negative or None.
    Raises: ValueError for anything else.
    """
    wanted = (print_tensor_name, print_tensor_type, print_shape, summarize_indicator_vector)
    if input_ is None:
        raise ValueError("input_ must be of type Tensor, SparseTensor or TensorArray")
    said = [tensor for t in (input_, *(data or ())) for tensor in _described(t, *wanted)]

    def printing(value):
        return tf.Print(value, said, message or "", first_n, summarize, name)

    if isinstance(input_, (tf.Tensor, tf.Variable)):
        return printing(input_)
    if not isinstance(input_, (tf.SparseTensor, tf.TensorArray)):
        raise ValueError("input_ must be of type Tensor, SparseTensor or TensorArray")
    with tf.control_dependencies([printing(tf.constant([]))]):
        if isinstance(input_, tf.SparseTensor):
            parts = (input_.indices, input_.values, input_.dense_shape)
            return tf.SparseTensor(*map(tf.identity, parts))
        return tf.TensorArray(
            dtype=input_.dtype, handle=input_.handle, flow=tf.identity(input_.flow)
        )
