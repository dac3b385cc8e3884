"""Which executor runs a plan: one thread for small ones, TensorFlow's overlapping one otherwise.

The single-threaded executor saves what handing each op to a thread pool costs. It overlaps
nothing and says in no error which op failed; it is taken where a plan is small, nothing in it may
block, and it calls no functions (a loop would call its body on one stack until that overflows).
"""

from __future__ import annotations

from tf1shim.session.rewrite import op_traits

SINGLE_THREADED = "SINGLE_THREADED_EXECUTOR"
# Up to this many nodes one thread is faster.
SMALL_PLAN = 150
# The ops that the executor refuses, or that may wait for something outside.
REFUSED = {"Enter", "Exit", "Merge", "NextIteration", "RefEnter", "Switch", "RefSwitch"}
BLOCKING = {"PyFunc", "EagerPyFunc", "PyFuncStateless"}
# Ops so heavy that another one is worth running beside them.
HEAVY = ("Conv", "DepthwiseConv", "MaxPool", "AvgPool", "FusedBatchNorm", "BatchMatMul")


def attributes(config, single_threaded):
    """The attributes of a call of a plan's function, from its serialized `config`."""
    executor = SINGLE_THREADED if single_threaded else ""
    return "config_proto", config, "executor_type", executor


def fits_single_thread(definition):
    """True if one thread is to run the function `definition`."""
    nodes = definition.node_def
    if len(nodes) > SMALL_PLAN or any("_XlaCompile" in node.attr for node in nodes):
        return False  # XLA puts control flow around what it compiles.
    return all(map(_fits, {node.op for node in nodes}))


def _fits(op_type):
    traits = op_traits(op_type)
    if op_type in REFUSED or op_type in BLOCKING or op_type.startswith(HEAVY):
        return False
    if traits.is_function or traits.function_attrs:
        return False
    return op_type == "VarHandleOp" or not traits.resource
