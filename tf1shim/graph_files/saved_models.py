"""SavedModels: loading one into a session, whoever wrote it."""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.graph import in_graph
from tf1shim.graph_files.meta_graphs import resource_meta_graph


class SavedModelLoader(_tf.SavedModelLoader):
    """Loads the graphs and the variables of the SavedModel in a directory.

    >>> import tf1shim as tf
    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/model"
    >>> with tf.Graph().as_default(), tf.Session() as sess:
    ...   x = tf.placeholder(tf.float32, [], name="x")
    ...   tf.saved_model.simple_save(sess, path, {"x": x}, {"y": x + 1.0})
    >>> loader = SavedModelLoader(path)
    >>> [op.name for op in loader.load_graph(tf.Graph(), ["serve"])[1] or []]
    []

    Raises: IOError if there is none.
    """

    def __init__(self, export_dir):
        super().__init__(export_dir)
        for meta_graph_def in self._saved_model.meta_graphs:
            made = resource_meta_graph(meta_graph_def)
            if made is not meta_graph_def:
                meta_graph_def.CopyFrom(made)


@in_graph
def load(sess, tags, export_dir, import_scope=None, **saver_kwargs):
    """Loads the graph with `tags` of a SavedModel into the graph of `sess`, and its variables.

    >>> import tf1shim as tf
    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/model"
    >>> with tf.Graph().as_default(), tf.Session() as sess:
    ...   x = tf.placeholder(tf.float32, [], name="x")
    ...   tf.saved_model.simple_save(sess, path, {"x": x}, {"y": x + 1.0})
    >>> with tf.Session(graph=tf.Graph()) as sess:
    ...   about = tf.saved_model.load(sess, ["serve"], path)
    ...   y = about.signature_def["serving_default"].outputs["y"].name
    ...   print(sess.run(y, {"x:0": 1.0}))
    2.0

    Returns: the MetaGraphDef. Raises: IOError without a SavedModel, RuntimeError without the tags.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/saved_model/load
    """
    return SavedModelLoader(export_dir).load(sess, tags, import_scope, **saver_kwargs)
