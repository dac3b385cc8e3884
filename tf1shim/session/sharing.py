"""Variables that live elsewhere, found by the name that a TensorFlow 1 graph has for them."""

from __future__ import annotations

from collections.abc import Mapping

import tensorflow

from tf1shim.variables import Variable


def variable_finder(holder):
    """A function from a name, 'scope/w', to the TF2 variable that `holder` has for it, or None.

    >>> import tensorflow
    >>> find = variable_finder([tensorflow.Variable(1.0, name="net/w")])
    >>> find("net/w").name, find("net/b")
    ('net/w:0', None)

    `holder` is a session, a wrapped function, anything with `.variables` (a ``tf.Module``, a Keras
    model), or a dict, list or tuple of variables. Raises: TypeError for anything else, ValueError
    if two variables have one name.
    """
    if holder is None:
        return None
    find = getattr(holder, "find_variable", None)
    return find if find is not None else variables_by_name(holder).get


def variables_by_name(holder):
    """``{'scope/w': TF2 variable}`` of what `holder` has."""
    items = getattr(holder, "variables", holder)
    items = items() if callable(items) else items
    if isinstance(items, Mapping):
        pairs = [(name, tf2_variable(value)) for name, value in items.items()]
    elif isinstance(items, (list, tuple)):
        pairs = [(name_of(value), tf2_variable(value)) for value in items]
    else:
        raise TypeError(
            "`variables` must be a session, a module, or a dict or list of variables, but got "
            f"{type(holder)}"
        )
    for name, variable in pairs:
        if not isinstance(variable, tensorflow.Variable) or isinstance(variable, Variable):
            raise TypeError(
                f"`variables` must hold TF2 variables, but {name!r} is {variable!r}.\n"
                "  those of a TensorFlow 1 graph have values in a session:  variables=session"
            )
    found = {}
    for name, variable in pairs:
        key = name.removesuffix(":0")
        if found.setdefault(key, variable) is not variable:
            raise ValueError(
                f"Two variables are called {key!r}.\n"
                "  say which is which:  variables={'name in the graph': variable, ...}"
            )
    return found


def handle_of(variable):
    """The resource of a TF2 variable; outside of replicas, that of a mirrored one's first copy."""
    mirrored = isinstance(variable, tensorflow.distribute.DistributedValues)
    if mirrored and tensorflow.distribute.in_cross_replica_context():
        variable = variable.distribute_strategy.experimental_local_results(variable)[0]
    return variable.handle


def name_of(value):
    """The name 'scope/w' of a TF2 variable, or of one of Keras 3, which calls it its path.

    Variables of a wrapped function are called as TensorFlow 1 calls them, in Keras too.
    """
    names = (getattr(value, key, None) for key in ("tf1_name", "path", "name"))
    return next((name for name in names if name), "").removesuffix(":0")


def tf2_variable(value):
    """The TF2 variable of Keras 3's own kind; any other is one."""
    inner = getattr(value, "value", None)
    return value if callable(inner) or inner is None else inner
