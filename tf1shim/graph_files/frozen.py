"""Frozen graphs: the variables of a session as constants."""

from __future__ import annotations

import functools

from tf1shim import _tf
from tf1shim.graph import in_graph
from tf1shim.graph_files.references import without_references

_convert = _tf.v1.graph_util.convert_variables_to_constants


@in_graph
@functools.wraps(_convert)
def convert_variables_to_constants(
    sess,
    input_graph_def,
    output_node_names,
    variable_names_whitelist=None,
    variable_names_blacklist=None,
):
    """The part of a graph that gives `output_node_names`, with constants for the variables.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default() as graph, tf.Session() as sess:
    ...   v = tf.get_variable("v", initializer=3.0)
    ...   y = tf.multiply(v, 2.0, name="y")
    ...   sess.run(v.initializer)
    ...   frozen = tf.graph_util.convert_variables_to_constants(sess, graph.as_graph_def(), ["y"])
    >>> [(node.name, node.op) for node in frozen.node]
    [('v', 'Const'), ('v/read', 'Identity'), ('y/y', 'Const'), ('y', 'Mul')]

    Args: `sess` holds the values; `input_graph_def`, its graph or the file that it came from;
      `variable_names_whitelist` and `variable_names_blacklist`, the variables to convert and not.
    Returns: a GraphDef. Raises: AssertionError for an output that is not there,
      FailedPreconditionError for a variable without a value.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/graph_util/convert_variables_to_constants
    """
    graph_def, _ = without_references(input_graph_def)
    return _convert(
        sess, graph_def, output_node_names, variable_names_whitelist, variable_names_blacklist
    )
