"""`Call`: what a wrapped function does for one kind of arguments, built as TensorFlow 1 would."""

from __future__ import annotations

import functools

import tensorflow

from tf1shim import _tf, errors
from tf1shim.graph import get_default_graph
from tf1shim.migrate.wrapped.graph import CallGraph
from tf1shim.session import Session
from tf1shim.session.excerpt import Excerpt, makes_resource
from tf1shim.session.plan import PLACEHOLDERS, needed_part
from tf1shim.variables import variables_initializer

KEYS = _tf.v1.GraphKeys
# Placeholders take no name from the function: variables and ops are to have TensorFlow 1's.
INPUTS = "arguments_of_the_call"


class Call:
    """The graph of one call of `function`, with a session that holds its tables and the like.

    Args: `arguments` the nested ``(args, kwargs)``, of which the tensors say dtype and shape;
    `variables` the `ModuleVariables`; `may_make` whether it may add to them; `name` is for errors.
    Raises: what the function raises, and what `tf1shim.errors` says of functions that cannot be
    wrapped. Nothing is made then.
    """

    def __init__(self, function, arguments, variables, may_make, name):
        self._name = name
        self._variables = variables
        self.arguments = _tf.nest.map_structure(_spec, arguments)
        with tensorflow.init_scope():
            self.graph = CallGraph(variables, get_default_graph().seed)
            with self.graph.as_default():
                inputs = self._inputs(arguments)
                args, kwargs = _tf.nest.pack_sequence_as(arguments, inputs, expand_composites=True)
                try:
                    self._outputs = self._checked(function(*args, **kwargs))
                except ValueError as e:
                    if "must be from the same graph" in str(e):
                        raise errors.from_outside(e, name) from e
                    raise
            self.graph.no_session = None
            self._inputs = [t for t in inputs if isinstance(t, _tf.BaseTensor)]
            self._initialize(may_make)
            self.session = Session(graph=self.graph, variables=variables)
            self._run(self.graph.get_collection(KEYS.TABLE_INITIALIZERS))

    # --- building ---------------------------------------------------------------------------------

    def _inputs(self, arguments):
        """Placeholders for the tensors in `arguments`; anything else as it is."""
        with _tf.v1.name_scope(INPUTS):
            return [
                _tf.v1.placeholder(leaf.dtype, leaf.shape) if _is_tensor(leaf) else leaf
                for leaf in _tf.nest.flatten(arguments, expand_composites=True)
            ]

    def _checked(self, outputs):
        """`outputs` with variables as their values and numbers as constants.

        Raises: TypeError for anything that is no tensor.
        """

        def checked(path, value):
            if value is None or isinstance(value, _tf.CompositeTensor):
                return value
            if isinstance(value, _tf.BaseResourceVariable):
                return value.value()
            if isinstance(value, _tf.BaseTensor) and not isinstance(value, _tf.EagerTensor):
                if value.graph is not self.graph:
                    raise errors.from_outside(
                        ValueError(f"{value} must be from the same graph as the call."), self._name
                    )
                return value
            try:
                return _tf.v1.convert_to_tensor(_plain(value))
            except (TypeError, ValueError):
                where = "output" + "".join(f"[{key!r}]" for key in path)
                raise errors.not_a_tensor(self._name, where, value) from None

        return _tf.nest.map_structure_with_tuple_paths(checked, outputs)

    def _initialize(self, may_make):
        """Gives the module the variables that it has not seen, with their initial values."""
        new = []
        for name, variable in self.graph.variables_by_op_name.items():
            if self._variables.find_variable(name) is None:
                new.append(variable)
        if not new:
            return
        if not may_make:
            raise errors.made_on_later_call(self._name, new)
        for variable in new:
            part = needed_part([variable.initializer], {}, {}, makes_resource)
            if any(op.type in PLACEHOLDERS for op in part.body):
                raise errors.initial_value_needs_argument(variable.op.name, variable.created_at)
        with self.graph.as_default():
            initializer = variables_initializer(new)
        with tensorflow.init_scope():
            session = Session(graph=self.graph, variables=self._variables)
            session.run(initializer)
            values = [session.find_variable(v.op.name).read_value() for v in new]
            session.close()
            for variable, value in zip(new, values):
                self._variables.make(variable, value)

    def _run(self, ops):
        for op in ops:
            self.session.run(op)

    # --- what a module asks of it -----------------------------------------------------------------

    def function(self, with_updates=True):
        """The call as a function of the flat list of arguments, for use in ``tf.function``."""
        flat = _tf.nest.flatten(self._outputs, expand_composites=True)
        return functools.partial(
            self._computed,
            Excerpt(
                self.session,
                self._inputs,
                [t for t in flat if t is not None],
                self.updates if with_updates else (),
            ),
        )

    def _computed(self, excerpt, arguments):
        leaves = _tf.nest.flatten(arguments, expand_composites=True)
        values = iter(excerpt(*filter(_is_tensor, leaves)))
        flat = _tf.nest.flatten(self._outputs, expand_composites=True)
        found = [None if t is None else next(values) for t in flat]
        return _tf.nest.pack_sequence_as(self._outputs, found, expand_composites=True)

    def update(self, ops):
        """A function of the arguments that runs the given ones of `updates`."""
        excerpt = Excerpt(self.session, self._inputs, [], ops)

        def run(arguments):
            leaves = _tf.nest.flatten(arguments, expand_composites=True)
            excerpt(*filter(_is_tensor, leaves))

        return run

    @property
    def updates(self):
        """The operations in ``tf.GraphKeys.UPDATE_OPS``."""
        items = self.graph.get_collection(KEYS.UPDATE_OPS)
        return list(dict.fromkeys(getattr(item, "op", item) for item in items))

    @property
    def variables(self):
        """The TF2 variables of the call, in order of creation."""
        return [self._variables.find_variable(n) for n in self.graph.variables_by_op_name]

    @functools.cached_property
    def regularization_losses(self):
        """A function that computes the tensors in ``tf.GraphKeys.REGULARIZATION_LOSSES``."""
        losses = self.graph.get_collection(KEYS.REGULARIZATION_LOSSES)
        return tensorflow.function(Excerpt(self.session, [], losses), autograph=False)

    @property
    def collections(self):
        """The graph's collections; its variables are the TF2 ones."""
        keys = [k for k in self.graph.get_all_collection_keys() if isinstance(k, str)]
        return {key: [self._outside(i) for i in self.graph.get_collection(key)] for key in keys}

    def _outside(self, item):
        is_variable = isinstance(item, _tf.BaseResourceVariable)
        return self._variables.find_variable(item.op.name) if is_variable else item


def _is_tensor(leaf):
    return isinstance(leaf, _tf.BaseTensor)


def _spec(leaf):
    return tensorflow.TensorSpec(leaf.shape, leaf.dtype) if _is_tensor(leaf) else leaf


def _plain(value):
    return value.numpy() if isinstance(value, _tf.EagerTensor) else value
