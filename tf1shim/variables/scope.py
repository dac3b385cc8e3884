"""`VariableScope`: what ``get_variable`` takes from the scope that is open."""

from __future__ import annotations

import functools
import re

from tf1shim import _tf, errors
from tf1shim.graph import eager_mode_enabled, in_graph

#: `reuse` mode: get the variable if it is there, else make it.
AUTO_REUSE = _tf.ReuseMode.AUTO_REUSE

_AUTO = _tf.v1.VariableSynchronization.AUTO
_NONE = _tf.v1.VariableAggregation.NONE
_KEYS = _tf.v1.GraphKeys
_VALID_AT_ROOT = re.compile(r"^[A-Za-z0-9.][A-Za-z0-9_.\-/]*$")
_VALID_BELOW_ROOT = re.compile(r"^[A-Za-z0-9_.\-/]*$")


def is_eager():
    """True where variables are eager ones: eager mode is on and no graph is entered."""
    return eager_mode_enabled() and _tf.executing_eagerly()


class VariableScope(_tf.VariableScope):
    """The defaults and the name prefix that ``get_variable`` uses.

    >>> import tf1shim as tf
    >>> with tf.variable_scope("net", initializer=tf.zeros_initializer()) as scope:
    ...   w = tf.get_variable("w", [2])
    >>> scope.name, w.name, [v.name for v in scope.global_variables()]
    ('net', 'net/w:0', ['net/w:0'])
    >>> scope.reuse_variables()
    >>> with tf.variable_scope(scope): tf.get_variable("w", [2]) is w
    True

    Not made by hand: ``tf.variable_scope(...)`` yields one, ``tf.get_variable_scope()`` is the
    current one. The setters change it for all that follows inside it.

    Raises: NotImplementedError for a caching device in eager mode, as TF1.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/VariableScope
    """

    def __init__(
        self,
        reuse,
        name="",
        initializer=None,
        regularizer=None,
        caching_device=None,
        partitioner=None,
        custom_getter=None,
        name_scope="",
        dtype=_tf.dtypes.float32,
        use_resource=None,
        constraint=None,
    ):
        # Not the base class's __init__: it takes an eager thread for eager mode.
        self._name = name
        self._initializer = initializer
        self._regularizer = regularizer
        self._reuse = reuse
        self._caching_device = caching_device
        self._partitioner = partitioner
        self._custom_getter = custom_getter
        self._name_scope = name_scope
        self._dtype = dtype
        self._use_resource = use_resource
        self._constraint = constraint
        if is_eager():
            if caching_device is not None:
                raise NotImplementedError(errors.EAGER_CACHING)
            self._reuse = AUTO_REUSE
            self._use_resource = True

    def set_use_resource(self, use_resource):
        """Sets the default of ``use_resource`` in this scope."""
        if is_eager() and not use_resource:
            raise ValueError(errors.EAGER_USE_RESOURCE)
        # TensorFlow itself asks for resources while it builds a branch, a loop's body or any other
        # function, and does not put that back if the function fails.
        if not isinstance(_tf.get_default_graph(), _tf.FuncGraph):
            self._use_resource = use_resource

    def set_caching_device(self, caching_device):
        """Sets the default caching device of this scope."""
        if is_eager():
            raise NotImplementedError(errors.EAGER_SET_CACHING)
        self._caching_device = caching_device

    @in_graph
    def get_collection(self, name):
        """The items of the collection `name` whose names lie in this scope."""
        prefix = f"{self._name}/" if self._name else ""
        return _tf.get_default_graph().get_collection(name, prefix)

    def trainable_variables(self):
        """The trainable variables of this scope."""
        return self.get_collection(_KEYS.TRAINABLE_VARIABLES)

    def global_variables(self):
        """The global variables of this scope."""
        return self.get_collection(_KEYS.GLOBAL_VARIABLES)

    def local_variables(self):
        """The local variables of this scope."""
        return self.get_collection(_KEYS.LOCAL_VARIABLES)

    @in_graph
    def get_variable(
        self,
        var_store,
        name,
        shape=None,
        dtype=None,
        initializer=None,
        regularizer=None,
        reuse=None,
        trainable=None,
        collections=None,
        caching_device=None,
        partitioner=None,
        validate_shape=True,
        use_resource=None,
        custom_getter=None,
        constraint=None,
        synchronization=_AUTO,
        aggregation=_NONE,
    ):
        """Gets or makes the variable `name` in `var_store` with this scope's defaults."""
        if _tf.executing_eagerly():
            reuse, use_resource = False, True
        else:
            reuse = _default(reuse, self._reuse)
            use_resource = _default(use_resource, self._use_resource)
        full_name = f"{self.name}/{name}" if self.name else name
        with _tf.v1.name_scope(None):
            _check_dtype(initializer, dtype)
            return var_store.get_variable(
                full_name,
                shape=shape,
                dtype=_default(dtype, self._dtype),
                initializer=_default(initializer, self._initializer),
                regularizer=_default(regularizer, self._regularizer),
                reuse=reuse,
                trainable=trainable,
                collections=collections,
                caching_device=_default(caching_device, self._caching_device),
                partitioner=_default(partitioner, self._partitioner),
                validate_shape=validate_shape,
                use_resource=use_resource,
                custom_getter=_default(custom_getter, self._custom_getter),
                constraint=_default(constraint, self._constraint),
                synchronization=synchronization,
                aggregation=aggregation,
            )


def check_name(name, below_root=False):
    """Raises TF1's error if no op or name scope can be called `name`."""
    valid = _VALID_BELOW_ROOT if below_root else _VALID_AT_ROOT
    if name == "":
        raise ValueError(errors.NODE_NAME_INVALID.format(name=name))
    if isinstance(name, str) and not valid.match(name):
        raise ValueError(errors.SCOPE_NAME_INVALID.format(name=name))


def get_in_scope(scope, store, name, **kwargs):
    """``scope.get_variable``, also for a scope object that TensorFlow's own code made."""
    get = type(scope).get_variable
    if get is _tf.VariableScope.get_variable:
        get = VariableScope.get_variable
    return get(scope, store, name, **kwargs)


def derived_scope(base, name, name_scope, reuse, overrides):
    """The scope `name` that inherits from `base` what `overrides` leaves None.

    The constraint is not inherited, as in TF1.
    """
    getter = overrides["custom_getter"]
    if getter is not None:
        getter = _chained(getter, base.custom_getter)
    return VariableScope(
        reuse,
        name=name,
        name_scope=name_scope,
        custom_getter=_default(getter, base.custom_getter),
        constraint=overrides["constraint"],
        **{
            key: _default(overrides[key], getattr(base, key))
            for key in (
                "initializer",
                "regularizer",
                "caching_device",
                "partitioner",
                "dtype",
                "use_resource",
            )
        },
    )


def _chained(own, outer):
    """A getter that calls `own` with `outer` as the getter it goes on to."""
    if outer is None:
        return own

    # The parameter's name counts: the store passes its own getter as `getter=`.
    def chained(getter, *args, **kwargs):
        return own(functools.partial(outer, getter), *args, **kwargs)

    return chained


def _check_dtype(initializer, dtype):
    if dtype is None or initializer is None or callable(initializer):
        return
    # TF1 made this tensor too: names of later ops depend on it.
    found = _tf.v1.convert_to_tensor(initializer).dtype.base_dtype
    if found != dtype:
        raise ValueError(errors.INITIALIZER_DTYPE.format(found=found, asked=dtype))


def _default(value, default):
    return default if value is None else value
