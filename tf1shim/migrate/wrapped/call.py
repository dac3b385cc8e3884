"""`Call`: what a wrapped function does for one kind of arguments, built as TensorFlow 1 would."""

from __future__ import annotations

import functools

import tensorflow

from tf1shim import _tf, errors
from tf1shim.graph import program_graph
from tf1shim.migrate.wrapped.graph import CallGraph
from tf1shim.session import Session
from tf1shim.session.excerpt import Excerpt, makes_resource
from tf1shim.session.plan import PLACEHOLDERS, needed_part
from tf1shim.session.state import check_fits
from tf1shim.variables import variables_initializer

KEYS = _tf.v1.GraphKeys
# Placeholders take no name from the function: variables and ops are to have TensorFlow 1's.
INPUTS = "arguments_of_the_call"
# What TensorFlow says of tensors that were made elsewhere.
ELSEWHERE = (
    "must be from the same graph",
    "Attempting to capture an EagerTensor",
    "is not an element of this graph",
)


class Call:
    """The graph of one call of `function`, with a session that holds its tables and the like.

    Args: `arguments` the nested ``(args, kwargs)``, of which the tensors say dtype and shape;
    `variables` the `ModuleVariables`; `name` is for errors.
    Raises: what the function raises, and what `tf1shim.errors` says of functions that cannot be
    wrapped. Nothing is made then. Its variables are made by `make_variables`; `open` comes last.
    """

    def __init__(self, function, arguments, variables, name):
        self._name = name
        self._variables = variables
        self.arguments = specs(arguments)
        with tensorflow.init_scope():
            self.graph = CallGraph(variables, program_graph().seed)
            with self.graph.under_construction():
                inputs = self._inputs(arguments)
                args, kwargs = _tf.nest.pack_sequence_as(arguments, inputs, expand_composites=True)
                try:
                    self._outputs = self._checked(function(*args, **kwargs))
                except (RuntimeError, TypeError, ValueError) as e:
                    if any(text in str(e) for text in ELSEWHERE):
                        raise errors.from_outside(e, name) from e
                    raise
            self._inputs = [t for t in inputs if isinstance(t, _tf.BaseTensor)]
            self._check_variables()
        self.session = None
        #: The operations that make what `function` uses of the session.
        self.handle_ops = []

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
                    raise ValueError(f"{value} must be from the same graph as the call.")
                return value
            try:
                return _tf.v1.convert_to_tensor(_plain(value))
            except (TypeError, ValueError):
                where = "output" + "".join(f"[{key!r}]" for key in path)
                raise errors.not_a_tensor(self._name, where, value) from None

        return _tf.nest.map_structure_with_tuple_paths(checked, outputs)

    def _check_variables(self):
        """Sees that the variables fit those which the module has under their names."""
        for name, variable in self.graph.variables_by_op_name.items():
            found = self.graph.find_variable(name)
            if found is None:
                self._check_initial_value(variable)
            else:
                shape, dtype = variable.get_shape(), variable.dtype.base_dtype
                check_fits(found, name, shape, dtype, variable.created_at)

    def _check_initial_value(self, variable):
        part = needed_part([variable.initializer], {}, {}, makes_resource)
        if any(op.type in PLACEHOLDERS for op in part.body):
            raise errors.initial_value_needs_argument(variable.op.name, variable.created_at)

    # --- variables --------------------------------------------------------------------------------

    def new_variables(self):
        """The graph's variables that the module does not have yet."""
        known = self.graph.variables_by_op_name
        return [v for name, v in known.items() if self.graph.find_variable(name) is None]

    def make_variables(self):
        """Gives the module the variables that it does not have, with their initial values."""
        new = self.new_variables()
        origins = [self.graph.origins.get(v.op.name, v) for v in new]
        values = {}
        with tensorflow.init_scope():
            for graph in dict.fromkeys(origin.graph for origin in origins):
                values.update(_initial_values(graph, [v for v in origins if v.graph is graph]))
            self._variables.make((v, values[origin]) for v, origin in zip(new, origins))

    @property
    def variables(self):
        """The TF2 variables of the call, in order of creation."""
        return [self.graph.find_variable(n) for n in self.graph.variables_by_op_name]

    def open(self):
        """Makes tables and the like, and initializes them."""
        for name, variable in zip(self.graph.variables_by_op_name, self.variables):
            others = name in self.graph.others
            (self._variables.keep_other if others else self._variables.keep)(name, variable)
        with tensorflow.init_scope():
            self.session = Session(graph=self.graph, variables=self.graph)
            for op in self.graph.get_collection(KEYS.TABLE_INITIALIZERS):
                self.session.run(op)

    # --- what a module asks of it -----------------------------------------------------------------

    def function(self, with_updates=True):
        """The call as a function of the nested arguments, for use in ``tf.function``."""
        flat = _tf.nest.flatten(self._outputs, expand_composites=True)
        outputs = [t for t in flat if t is not None]
        updates = self.updates if with_updates else ()
        excerpt = Excerpt(self.session, self._inputs, outputs, updates)
        self.handle_ops = excerpt.handle_ops
        return functools.partial(self._computed, excerpt)

    def _computed(self, excerpt, arguments):
        values = iter(_called(excerpt, arguments))
        flat = _tf.nest.flatten(self._outputs, expand_composites=True)
        found = [None if t is None else next(values) for t in flat]
        return _tf.nest.pack_sequence_as(self._outputs, found, expand_composites=True)

    def update(self):
        """A function of the nested arguments that runs the `updates`."""
        excerpt = Excerpt(self.session, self._inputs, [], self.updates)
        return functools.partial(_called, excerpt)

    @property
    def updates(self):
        """The operations in ``tf.GraphKeys.UPDATE_OPS``."""
        items = self.graph.get_collection(KEYS.UPDATE_OPS)
        return list(dict.fromkeys(getattr(item, "op", item) for item in items))

    @functools.cached_property
    def regularizers(self):
        """For each loss in ``tf.GraphKeys.REGULARIZATION_LOSSES``, its name and what computes it.

        Raises: ValueError at a loss that depends on the arguments.
        """
        losses = self.graph.get_collection(KEYS.REGULARIZATION_LOSSES)
        return {loss.name: self._regularizer(loss) for loss in losses}

    def _regularizer(self, loss):
        part = needed_part([loss.op], {}, {}, makes_resource)
        if any(t.op in part.body for t in self._inputs):
            raise errors.loss_needs_arguments(loss.name, self._name)
        return tensorflow.function(Excerpt(self.session, [], [loss]), autograph=False)

    @property
    def collections(self):
        """The graph's collections; its variables are the TF2 ones."""
        keys = [k for k in self.graph.get_all_collection_keys() if isinstance(k, str)]
        return {key: [self._outside(i) for i in self.graph.get_collection(key)] for key in keys}

    def _outside(self, item):
        is_variable = isinstance(item, _tf.BaseResourceVariable)
        return self.graph.find_variable(item.op.name) if is_variable else item


def _initial_values(graph, variables):
    """The initial values of `variables` of a `CallGraph`; those that it knows are not new."""
    graph.no_session = None
    with graph.as_default():
        initializer = variables_initializer(variables)
    session = Session(graph=graph, variables=graph)
    try:
        session.run(initializer)
        return {v: session.find_variable(v.op.name).read_value() for v in variables}
    finally:
        session.close()


def _called(excerpt, arguments):
    """What `excerpt` gives for the tensors in the nested arguments."""
    leaves = _tf.nest.flatten(arguments, expand_composites=True)
    return excerpt(*filter(_is_tensor, leaves))


def specs(arguments):
    """`arguments` with a ``tf.TensorSpec`` for each tensor."""
    return _tf.nest.map_structure(_spec, arguments)


def _spec(leaf):
    if isinstance(leaf, _tf.CompositeTensor):
        return tensorflow.type_spec_from_value(leaf)
    return tensorflow.TensorSpec(leaf.shape, leaf.dtype) if _is_tensor(leaf) else leaf


def _is_tensor(leaf):
    return isinstance(leaf, _tf.BaseTensor)


def _plain(value):
    return value.numpy() if isinstance(value, _tf.EagerTensor) else value
