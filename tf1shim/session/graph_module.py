"""`GraphModule`: any part of a TensorFlow 1 graph as a TensorFlow 2 module, without its source."""

from __future__ import annotations

import inspect
import re

import tensorflow

from tf1shim import _tf
from tf1shim.session import failures
from tf1shim.session.callable_module import CallableModule
from tf1shim.session.excerpt import Excerpt


class GraphModule(CallableModule):
    """What a session computes from `inputs`, to be called, differentiated, saved: see
    `tf1shim.Session.as_module`.
    """

    def __init__(self, session, inputs, outputs, name="graph_module"):
        super().__init__(name)
        graph = session.graph
        self._session = session
        with graph.as_default():
            named, given = _named(inputs)
            self._inputs = _Kept(_elements(graph, given))
            self._outputs = _Kept(_elements(graph, outputs))
        self._excerpt = Excerpt(session, self._inputs.flat, self._outputs.flat)
        self._hold(self._excerpt.variables)
        names = list(inputs) if named else [_first_name(t) for t in self._inputs.structure]
        self._signature = _signature(names)
        self._arguments = dict(zip(names, self._signature.parameters)) if named else {}
        self.function = tensorflow.function(
            _with_signature(self._traced, self._signature),
            input_signature=[_spec(t, n) for t, n in zip(self._inputs.structure, names)],
            autograph=False,
        )

    def _tables(self):
        return self._session.saved_tables.of(self._session, self._excerpt.handle_ops)

    def _traced(self, *values):
        flat = _tf.nest.flatten(list(values), expand_composites=True)
        return self._outputs.pack(self._excerpt(*flat))

    def __call__(self, *args, **kwargs):
        """The outputs for these values of the inputs, in the structure that was asked for."""
        if self._session._closed:
            raise RuntimeError(
                f"{failures.CLOSED}\n  keep the session open as long as its modules are used"
            )
        kwargs = {self._arguments.get(name, name): value for name, value in kwargs.items()}
        bound = self._signature.bind(*args, **kwargs)
        if isinstance(_tf.get_default_graph(), _tf.FuncGraph):
            return self.function(*map(_converted, bound.args, self._inputs.structure))
        with _tf.eager_mode():
            return self.function(*map(_converted, bound.args, self._inputs.structure))


class _Kept:
    """A structure of graph tensors, which ``tf.Module`` is not to look into."""

    def __init__(self, structure):
        self.structure = structure
        self.flat = _tf.nest.flatten(structure, expand_composites=True)

    def pack(self, values):
        return _tf.nest.pack_sequence_as(self.structure, values, expand_composites=True)


def _named(inputs):
    """Whether the inputs have names; and the list of them."""
    if isinstance(inputs, dict):
        return True, list(inputs.values())
    return False, list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]


def _elements(graph, structure):
    """The tensors of `graph` that the names, variables and tensors in `structure` stand for."""

    def element(item):
        if isinstance(item, _tf.CompositeTensor):
            return item
        return graph.as_graph_element(item, allow_operation=False)

    return _tf.nest.map_structure(element, structure)


def _first_name(structure):
    return _tf.nest.flatten(structure, expand_composites=True)[0].op.name


def _signature(names):
    """The signature of a function with arguments of these names, made Python's where they must."""
    parameters = {}
    for name in names:
        plain = re.sub(r"\W|^(?=\d)", "_", name)
        while plain in parameters:
            plain += "_"
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        parameters[plain] = inspect.Parameter(plain, kind)
    return inspect.Signature(list(parameters.values()))


def _with_signature(traced, signature):
    """`traced` with these arguments, which a SavedModel's signature then has too."""

    def call(*args, **kwargs):
        return traced(*signature.bind(*args, **kwargs).args)

    call.__signature__ = signature
    # TensorFlow counts how often "a function" is traced by its code, and would warn.
    call.__code__ = call.__code__.replace(co_name=f"call_{_tf.uid()}")
    return call


def _spec(structure, name):
    """What ``tf.function`` is told of an input."""

    def spec(element):
        if isinstance(element, _tf.CompositeTensor):
            return tensorflow.type_spec_from_value(element)
        alone = not _tf.nest.is_nested(structure)
        return tensorflow.TensorSpec(
            element.shape, element.dtype, name if alone else element.op.name
        )

    return _tf.nest.map_structure(spec, structure)


def _converted(value, structure):
    """The `value` of an input as tensors."""

    def converted(element, value):
        if isinstance(element, _tf.CompositeTensor):
            return value
        return tensorflow.convert_to_tensor(value, element.dtype)

    return _tf.nest.map_structure_up_to(structure, converted, structure, value)
