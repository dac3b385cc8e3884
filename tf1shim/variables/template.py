"""`make_template`: a function whose variables are made by its first call and shared by the rest."""

from __future__ import annotations

import functools
import traceback

from tf1shim import _tf, errors
from tf1shim.graph import Graph, in_graph
from tf1shim.variables.block import pure_variable_scope, unique_scope_name, variable_scope
from tf1shim.variables.eager_store import EagerVariableStore, entered_store
from tf1shim.variables.registry import current_scopes
from tf1shim.variables.scope import AUTO_REUSE

_KEYS = _tf.v1.GraphKeys


@in_graph
def make_template(
    name_, func_, create_scope_now_=False, unique_name_=None, custom_getter_=None, **kwargs
):
    """Wraps `func_` so that all calls share the variables it gets by ``get_variable``.

    >>> import tf1shim as tf
    >>> def scale(x): return x * tf.get_variable("factor", [])
    >>> scaled = tf.make_template("scale", scale)
    >>> a, b = scaled(1.0), scaled(2.0)
    >>> [v.name for v in scaled.variables]
    ['scale/factor:0']

    The scope is chosen by the first call, with ``create_scope_now_=True`` here; its name is
    made unique unless `unique_name_` gives it. `kwargs` are passed to `func_` at every call.

    Raises: ValueError without a name; on a call, ValueError when a later call makes a trainable
      variable. Every error of a call says where the template was made.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/make_template
    """
    if kwargs:
        func_ = functools.wraps(func_)(functools.partial(func_, **kwargs))
    if not _tf.executing_eagerly():
        return Template(name_, func_, create_scope_now_, unique_name_, custom_getter_)
    if unique_name_ is not None:
        raise ValueError(errors.TEMPLATE_EAGER_UNIQUE)
    return EagerTemplate(name_, func_, create_scope_now_, custom_getter=custom_getter_)


class Template(_tf.Trackable):
    """A function with variables of its own; `make_template` makes it."""

    def __init__(self, name, func, create_scope_now=False, unique_name=None, custom_getter=None):
        if name is None:
            raise ValueError(errors.TEMPLATE_NO_NAME)
        self._func = func
        self._made_at = traceback.format_stack()[:-3]
        self._name = name
        self._unique_name = unique_name
        self._custom_getter = custom_getter
        self._variable_scope = None
        self._variables_created = False
        self._first_call = True
        if create_scope_now:
            reserved = unique_name or unique_scope_name(name)
            with pure_variable_scope(reserved, custom_getter) as scope:
                self._variable_scope = scope

    @in_graph
    def __call__(self, *args, **kwargs):
        """Calls the function in the template's scope; the first call makes the variables."""
        if self._variable_scope:
            with variable_scope(self._variable_scope, reuse=not self._first_call):
                return self._call(args, kwargs)
        with variable_scope(
            self._unique_name, self._name, custom_getter=self._custom_getter
        ) as scope:
            self._variable_scope = scope
            return self._call(args, kwargs)

    def _call(self, args, kwargs):
        try:
            if self._variables_created:
                return self._call_again(args, kwargs)
            if not self._first_call:  # called from inside its first call
                return self._func(*args, **kwargs)
            self._first_call = False
            try:
                with _tf.capture_dependencies(template=self):
                    result = self._func(*args, **kwargs)
            except BaseException:
                self._first_call = True
                raise
            self._variables_created = True
            return result
        except Exception as error:
            self._say_where_made(error)
            raise

    def _call_again(self, args, kwargs):
        graph = _tf.get_default_graph()
        trainable = graph.get_collection_ref(_KEYS.TRAINABLE_VARIABLES)
        variables = graph.get_collection_ref(_KEYS.GLOBAL_VARIABLES)
        trainable_count, count = len(trainable), len(variables)
        result = self._func(*args, **kwargs)
        _check_none_new(trainable[trainable_count:], variables[count:])
        return result

    def _say_where_made(self, error):
        first, *rest = error.args or ("",)
        here = traceback.format_stack()
        start = next(
            (i for i, (made, now) in enumerate(zip(self._made_at, here)) if made != now),
            len(self._made_at) - 1,
        )
        where = "".join(self._made_at[start:])
        error.args = (f"{first}\n\noriginally defined at:\n{where}", *rest)

    @property
    def name(self):
        """The name it was given."""
        return self._name

    @property
    def func(self):
        """The function it wraps."""
        return self._func

    @property
    def variable_scope(self):
        """Its `VariableScope`; None before the first call."""
        return self._variable_scope

    var_scope = variable_scope

    @property
    def variable_scope_name(self):
        """The prefix of its variables' names; None before the first call."""
        if not self._variable_scope:
            return None
        name = self._variable_scope.name
        return name if not name or name.endswith("/") else name + "/"

    @property
    def variables(self):
        """Its global and local variables."""
        return self.global_variables + self.local_variables

    @property
    def global_variables(self):
        """Its global variables; none before the first call ended."""
        return self._collected(_KEYS.GLOBAL_VARIABLES)

    @property
    def local_variables(self):
        """Its local variables; none before the first call ended."""
        return self._collected(_KEYS.LOCAL_VARIABLES)

    @property
    def trainable_variables(self):
        """Its trainable variables; none before the first call ended."""
        return self._collected(_KEYS.TRAINABLE_VARIABLES)

    @property
    def non_trainable_variables(self):
        """Its global variables that are not trainable."""
        trainable = {id(v) for v in self.trainable_variables}
        return [v for v in self.global_variables if id(v) not in trainable]

    weights = variables
    trainable_weights = trainable_variables
    non_trainable_weights = non_trainable_variables

    @in_graph
    def _collected(self, key):
        if not self._variables_created:
            return []
        return _tf.get_default_graph().get_collection(key, self.variable_scope_name)


class EagerTemplate(Template):
    """A template in eager mode: it holds its variables itself."""

    def __init__(self, name, func, create_scope_now=False, unique_name=None, custom_getter=None):
        super().__init__(name, func, create_scope_now, unique_name, custom_getter)
        # One that is made while another runs goes on with the other's store.
        self._template_store = EagerVariableStore(entered_store())

    def __call__(self, *args, **kwargs):
        """Calls the function in the template's scope and with its store."""
        if self._variable_scope:
            block = variable_scope(self._variable_scope, reuse=AUTO_REUSE)
        else:
            block = variable_scope(None, self._name, custom_getter=self._custom_getter)
        with block as scope:
            self._variable_scope = self._variable_scope or scope
            try:
                with self._template_store.as_default():
                    return self._call(args, kwargs)
            finally:
                current_scopes().close_variable_subscopes(self._variable_scope.name)

    def _call_again(self, args, kwargs):
        trainable_count, count = len(self.trainable_variables), len(self.variables)
        result = self._func(*args, **kwargs)
        _check_none_new(self.trainable_variables[trainable_count:], self.variables[count:])
        return result

    @property
    def variables(self):
        """Its variables; none before the first call ended."""
        if not self._variables_created:
            return []
        prefix = self.variable_scope_name
        return [v for v in self._template_store.variables() if v.name.startswith(prefix)]

    @property
    def global_variables(self):
        """Its variables; none before the first call ended."""
        return self.variables

    @property
    def local_variables(self):
        """None: eager mode has no local variables."""
        return []

    @property
    def trainable_variables(self):
        """Its trainable variables; none before the first call ended."""
        return [v for v in self.variables if v.trainable]

    @property
    def non_trainable_variables(self):
        """Its variables that are not trainable."""
        return [v for v in self.variables if not v.trainable]

    weights = variables
    trainable_weights = trainable_variables
    non_trainable_weights = non_trainable_variables


def _check_none_new(trainable, variables):
    with _tf.init_scope():
        graph = _tf.get_default_graph()
    if isinstance(graph, Graph):
        trainable = [v for v in trainable if not graph.is_given(v)]
        variables = [v for v in variables if not graph.is_given(v)]
    if trainable:
        raise ValueError(errors.TEMPLATE_NEW_TRAINABLE.format(variables=trainable))
    if variables:
        _tf.v1.logging.info(errors.TEMPLATE_NEW_GLOBAL, variables)
