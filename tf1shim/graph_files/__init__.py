"""Graphs in files: graph defs, meta graphs, SavedModels, in and out."""

from tf1shim import _tf
from tf1shim.graph_files.frozen import convert_variables_to_constants
from tf1shim.graph_files.meta_graphs import (
    MADE_OVER,
    export_meta_graph,
    import_graph_def,
    import_meta_graph,
)
from tf1shim.graph_files.saved_models import SavedModelLoader, load

#: What TF1 programs call, by name.
FUNCTIONS = {
    "graph_util.convert_variables_to_constants": convert_variables_to_constants,
    "graph_util.import_graph_def": import_graph_def,
    "saved_model.load": load,
    "saved_model.loader.load": load,
    "train.export_meta_graph": export_meta_graph,
    "train.import_meta_graph": import_meta_graph,
}
#: What stands for TensorFlow's own functions and classes, which private paths reach.
PRIVATE = {**MADE_OVER, _tf.SavedModelLoader: SavedModelLoader}

__all__ = ["FUNCTIONS", "PRIVATE", "import_graph_def"]
