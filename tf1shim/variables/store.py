"""The variable store: names to variables, and TF1's rules for sharing them."""

from __future__ import annotations

import contextlib
import dataclasses
import threading

from tf1shim import _tf, errors
from tf1shim.graph import Graph, TensorShape, outermost
from tf1shim.sites import Site, user_site
from tf1shim.variables import initial, partitioned
from tf1shim.variables.scope import AUTO_REUSE, check_name
from tf1shim.variables.variable import Variable

_AUTO = _tf.v1.VariableSynchronization.AUTO
_NONE = _tf.v1.VariableAggregation.NONE
_KEYS = _tf.v1.GraphKeys
_REUSE_SITES_KEPT = 8


@dataclasses.dataclass(frozen=True)
class VariableRecord:
    """How a variable came to be: what an error message or a report says of it.

    >>> import tf1shim as tf
    >>> from tf1shim.variables import current_store
    >>> with tf.variable_scope("net"): w = tf.get_variable("w", [2])
    >>> record = current_store().records["net/w"]
    >>> record.scope, record.shape.as_list(), record.reused_at
    ('net', [2], ())
    """

    name: str
    shape: TensorShape
    dtype: object
    initializer: object
    regularizer: object
    trainable: bool
    created_at: Site
    scope: str
    reused_at: tuple[Site, ...] = ()


class _Making(threading.local):
    """What a thread has made in each block of `undone_on_error` that it is in, innermost last."""

    def __init__(self):
        super().__init__()
        self.stack = []


class VariableStore:
    """The variables that ``get_variable`` made in one graph, by full name.

    `factory` makes a variable; it takes the keywords of ``tf.Variable``.
    """

    def __init__(self, factory=Variable):
        self.factory = factory
        self.records = {}
        self._making = _Making()
        # The names below are read by TensorFlow's own code.
        self._vars = {}
        self._partitioned_vars = {}
        self._store_eager_variables = False

    def scope_name(self):
        """The name of the open scope; for records and messages."""
        return ""

    def record(self, name):
        """The `VariableRecord` of `name`; None for a variable that is no one's, or not ours."""
        record = self.records.get(name)
        variable = self._vars.get(name)
        if record is None and hasattr(variable, "created_at"):
            record = self.records[name] = VariableRecord(
                name=name,
                shape=variable.get_shape(),
                dtype=variable.dtype.base_dtype,
                initializer=variable.initial_value,
                regularizer=None,
                trainable=variable.trainable,
                created_at=variable.created_at,
                scope=name.rpartition("/")[0],
            )
        return record

    def get_variable(
        self,
        name,
        shape=None,
        dtype=_tf.dtypes.float32,
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
        """Gets or makes the variable with the full name `name`, through `custom_getter` if any.

        Args: as ``tf.get_variable``; `reuse` None and ``AUTO_REUSE`` share or make, False only
          makes, True only shares.
        Raises: ValueError when `reuse` and what exists disagree, or shape, dtype, partitions do.
        """
        if custom_getter is not None and not callable(custom_getter):
            raise ValueError(errors.GETTER_NOT_CALLABLE.format(getter=custom_getter))
        if _tf.executing_eagerly():
            use_resource = True
            if not self._store_eager_variables and reuse:
                raise RuntimeError(errors.EAGER_REUSE)
            if self._store_eager_variables:
                reuse = AUTO_REUSE
        elif name.endswith("/"):
            use_resource = _is_slot_of_resource(name)
        synchronization, aggregation, trainable = _tf.validate_synchronization(
            synchronization, aggregation, trainable, name
        )
        kwargs = {
            "name": name,
            "shape": shape,
            "dtype": getattr(dtype, "base_dtype", dtype),
            "initializer": initializer,
            "regularizer": regularizer,
            "reuse": reuse,
            "trainable": trainable,
            "collections": collections,
            "caching_device": caching_device,
            "partitioner": partitioner,
            "validate_shape": validate_shape,
            "use_resource": use_resource,
            "synchronization": synchronization,
            "aggregation": aggregation,
        }
        if custom_getter is None:
            return self._get(**kwargs, constraint=constraint)
        if initial.accepts_keyword(custom_getter, "constraint"):
            kwargs["constraint"] = constraint
        return custom_getter(getter=self._get, **kwargs)

    def _get(
        self,
        name,
        shape=None,
        dtype=_tf.dtypes.float32,
        initializer=None,
        regularizer=None,
        reuse=None,
        trainable=None,
        collections=None,
        caching_device=None,
        partitioner=None,
        validate_shape=True,
        use_resource=None,
        constraint=None,
        synchronization=_AUTO,
        aggregation=_NONE,
    ):
        """The getter at the end of every chain of custom getters."""
        kwargs = {
            "name": name,
            "shape": shape,
            "dtype": dtype,
            "initializer": initializer,
            "regularizer": regularizer,
            "reuse": reuse,
            "trainable": trainable,
            "collections": collections,
            "caching_device": caching_device,
            "validate_shape": validate_shape,
            "use_resource": use_resource,
            "constraint": constraint,
            "synchronization": synchronization,
            "aggregation": aggregation,
        }
        is_scalar = isinstance(shape, (list, tuple)) and not shape
        if partitioner is not None and not is_scalar:
            if not callable(partitioner):
                raise ValueError(errors.PARTITIONER_NOT_CALLABLE.format(partitioner=partitioner))
            with _tf.v1.name_scope(None):
                return self._get_partitioned_variable(partitioner=partitioner, **kwargs)
        if reuse is True and partitioner is None and name in self._partitioned_vars:
            return self._get_partitioned_variable(partitioner=None, **kwargs)
        if f"{name}/part_0" in self._vars:
            raise ValueError(errors.PARTITIONED.format(name=name))
        with self.undone_on_error():
            return self.get_single(**kwargs)

    def _get_partitioned_variable(self, name, partitioner, **kwargs):
        """TensorFlow's ``create_partitioned_variables`` calls this name."""
        with self.undone_on_error():
            return partitioned.get_partitioned(self, name, partitioner, **kwargs)

    def get_single(self, name, reuse=None, partition_info=None, **kwargs):
        """Gets or makes one variable, or one part of a partitioned variable."""
        initializer, shape = kwargs["initializer"], kwargs["shape"]
        if initializer is not None and not callable(initializer) and shape is not None:
            raise ValueError(errors.CONSTANT_AND_SHAPE)
        kwargs["dtype"] = _tf.dtypes.as_dtype(kwargs["dtype"])
        kwargs["shape"] = TensorShape(shape)
        found = self._vars.get(name)
        if reuse is True:
            found = self._given(name) or found
        if found is not None:
            return self._shared(name, found, reuse, kwargs["shape"], kwargs["dtype"])
        if reuse is True:
            raise errors.variable_missing(name, list(self._vars), self.scope_name(), user_site())
        return self._made(name, partition_info, **kwargs)

    def _given(self, name):
        """The variable that the graph can give though its program has not made it, or None."""
        with _tf.init_scope():
            graph = _tf.get_default_graph()
        found = graph.given_variable(name) if isinstance(graph, Graph) else None
        if found is not None:
            self._vars.setdefault(name, found)
        return found

    def _shared(self, name, found, reuse, shape, dtype):
        record, site = self.record(name), user_site()
        if reuse is False:
            raise errors.variable_exists(name, record, site, is_resource=found.is_resource)
        if not shape.is_compatible_with(found.get_shape()):
            raise errors.variable_differs(name, "shape", shape, found.get_shape(), record, site)
        if not dtype.is_compatible_with(found.dtype):
            raise errors.variable_differs(
                name, "dtype", dtype.name, found.dtype_text, record, site
            )
        if record is not None:
            sites = (*record.reused_at, site)[-_REUSE_SITES_KEPT:]
            self.records[name] = dataclasses.replace(record, reused_at=sites)
        return found

    def _made(
        self,
        name,
        partition_info,
        shape,
        dtype,
        initializer,
        regularizer,
        trainable,
        collections,
        **kwargs,
    ):
        if initializer is None:
            initializer = initial.default_initializer(name, dtype)
        check_name(name)
        with _tf.init_scope():
            value, value_dtype = initial.initial_value(initializer, shape, dtype, partition_info)
        # No `shape`: in TF1 the initial value alone decides it.
        variable = self.factory(
            initial_value=value,
            name=name,
            dtype=value_dtype,
            trainable=trainable,
            collections=collections,
            **kwargs,
        )
        if _tf.executing_eagerly() and self._store_eager_variables:
            _collect_eager(variable, collections, trainable)
        if not _tf.executing_eagerly() or self._store_eager_variables:
            self._vars[name] = variable
            self._making.stack[-1].append((name, variable))
            self.records[name] = VariableRecord(
                name=name,
                shape=variable.get_shape(),
                dtype=variable.dtype.base_dtype,
                initializer=initializer,
                regularizer=regularizer,
                trainable=trainable,
                created_at=getattr(variable, "created_at", None) or user_site(),
                scope=self.scope_name(),
            )
        if regularizer:
            self._regularize(name, variable, regularizer)
        return variable

    def _regularize(self, name, variable, regularizer):
        # In a loop body too, the loss and its collection belong to the outermost graph.
        with _tf.init_scope():
            with _tf.colocate_with(variable), _tf.v1.name_scope(name + "/Regularizer/"):
                loss = regularizer(variable)
            if loss is not None:
                _tf.get_default_graph().add_to_collection(_KEYS.REGULARIZATION_LOSSES, loss)
                self._making.stack[-1].append((None, loss))

    @contextlib.contextmanager
    def undone_on_error(self):
        """On an error, what this thread made in the block leaves store and collections."""
        made, stack = [], self._making.stack
        stack.append(made)
        try:
            yield
        except BaseException:
            self._forget(made)
            made.clear()
            raise
        finally:
            stack.pop()
            if stack:
                stack[-1].extend(made)

    def _forget(self, made):
        for name, _ in made:
            self._vars.pop(name, None)
            self.records.pop(name, None)
        ids = {id(item) for _, item in made}
        with _tf.init_scope():
            graph = _tf.get_default_graph()
        for key in graph.collections if ids else ():
            items = graph.get_collection_ref(key)
            items[:] = [item for item in items if id(item) not in ids]

    def _get_default_initializer(self, name, shape=None, dtype=_tf.dtypes.float32):
        """TensorFlow's name for `default_initializer`."""
        del shape
        return initial.default_initializer(name, dtype), False


def _collect_eager(variable, collections, trainable):
    graph = _tf.get_default_graph()
    graph.add_to_collections(collections or [_KEYS.GLOBAL_VARIABLES], variable)
    if trainable:
        graph.add_to_collection(_KEYS.TRAINABLE_VARIABLES, variable)


def _is_slot_of_resource(name):
    """Whether the variable of the slot `name` was itself asked to be a resource.

    TensorFlow's own code asks for one in any case. It calls a slot by its scope and a slash.
    """
    known = getattr(outermost(_tf.get_default_graph()), "variables_by_op_name", {})
    while name and name not in known:
        name = name.rpartition("/")[0]
    return known[name].is_resource if name else None
