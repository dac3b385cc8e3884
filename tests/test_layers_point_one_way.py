"""The package's layers: who may import whom, and who may touch TensorFlow's private names."""

import ast
import functools
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "tf1shim").rglob("*.py"))

# From the bottom up. A module may import from its own layer and from those before it.
LAYERS = [
    {"_tf"},
    {"errors", "missing", "overlay", "second_copy", "sites"},
    {"graph", "binding", "switches"},
    # TensorFlow's own functions, with TensorFlow 1's arguments and words.
    {"arguments", "blocks", "control_flow", "datasets", "former", "nn_ops", "pipelines", "rnn"},
    {"variables"},
    {"session"},
    {"graph_files"},
    # Keras 2, on our graphs and sessions.
    {"keras2"},
    {"migrate"},
    # The namespace: what legacy code sees, put together from all of the above.
    {"__init__", "_namespace", "__main__"},
    # Written in TensorFlow 1, on top of the namespace, which imports them by name when asked.
    {"contrib", "python", "core", "examples", "layers", "rnn_cell"},
    # Compares programs on what is above with other TensorFlows.
    {"testing"},
]

# The parts of TensorFlow and Keras that change without notice.
PRIVATE = ("tensorflow.python", "tensorflow.core", "tensorflow.compiler", "keras.src",
           "tf_keras.src")
# What conformance compares against: an implementation that calls its oracle proves nothing.
ORACLE = tuple(
    f"tensorflow.compat.v1.{name}"
    for name in ("Session", "InteractiveSession", "variable_scope", "get_variable")
)


def name_of(file):
    """The dotted name of a module of the package, from its path."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def rank(module):
    """The layer of a module of the package, as a number."""
    part = [*module.split("."), "__init__"][1]
    for number, layer in enumerate(LAYERS):
        if part in layer:
            return number
    pytest.fail(f"tf1shim/{part} has no layer: give it one in LAYERS")


def references(file):
    """Yields (line, dotted name) for all that a file imports or reaches by attribute.

    `import tensorflow as tf` followed by `tf.python.ops` gives both `tensorflow` and
    `tensorflow.python.ops`. Imports for type checkers only are left out.
    """
    tree = ast.parse(file.read_text())
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    nodes = [node for node in ast.walk(tree) if id(node) not in skipped]
    bound = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                bound[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, file)
            for alias in node.names:
                bound[alias.asname or alias.name] = f"{base}.{alias.name}"
                yield node.lineno, f"{base}.{alias.name}"
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("import_module", "__import__") and isinstance(node.args[0].value, str):
                yield node.lineno, node.args[0].value
    for node in nodes:
        dotted = _dotted(node, bound) if isinstance(node, ast.Attribute) else None
        if dotted:
            yield node.lineno, dotted


def _absolute(node, file):
    if not node.level:
        return node.module
    package = list(file.relative_to(ROOT).parts[:-1])
    package = package[: len(package) - node.level + 1]
    return ".".join(package + ([node.module] if node.module else []))


def _dotted(node, bound):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in bound:
        return ".".join([bound[node.id], *reversed(parts)])
    return None


def _within(name, prefixes):
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


@functools.cache
def _is_module(name):
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


@pytest.fixture(scope="module")
def found():
    """All that each module of the package imports or reaches: ``{module: [(line, name)]}``."""
    return {name_of(file): list(references(file)) for file in FILES}


def places(found, is_wrong):
    """Where something wrong is reached: ``{module: lines}``, of the modules where there is any."""
    wrong = {
        module: [f"line {line}: {name}" for line, name in names if is_wrong(module, name)]
        for module, names in found.items()
    }
    return {module: lines for module, lines in wrong.items() if lines}


def test_private_names_live_in_one_file(found):
    """TensorFlow's and Keras' private names are reached from tf1shim/_tf.py only."""
    wrong = places(found, lambda module, name: _within(name, PRIVATE))

    assert wrong.pop("tf1shim._tf")
    assert not wrong


def test_no_layer_imports_a_higher_one(found):
    """A module imports from its own layer and from lower ones."""

    def is_higher(module, name):
        if not _within(name, ["tf1shim"]):
            return False
        while name != "tf1shim" and not _is_module(name):
            name = name.rpartition(".")[0]
        return rank(name) > rank(module)

    assert {rank(module) for module in found} == set(range(len(LAYERS)))
    wrong = places(found, is_higher)
    assert not wrong


def test_the_oracle_is_not_the_implementation(found):
    """The package never calls what its conformance is measured against."""
    wrong = places(found, lambda module, name: _within(name, ORACLE))

    assert not wrong


def test_references_sees_every_form(tmp_path, monkeypatch):
    """The scan finds imports, aliases, attributes, relative imports and import_module."""
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    file = tmp_path / "tf1shim" / "graph" / "x.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        "import tensorflow as tf, importlib\n"
        "from tensorflow import python as p\n"
        "from ..session import plan\n"
        "tf.python.eager.context\n"
        "p.ops\n"
        "importlib.import_module('keras.src.ops')\n"
        "if TYPE_CHECKING:\n    import tf1shim.migrate\n"
    )

    names = {name for _, name in references(file)}

    assert names >= {
        "tensorflow.python", "tf1shim.session.plan", "tensorflow.python.eager.context",
        "tensorflow.python.ops", "keras.src.ops",
    }
    assert "tf1shim.migrate" not in names
