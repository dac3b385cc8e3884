"""A session's state: the eager variables and other resources that live in its container."""

from __future__ import annotations

import itertools
import threading

import tensorflow

from tf1shim import _tf, errors
from tf1shim.session import iterators
from tf1shim.session.handles import KeptTensors
from tf1shim.session.options import run_once

# A session that wanted its variables where there is no such device has failed before.
_ANYWHERE = _tf.config_pb2.ConfigProto(allow_soft_placement=True)
RUN_ATTRS = ("config_proto", run_once(_ANYWHERE), "executor_type", "")
CALL = "StatefulPartitionedCall"
_numbers = itertools.count(1)


class SessionVariable(_tf.BaseResourceVariable):
    """A TF2 variable with a session's value, to be read inside ``with session`` too."""

    def numpy(self):
        """The value, as an array."""
        with _tf.eager_mode():
            return super().numpy()


def check_fits(variable, name, shape, dtype, site=None):
    """Sees that `variable` can hold the value of the graph variable `name`, made at `site`.

    Raises: ValueError if dtype or shape differ, in the words of ``tf.get_variable``.
    """
    held = variable.dtype.base_dtype
    if not shape.is_compatible_with(variable.shape):
        raise errors.shared_differs(name, "shape", shape, variable.shape, site)
    if dtype != held:
        raise errors.shared_differs(name, "dtype", dtype.name, held.name, site)


def _shape_and_dtype(op):
    shape = tensorflow.TensorShape(op.get_attr("shape"))
    return shape, _tf.dtypes.as_dtype(op.get_attr("dtype"))


class SessionState:
    """The resources of one session, all in one container of the eager runtime.

    Variables are TF2 variables under their TF1 names; they exist from the moment a compiled run
    first names them, and are initialized when the program's own initializer op runs. `shared`
    gives, by name, variables that live elsewhere and have their value there.
    """

    def __init__(self, graph, cluster=None, shared=None):
        self.graph = graph
        self._shared = shared
        self.name = f"tf1shim/{next(_numbers)}"
        #: Where the session's own random streams live, and where its variables, queues ... do.
        self.container = _tf.as_bytes(self.name)
        self.home = cluster.container if cluster else self.container
        self._outlived = cluster is not None
        self._lock = threading.Lock()
        self._resources = cluster.resources if cluster else {}
        self._views = {}
        # The names of those views whose value lives elsewhere.
        self._elsewhere = set()
        self._streams = {}
        self._python = {}
        #: What ``tf.get_session_handle`` keeps.
        self.kept = KeptTensors(_tf.eager_context().devices()[0])
        self._done = set()
        self._functions = []
        self._counter = itertools.count()

    # --- functions --------------------------------------------------------------------------------

    def unique_name(self, base):
        """A function name that no other function has."""
        return f"{base}__{self.name.replace('/', '_')}_{next(self._counter)}"

    def register(self, definition):
        """Adds a function of this session to the runtime."""
        _tf.eager_context().add_function_def(definition)
        self._functions.append(definition.signature.name)

    def ensure_registered(self, definition):
        """Adds a graph's own function to the runtime, unless it is there."""
        ctx = _tf.eager_context()
        if not ctx.has_function(definition.signature.name):
            ctx.add_function_def(definition)

    # --- resources --------------------------------------------------------------------------------

    def add_resource(self, node):
        """Remembers the resource that `node`, already in this container, makes."""
        key = (node.op, node.attr["container"].s, node.attr["shared_name"].s)
        if key not in self._resources:
            kept = _tf.node_def_pb2.NodeDef()
            kept.CopyFrom(node)
            self._resources[key] = kept

    def random_stream(self, place, seed, seed2, device):
        """The shared name of the random stream of the op at `place`; started at its seeds."""
        name = f"random_stream/{place}"
        with self._lock:
            if name not in self._streams:
                with _tf.eager_mode(), tensorflow.device(device or None):
                    handle = self._handle(name, tensorflow.int64, [3])
                    value = tensorflow.constant([0, seed2, seed], tensorflow.int64)
                    _tf.assign_variable_op(handle, value)
                self._streams[name] = handle
        return _tf.as_bytes(name)

    def once(self, kind, name, define):
        """Runs the function that `define()` makes, the first time that the session asks."""
        with self._lock:
            if (kind, name) in self._done:
                return
            definition = define()
            self.register(definition)
            _tf.execute(_tf.eager_context(), definition.signature.name, [], RUN_ATTRS, 0)
            self._done.add((kind, name))

    def shared_kernel(self, place, define):
        """The token by which compiled runs call the one kernel of the random op at `place`.

        `define(name)` makes the function that holds the op alone.
        """
        def make():
            name = self.unique_name("random")
            definition = define(name)
            self.register(definition)
            inputs = [arg.type for arg in definition.signature.input_arg]
            outputs = [arg.type for arg in definition.signature.output_arg]
            attrs = ("f", name, "Tin", inputs, "Tout", outputs, *RUN_ATTRS)
            ctx = _tf.eager_context()

            def draw(*arrays):
                # Called by this op the function runs on the calling thread. By its name it would
                # need another one of the runtime's pool, whose threads may all be drawing.
                given = [tensorflow.constant(a) for a in arrays]
                drawn = _tf.execute(ctx, CALL, given, attrs, len(outputs))
                return [t.numpy() for t in drawn]

            return draw

        return self.python_function(place, make)

    def python_function(self, place, make):
        """The token by which compiled runs call the function that `make()` gave for `place`."""
        with self._lock:
            if place not in self._python:
                self._python[place] = _tf.PyFunction(make())
            return self._python[place].token

    def _handle(self, shared_name, dtype, shape, container=None):
        return tensorflow.raw_ops.VarHandleOp(
            dtype=dtype,
            shape=shape,
            shared_name=shared_name,
            container=container or self.container,
        )

    def holding(self, value):
        """The handle of a variable without a name that has `value`, and lives as long as it."""
        with _tf.eager_mode():
            handle = self._handle(_tf.anonymous_name(), value.dtype, value.shape)
            _tf.set_eager_handle_data(handle, value.shape, value.dtype)
            _tf.assign_variable_op(handle, value)
        return handle

    def variable(self, op):
        """The TF2 variable that holds the value of the graph variable made by `op`."""
        with self._lock:
            if op.name not in self._views:
                lent = self._lent(op)
                self._views[op.name] = self._view(op) if lent is None else lent
            return self._views[op.name]

    def _lent(self, op):
        shared = self._shared(op.name) if self._shared else None
        if shared is not None:
            check_fits(shared, op.name, *_shape_and_dtype(op))
            self._elsewhere.add(op.name)
        return shared

    def is_shared(self, op):
        """True if `op` makes a variable whose value lives elsewhere."""
        if self._shared is None or op.type != "VarHandleOp":
            return False
        self.variable(op)
        return op.name in self._elsewhere

    def _view(self, op):
        shape, dtype = _shape_and_dtype(op)
        known = getattr(self.graph, "variables_by_op_name", {}).get(op.name)
        container = op.get_attr("container")
        own = self.home + b"/" + container if container else self.home
        with _tf.eager_mode():
            handle = self._handle(op.get_attr("shared_name") or op.name, dtype, shape, own)
            _tf.set_eager_handle_data(handle, shape, dtype)
            variable = SessionVariable(
                trainable=known is not None and known.trainable,
                shape=shape,
                dtype=dtype,
                handle=handle,
                handle_name=op.name,
                unique_id=f"{self.name}/{op.name}",
                in_graph_mode=False,
            )
        variable._set_save_slice_info(getattr(known, "_save_slice_info", None))
        return variable

    def is_initialized(self, op):
        """True if the variable made by `op` has a value in this session."""
        with _tf.eager_mode():
            return bool(_tf.var_is_initialized_op(self.variable(op).handle))

    def close(self):
        """Frees every function of the session, and every resource unless a server keeps them."""
        self._views.clear()
        self._streams.clear()
        self._python.clear()
        ctx = _tf.eager_context()
        if self._resources and not self._outlived:
            self._destroy(list(self._resources.values()))
        self._resources = {}
        for name in self._functions:
            ctx.remove_function(name)
        self._functions.clear()

    @classmethod
    def clear(cls, cluster):
        """Frees what a server has kept of its sessions."""
        state = cls(None, cluster)
        state._outlived = False
        state.close()
        cluster.resources.clear()

    def _destroy(self, resources):
        definition = self._destroyer(resources)
        _tf.eager_context().add_function_def(definition)
        try:
            _tf.execute(_tf.eager_context(), definition.signature.name, [], RUN_ATTRS, 0)
        except tensorflow.errors.InvalidArgumentError:
            # One of them is for a device that is not there, and so was never made.
            if len(resources) > 1:
                for resource in resources:
                    self._destroy([resource])

    def _destroyer(self, resources):
        """A function that destroys `resources`, as far as they were ever made."""
        definition = _tf.function_pb2.FunctionDef()
        definition.signature.name = self.unique_name("close")
        definition.signature.is_stateful = True
        for i, node in enumerate(resources):
            made = definition.node_def.add()
            made.CopyFrom(node)
            made.name = f"resource_{i}"
            del made.input[:]
            destroy = definition.node_def.add()
            destroy.name, destroy.op = f"destroy_{i}", "DestroyResourceOp"
            destroy.input.append(f"{made.name}:{_tf.op_def(node.op).output_arg[0].name}:0")
            destroy.attr["ignore_lookup_error"].b = True
            if node.op in iterators.OPS:
                destroy.input.append("^" + iterators.let_go(definition, made))
            definition.signature.control_output.append(destroy.name)
            definition.control_ret[destroy.name] = destroy.name
        self._functions.append(definition.signature.name)
        return definition
