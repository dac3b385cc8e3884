"""TensorFlow's own tools, such as ``freeze_graph``, on our graphs and sessions."""

from __future__ import annotations

import functools
import importlib

from tf1shim import _tf
from tf1shim.second_copy import AnsweredImports

#: The tools that build graphs or open sessions.
TOOLS = ("python.tools.freeze_graph", "python.tools.optimize_for_inference_lib",
         "python.tools.strip_unused_lib")  # fmt: skip
#: What they import of TensorFlow and get from us.
ANSWERED = ("python.client.session", "python.framework.convert_to_constants",
            "python.framework.graph_util", "python.framework.importer",
            "python.saved_model.loader", "python.tools.strip_unused_lib",
            "python.training.saver")  # fmt: skip


@functools.cache
def tool(path):
    """The module that ``tensorflow.PATH`` means: TensorFlow's code, with our answers."""
    answers = {
        f"tensorflow.{name}": importlib.import_module(f"tf1shim.{name}") for name in ANSWERED
    }
    above, _, name = path.rpartition(".")
    parent = _tf.private_module(above)
    return AnsweredImports(answers).run(f"tensorflow.{path}", f"tf1shim.{above}._{name}", parent)
