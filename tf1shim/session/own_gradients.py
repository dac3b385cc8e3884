"""Functions that have a gradient of their own: ``Defun(..., grad_func=...)``.

Which function is another's gradient is known to a graph's library, not to the runtime's: that
would take the gradient from the function's body. So the gradient is called by its name.
"""

from __future__ import annotations

import tensorflow

OP = "SymbolicGradient"


def call(node, library, gradient_of):
    """Makes `node`, the gradient of a function, a call of the function's own gradient.

    Returns False if the function has none. Raises: UnimplementedError if a function that it calls
    has one, where only the runtime looks.
    """
    function = node.attr["f"].func
    own = gradient_of(function.name)
    if own:
        node.op, function.name = "StatefulPartitionedCall", own
        return True
    inner = _with_own(function.name, library, gradient_of, set())
    if inner:
        raise tensorflow.errors.UnimplementedError(
            node,
            None,
            f"The function '{function.name}' calls '{inner}', which has a gradient function of "
            "its own: the gradient through both is not the one of their bodies.\n"
            f"  give '{function.name}' a gradient of its own too:  Defun(..., grad_func=...)",
        )
    return False


def _with_own(name, library, gradient_of, seen):
    """A function with a gradient of its own that the function `name` calls, or None."""
    definition = library(name)
    if definition is None or name in seen:
        return None
    seen.add(name)
    for node in definition.node_def:
        for called in (node.op, *(a.func.name for a in node.attr.values() if a.func.name)):
            found = called if gradient_of(called) else _with_own(called, library, gradient_of, seen)
            if found:
                return found
    return None
