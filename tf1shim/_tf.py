"""Every private TensorFlow name that tf1shim uses, and nothing else.

Checked on TensorFlow 2.16.2 and 2.21.0. Nothing else in the package imports
``tensorflow.python``: when a TensorFlow release moves something, this file is
the one to mend.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import warnings

import tensorflow as tf
from tensorflow.core.framework import (  # noqa: F401
    attr_value_pb2,
    function_pb2,
    node_def_pb2,
    step_stats_pb2,
    variable_pb2,
)
from tensorflow.core.protobuf import (  # noqa: F401
    config_pb2,
    control_flow_pb2,
    trackable_object_graph_pb2,
)
from tensorflow.python.autograph.impl import api as autograph
from tensorflow.python.checkpoint import checkpoint as object_checkpoint
from tensorflow.python.checkpoint import checkpoint_management
from tensorflow.python.client import device_lib
from tensorflow.python.client import pywrap_tf_session as _c_api
from tensorflow.python.client import session as _session
from tensorflow.python.data.ops import dataset_ops
from tensorflow.python.distribute import distribute_lib
from tensorflow.python.eager import cancellation, context, record
from tensorflow.python.framework import (
    auto_control_deps_utils,
    c_api_util,
    composite_tensor,
    dtypes,  # noqa: F401
    errors_impl,
    func_graph,
    indexed_slices,
    meta_graph,
    op_def_registry,
    ops,
    random_seed,
    smart_cond,
    stack,
    tensor,
    tensor_shape,
    tensor_util,
)
from tensorflow.python.ops import (
    control_flow_v2_func_graphs,
    gen_resource_variable_ops,
    handle_data_util,
    init_ops,
    ref_variable,
    resource_variable_ops,
    script_ops,
    session_ops,
    variable_scope,
    variables,
)
from tensorflow.python.ops.distributions import (
    beta,
    bijector,
    exponential,
    gamma,
    identity_bijector,
    laplace,
    normal,
    special_math,
    student_t,
    util,
)
from tensorflow.python.ops.linalg import linear_operator_addition
from tensorflow.python.profiler.internal import _pywrap_profiler
from tensorflow.python.saved_model import loader_impl
from tensorflow.python.trackable import autotrackable, data_structures
from tensorflow.python.trackable import base as trackable
from tensorflow.python.training import basic_session_run_hooks, coordinator, saver
from tensorflow.python.training.saving import saveable_object
from tensorflow.python.util import compat, deprecation, nest, tf_export  # noqa: F401
from tensorflow.tsl.profiler.protobuf import trace_events_pb2  # noqa: F401

try:
    from tensorflow.python._pywrap_tfe import TFE_Py_ExecuteCancelable
except ImportError:  # pragma: no cover - the extension's older path
    from tensorflow.python.pywrap_tfe import TFE_Py_ExecuteCancelable

v1 = tf.compat.v1
raw_ops = tf.raw_ops

# --- graph ---------------------------------------------------------------------------------------
Graph = tf.Graph
op_writes_to_resource = auto_control_deps_utils._op_writes_to_resource
FuncGraph = func_graph.FuncGraph
ControlFlowBody = control_flow_v2_func_graphs.ControlFlowFuncGraph
Operation = ops.Operation
SymbolicTensor = ops.SymbolicTensor
BaseTensor = tensor.Tensor
EagerTensor = ops.EagerTensor
TensorShape = tensor_shape.TensorShape
Dimension = tensor_shape.Dimension
OVERLOADABLE_OPERATORS = frozenset(tensor.Tensor.OVERLOADABLE_OPERATORS)
IndexedSlices = indexed_slices.IndexedSlices
CompositeTensor = composite_tensor.CompositeTensor

executing_eagerly = context.executing_eagerly
eager_mode = context.eager_mode
get_default_graph = ops.get_default_graph
default_session = stack.default_session
get_default_session = stack.get_default_session
init_scope = ops.init_scope
colocate_with = ops.colocate_with
make_tensor_proto = tensor_util.make_tensor_proto
name_from_scope_name = ops.name_from_scope_name
as_bytes = compat.as_bytes
as_str = compat.as_str
uid = ops.uid


def graph_stack():
    """The thread's stack of graphs entered with ``as_default`` (innermost last)."""
    return ops._default_graph_stack.stack


def count_seeds_from(graph, number):
    """Ops of `graph` that have no seed of their own get `number` and those that follow."""
    random_seed._graph_to_seed_dict[graph] = number


@contextlib.contextmanager
def counting_seeds_on(body):
    """In the ``with`` block `body` counts seeds for its ops on from where its outer graph is."""
    counts, outer = random_seed._graph_to_seed_dict, body.outer_graph
    counts[body] = counts.get(outer, 0)
    try:
        yield
    finally:
        counts[outer] = counts[body]


def place_default_graph(graph):
    """Makes `graph` what the thread has beneath that stack; None for one of TensorFlow's own."""
    ops._default_graph_stack._global_default_graph = graph


def import_name_scope(name, scope):
    """`name` below the name scope `scope` (``None`` for none)."""
    return ops.prepend_name_scope(name, scope)


def strip_name_scope(name, scope):
    """`name` without the leading name scope `scope` (``None`` for none)."""
    return ops.strip_name_scope(name, scope)


def update_input(op, index, tensor):
    """Makes `tensor` the input of `op` at `index`."""
    op._update_input(index, tensor)


def add_control_inputs(op, above):
    """Makes `op` wait for the operations `above` too."""
    op._add_control_inputs(above)


def remove_all_control_inputs(op):
    """Makes `op` wait for no operation."""
    op._remove_all_control_inputs()


def original_op(op):
    """The operation that `op` was made for, say as part of its gradient; or None."""
    return op._original_op


def set_original_op(op, original):
    """Says the same."""
    op._original_op = original


def create_op(graph, node_def, inputs, output_types, op_def):
    """A new operation in `graph` as `node_def` says; its control inputs are left out."""
    with graph.control_dependencies(None):
        op = graph.create_op(
            node_def.op,
            inputs,
            output_types,
            name=node_def.name + "/",
            attrs=dict(node_def.attr),
            op_def=op_def,
            compute_device=False,
        )
    op._set_device(node_def.device)
    return op


def copy_functions(source, target, node_def):
    """Copies the functions that `node_def` names from one graph to another."""
    for attr in node_def.attr.values():
        for function in (attr.func, *attr.list.func):
            found = source._get_function(function.name) if function.name else None
            if found is not None:
                target._add_function_recursive(found)


# --- variables -----------------------------------------------------------------------------------
BaseResourceVariable = resource_variable_ops.BaseResourceVariable
ResourceVariable = resource_variable_ops.ResourceVariable
default_variable_creator = ref_variable.default_variable_creator
Variable = variables.Variable
SaveSliceInfo = variables.Variable.SaveSliceInfo
PartitionedVariable = variables.PartitionedVariable
VariableScope = variable_scope.VariableScope
ReuseMode = variable_scope._ReuseMode
VARSTORE_KEY = variable_scope._VARSTORE_KEY
VARSCOPESTORE_KEY = variable_scope._VARSCOPESTORE_KEY
read_variable_op = gen_resource_variable_ops.read_variable_op
assign_variable_op = gen_resource_variable_ops.assign_variable_op
assign_add_variable_op = gen_resource_variable_ops.assign_add_variable_op
assign_sub_variable_op = gen_resource_variable_ops.assign_sub_variable_op
variable_accessed = resource_variable_ops.variable_accessed
is_recorded = record.could_possibly_record
variable_shape = gen_resource_variable_ops.variable_shape
var_is_initialized_op = gen_resource_variable_ops.var_is_initialized_op
handle_from_shape_and_dtype = resource_variable_ops._variable_handle_from_shape_and_dtype
set_handle_shapes_and_types = resource_variable_ops._set_handle_shapes_and_types
PartitionInfo = variable_scope._PartitionInfo
validate_synchronization = variables.validate_synchronization_aggregation_trainable
graph_from_inputs = ops._get_graph_from_inputs
get_name_scope = ops.get_name_scope
Trackable = trackable.Trackable
capture_dependencies = object_checkpoint.capture_dependencies


def never_converted(obj):
    """Tells AutoGraph to call a function or the objects of a class as they are; returns `obj`."""
    return autograph.autograph_artifact(obj)


# --- what legacy code imports itself -------------------------------------------------------------
def private_module(path):
    """The module ``tensorflow.PATH`` (``python.framework.ops``), or None if there is none."""
    name = f"tensorflow.{path}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name + ".").startswith(error.name + "."):
            return None
        raise


def is_private(module):
    """True for the modules beneath ``tensorflow.python`` and ``tensorflow.core``."""
    return module.__name__.startswith(("tensorflow.python.", "tensorflow.core."))


def upgrade_tables():
    """What TensorFlow's own ``tf_upgrade_v2`` knows: its tables, as attributes of one object."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it makes nodes of classes that Python means to drop
        from tensorflow.tools.compatibility import tf_upgrade_v2

        return tf_upgrade_v2.TFAPIChangeSpec()


# --- distribution strategies ---------------------------------------------------------------------

# Every process has one object of each, which eager code meets too.
PROCESS_WIDE = (
    distribute_lib._DefaultDistributionStrategy,
    distribute_lib._DefaultDistributionStrategyV1,
    distribute_lib._DefaultDistributionExtended,
    distribute_lib._DefaultReplicaContext,
)

# --- distributions -------------------------------------------------------------------------------
Bijector = bijector.Bijector
IdentityBijector = identity_bijector.Identity
distribution_util = util
erfinv = special_math.erfinv
add_operators = linear_operator_addition.add_operators
silence_deprecation = deprecation.silence
constant_value_as_shape = tensor_util.constant_value_as_shape
BetaWithSoftplusConcentration = beta.BetaWithSoftplusConcentration
ExponentialWithSoftplusRate = exponential.ExponentialWithSoftplusRate
GammaWithSoftplusConcentrationRate = gamma.GammaWithSoftplusConcentrationRate
LaplaceWithSoftplusScale = laplace.LaplaceWithSoftplusScale
NormalWithSoftplusScale = normal.NormalWithSoftplusScale
StudentTWithAbsDfSoftplusScale = student_t.StudentTWithAbsDfSoftplusScale


# --- Keras 2 -------------------------------------------------------------------------------------
# Its version 1 API, by name: it is imported only by programs that use it.
KERAS = "tf_keras"
KERAS_V1 = f"{KERAS}.api._v1.keras"
KERAS_PRIVATE = f"{KERAS}.src"
# Where Keras writes down what it exports, by name.
TF_EXPORT = tf_export.__name__


def second_tf_export():
    """A second module like `TF_EXPORT`, with a register of its own."""
    spec = importlib.util.find_spec(TF_EXPORT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- tf.contrib.framework ------------------------------------------------------------------------
BoundedTensorSpec = tensor.BoundedTensorSpec
smart_constant_value = smart_cond.smart_constant_value
smart_case = smart_cond.smart_case
CONVOLUTIONAL_ORTHOGONAL = {
    "convolutional_delta_orthogonal": init_ops.ConvolutionDeltaOrthogonal,
    "convolutional_orthogonal_1d": init_ops.ConvolutionOrthogonal1D,
    "convolutional_orthogonal_2d": init_ops.ConvolutionOrthogonal2D,
    "convolutional_orthogonal_3d": init_ops.ConvolutionOrthogonal3D,
}


# --- graph files ---------------------------------------------------------------------------------
SavedModelLoader = loader_impl.SavedModelLoader
get_asset_tensors = loader_impl.get_asset_tensors
export_scoped_meta_graph = meta_graph.export_scoped_meta_graph
read_meta_graph_file = meta_graph.read_meta_graph_file
# Besides `tf.train.import_meta_graph`: what TensorFlow's own code imports meta graphs by.
IMPORTS_OF_META_GRAPHS = (
    meta_graph.import_scoped_meta_graph,
    meta_graph.import_scoped_meta_graph_with_return_elements,
    saver._import_meta_graph_with_return_elements,
)
RegisterGradient = ops.RegisterGradient
collection_proto_type = ops.get_collection_proto_type
CONTROL_FLOW_PROTOS = (control_flow_pb2.CondContextDef, control_flow_pb2.WhileContextDef)


# --- tf.contrib.checkpoint -----------------------------------------------------------------------
AutoTrackable = autotrackable.AutoTrackable
TrackableDataStructure = data_structures.TrackableDataStructure
List = data_structures.List
Mapping = data_structures.Mapping
NoDependency = data_structures.NoDependency
TrackableObjectGraph = trackable_object_graph_pb2.TrackableObjectGraph
OBJECT_GRAPH_KEY = trackable.OBJECT_GRAPH_PROTO_KEY
VARIABLE_VALUE_KEY = trackable.VARIABLE_VALUE_KEY
list_objects = object_checkpoint.list_objects


# --- weights between TF1 and TF2 -----------------------------------------------------------------
update_checkpoint_state = checkpoint_management.update_checkpoint_state_internal


# --- tf.contrib.cudnn_rnn ------------------------------------------------------------------------
SaveableObject = saveable_object.SaveableObject
SaveSpec = saveable_object.SaveSpec


# --- training loops ------------------------------------------------------------------------------
# The modules that open sessions for a program, later ones on top of earlier ones; and what they
# import, by name.
TRAINING = coordinator.__package__
TRAINING_LOOPS = ("session_manager", "monitored_session", "supervisor")
client_session = _session
training_coordinator = coordinator
training_hooks = basic_session_run_hooks


# --- sessions ------------------------------------------------------------------------------------
SessionInterface = _session.SessionInterface
DatasetV1 = dataset_ops.DatasetV1
DatasetV1Adapter = dataset_ops.DatasetV1Adapter
TensorHandle = session_ops.TensorHandle
registered_session_conversions = _session._REGISTERED_EXPANSIONS
InaccessibleTensorError = errors_impl.InaccessibleTensorError
ProfilerSession = _pywrap_profiler.ProfilerSession
CancellationManager = cancellation.CancellationManager
anonymous_name = context.anonymous_name


def eager_context():
    """The process's eager context, initialized."""
    ctx = context.context()
    ctx.ensure_initialized()
    return ctx


def execute(ctx, name, inputs, attrs, n_outputs, cancellation_manager=None):
    """Runs the registered function `name`; raises `tf.errors`, with the runtime's text."""
    manager = cancellation_manager or CancellationManager()
    return TFE_Py_ExecuteCancelable(
        ctx._handle, ctx.device_name, name, inputs, attrs, manager._impl, n_outputs
    )


def function_def(graph, name, body, inputs, outputs, targets):
    """The `FunctionDef` of a part of `graph`: the C++ library makes it, Python copies nothing.

    Args: `body` operations, `inputs` and `outputs` tensors, `targets` operations that must run.
    """
    with graph._c_graph.get() as c_graph:
        function = _c_api.TF_GraphToFunction_wrapper(
            c_graph,
            name,
            False,
            [op._c_op for op in body],
            [t._as_tf_output() for t in inputs],
            [t._as_tf_output() for t in outputs],
            # Unnamed outputs would take the names of their ops, and those be called 'x_0'.
            [b"fetch_%d" % i for i in range(len(outputs))],
            [op._c_op for op in targets],
            [b"target_%d" % i for i in range(len(targets))],
            None,
            "",
        )
    return _definition(function)


def _definition(function):
    with c_api_util.tf_buffer() as buffer:
        _c_api.TF_FunctionToFunctionDef(function, buffer)
        data = _c_api.TF_GetBuffer(buffer)
    return function_pb2.FunctionDef.FromString(data)


def flow_context(op):
    """The ``tf.cond`` or ``tf.while_loop`` of TensorFlow 1's kind that `op` is in, or None."""
    return op._get_control_flow_context()


def library_functions(graph):
    """The `FunctionDef`s of the functions in `graph`'s library, by name."""
    return {as_str(f.signature.name): f for f in library(graph).function}


def library(graph):
    """The functions of `graph` and their gradients, a `FunctionDefLibrary`."""
    with graph._lock:
        return graph._as_graph_def(add_shapes=False)[0].library


def own_gradient(graph, name):
    """The name of the function that was given as the gradient of `graph`'s function, or None."""
    return getattr(graph._get_function(name), "grad_func_name", None)


def op_def(op_type):
    """The `OpDef` registered for `op_type`, or None."""
    return op_def_registry.get(op_type)


def set_eager_handle_data(handle, shape, dtype):
    """Tells the eager `handle` which shape and dtype it holds, as ``tf.Variable`` does."""
    handle_data = handle_data_util.create_handle_data(shape, dtype)
    set_handle_shapes_and_types(handle, handle_data, False)


def copy_handle_data(source, target):
    """Tells a symbolic resource or variant which shapes and dtypes it holds: what `source` does."""
    handle_data_util.copy_handle_data(source, target)


def without_retracing_warning(function):
    """`function`, a ``tf.function``, which leaves warnings of many traces to its owner."""
    function._omit_frequent_tracing_warning = True
    return function


def session_devices(ctx):
    """The devices of the eager context, described as ``Session.list_devices`` does."""
    local = {d.name: d for d in device_lib.list_local_devices()}
    described = []
    for name in ctx.devices():
        about = local[name[name.index("/device:") :]]
        described.append(
            _session._DeviceAttributes(
                name, about.device_type, about.memory_limit, about.incarnation
            )
        )
    return described


class PyFunction:
    """A Python function that ``PyFunc`` ops can call by `token` as long as this object lives."""

    def __init__(self, function):
        self._function = function
        self.token = script_ops._py_funcs.insert(function)
