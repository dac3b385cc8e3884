"""How large a model is: its operations and its variables."""

_RULE = "---------"


def tensor_description(var):
    """The type and shape of a variable or tensor.

    >>> import tf1shim as tf
    >>> tf.contrib.slim.model_analyzer.tensor_description(tf.zeros([2, 3]))
    '(float32 2x3)'
    """
    return f"({var.dtype.name} {'x'.join(str(size) for size in var.get_shape())})"


def analyze_ops(graph, print_info=False):
    """How many numbers all operations of a graph give; prints each with `print_info`."""
    if print_info:
        _print_head("Operations: name -> (type shapes) [size]")
    total = 0
    for op in graph.get_operations():
        size = sum(output.get_shape().num_elements() or 0 for output in op.outputs)
        total += size
        if print_info:
            shapes = [tensor_description(output) for output in op.outputs if output.get_shape()]
            print(op.name, "\t->", ", ".join(shapes), f"[{size}]")
    return total


def analyze_vars(variables, print_info=False):
    """``(numbers, bytes)`` of some variables; prints each with `print_info`.

    >>> import tf1shim as tf
    >>> w = tf.get_variable("w", [2, 3])
    >>> tf.contrib.slim.model_analyzer.analyze_vars([w], print_info=True)
    ---------
    Variables: name (type shape) [size]
    ---------
    w:0 (float32 2x3) [6, bytes: 24]
    Total size of variables: 6
    Total bytes of variables: 24
    (6, 24)
    """
    if print_info:
        _print_head("Variables: name (type shape) [size]")
    total, total_bytes = 0, 0
    for var in variables:
        size = var.get_shape().num_elements() or 0
        size_bytes = size * var.dtype.size
        total += size
        total_bytes += size_bytes
        if print_info:
            print(var.name, tensor_description(var), f"[{size}, bytes: {size_bytes}]")
    if print_info:
        print(f"Total size of variables: {total}")
        print(f"Total bytes of variables: {total_bytes}")
    return total, total_bytes


def _print_head(text):
    print(_RULE, text, _RULE, sep="\n")
