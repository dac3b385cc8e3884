"""`load_module`: a file of TensorFlow 1 becomes a TensorFlow 2 module."""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.migrate.graph_modules.files import open_file
from tf1shim.migrate.graph_modules.module import DEFAULT, LoadedModule
from tf1shim.session.graph_module import GraphModule


def load_module(
    source,
    inputs=None,
    outputs=None,
    *,
    signature=None,
    tags=None,
    checkpoint=None,
    trainable=None,
    name="loaded_module",
):
    """Loads a graph that TensorFlow 1 wrote, with its variables, as a ``tf.Module``.

    >>> import tempfile, tensorflow
    >>> import tf1shim as tf
    >>> path = tempfile.mkdtemp() + "/model"
    >>> with tf.Graph().as_default(), tf.Session() as sess:
    ...   x = tf.placeholder(tf.float32, [None, 2], name="x")
    ...   y = tf.layers.dense(x, 1, kernel_initializer=tf.ones_initializer(), name="out")
    ...   sess.run(tf.global_variables_initializer())
    ...   tf.saved_model.simple_save(sess, path, {"x": x}, {"y": y})
    >>> module = tf.load_module(path)
    >>> module(x=[[1.0, 2.0]])["y"].numpy().tolist(), list(module.signatures)
    ([[3.0]], ['serving_default'])
    >>> [v.name for v in module.trainable_variables]
    ['out/kernel:0', 'out/bias:0']

    All signatures share one set of variables. Gradients go through, ``tf.function`` traces it, and
    ``tensorflow.saved_model.save(module, path, signatures=module.signatures)`` writes what
    TensorFlow 2 loads without tf1shim.

    Args:
      source: the directory of a SavedModel; a meta graph's file ('model.ckpt-100.meta'), the prefix
        of its checkpoint or the directory with it; the file of a GraphDef, binary or text, frozen
        or with its checkpoint; or a MetaGraphDef or GraphDef.
      inputs: what the module computes from: names of tensors, as for ``session.as_module``.
      outputs: what it computes. Without them it computes what the file's signatures say.
      signature: which of the signatures the module itself is; 'serving_default' or the only one.
      tags: of the graph in a SavedModel that has several; 'serve' if there is one with that alone.
      checkpoint: where the values of the variables are; by default what lies beside the file.
      trainable: True, False or names, with wildcards ("net/*"), say which variables are trained.
        By default those that were. A frozen graph has none: there these constants become variables
        again (True: all that still look like variables; batch normalization's averages too).
      name: of the module.

    Returns: a module with `signatures`, `variables`, `trainable_variables` and `session`, in which
      the whole graph can be run.
    Raises: IOError if there is no file; RuntimeError for tags, ValueError for a signature, tensors
      or names that are not there, or for values that nobody gives; tf.errors.NotFoundError for a
      variable that is not in the checkpoint.
    """
    with _tf.eager_mode():
        session, signatures = open_file(source, tags, checkpoint, trainable)
        if outputs is not None:
            signatures = {DEFAULT: (inputs if inputs is not None else [], outputs)}
        elif inputs is not None:
            raise ValueError("`inputs` were given, but no `outputs`: what is to be computed?")
        if signature is None:
            signature = DEFAULT if DEFAULT in signatures else None
            if len(signatures) == 1:
                (signature,) = signatures
        elif signature not in signatures:
            raise ValueError(f"There is no signature {signature!r}, but {_listed(signatures)}")
        if not signatures:
            raise ValueError(
                "The file has no signatures that say what to compute.\n"
                "  say it:  load_module(..., inputs=[names of tensors], outputs=[names])\n"
                f"  placeholders: {_listed(_placeholders(session.graph))}"
            )
        parts, unusable = {}, {}
        for key, (given, wanted) in signatures.items():
            try:
                parts[key] = GraphModule(session, given, wanted)
            except ValueError as e:
                if key == signature or len(signatures) == 1:
                    raise
                unusable[key] = e
        return LoadedModule(session, parts, unusable, signature, name)


def _placeholders(graph):
    return [op.outputs[0].name for op in graph.get_operations() if op.type == "Placeholder"]


def _listed(names, most=8):
    names = [repr(name) for name in names]
    return ", ".join(names[:most]) + (", ..." if len(names) > most else "") if names else "none"
