"""Variables: scopes, sharing, and what makes and lists variables."""

from tf1shim.variables.assign import SCATTERS, assign, assign_add, assign_sub, count_up_to
from tf1shim.variables.block import get_variable_scope, variable_op_scope, variable_scope
from tf1shim.variables.getters import (
    get_local_variable,
    get_variable,
    no_regularizer,
    variable_creator_scope,
)
from tf1shim.variables.initialization import (
    assert_variables_initialized,
    global_variables_initializer,
    initialize_all_variables,
    initialize_local_variables,
    initialize_variables,
    is_variable_initialized,
    local_variables_initializer,
    report_uninitialized_variables,
    variables_initializer,
)
from tf1shim.variables.listing import (
    get_global_step,
    global_variables,
    local_variables,
    model_variables,
    moving_average_variables,
    trainable_variables,
)
from tf1shim.variables.optimizers import OPTIMIZERS
from tf1shim.variables.partitioned import (
    PartitionedVariable,
    fixed_size_partitioner,
    min_max_variable_partitioner,
    variable_axis_size_partitioner,
)
from tf1shim.variables.registry import Registry, current_store
from tf1shim.variables.scope import AUTO_REUSE, VariableScope
from tf1shim.variables.store import VariableRecord
from tf1shim.variables.template import Template, make_template
from tf1shim.variables.variable import Variable

__all__ = [
    "AUTO_REUSE",
    "OPTIMIZERS",
    "SCATTERS",
    "PartitionedVariable",
    "Registry",
    "Template",
    "Variable",
    "VariableRecord",
    "VariableScope",
    "assign",
    "assign_add",
    "assign_sub",
    "assert_variables_initialized",
    "count_up_to",
    "current_store",
    "fixed_size_partitioner",
    "get_global_step",
    "get_local_variable",
    "get_variable",
    "get_variable_scope",
    "global_variables",
    "global_variables_initializer",
    "initialize_all_variables",
    "initialize_local_variables",
    "initialize_variables",
    "is_variable_initialized",
    "local_variables",
    "local_variables_initializer",
    "make_template",
    "min_max_variable_partitioner",
    "model_variables",
    "moving_average_variables",
    "no_regularizer",
    "report_uninitialized_variables",
    "trainable_variables",
    "variable_axis_size_partitioner",
    "variable_creator_scope",
    "variable_op_scope",
    "variable_scope",
    "variables_initializer",
]
