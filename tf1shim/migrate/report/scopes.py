"""Which names of a module mean TensorFlow, by Python's own rules of scope.

>>> tree = ast.parse("import tensorflow as tf; slim = tf.contrib.slim; slim.conv2d")
>>> Scopes(tree).path(tree.body[-1].value)
'tensorflow.contrib.slim.conv2d'
"""

from __future__ import annotations

import ast
import builtins
from typing import NamedTuple

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_OWN_SCOPE = (ast.Module, ast.ClassDef, *_FUNCTIONS, *_COMPREHENSIONS)
# The packages whose names are TensorFlow's. What legacy code calls tf is, unless it says otherwise.
ROOTS = ("tensorflow", "tf1shim")
_USUAL = "tf"


class Binding(NamedTuple):
    """What one statement gives a name: an import's dotted path, an expression, an item of one."""

    imported: str | None = None
    value: ast.expr | None = None
    item_of: ast.expr | None = None


class Scopes:
    """The scopes of one module.

    Args: `tree`, the module. Every node gets an attribute `parent`; `nodes` is all of them.
    """

    def __init__(self, tree: ast.Module):
        self.tree = tree
        self.star_imports = []
        self._tables = {}
        self._resolving = set()
        tree.parent = None
        self.nodes = [tree]
        for node in self.nodes:  # which grows
            for child in ast.iter_child_nodes(node):
                child.parent = node
                if not isinstance(child, ast.expr_context):
                    self.nodes.append(child)
            if isinstance(node, _OWN_SCOPE):
                self._tables[node] = {}
        for node in self.nodes:
            self._bind(node)

    # What each statement binds

    def _bind(self, node):
        if isinstance(node, ast.Import):
            for alias in node.names:
                path = alias.name if alias.asname else alias.name.partition(".")[0]
                self._add(node, alias.asname or path, Binding(imported=path))
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                if alias.name == "*":
                    self.star_imports.append(base)
                else:
                    path = f"{base}.{alias.name}"
                    self._add(node, alias.asname or alias.name, Binding(imported=path))
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind_target(target, node.value)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
            self._bind_target(node.target, node.value)
        elif isinstance(node, ast.AugAssign):
            self._bind_target(node.target, None)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            self._bind_target(node.target, None, node.iter)
        elif isinstance(node, (ast.withitem, ast.ExceptHandler)):
            target = node.optional_vars if isinstance(node, ast.withitem) else node.name
            if isinstance(target, str):
                self._add(node, target, Binding())
            elif target is not None:
                self._bind_target(target, node.context_expr)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self._add(node, node.name, Binding())
        if isinstance(node, _FUNCTIONS):
            arguments = node.args
            for arg in (
                *arguments.posonlyargs,
                *arguments.args,
                *arguments.kwonlyargs,
                *filter(None, (arguments.vararg, arguments.kwarg)),
            ):
                self._tables[node].setdefault(arg.arg, []).append(Binding())

    def _bind_target(self, target, value, item_of=None):
        if isinstance(target, ast.Name):
            self._add(target, target.id, Binding(value=value, item_of=item_of))
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = getattr(value, "elts", ())
            paired = len(values) == len(target.elts)
            for index, item in enumerate(target.elts):
                self._bind_target(item, *((values[index],) if paired else (None, value)))
        elif isinstance(target, ast.Starred):
            self._bind_target(target.value, None)

    def _add(self, node, name, binding):
        self._tables[self.scope_of(node)].setdefault(name, []).append(binding)

    def scope_of(self, node: ast.AST) -> ast.AST:
        """The innermost scope that holds `node`: what a function is called lies outside of it."""
        node = node.parent
        while node not in self._tables:
            node = node.parent
        return node

    # What a name means

    def bindings(self, name: ast.Name) -> list[Binding]:
        """All that the scope to which the name belongs binds it to; [] if none does."""
        scope = self.scope_of(name)
        first = scope
        while scope is not None:
            # A function does not see the names of the class that it is in.
            if scope is first or not isinstance(scope, ast.ClassDef):
                found = self._tables[scope].get(name.id)
                if found:
                    return found
            scope = self.scope_of(scope) if scope.parent is not None else None
        return []

    def path_of_import(self, name: str) -> str | None:
        """The path of what an import of the module's own calls `name`; or None."""
        for binding in self._tables[self.tree].get(name, ()):
            if binding.imported and is_tensorflow(binding.imported):
                return binding.imported
        return None

    def path(self, node: ast.expr) -> str | None:
        """The dotted path of what `node` names, beginning with one of `ROOTS`; or None."""
        if isinstance(node, ast.Attribute):
            base = self.path(node.value)
            return base and f"{base}.{node.attr}"
        if isinstance(node, ast.Name):
            return self._path_of_name(node)
        if isinstance(node, ast.IfExp):
            return self.path(node.body) or self.path(node.orelse)
        return self._path_of_call(node) if isinstance(node, ast.Call) else None

    def _path_of_name(self, name):
        if name in self._resolving:
            return None
        self._resolving.add(name)
        try:
            bindings = self.bindings(name)
            for binding in bindings:
                path = binding.imported
                if binding.value is not None and not isinstance(binding.value, ast.Name):
                    path = self.path(binding.value)
                if path and is_tensorflow(path):
                    return path
            passed_on = any((binding.imported or "").endswith(f".{_USUAL}") for binding in bindings)
            if name.id == _USUAL and (passed_on or not bindings):
                return ROOTS[0]
        finally:
            self._resolving.discard(name)
        if not bindings and not hasattr(builtins, name.id):
            for base in filter(is_tensorflow, self.star_imports):
                return f"{base}.{name.id}"
        return None

    def _path_of_call(self, call):
        """``getattr(tf, "name")`` and ``importlib.import_module("tensorflow.x")``."""
        called = getattr(call.func, "attr", getattr(call.func, "id", ""))
        texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
        if called == "getattr" and len(call.args) > 1 and isinstance(call.func, ast.Name):
            name = constant_text(call.args[1])
            base = self.path(call.args[0])
            return base and name and f"{base}.{name}"
        if called in ("import_module", "__import__") and texts and isinstance(texts[0], str):
            return texts[0] if is_tensorflow(texts[0]) else None
        return None


def is_tensorflow(path: str) -> bool:
    """True for a dotted path at or below one of `ROOTS`."""
    return path.partition(".")[0] in ROOTS


def constant_text(node: ast.expr) -> str | None:
    """The text that `node` is a constant of; None for anything else."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else None
