"""`GraphModule`: any part of a TensorFlow 1 graph as a TensorFlow 2 module, without its source."""

from __future__ import annotations

import tensorflow

from tf1shim import _tf
from tf1shim.session import failures
from tf1shim.session.excerpt import Excerpt


class CallableModule(tensorflow.Module):
    """A ``tf.Module`` that is called; what ``tf.saved_model.save`` writes of it is called too."""

    #: The ``tf.function`` behind the call.
    function = None

    def _trackable_children(self, save_type="checkpoint", **kwargs):
        children = super()._trackable_children(save_type, **kwargs)
        if save_type == "savedmodel" and self.function is not None:
            children["__call__"] = self.function
        return children


class GraphModule(CallableModule):
    """What a session computes from `inputs`, to be called, differentiated, saved: see
    `tf1shim.Session.as_module`.
    """

    def __init__(self, session, inputs, outputs, name="graph_module"):
        super().__init__(name)
        graph = session.graph
        self._session = session
        with graph.as_default():
            single = not isinstance(inputs, (list, tuple, dict))
            self._inputs = _Kept(_elements(graph, [inputs] if single else inputs))
            self._outputs = _Kept(_elements(graph, outputs))
        self._excerpt = Excerpt(session, self._inputs.flat, self._outputs.flat)
        self._variables = self._excerpt.variables
        specs = [tensorflow.TensorSpec(t.shape, t.dtype, t.op.name) for t in self._inputs.flat]
        self.function = tensorflow.function(self._traced, input_signature=specs, autograph=False)

    @property
    def variables(self):
        """The TF2 variables that the part uses: the session's own."""
        return tuple(self._variables)

    @property
    def trainable_variables(self):
        """Those of them that are trained."""
        return tuple(v for v in self._variables if v.trainable)

    def _traced(self, *values):
        return self._outputs.pack(self._excerpt(*values))

    def __call__(self, *args, **kwargs):
        """The outputs for these values of the inputs, in the structure that was asked for."""
        if self._session._closed:
            raise RuntimeError(
                f"{failures.CLOSED}\n  keep the session open as long as its modules are used"
            )
        values = kwargs if kwargs else list(args)
        _tf.nest.assert_same_structure(self._inputs.structure, values, check_types=False)
        flat = _tf.nest.flatten_up_to(self._inputs.structure, values)
        pairs = zip(flat, _tf.nest.flatten(self._inputs.structure))
        return self.function(*[v for value, t in pairs for v in _converted(value, t)])


class _Kept:
    """A structure of graph tensors, which ``tf.Module`` is not to look into."""

    def __init__(self, structure):
        self.structure = structure
        self.flat = _tf.nest.flatten(structure, expand_composites=True)

    def pack(self, values):
        return _tf.nest.pack_sequence_as(self.structure, values, expand_composites=True)


def _elements(graph, structure):
    """The tensors of `graph` that the names, variables and tensors in `structure` stand for."""

    def element(item):
        if isinstance(item, _tf.CompositeTensor):
            return item
        return graph.as_graph_element(item, allow_operation=False)

    return _tf.nest.map_structure(element, structure)


def _converted(value, tensor):
    if isinstance(tensor, _tf.CompositeTensor):
        return _tf.nest.flatten(value, expand_composites=True)
    return [tensorflow.convert_to_tensor(value, tensor.dtype)]
