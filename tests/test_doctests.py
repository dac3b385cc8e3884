"""Every example in a docstring, in docs/ and in README.md is run, each in a graph of its own."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest

import tf1shim
from tf1shim._namespace import OVERLAY
from tf1shim.arguments import FUNCTIONS

ROOT = Path(__file__).resolve().parent.parent
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL


class Checker(doctest.OutputChecker):
    """Compares what NumPy 1 shows of its numbers with what NumPy 2 does."""

    def check_output(self, want, got, optionflags):
        """True if the example gave what it shows."""
        if np.lib.NumpyVersion(np.__version__) < "2.0.0":
            want = re.sub(r"np\.\w+\(([^()]*)\)", r"\1", want)
            want = re.sub(r"np\.(True|False)_", r"\1", want)
        return super().check_output(want, got, optionflags)


def modules():
    """The names of the package's modules, without those that run when imported."""
    found = pkgutil.walk_packages(tf1shim.__path__, "tf1shim.")
    return ["tf1shim", *(m.name for m in found if not m.name.endswith("__main__"))]


def examples():
    """The docstrings with examples, as doctest's own test objects."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    for name in modules():
        module = importlib.import_module(name)
        # The root's namespace resolves names at their first use; copying it would resolve them all.
        own = {} if module is tf1shim else vars(module)
        globs = {**own, "tf1shim": tf1shim, "tf": tf1shim, "np": np}
        for test in finder.find(module, name, globs=globs):
            # What the root's namespace has resolved so far is documented by TensorFlow.
            if test.examples and (module is not tf1shim or test.name == name):
                yield test


@pytest.mark.parametrize("test", list(examples()), ids=lambda test: test.name)
def test_docstring(test, capsys):
    """The example gives what it shows."""
    report = []

    doctest.DocTestRunner(Checker(), optionflags=FLAGS).run(test, out=report.append)

    assert not report, "\n" + "".join(report)


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*.md")), ids=lambda page: page.name)
def test_page(page):
    """The examples of a page give what it shows."""
    text = re.sub(r"^```.*$", "", page.read_text(), flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    report = []

    doctest.DocTestRunner(Checker(), optionflags=FLAGS).run(test, out=report.append)

    assert not report, "\n" + "".join(report)


def test_readme_example(capsys):
    """The example in README.md runs as it stands, and learns."""
    example = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[1]

    exec(compile(example, "README.md", "exec"), {"__name__": "__main__"})

    assert float(capsys.readouterr().out) < 0.01


# TensorFlow's own functions and classes, bound to the graph, keep TensorFlow's documentation.
OWN = {
    name: value
    for name, value in sorted(OVERLAY.items())
    if getattr(value, "__module__", "").startswith("tf1shim.")
    and not name.startswith("train.")
    and name not in FUNCTIONS
}


@pytest.mark.parametrize("name", OWN)
def test_every_name_of_ours_has_an_example(name):
    """What is tf1shim's own says what it does, and shows it."""
    summary = OWN[name].__doc__.splitlines()[0]

    assert summary.endswith((".", ":", "``"))
    assert ">>>" in OWN[name].__doc__
