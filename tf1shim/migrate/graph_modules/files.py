"""The files that TensorFlow 1 kept graphs in, opened: a session with the graph and its values."""

from __future__ import annotations

import os

import tensorflow
from google.protobuf import message, text_format

from tf1shim import _tf
from tf1shim.graph import Graph
from tf1shim.graph_files.meta_graphs import import_graph_def, import_meta_graph
from tf1shim.graph_files.saved_models import SavedModelLoader
from tf1shim.migrate.graph_modules import weights
from tf1shim.session import Session
from tf1shim.session.tables import FILLS

v1 = _tf.v1
_SAVED = ("saved_model.pb", "saved_model.pbtxt")
_SERVE = "serve"
#: What a SavedModel keeps among its signatures and is none.
_RESERVED = "__saved_model_"


def open_file(source, tags=None, checkpoint=None, trainable=None):
    """A session with the graph of `source` and its values; ``{signature: (inputs, outputs)}``."""
    graph = Graph()
    with graph.as_default():
        session = Session(graph=graph)
        if isinstance(source, v1.MetaGraphDef):
            return session, _meta_graph(session, source, checkpoint, trainable)
        if isinstance(source, v1.GraphDef):
            return session, _graph_def(session, source, checkpoint, trainable)
        path = os.fspath(source)
        if os.path.basename(path) in _SAVED:
            path = os.path.dirname(path) or "."
        if v1.saved_model.loader.maybe_saved_model_directory(path):
            return session, _saved_model(session, path, tags, trainable)
        if tags is not None:
            raise ValueError(f"`tags` are for SavedModels, and {path} is none")
        prefix = _checkpoint_prefix(path)
        if prefix is not None:
            meta_graph = _tf.read_meta_graph_file(prefix + ".meta")
            checkpoint = prefix if checkpoint is None else checkpoint
            return session, _meta_graph(session, meta_graph, checkpoint, trainable)
        return session, _graph_def(session, _read_graph_def(path), checkpoint, trainable)


def _checkpoint_prefix(path):
    """The prefix of the checkpoint beside a meta graph that `path` means, or None."""
    if os.path.isdir(path):
        latest = tensorflow.train.latest_checkpoint(path)
        if latest is None:
            raise OSError(f"{path} has no SavedModel and no checkpoint with a meta graph")
        return latest
    prefix = path.removesuffix(".meta")
    return prefix if tensorflow.io.gfile.exists(prefix + ".meta") else None


def _read_graph_def(path):
    try:
        with tensorflow.io.gfile.GFile(path, "rb") as file:
            data = file.read()
    except tensorflow.errors.NotFoundError as e:
        raise OSError(f"There is no file {path}, and none for {path}.meta") from e
    graph_def = v1.GraphDef()
    try:
        if os.path.splitext(path)[1] in (".pbtxt", ".txt"):
            text_format.Parse(data.decode(), graph_def)
        else:
            graph_def.ParseFromString(data)
    except (message.DecodeError, text_format.ParseError) as e:
        raise OSError(f"{path} is no GraphDef: {e}") from e
    return graph_def


# --- each kind of file ---------------------------------------------------------------------------


def _saved_model(session, path, tags, trainable):
    loader = SavedModelLoader(path)
    tags = _tags(loader.saved_model, tags)
    meta_graph = loader.get_meta_graph_def_from_tags(tags)
    _point_to_assets(meta_graph, path)
    saver, _ = loader.load_graph(session.graph, tags)
    weights.declare(session.graph, trainable)
    loader.restore_variables(session, saver)
    loader.run_init_ops(session, tags)
    return _signatures(meta_graph, session.graph)


def _tags(saved_model, tags):
    """The tags of the graph to load. Raises: RuntimeError if it is not clear which."""
    if tags is not None:
        return [tags] if isinstance(tags, str) else list(tags)
    found = [sorted(m.meta_info_def.tags) for m in saved_model.meta_graphs]
    if len(found) == 1:
        return found[0]
    if [_SERVE] in found:
        return [_SERVE]
    raise RuntimeError(f"The SavedModel has several graphs: say which by its tags: tags={found}")


def _point_to_assets(meta_graph, path):
    """The constants with the names of files get those of the SavedModel's own."""
    files = _tf.get_asset_tensors(path, meta_graph)
    for node in meta_graph.graph_def.node:
        file = files.get(f"{node.name}:0")
        if file is not None and node.op == "Const":
            node.attr["value"].tensor.CopyFrom(tensorflow.make_tensor_proto(file))


def _meta_graph(session, meta_graph, checkpoint, trainable):
    saver = import_meta_graph(meta_graph, clear_devices=True)
    variables = weights.declare(session.graph, trainable)
    if variables:
        saver.restore(session, _values(checkpoint, variables))
    session.run(v1.local_variables_initializer())
    session.run(session.graph.get_collection(v1.GraphKeys.TABLE_INITIALIZERS))
    return _signatures(meta_graph, session.graph)


def _graph_def(session, graph_def, checkpoint, trainable):
    graph = session.graph
    graph_def, constants = weights.thawed(graph_def, trainable)
    made = weights.as_variables(constants)
    import_graph_def(graph_def, {f"{n}:0": v.value() for n, v in made.items()}, name="")
    if made:
        session.run([v.initializer for v in made.values()])
    variables = weights.declare(graph, None if made else trainable, made)
    if variables:
        checkpoint = _values(checkpoint, variables)
        there = {name for name, _ in tensorflow.train.list_variables(checkpoint)}
        # Local variables are not saved; those that are used and have no value are found out later.
        saved = {v.op.name: v for v in variables if v.op.name in there}
        if saved:
            v1.train.Saver(saved).restore(session, checkpoint)
    session.run([op for op in graph.get_operations() if op.type in FILLS])
    return {}


def _values(checkpoint, variables):
    if checkpoint is None:
        names = ", ".join(v.op.name for v in variables[:5])
        raise ValueError(
            f"The values of the graph's variables ({names} ...) are in a checkpoint.\n"
            "  say in which:  load_module(..., checkpoint=PATH)"
        )
    return os.fspath(checkpoint)


def _signatures(meta_graph, graph):
    """``{name: (inputs by name, outputs by name)}``."""

    def tensors(infos):
        utils = v1.saved_model.utils
        return {n: utils.get_tensor_from_tensor_info(infos[n], graph) for n in sorted(infos)}

    return {
        name: (tensors(about.inputs), tensors(about.outputs))
        for name, about in sorted(meta_graph.signature_def.items())
        if about.outputs and not name.startswith(_RESERVED)
    }
