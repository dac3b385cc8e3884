"""Where a file uses TensorFlow: each name, import and method, with its line.

>>> [use.symbol for use in read_uses("from tensorflow.contrib import rnn; rnn.GRUCell(3)").uses]
['contrib.rnn', 'contrib.rnn.GRUCell']
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import NamedTuple

from tf1shim.migrate import python2
from tf1shim.migrate.report import methods
from tf1shim.migrate.report.scopes import Scopes, constant_text, is_tensorflow


class Use(NamedTuple):
    """One place where a file uses TensorFlow.

    `kind` is "name", "import", "method" (found by how it is called), "text" (the file is no
    Python 3) or "run" (seen in a run only). `symbol` is the path below ``tensorflow`` or
    ``tensorflow.compat.v1``; of a method, the key of its rule. `call` is set where it is called.
    `guess` is true where the name may be somebody else's. `named` is how much of the symbol has a
    name of the file's own: 3 parts of ``FLAGS.steps`` after ``FLAGS = tf.app.flags.FLAGS``.
    """

    symbol: str
    line: int
    column: int
    end_line: int
    kind: str = "name"
    call: ast.Call | None = None
    guess: bool = False
    v2: bool = False
    named: int = 0


class Reading(NamedTuple):
    """The uses in one file, and why it could not be read as Python 3 (else "")."""

    uses: list[Use]
    problem: str = ""
    problem_line: int = 0


_MENTIONS = re.compile(r"\btf\b|tensorflow|\bsess(ion)?\b|feed_dict|tf1shim")


def read_uses(text: str, filename: str = "<string>") -> Reading:
    """The uses of TensorFlow in the source `text`, in its order."""
    if not _MENTIONS.search(text):
        return Reading([])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, filename)
    except (SyntaxError, ValueError, RecursionError) as error:
        return _unparsable(text, error)
    scopes = Scopes(tree)
    own = _own_names(scopes)
    uses = [use for node in scopes.nodes for use in _uses(node, scopes)]
    uses = [use for use in uses if not f"{use.symbol}.".startswith(own)]
    uses += [Use(*found) for found in methods.find(scopes)]
    return Reading(sorted(set(uses), key=lambda use: (use.line, use.column, use.symbol)))


def below_root(path: str) -> tuple[str, bool]:
    """The path below the root, without the version; and whether it is TensorFlow 2's.

    >>> below_root("tensorflow.compat.v1.train.Saver"), below_root("tensorflow.compat.v2.function")
    (('train.Saver', False), ('function', True))
    """
    symbol = path.partition(".")[2]
    for version in ("v1", "v2"):
        prefix = f"compat.{version}"
        if f"{symbol}.".startswith(prefix + "."):
            rest, v2 = below_root("." + symbol[len(prefix) + 1 :])
            return rest, v2 or version == "v2"
    return symbol, False


def _own_names(scopes):
    """What the file itself puts into TensorFlow's modules: ``tf.model = ...``."""
    stored = (
        scopes.path(node)
        for node in scopes.nodes
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    )
    return tuple(below_root(path)[0] + "." for path in stored if path)


def _uses(node, scopes):
    if isinstance(node, ast.Import):
        for alias in node.names:
            if is_tensorflow(alias.name):
                yield from _use(node, alias.name, "import")
    elif isinstance(node, ast.ImportFrom):
        if not node.level and is_tensorflow(node.module):
            for alias in node.names:
                path = node.module if alias.name == "*" else f"{node.module}.{alias.name}"
                yield from _use(node, path, "import")
    elif isinstance(node, (ast.Attribute, ast.Call)):
        is_inner = isinstance(node.parent, ast.Attribute)
        path = None if is_inner else scopes.path(node)
        if path and (isinstance(node, ast.Attribute) or _is_getattr(node)):
            yield from _use(node, path, "name", _call_of(node), named=_named(node, scopes))
        elif _is_getattr(node) and len(node.args) > 1 and constant_text(node.args[1]) is None:
            path = scopes.path(node.args[0])
            if path:
                symbol, _ = below_root(path)
                yield Use(symbol, *_extent(node), "dynamic")
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from _bare_name(node, scopes)


def _bare_name(node, scopes):
    """A name from ``from tensorflow import name``, or a function under another name."""
    if isinstance(node.parent, ast.Attribute):
        return
    path, call, bindings = scopes.path(node), _call_of(node), scopes.bindings(node)
    is_imported = any(binding.imported for binding in bindings)
    if path and (call or is_imported or not bindings):
        yield from _use(node, path, "name", call, guess=not bindings or call is None)


def _use(node, path, kind, call=None, guess=False, named=0):
    symbol, v2 = below_root(path)
    if symbol and symbol != "compat":
        yield Use(symbol, *_extent(node, call), kind, call, guess, v2, named)


def _named(node, scopes):
    """How many parts of the symbol the name at the beginning of `node` stands for."""
    while isinstance(node, ast.Attribute):
        node = node.value
    symbol, _ = below_root(scopes.path(node))
    return symbol.count(".") + 1 if symbol and isinstance(node, ast.Name) else 0


def _extent(node, call=None):
    return node.lineno, node.col_offset, (call or node).end_lineno


def _call_of(node):
    parent = node.parent
    return parent if isinstance(parent, ast.Call) and parent.func is node else None


def _is_getattr(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr"


# What cannot be parsed: names are found in the text, without their arguments.

_IMPORT = re.compile(r"^\s*(import|from)\s[^#;]*tensorflow[^#;(]*$")
_LONG_TEXT = re.compile(r"(\'{3}|\"{3}).*?\1", re.DOTALL)
_CHAIN = re.compile(r"(?<![\w.'\"])([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)\s*(\(?)")


def _unparsable(text, error):
    lines = _LONG_TEXT.sub(lambda found: "\n" * found[0].count("\n"), text).splitlines()
    names, uses = {"tf": "tensorflow"}, []
    for number, line in enumerate(lines, 1):
        if _IMPORT.match(line):
            try:
                found = read_uses(line.strip())
                tree = ast.parse(line.strip())
            except SyntaxError:
                continue
            uses += [use._replace(line=number, end_line=number) for use in found.uses]
            names.update(_imported(tree))
            continue
        code = python2.without_strings(line)
        for match in _CHAIN.finditer(code):
            base = names.get(match[1])
            symbol, v2 = below_root(base + match[2]) if base else ("", False)
            if symbol and (match[2] or match[3]):
                uses.append(Use(symbol, number, match.start(), number, "text", None, False, v2))
    python2_source = isinstance(error, SyntaxError) and python2.diagnose(error, text.encode())
    reason = python2_source.reason if python2_source else getattr(error, "msg", str(error))
    kind = "Python 2: " if python2_source else "no Python: "
    return Reading(uses, kind + reason, getattr(error, "lineno", 0) or 0)


def _imported(tree):
    scopes = Scopes(tree)
    for node in tree.body:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            path = scopes.path_of_import(name)
            if path:
                yield name, path
