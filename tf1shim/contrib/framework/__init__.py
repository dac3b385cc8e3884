"""``tf.contrib.framework``: argument scopes, variables, checkpoints, checks of tensors."""

from tf1shim import TensorSpec
from tf1shim._tf import BoundedTensorSpec
from tf1shim.contrib.framework import nest
from tf1shim.contrib.framework.arg_scope import (
    add_arg_scope,
    arg_scope,
    arg_scope_func_key,
    arg_scoped_arguments,
    current_arg_scope,
    has_arg_scope,
)
from tf1shim.contrib.framework.assigning import (
    assign_from_checkpoint,
    assign_from_checkpoint_fn,
    assign_from_values,
    assign_from_values_fn,
)
from tf1shim.contrib.framework.checkpoint_ops import (
    load_and_remap_matrix_initializer,
    load_embedding_initializer,
    load_linear_multiclass_bias_initializer,
    load_variable_slot_initializer,
)
from tf1shim.contrib.framework.checkpoint_utils import (
    init_from_checkpoint,
    list_variables,
    load_checkpoint,
    load_variable,
)
from tf1shim.contrib.framework.deprecation import (
    deprecated,
    deprecated_arg_values,
    deprecated_args,
)
from tf1shim.contrib.framework.graph_util import fuse_op, get_placeholders
from tf1shim.contrib.framework.init_ops import (
    convolutional_delta_orthogonal,
    convolutional_orthogonal_1d,
    convolutional_orthogonal_2d,
    convolutional_orthogonal_3d,
)
from tf1shim.contrib.framework.ops import (
    get_graph_from_inputs,
    get_name_scope,
    prepend_name_scope,
    strip_name_scope,
)
from tf1shim.contrib.framework.record_input import RecordInput
from tf1shim.contrib.framework.script_ops import py_func
from tf1shim.contrib.framework.smart_cond import smart_case, smart_cond, smart_constant_value
from tf1shim.contrib.framework.sort_ops import argsort, sort
from tf1shim.contrib.framework.tensor_util import (
    assert_same_float_dtype,
    assert_scalar,
    assert_scalar_int,
    convert_to_tensor_or_sparse_tensor,
    is_tensor,
    reduce_sum_n,
    remove_squeezable_dimensions,
    with_same_shape,
    with_shape,
)
from tf1shim.contrib.framework.variables import (
    VariableDeviceChooser,
    add_model_variable,
    assert_global_step,
    assert_or_get_global_step,
    create_global_step,
    filter_variables,
    get_global_step,
    get_local_variables,
    get_model_variables,
    get_or_create_global_step,
    get_trainable_variables,
    get_unique_variable,
    get_variable_full_name,
    get_variables,
    get_variables_by_name,
    get_variables_by_suffix,
    get_variables_to_restore,
    global_variable,
    local_variable,
    model_variable,
    variable,
    zero_initializer,
)
from tf1shim.contrib.names import missing

__getattr__ = missing(__name__)
