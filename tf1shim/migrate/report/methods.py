"""What is TensorFlow 1 in a method or an argument, told without types.

A rule needs to know what stands before the dot: what it was assigned from in the same scope, the
same attribute anywhere in the file, or, last, what legacy code always calls such a thing
(``sess``, ``saver``). What the findings mean is in ``replacements.tsv``, under their keys.

>>> from tf1shim.migrate.report.scopes import Scopes
>>> tree = ast.parse("dim = x.shape[1]; n = dim.value; self.sess.run(y, feed_dict=d)")
>>> [found[0] for found in find(Scopes(tree))]
['.value', '.run']
"""

from __future__ import annotations

import ast
import re

from tf1shim.migrate.report.scopes import Scopes, constant_text

# What calling a TensorFlow name makes.
_MAKERS = {
    "session": r"(Interactive)?Session|train\.(Singular)?Monitored(Training)?Session|"
    r"get_default_session",
    "saver": r"train\.(Saver|import_meta_graph)",
    "optimizer": r"train\.\w*Optimizer|contrib\.\w+\.\w*Optimizer",
    "writer": r"(summary\.FileWriter|train\.SummaryWriter)",
    "shape": r"TensorShape",
    "graph": r"(Graph|get_default_graph)",
    "dataset": r"data\.\w*Dataset(\.\w+)?",
    "scope": r"(get_variable_scope|VariableScope|variable_scope|variable_op_scope)",
    "cell": r"(nn\.rnn_cell|contrib\.rnn)\.\w*(Cell|Wrapper)",
    "keras": r"keras\..*",
}
_MAKERS = {kind: re.compile(pattern + "$") for kind, pattern in _MAKERS.items()}
# What legacy code calls it.
_NAMED = {
    "session": re.compile(r"(.*_)?sess(ion)?$", re.IGNORECASE),
    "saver": re.compile(r"(.*_)?saver$"),
    "optimizer": re.compile(r"(.*_)?(opt|optim|optimizer)$", re.IGNORECASE),
    "writer": re.compile(r"(.*_)?summary_writer$"),
    "cell": re.compile(r"(.*_)?cell$"),
    "scope": re.compile(r"(.*_)?(var_?)?scope$"),
}
# Methods that only these things had: kind -> methods. "" stands for whatever it is.
_METHODS = {
    "session": "run partial_run make_callable",
    "saver": "save restore recover_last_checkpoints export_meta_graph",
    "optimizer": "minimize",
    "writer": "add_summary add_graph",
    "graph": "get_collection add_to_collection finalize",
    "scope": "reuse_variables",
    "cell": "zero_state",
    "": "compute_gradients initialized_value make_one_shot_iterator make_initializable_iterator "
    "get_tensor_by_name get_operation_by_name add_run_metadata",
}
_METHODS = {kind: frozenset(names.split()) for kind, names in _METHODS.items()}
# Attributes of data sets and iterators, and of variables by reference.
_ATTRIBUTES = frozenset({"output_types", "output_shapes", "output_classes", "_ref"})
_ARGUMENTS = frozenset({"feed_dict", "global_step", "input_fn", "model_fn"})
_FALSE = frozenset({"use_resource", "validate_shape"})
_OPS_OF_REFS = frozenset({"VariableV2", "Variable", "AssignAdd", "AssignSub"})
_SAME_SHAPE = frozenset({"with_rank", "with_rank_at_least", "merge_with", "concatenate"})


def find(scopes: Scopes):
    """Yields ``(key, line, column, end_line, "method", call, guess)``, once for each place.

    A `guess` is what may as well be somebody else's method: `.save` of anything.
    """
    kinds = _Kinds(scopes)
    for node in scopes.nodes:
        key, guess = None, False
        if isinstance(node, ast.Call):
            key, guess = _of_call(node, kinds)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            key = _of_attribute(node, kinds)
        elif isinstance(node, ast.Compare):
            key = _of_comparison(node)
        if key:
            call = node if isinstance(node, ast.Call) else None
            place = getattr(node, "func", node)
            line = place.end_lineno if isinstance(place, ast.Attribute) else node.lineno
            yield key, line, node.col_offset, node.end_lineno, "method", call, guess


def _of_call(call, kinds):
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if isinstance(call.func, ast.Attribute):
        method, base = call.func.attr, call.func.value
        kind = kinds.of(base)
        if kinds.scopes.path(call.func):
            method = kind = None  # a function of TensorFlow's
        if method == "run" and kind is None and "feed_dict" in given:
            return ".run", False
        for owner, methods in _METHODS.items():
            if method in methods and owner in ("", kind):
                return f".{method}", False
        if method == "eval" and _is_tensors_eval(call, given, kinds):
            return ".eval", False
        if method == "get_shape" and not call.args:
            return ".get_shape", True
        if method == "save" and not kinds.is_others(base) and kind in (None, "keras"):
            return (".save(keras)" if kind else ".save(?)"), kind is None
        if method == "minimize" and "var_list" in given:
            return ".minimize", False
    for name in given:
        if name in _ARGUMENTS and not kinds.scopes.path(call.func):
            return f"{name}=", False
        if name in _FALSE and getattr(given[name], "value", None) is False:
            return f"{name}=False", False
    return None, False


def _is_tensors_eval(call, given, kinds):
    if given.keys() & {"session", "feed_dict"}:
        return True
    args = call.args
    if len(args) == 1 and (isinstance(args[0], ast.Dict) or kinds.of(args[0]) == "session"):
        return True
    # `model.eval()` of others takes nothing as well, but there is no session in sight.
    return not args and not given and kinds.has_sessions and not kinds.is_others(call.func.value)


def _of_attribute(node, kinds):
    if node.attr == "value" and not _is_called(node) and kinds.of(node.value) == "dimension":
        return ".value"
    if node.attr in _ATTRIBUTES and not kinds.scopes.path(node):
        return f".{node.attr}"
    return None


def _of_comparison(node):
    """``op.type == "VariableV2"``: the name of an op of reference variables."""
    texts = {constant_text(side) for side in (node.left, *node.comparators)}
    is_type = any(getattr(side, "attr", "") == "type" for side in (node.left, *node.comparators))
    return "ref ops" if is_type and texts & _OPS_OF_REFS else None


def _is_called(node):
    return isinstance(node.parent, ast.Call) and node.parent.func is node


class _Kinds:
    """What expressions are, as far as a file tells."""

    def __init__(self, scopes):
        self.scopes = scopes
        self._busy = set()
        self._attributes = {}
        self._assigned = [
            (target.attr, node.value)
            for node in scopes.nodes
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Attribute)
        ]
        for name, value in self._assigned:
            kind = self.of(value)
            if kind:
                self._attributes.setdefault(name, kind)
        self.has_sessions = any(
            isinstance(node, ast.Call) and self.of(node) == "session" for node in scopes.nodes
        )

    def of(self, node):
        """The kind of the expression, a key of `_MAKERS` or "dimension"; or None."""
        if node in self._busy:
            return None
        self._busy.add(node)
        try:
            return self._of(node)
        finally:
            self._busy.discard(node)

    def _of(self, node):
        if isinstance(node, ast.Name):
            return self._of_name(node)
        if isinstance(node, ast.Attribute):
            if node.attr in ("shape", "dims"):
                return "shape"
            return self._attributes.get(node.attr) or _named(node.attr)
        if isinstance(node, ast.Subscript) and self.of(node.value) == "shape":
            return "shape" if isinstance(node.slice, ast.Slice) else "dimension"
        return self._of_result(node) if isinstance(node, ast.Call) else None

    def _of_name(self, name):
        bindings = self.scopes.bindings(name)
        for binding in bindings:
            if binding.value is not None and self.of(binding.value):
                return self.of(binding.value)
            if binding.item_of is not None and self.of(binding.item_of) == "shape":
                return "dimension"
        return None if any(binding.imported for binding in bindings) else _named(name.id)

    def _of_result(self, call):
        path = self.scopes.path(call.func)
        if path:
            symbol = path.partition(".")[2].removeprefix("compat.v1.")
            for kind, pattern in _MAKERS.items():
                if pattern.match(symbol):
                    return kind
        elif isinstance(call.func, ast.Attribute):
            if call.func.attr == "get_shape":
                return "shape"
            if call.func.attr in _SAME_SHAPE and self.of(call.func.value) == "shape":
                return "shape"
            if call.func.attr in ("as_default", "__enter__"):
                return self.of(call.func.value)
        return None

    def is_others(self, node):
        """True for what is below an import that is not TensorFlow: ``np``, ``plt.gcf()``."""
        while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
            node = node.func if isinstance(node, ast.Call) else node.value
        if not isinstance(node, ast.Name) or self.scopes.path(node):
            return False
        return any(binding.imported for binding in self.scopes.bindings(node))


def _named(name):
    for kind, pattern in _NAMED.items():
        if pattern.match(name):
            return kind
    return None
