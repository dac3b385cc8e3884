"""What holds variables (modules, Keras models, sessions, lists, dicts), seen as named weights."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping, Sequence

import tensorflow

from tf1shim import _tf
from tf1shim.migrate.checkpoints import messages
from tf1shim.session.base import BaseSession
from tf1shim.session.sharing import name_of, tf2_variable

_KERAS = ("keras", "tf_keras")


@dataclasses.dataclass(frozen=True)
class Weight:
    """A variable, or one part of a partitioned one, and its name in a TF1 checkpoint."""

    name: str
    variable: tensorflow.Variable
    #: Which slice of the whole tensor this part is, as the save ops write it; "" for the whole.
    part: str = ""
    #: The shape of the whole tensor.
    shape: tensorflow.TensorShape = None
    trainable: bool = False

    @property
    def dtype(self):
        """The dtype of the variable."""
        return tensorflow.as_dtype(self.variable.dtype).base_dtype


def weights_of(holder):
    """The `Weight`s of a holder, in its order.

    >>> import tensorflow
    >>> w = tensorflow.Variable([1.0], name="net/w")
    >>> [(weight.name, weight.shape.as_list()) for weight in weights_of([w])]
    [('net/w', [1])]

    Raises: TypeError for what holds no variables, ValueError for variables without values or names
    that are not unique.
    """
    weights = list(_weights(holder))
    if not weights:
        raise messages.no_variables(holder)
    names = {}
    for weight in weights:
        other = names.setdefault((weight.name, weight.part), weight)
        if other.variable is not weight.variable:
            raise messages.one_name(weight.name)
    return list(names.values())


def trainable_weights(holder, weights):
    """Those that a Keras optimizer would train, in the order in which it would take them."""
    listed = None if isinstance(holder, Mapping) else getattr(holder, "trainable_variables", None)
    if not isinstance(listed, (list, tuple)):
        return [w for w in weights if w.trainable]
    known = {id(w.variable): w for w in weights}
    return [known[id(tf2_variable(v))] for v in listed if id(tf2_variable(v)) in known]


def is_variable(value):
    """True for variables of TF2 and of Keras 3, and for partitioned ones."""
    kinds = (tensorflow.Variable, _tf.PartitionedVariable)
    return isinstance(value, kinds) or _is_keras(value, "Variable")


def _weights(holder):
    if is_variable(holder):
        yield from _named(None, holder)
    elif isinstance(holder, BaseSession):
        yield from _of_session(holder)
    elif isinstance(holder, Mapping):
        for name, value in holder.items():
            yield from _named(name, value)
    elif isinstance(holder, Sequence) and not isinstance(holder, str):
        for item in holder:
            yield from _weights(item)
    elif any(_is_keras(holder, kind) for kind in ("Layer", "layers.Layer")):
        unbuilt = _unbuilt(holder)
        if unbuilt is not None:
            raise messages.not_built(holder, unbuilt)
        # Without the states of metrics and random seeds, which are no weights.
        yield from _weights(list(holder.weights))
    else:
        variables = getattr(holder, "variables", None)
        variables = variables() if callable(variables) else variables
        if variables is None:
            raise messages.no_holder(holder)
        yield from _weights(variables)


def _of_session(session):
    """Every global variable, also those that have no value yet: loading gives them one."""
    for variable in session.graph.get_collection("variables"):
        shared = session.find_variable(variable.op.name)
        if shared is None:
            raise messages.graph_variable(variable.name)
        info = getattr(variable, "_save_slice_info", None)
        yield _weight(variable.op.name, shared, info, variable.trainable)


def _named(name, value):
    """The weights of a variable, partitioned or not, that is called `name` or has its own name."""
    name = name and name.removesuffix(":0")
    if isinstance(value, (list, tuple, _tf.PartitionedVariable)):
        for part in value:
            (weight,) = _named(None, part)
            yield dataclasses.replace(weight, name=name or weight.name)
        return
    if not is_variable(value):
        raise messages.no_holder(value)
    variable = tf2_variable(value)
    if getattr(variable, "graph", None) is not None:
        raise messages.graph_variable(variable.name)
    own = name_of(value)
    info = getattr(variable, "_save_slice_info", None)
    if name and name != own:
        own, info = name, None
    yield _weight(own, variable, info, value.trainable)


def _weight(name, variable, info, trainable):
    if info is None:
        return Weight(name, variable, "", tensorflow.TensorShape(variable.shape), trainable)
    shape = tensorflow.TensorShape(info.full_shape)
    return Weight(info.full_name, variable, info.spec, shape, trainable)


def _is_keras(value, path):
    """True for an instance of the class `path` of a Keras that is loaded."""
    for library in _KERAS:
        kind = sys.modules.get(library)
        for part in path.split("."):
            kind = getattr(kind, part, None)
        if isinstance(kind, type) and isinstance(value, kind):
            return True
    return False


def _unbuilt(layer):
    """The first layer, within `layer`, that has not made its variables yet; None if all have."""
    if not layer.built:
        return layer
    inner = getattr(layer, "layers", None) or ()
    return next((found for found in map(_unbuilt, inner) if found is not None), None)
