"""What a program fetches: any nest of tensors, operations, variables and names.

`Fetches` flattens it once to unique graph elements and builds the value of the same form back.
"""

from __future__ import annotations

import collections
import weakref
from collections.abc import Mapping

from tf1shim import _tf
from tf1shim.session import failures, handles


class Fetches:
    """A fetch structure resolved in a graph.

    `session` is the one that keeps what handles stand for.

    `tensors` are the unique tensors, `targets` the unique operations; `build(values)` takes the
    tensors' values in order and returns them in the structure that was asked for.

    Raises: TypeError for a fetch of a wrong type, ValueError for one that is not in the graph.
    """

    def __init__(self, graph, fetches, session):
        self._graph = graph
        self._session = session
        self._positions = {}
        self._targets = {}
        self.build = self._builder(fetches)
        self.tensors = tuple(self._positions)
        self.targets = tuple(self._targets)

    def _builder(self, fetch):
        if fetch is None:
            raise TypeError(failures.fetch_of_wrong_type(fetch))
        if isinstance(fetch, (list, tuple)):
            return self._sequence(fetch)
        if isinstance(fetch, Mapping):
            return self._mapping(fetch)
        if hasattr(type(fetch), "__attrs_attrs__"):
            return self._attrs(fetch)
        for kind, fetch_fn, _, _ in _tf.registered_session_conversions:
            if kind is object:
                break
            if isinstance(fetch, kind):
                return self._contracted(*fetch_fn(fetch))
        return self._element(fetch)

    def _sequence(self, fetch):
        parts = [self._builder(item) for item in fetch]
        if isinstance(fetch, list):
            return lambda values: [part(values) for part in parts]
        kind = type(fetch)
        if hasattr(fetch, "_fields"):
            return lambda values: kind(*[part(values) for part in parts])
        return lambda values: kind([part(values) for part in parts])

    def _mapping(self, fetch):
        parts = [(key, self._builder(item)) for key, item in fetch.items()]
        kind = type(fetch)
        arguments = [fetch.default_factory] if isinstance(fetch, collections.defaultdict) else []

        def build(values):
            result = kind(*arguments)
            for key, part in parts:
                result[key] = part(values)
            return result

        return build

    def _attrs(self, fetch):
        kind = type(fetch)
        parts = [self._builder(getattr(fetch, a.name)) for a in kind.__attrs_attrs__]
        return lambda values: kind(*[part(values) for part in parts])

    def _contracted(self, parts, contract):
        elements = [self._element(part) for part in parts]
        return lambda values: contract([element(values) for element in elements])

    def _element(self, fetch):
        try:
            element = self._graph.as_graph_element(fetch)
        except TypeError as e:
            raise TypeError(failures.fetch_of_wrong_type(fetch, e)) from None
        except (ValueError, KeyError) as e:
            raise ValueError(failures.fetch_not_in_graph(fetch, e)) from None
        # By name, or of a hook that looked it up, a variable's handle means its value.
        element = getattr(self._graph, "value_of", _same)(element)
        is_operation = isinstance(element, _tf.Operation)
        if not self._graph.is_fetchable(element):
            op = element if is_operation else element.op
            raise _tf.InaccessibleTensorError(failures.not_fetchable(op))
        if is_operation:
            self._targets[element] = None
            return _nothing
        position = self._positions.setdefault(element, len(self._positions))
        if element.op.type == handles.KEEP:
            # Weak, as the session keeps what it has fetched.
            session, dtype = weakref.ref(self._session), element.op.inputs[0].dtype
            return lambda values: handles.kept(session(), dtype, values[position])
        return lambda values: values[position]


def _nothing(_):
    """The value of a fetched operation."""
    return None


def _same(element):
    return element


def structure_key(fetches):
    """A hashable stand-in for a fetch structure: equal keys fetch the same things.

    Raises: TypeError where a part cannot be hashed.
    """
    if isinstance(fetches, (list, tuple)):
        # Two namedtuples of equal items are equal: the type tells them apart.
        return (type(fetches), *map(structure_key, fetches))
    if isinstance(fetches, Mapping):
        kind = type(fetches), getattr(fetches, "default_factory", None)
        return (kind, tuple(fetches), tuple(map(structure_key, fetches.values())))
    hash(fetches)
    return fetches
