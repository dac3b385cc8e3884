"""Graphs, tensors and the default graph: the program half of TensorFlow 1."""

from tf1shim.graph.bound import (
    bind_in_place,
    bound_class,
    has_graph_methods,
    in_graph,
    with_bodies,
)
from tf1shim.graph.default import (
    disable_eager_mode,
    eager_mode_enabled,
    enable_eager_mode,
    get_default_graph,
    graph_context,
    in_graph_block,
    program_graph,
    reset_default_graph,
)
from tf1shim.graph.graph import Graph, adopt, outermost
from tf1shim.graph.shape import Dimension, TensorShape
from tf1shim.graph.tensor import Tensor

__all__ = [
    "Dimension",
    "Graph",
    "Tensor",
    "TensorShape",
    "adopt",
    "bind_in_place",
    "bound_class",
    "disable_eager_mode",
    "eager_mode_enabled",
    "enable_eager_mode",
    "get_default_graph",
    "graph_context",
    "has_graph_methods",
    "in_graph",
    "in_graph_block",
    "outermost",
    "program_graph",
    "reset_default_graph",
    "with_bodies",
]
