"""Lookup tables of a session in a SavedModel of TensorFlow 2."""

from __future__ import annotations

import uuid

import tensorflow

from tf1shim import _tf
from tf1shim.session.excerpt import Excerpt

TABLES = ("HashTableV2", "MutableHashTableOfTensorsV2", "MutableHashTableV2")
#: The ops that fill a table which nobody changes after.
FROM_FILE = "InitializeTableFromTextFileV2"
FILLS = (FROM_FILE, "InitializeTableV2")


class SavedTable(tensorflow.saved_model.experimental.TrackableResource):
    """The table that `op` makes in `session`, as ``tf.saved_model.save`` writes it.

    It is filled by the op that the program made for that, and the file which that reads is an asset
    of the SavedModel; a table that a program changes has the content of the moment of saving.
    """

    def __init__(self, session, op):
        super().__init__()
        self._session, self._op = session, op
        consumers = op.outputs[0].consumers()
        self._fill = next((c for c in consumers if c.type in FILLS), None)
        self.asset = None
        if self._fill is not None and self._fill.type == FROM_FILE:
            path = tensorflow.get_static_value(self._fill.inputs[1])
            if path is not None:
                with _tf.eager_mode():
                    self.asset = tensorflow.saved_model.Asset(_tf.as_str(path.item()))
        with _tf.eager_mode():
            # The very tensor that the functions which use the table have captured.
            self._session_handle = self.resource_handle

    @property
    def name(self):
        """The op's name, as an attribute of the saved module."""
        return "table_" + self._op.name.replace("/", "_")

    def _trackable_children(self, save_type="checkpoint", **kwargs):
        children = super()._trackable_children(save_type, **kwargs)
        if self.asset is not None:
            children["asset"] = self.asset
        return children

    def _create_resource(self):
        if tensorflow.executing_eagerly():
            return self._session.resource(self._op)
        graph_def = _tf.v1.GraphDef()
        node = graph_def.node.add()
        node.CopyFrom(self._op.node_def)
        del node.input[:]
        node.attr.pop("_class", None)
        # Two models may be loaded into one process.
        node.attr["shared_name"].s = _tf.as_bytes(f"{self._op.name}_{uuid.uuid4().hex}")
        (made,) = tensorflow.graph_util.import_graph_def(
            graph_def, return_elements=[self._op.outputs[0].name], name=""
        )
        return made

    def _initialize(self):
        if self._fill is None:
            self._import_content()
        elif self.asset is None:
            Excerpt(self._session, [], [], [self._fill])()
        else:
            Excerpt(self._session, [self._fill.inputs[1]], [], [self._fill])(self.asset.asset_path)

    def _import_content(self):
        keys, values = (
            _tf.dtypes.as_dtype(self._op.get_attr(name)) for name in ("key_dtype", "value_dtype")
        )
        with tensorflow.init_scope():
            found = tensorflow.raw_ops.LookupTableExportV2(
                table_handle=self._session_handle, Tkeys=keys, Tvalues=values
            )
            content = [t.numpy() for t in found]
        tensorflow.raw_ops.LookupTableImportV2(
            table_handle=self.resource_handle,
            keys=tensorflow.constant(content[0], keys),
            values=tensorflow.constant(content[1], values),
        )


class SavedTables:
    """The `SavedTable`s of a module: one for each table, the same whenever they are asked for."""

    def __init__(self):
        self._made = {}

    def of(self, session, ops):
        """Those of the ops among `ops` that make tables."""
        for op in ops:
            if op.type in TABLES and op not in self._made:
                self._made[op] = SavedTable(session, op)
        return [self._made[op] for op in ops if op in self._made]
