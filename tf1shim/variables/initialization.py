"""Initializer ops, and remembering which op covers which variables.

A session that finds a variable without a value asks here why, and can say what TF1 never said.
"""

from __future__ import annotations

import weakref
from typing import NamedTuple

from tf1shim import _tf
from tf1shim.graph import graph_context, in_graph
from tf1shim.sites import Site, user_site

v1 = _tf.v1


class InitializerRecord(NamedTuple):
    """An initializer op: what it covers, and where it was built."""

    names: frozenset
    site: Site


_records = weakref.WeakKeyDictionary()


def initializer_record(op):
    """The record of an initializer op, or None for any other op."""
    return _records.get(op)


def variables_initializer(var_list, name="init"):
    """An op that initializes the variables of `var_list`, in one run.

    >>> import tf1shim as tf
    >>> a, b = tf.Variable(1.0), tf.Variable(2.0)
    >>> with tf.Session() as sess:
    ...   sess.run(tf.variables_initializer([a]))
    ...   print(sess.run(tf.is_variable_initialized(b)))
    False

    Raises: AttributeError if an item is no variable.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/initializers/variables
    """
    with graph_context():
        var_list = list(var_list) if var_list else []
        if _tf.executing_eagerly() or not var_list:
            return v1.no_op(name=name)
        op = v1.group(*[v.initializer for v in var_list], name=name)
        names = frozenset(v.op.name for v in _parts(var_list))
        _records[op] = InitializerRecord(names, user_site())
        return op


def _parts(var_list):
    """The variables of `var_list`, partitioned ones as their parts."""
    for variable in var_list:
        if isinstance(variable, _tf.PartitionedVariable):
            yield from variable
        else:
            yield variable


def global_variables_initializer():
    """An op that initializes all global variables that exist now.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> v = tf.get_variable("v", initializer=3.0)
    >>> with tf.Session() as sess:
    ...   sess.run(tf.global_variables_initializer())
    ...   print(sess.run(v))
    3.0

    A variable made after this call is not covered: call it again.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/initializers/global_variables
    """
    with graph_context():
        return variables_initializer(v1.global_variables())


def local_variables_initializer():
    """An op that initializes all local variables (metrics' counters, epochs ...).

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> count = tf.get_local_variable("count", initializer=0)
    >>> with tf.Session() as sess:
    ...   sess.run(tf.local_variables_initializer())
    ...   print(sess.run(count))
    0

    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/initializers/local_variables
    """
    with graph_context():
        if _tf.executing_eagerly():
            return v1.no_op(name="local_variables_initializer")
        return variables_initializer(v1.local_variables())


def initialize_all_variables():
    """TF1's old name of `global_variables_initializer`.

    >>> import tf1shim as tf
    >>> v = tf.Variable(1.0)
    >>> tf.initialize_all_variables().type
    'NoOp'
    """
    return global_variables_initializer()


def initialize_variables(var_list, name="init"):
    """TF1's old name of `variables_initializer`.

    >>> import tf1shim as tf
    >>> v = tf.Variable(1.0)
    >>> tf.initialize_variables([v]).type
    'NoOp'
    """
    return variables_initializer(var_list, name=name)


def initialize_local_variables():
    """TF1's old name of `local_variables_initializer`.

    >>> import tf1shim as tf
    >>> v = tf.Variable(1.0)
    >>> tf.initialize_local_variables().type
    'NoOp'
    """
    return local_variables_initializer()


@in_graph
def is_variable_initialized(variable):
    """A bool tensor: whether `variable` has a value in the session that runs it.

    >>> import tf1shim as tf
    >>> v = tf.Variable(1.0)
    >>> with tf.Session() as sess: print(sess.run(tf.is_variable_initialized(v)))
    False

    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/is_variable_initialized
    """
    with variable._at_own_place():
        return _tf.var_is_initialized_op(variable.handle, name="IsVariableInitialized")


@in_graph
def assert_variables_initialized(var_list=None):
    """A tensor that can be computed only when every variable of `var_list` has a value.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> v = tf.Variable([1.0], name="v")
    >>> check = tf.assert_variables_initialized()
    >>> with tf.Session() as sess:
    ...   try: sess.run(check)
    ...   except tf.errors.FailedPreconditionError as e: print(e.message.splitlines()[0])
    Attempting to use uninitialized value v

    `var_list` defaults to the global and local variables; the result is the variables' ranks, or
    None if there are no variables.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/assert_variables_initialized
    """
    if var_list is None:
        var_list = v1.global_variables() + v1.local_variables()
    ranks = [_rank_at_run(v) for v in var_list]
    return v1.stack(ranks) if len(ranks) > 1 else (ranks or [None])[0]


def _rank_at_run(variable):
    """The rank, asked of the value: the optimizer knows the variable's own and would not look."""
    shape = _tf.variable_shape(variable.handle)
    return v1.reduce_sum(v1.cast(shape >= 0, _tf.dtypes.int32))


@in_graph
def report_uninitialized_variables(var_list=None, name="report_uninitialized_variables"):
    """The names of the variables of `var_list` that have no value, as a tensor of strings.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> v, w = tf.Variable(1.0, name="v"), tf.Variable(2.0, name="w")
    >>> missing = tf.report_uninitialized_variables()
    >>> with tf.Session() as sess:
    ...   sess.run(v.initializer)
    ...   print(sess.run(missing))
    [b'w']

    `var_list` defaults to the global and local variables; where there are none, to all that are in
    no collection either.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/report_uninitialized_variables
    """
    if var_list is None:
        known = getattr(_tf.get_default_graph(), "variables_by_op_name", {})
        var_list = v1.global_variables() + v1.local_variables()
        var_list = var_list or [v for v in known.values() if not v.is_resource]
    return v1.report_uninitialized_variables(var_list, name)


class InitializationLog:
    """Which initializer ops a session has run; says why a variable has no value there."""

    def __init__(self):
        self._run = {}

    def note(self, targets):
        """Remembers the initializer ops among `targets`, which ran."""
        for op in targets:
            record = _records.get(op)
            if record is not None:
                self._run[op] = record

    def explain(self, op):
        """``(reason, remedy)`` for the variable made by `op`."""
        if not self._run:
            return (
                "no initializer op has run in this session",
                "sess.run(tf.global_variables_initializer())",
            )
        init, record = list(self._run.items())[-1]
        remedy = f"sess.run(tf.variables_initializer([v]))  # v is {op.name!r}"
        if op.name in record.names:
            return "its initializer ran, but it has lost its value since", remedy
        if op._id >= init._id:
            return (
                f"it was made after the initializer op {init.name!r} ({record.site})",
                "build the initializer op after the last variable, or " + remedy,
            )
        return f"it is not in the list of the initializer op {init.name!r} ({record.site})", remedy
