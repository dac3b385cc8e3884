"""Meta graphs: graphs with their collections and their saver, as TensorFlow 1 kept them in files.

What real TensorFlow 1 wrote has variables that are references; it is made over as it comes in
(`tf1shim.graph_files.references`).
"""

from __future__ import annotations

import functools
import os

from tf1shim import _tf
from tf1shim.graph import in_graph
from tf1shim.graph.function_names import with_new_names
from tf1shim.graph.written import add_reads, as_read_now, as_tf1_wrote
from tf1shim.graph_files.references import without_references
from tf1shim.graph_files.tensor_arrays import name_gradients


def resource_meta_graph(meta_graph_def):
    """`meta_graph_def` as it can be imported here; itself if there is nothing to change.

    Raises: UnimplementedError for ops on references that TensorFlow 2 has not.
    """
    variables = _variable_defs(meta_graph_def)
    initializers = {proto.initializer_name.partition(":")[0] for proto in variables.values()}
    graph_def, added = _for_this_process(
        meta_graph_def.graph_def, initializers if variables else None
    )
    if graph_def is meta_graph_def.graph_def:
        return meta_graph_def
    made = _tf.v1.MetaGraphDef()
    made.CopyFrom(meta_graph_def)
    made.graph_def.CopyFrom(graph_def)
    for key, collection in made.collection_def.items():
        proto_type = _tf.collection_proto_type(key)
        if proto_type is not None and collection.WhichOneof("kind") == "bytes_list":
            items = collection.bytes_list.value
            items[:] = [_with_resources(data, proto_type, added) for data in items]
    return made


def _for_this_process(graph_def, initializers=None, mapped=()):
    """The GraphDef as it can be imported here; and what was added for which node."""
    graph_def, added = without_references(graph_def, initializers, mapped)
    return name_gradients(as_read_now(with_new_names(graph_def))), added


def _variable_defs(meta_graph_def):
    """The `VariableDef`s in the collections, by the variable's name."""
    found = {}
    for key, collection in meta_graph_def.collection_def.items():
        if _tf.collection_proto_type(key) is _tf.variable_pb2.VariableDef:
            for data in collection.bytes_list.value:
                proto = _tf.variable_pb2.VariableDef.FromString(data)
                if not proto.is_resource:
                    found[proto.variable_name] = proto
    return found


def _with_resources(data, proto_type, added):
    """The serialized item of a collection, made over."""
    proto = proto_type.FromString(data)
    if proto_type is _tf.variable_pb2.VariableDef:
        proto.is_resource = True
    elif proto_type in _tf.CONTROL_FLOW_PROTOS:
        _widen(proto, added)
    else:
        return data
    return proto.SerializeToString()


def _widen(context, added):
    """Puts the nodes that were `added` for a node of a ``cond`` or ``while_loop`` beside it."""
    inside = {name.partition(":")[0] for name in context.values_def.values}
    outside = {name.partition(":")[0] for name in context.values_def.external_values}
    context.values_def.values.extend(
        f"{new}:0" for new, node in added.items() if node in inside - outside
    )
    for nested in context.nested_contexts:
        kind = nested.WhichOneof("ctxt")
        if kind is not None:
            _widen(getattr(nested, kind), added)


@in_graph
@functools.wraps(_tf.v1.import_graph_def)
def import_graph_def(
    graph_def, input_map=None, return_elements=None, name=None, op_dict=None, producer_op_list=None
):
    """Adds the ops of `graph_def` to the default graph, their names beneath `name`.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default() as g:
    ...   x = tf.placeholder(tf.float32, [], name="x")
    ...   y = tf.add(x, 1.0, name="y")
    >>> y, = tf.import_graph_def(g.as_graph_def(), {"x:0": tf.constant(2.0)}, ["y:0"], name="other")
    >>> with tf.Session() as sess: print(y.name, sess.run(y))
    other/y:0 3.0

    Args: `input_map` ``{name in graph_def: tensor}``, what is taken from here; `return_elements`,
      the names of what to return: operations, and tensors ('y:0'). `name` defaults to 'import'.
    Raises: TypeError and ValueError for arguments that do not fit, and names that are not there.
    Differences from TF1: variables that are references become resources; 'v:0' is their value.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/graph_util/import_graph_def
    """
    if isinstance(graph_def, _tf.v1.GraphDef) and isinstance(input_map or {}, dict):
        mapped = [key for key in input_map or {} if isinstance(key, str) and key[:1] != "^"]
        graph_def, _ = _for_this_process(graph_def, mapped=mapped)
    found = _tf.v1.import_graph_def(
        graph_def, input_map, return_elements, name, op_dict, producer_op_list
    )
    value_of = getattr(_tf.get_default_graph(), "value_of", None)
    return [value_of(element) for element in found] if found and value_of else found


@in_graph
def import_meta_graph(meta_graph_or_file, clear_devices=False, import_scope=None, **kwargs):
    """Adds a meta graph to the default graph, its collections too; returns its `Saver`.

    >>> import tf1shim as tf
    >>> import tempfile
    >>> with tf.Graph().as_default(), tf.Session() as sess:
    ...   v = tf.get_variable("v", initializer=3.0)
    ...   sess.run(v.initializer)
    ...   path = tf.train.Saver().save(sess, tempfile.mkdtemp() + "/model")
    >>> with tf.Graph().as_default() as graph, tf.Session() as sess:
    ...   saver = tf.train.import_meta_graph(path + ".meta")
    ...   saver.restore(sess, path)
    ...   print(tf.global_variables(), sess.run("v:0"))
    [<tf.Variable 'v:0' shape=() dtype=float32_ref>] 3.0

    Args: `meta_graph_or_file` a MetaGraphDef or the name of its file; ``clear_devices=True``
      forgets the devices of the ops; `import_scope` goes before their names; `kwargs`, such as
      `input_map`, as in TF1.
    Returns: the saver that the file describes, or one of all variables; None without variables.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/train/import_meta_graph
    """
    meta_graph_def = meta_graph_or_file
    if not isinstance(meta_graph_def, _tf.v1.MetaGraphDef):
        meta_graph_def = _tf.read_meta_graph_file(meta_graph_or_file)
    return _tf.v1.train.import_meta_graph(
        resource_meta_graph(meta_graph_def), clear_devices, import_scope, **kwargs
    )


def _made_over(fn):
    """`fn`, TensorFlow's own, with the meta graph that it is given first made over."""

    @in_graph
    @functools.wraps(fn)
    def call(meta_graph_or_file, *args, **kwargs):
        if isinstance(meta_graph_or_file, str):
            meta_graph_or_file = _tf.read_meta_graph_file(meta_graph_or_file)
        return fn(resource_meta_graph(meta_graph_or_file), *args, **kwargs)

    return call


def _written_as_in_tf1(fn):
    """`fn`, which exports meta graphs, such that TensorFlow 1 can read them."""

    @in_graph
    @functools.wraps(fn)
    def export(filename=None, *args, as_text=False, **kwargs):
        made = fn(None, *args, as_text=as_text, **kwargs)
        meta_graph_def = made[0] if isinstance(made, tuple) else made
        add_reads(as_tf1_wrote(meta_graph_def.graph_def))
        if filename:
            directory, name = os.path.split(filename)
            _tf.v1.train.write_graph(meta_graph_def, directory, name, as_text=as_text)
        return made

    return export


#: What TensorFlow's own function means here.
MADE_OVER = {
    **{fn: _made_over(fn) for fn in _tf.IMPORTS_OF_META_GRAPHS},
    _tf.export_scoped_meta_graph: _written_as_in_tf1(_tf.export_scoped_meta_graph),
}
export_meta_graph = _written_as_in_tf1(_tf.v1.train.export_meta_graph)
