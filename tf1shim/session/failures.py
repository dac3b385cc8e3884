"""What a session says when a run cannot be done: TF1's class and first line, then what helps."""

from __future__ import annotations

import re

import numpy as np
import tensorflow

from tf1shim.sites import first_user_frame
from tf1shim.variables.variable import variable_of_value

CLOSED = "Attempted to use a closed Session."
CANCELLED = "Session has been closed."
EMPTY_GRAPH = "The Session graph is empty.  Add operations to the graph before calling run()."
FEED_NO_DICT = "input must be a dictionary\n  feed_dict={placeholder: value} is one"
FED_VARIABLE = (
    "setting an array element with a sequence.\n"
    "  the value of a feed is a variable; feed its value:  sess.run(variable)"
)
NOT_REENTRANT = (
    "Session context managers are not re-entrant. Use `Session.as_default()` if you want to enter "
    "a session multiple times."
)


def fetch_of_wrong_type(fetch, cause=None):
    """TF1's text for a fetch that is no graph element."""
    text = f"Fetch argument {fetch!r} has invalid type {type(fetch)!r}"
    if cause is not None:
        return text + f", must be a string or Tensor. ({cause})"
    if fetch is None:
        text += (
            "\n  usual cause: a function that builds ops returns nothing, or an optional part of "
            "the model was not built.\n  leave it out of the fetches, or fetch tf.no_op()."
        )
    return text


def fetch_not_in_graph(fetch, cause):
    """TF1's text for a fetch that is not in the session's graph."""
    return f"Fetch argument {fetch!r} cannot be interpreted as a Tensor. ({cause})"


def not_fetchable(op):
    """TF1's text for an op that `Graph.prevent_fetching` keeps inside."""
    return (
        f"Operation {op.name!r} has been marked as not fetchable. Typically this happens when it "
        "is defined in another function or code block. Use return values,explicit Python locals or "
        "TensorFlow collections to access it."
    )


def fed_tensor(value, key):
    """TF1's text for a tensor used as a feed's value."""
    return (
        "The value of a feed cannot be a tf.Tensor object. Acceptable feed values include Python "
        "scalars, strings, lists, numpy ndarrays, or TensorHandles. For reference, the tensor "
        f"object was {value} which was passed to the feed with key {key}."
    )


def feed_of_wrong_type(value, dtype):
    """TF1's text for an integer that the placeholder's dtype cannot hold."""
    dtype = bool if dtype is np.bool_ else dtype
    return (
        f"Type of feed value {value} with type {type(value)} is not compatible with Tensor type "
        f"{dtype}. Try explicitly setting the type of the feed tensor to a larger type "
        "(e.g. int64)."
    )


def feed_of_wrong_length(keys, values):
    """TF1's text for a tuple of tensors whose value has another number of items."""
    return (
        f"Could not flatten dictionary. Key had {len(keys)} elements, but value had {len(values)} "
        f"elements. Key: {keys}, value: {values}."
    )


def feed_of_wrong_shape(shape, tensor):
    """TF1's text for a value of a shape that the tensor does not admit; and where that was made."""
    text = (
        f"Cannot feed value of shape {shape!r} for Tensor {_fed_name(tensor)!r}, which has shape "
        f"{str(tensor.shape)!r}"
    )
    site = made_at(tensor.op)
    return f"{text}\n  the tensor was made at {site}" if site else text


def _fed_name(tensor):
    """The tensor's name; of the value of a variable, that of the variable."""
    variable = variable_of_value(tensor)
    return tensor.name if variable is None else variable.name


def feed_of_wrong_item(error):
    """TF1's text for an array with an item that no tensor can hold."""
    kind = re.search(r"Unsupported object type (\w+)", str(error))
    text = kind[0] if kind else str(error)
    return f"{text}\n  a string tensor holds str and bytes: feed {{placeholder: 'text'}}"


def made_at(op):
    """``file:line`` of the user's code that made `op`, or None."""
    return first_user_frame(reversed(list(op.traceback or ())))


class RuntimeFailure:
    """An error of the runtime, read: which class, which op, what it said.

    The runtime names its compiled functions in the text; TF1's users know only nodes.
    """

    def __init__(self, graph, error):
        text = re.sub(r" \[Op:[^\]]*\](?: name: .*)?\s*$", "", error.message, flags=re.DOTALL)
        text = re.sub(r"\{\{function_node [^}]*\}\} ?", "", text)
        text = text.removeprefix("Graph execution error:").lstrip("\n")
        self.text = text
        self.kind = type(error)
        nodes = re.findall(r"\{\{node ([^}]*)\}\}", text)
        self.op = _operation(graph, nodes[-1]) if nodes else None

    def error(self):
        """The exception for the user, with TF1's `op`, `node_def` and text."""
        text = _as_tf1(self.text)
        site = made_at(self.op) if self.op is not None else None
        if site:
            text += f"\n  the op {self.op.name!r} was made at {site}"
        if self.kind is tensorflow.errors.InvalidArgumentError and "You must feed a value" in text:
            text += "\n  give it one:  sess.run(..., feed_dict={placeholder: value})"
        node_def = self.op.node_def if self.op is not None else None
        return self.kind(node_def, self.op, text)

    @property
    def may_be_uninitialized(self):
        """True if a variable without a value can be the reason."""
        return (
            self.kind
            in (
                tensorflow.errors.FailedPreconditionError,
                tensorflow.errors.NotFoundError,
                tensorflow.errors.InternalError,
            )
            and re.search(
                "uninitialized|Could not find variable|(Resource|Container) .* does not exist"
                "|Invalid variable reference",
                self.text,
            )
            is not None
        )


def _operation(graph, name):
    try:
        return graph.get_operation_by_name(name)
    except (KeyError, ValueError):
        return None


def _as_tf1(text):
    """The text as TF1's kernels put it, where a resource kernel puts it otherwise."""
    missing = re.match(r"ValueError: (The tensor with handle '.*?' is not in the [^\n]*)", text)
    if missing:
        return missing[1]
    if re.match(r"Cannot update variable with shape \S+ using a Tensor with shape", text):
        return "Parameters and update must be the same size\n  " + text
    declared = re.match(
        r"Shape of tensor (\S+)/value_as_declared (?P<given>\[.*?\]) is not compatible with "
        r"expected shape (?P<held>\[.*?\])\.",
        text,
    )
    current = re.match(
        r"Trying to assign to variable with tensor with wrong shape\. Expected (?P<held>\[.*?\]) "
        r"got (?P<given>\[.*?\])",
        text,
    )
    match = declared or current
    if match:
        return (
            "Assign requires shapes of both tensors to match. lhs shape= "
            f"{match['held']} rhs shape= {match['given']}" + text[match.end() :]
        )
    return text


def uninitialized(variables, explain):
    """The error for reading variables that have no value.

    `variables` are ``VarHandleOp`` operations, `explain(op)` says why one has none and what mends
    it: ``(reason, remedy)``.
    """
    first = variables[0]
    lines = [
        f"Attempting to use uninitialized value {first.name}",
        f"\t [[{{{{node {first.name}/read}}}}]]",
    ]
    remedies = {}
    for op in variables[:10]:
        reason, remedy = explain(op)
        site = made_at(op)
        lines.append(f"  {op.name}: {f'made at {site}; ' if site else ''}{reason}")
        remedies[remedy] = None
    if len(variables) > 10:
        lines.append(f"  ... and {len(variables) - 10} more variables of this run")
    lines.extend(f"  to mend it:  {remedy}" for remedy in remedies)
    return tensorflow.errors.FailedPreconditionError(first.node_def, first, "\n".join(lines))
