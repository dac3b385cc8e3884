"""Copies of operations, tensors and variables in another graph."""

import tf1shim as tf


def copy_variable_to_graph(org_instance, to_graph, scope=""):
    """Makes a variable of the same name, beneath `scope`, and collections in `to_graph`.

    >>> w = tf.get_variable("w", initializer=2.0)
    >>> copied = copy_variable_to_graph(w, tf.Graph(), "copy")
    >>> copied.op.name, [v.op.name for v in copied.graph.get_collection("variables")]
    ('copy/w', ['copy/w'])

    Its first value is what the initializer of `org_instance` gives. In a scope the other
    collections have it in their names too. Raises: TypeError for what is no variable.
    """
    if not isinstance(org_instance, tf.Variable):
        raise TypeError(f"{org_instance} is not a Variable")
    graph = org_instance.graph
    shared = (tf.GraphKeys.GLOBAL_VARIABLES, tf.GraphKeys.TRAINABLE_VARIABLES)
    collections = [
        key if key in shared else _beneath(scope, key)
        for key in _collections_of(org_instance, graph)
    ]
    trainable = org_instance in graph.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES)
    with graph.as_default(), tf.Session() as sess:
        value = sess.run(org_instance.initialized_value())
    with to_graph.as_default():
        return tf.Variable(
            value,
            trainable,
            name=_beneath(scope, org_instance.op.name),
            collections=collections,
            validate_shape=False,
        )


def copy_op_to_graph(org_instance, to_graph, variables, scope=""):
    """Copies an operation or tensor, and all that it is computed from, into `to_graph`.

    >>> w = tf.get_variable("w", initializer=2.0)
    >>> double = tf.multiply(w, 2.0, name="double")
    >>> other = tf.Graph()
    >>> copied = copy_op_to_graph(double, other, [copy_variable_to_graph(w, other)])
    >>> with tf.Session(graph=other) as sess:
    ...     with other.as_default():
    ...         sess.run(tf.global_variables_initializer())
    ...     print(sess.run(copied))
    4.0

    Args: `variables`, the copies of the variables. What is there by its name already is returned.
    Raises: TypeError for other objects.
    """
    name = _beneath(scope, org_instance.name)
    copies = {variable.name: variable for variable in variables}
    if name in copies:
        variable = copies[name]
        if org_instance.dtype == tf.resource:
            return variable.handle
        return to_graph.get_tensor_by_name(variable.name)
    there = _find(to_graph, name)
    if there is not None:
        return there
    if isinstance(org_instance, tf.Tensor):
        op = copy_op_to_graph(org_instance.op, to_graph, variables, scope)
        copied = op.outputs[org_instance.value_index]
        for key in _collections_of(org_instance, org_instance.graph):
            to_graph.add_to_collection(_beneath(scope, key), copied)
        return copied
    if not isinstance(org_instance, tf.Operation):
        raise TypeError(f"Could not copy instance: {org_instance}")
    before = [
        copy_op_to_graph(op, to_graph, variables, scope) for op in org_instance.control_inputs
    ]
    inputs = [copy_op_to_graph(t, to_graph, variables, scope) for t in org_instance.inputs]
    with to_graph.as_default(), tf.control_dependencies(None):
        with tf.control_dependencies(before), tf.device(org_instance.device or None):
            return to_graph.create_op(
                org_instance.type,
                inputs,
                [t.dtype for t in org_instance.outputs],
                name=name + "/",
                attrs=dict(org_instance.node_def.attr),
            )


def get_copied_op(org_instance, graph, scope=""):
    """Returns the copy of an operation, tensor or variable in `graph`.

    >>> other = tf.Graph()
    >>> one = tf.constant(1, name="one")
    >>> copied = copy_op_to_graph(one, other, [])
    >>> get_copied_op(one, other) is copied
    True
    """
    return graph.as_graph_element(
        _beneath(scope, org_instance.name), allow_tensor=True, allow_operation=True
    )


def _beneath(scope, name):
    return f"{scope}/{name}" if scope else name


def _find(graph, name):
    try:
        return graph.as_graph_element(name, allow_tensor=True, allow_operation=True)
    except (KeyError, ValueError):
        return None


def _collections_of(item, graph):
    """The names of the collections that `item` is in."""
    return [
        key
        for key in graph.get_all_collection_keys()
        if any(other is item for other in graph.get_collection(key))
    ]
