"""Graphs, tensors and the default graph: the program half of TensorFlow 1."""

from tf1shim.graph.default import (
    eager_mode_enabled,
    enable_eager_mode,
    get_default_graph,
    graph_context,
    in_graph,
    in_graph_block,
    reset_default_graph,
)
from tf1shim.graph.graph import Graph, adopt
from tf1shim.graph.shape import Dimension, TensorShape
from tf1shim.graph.tensor import Tensor

__all__ = [
    "Dimension",
    "Graph",
    "Tensor",
    "TensorShape",
    "adopt",
    "eager_mode_enabled",
    "enable_eager_mode",
    "get_default_graph",
    "graph_context",
    "in_graph",
    "in_graph_block",
    "reset_default_graph",
]
