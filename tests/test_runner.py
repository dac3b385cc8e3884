"""The runner: what legacy code sees, and what nothing else notices.

Most tests run a script in this process against a stand-in for tf1shim, a package of a few lines,
so that they do not load TensorFlow.
"""

import importlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import types

import pytest

from tf1shim.migrate import Python2Source, notebook, run_module, run_path
from tf1shim.migrate.commandline import HELP, main, parse
from tf1shim.migrate.imports import LegacyImports
from tf1shim.migrate.python2 import explain
from tf1shim.migrate.runner import UsageError

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

FAKE = {
    "__init__.py": """
        import types
        name = "fake"
        __version__ = "1.15.5"
        modes = []
        def enable_eager_execution():
            modes.append("eager")
        def disable_eager_execution():
            modes.append("graph")
        rnn_cell = types.ModuleType("rnn_cell")
        rnn_cell.LSTMCell = "an LSTM"
        nn = types.ModuleType("nn")
        nn.rnn_cell = rnn_cell
        def __getattr__(name):
            raise AttributeError(f"tf.{name} is gone; use tf.other")
        """,
    "compat/__init__.py": "",
    "compat/v1/__init__.py": "name = 'fake v1'",
    "python/__init__.py": "",
    "python/ops/__init__.py": "",
    "python/ops/rnn.py": "dynamic_rnn = 'fake dynamic_rnn'",
    "broken.py": "import no_such_dependency",
    "twice.py": "__all__ = ['one', 'two']; one, two, three = 1, 2, 3",
}


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Writes files, given as {path: text}, beneath the test's directory and works there."""
    monkeypatch.chdir(tmp_path)

    def write(files):
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text).lstrip("\n"))
        return tmp_path

    return write


@pytest.fixture
def run(write, tmp_path, monkeypatch):
    """Runs a script's text (and further files) against the stand-in; returns its globals."""
    write({f"lib/faketf/{path}": text for path, text in FAKE.items()})
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))

    def run(text, *argv, files=(), **options):
        write({"train.py": text, **dict(files)})
        return run_path("train.py", argv, target="faketf", **options)

    yield run
    for name in [name for name in sys.modules if name.partition(".")[0] == "faketf"]:
        del sys.modules[name]


# What the import statement gives


@pytest.mark.parametrize(
    ("statement", "expression", "value"),
    [
        ("import tensorflow", "tensorflow.name", "fake"),
        ("import tensorflow as tf", "tf.name", "fake"),
        ("import tensorflow.compat.v1 as tf", "tf.name", "fake v1"),
        ("import tensorflow.compat.v1", "tensorflow.compat.v1.name", "fake v1"),
        ("from tensorflow.compat import v1 as tf", "tf.name", "fake v1"),
        ("from tensorflow.python.ops import rnn", "rnn.dynamic_rnn", "fake dynamic_rnn"),
        ("import tensorflow.python.ops.rnn as r", "r.dynamic_rnn", "fake dynamic_rnn"),
        ("from tensorflow.python.ops.rnn import dynamic_rnn as d", "d", "fake dynamic_rnn"),
        ("import tensorflow.nn.rnn_cell as c", "c.LSTMCell", "an LSTM"),
        ("from tensorflow.nn.rnn_cell import LSTMCell", "LSTMCell", "an LSTM"),
        ("from tensorflow.twice import *", "one + two, 'three' in globals()", (3, False)),
        ("tf = __import__('tensorflow')", "tf.name", "fake"),
        ("t = __import__('tensorflow.compat.v1', fromlist=['any'])", "t.name", "fake v1"),
        ("t = __import__('tensorflow.nn', fromlist=['rnn_cell'])", "t.rnn_cell.LSTMCell",
         "an LSTM"),
        ("import importlib; tf = importlib.import_module('tensorflow')", "tf.name", "fake"),
        ("from importlib import import_module as i", "i('tensorflow.compat.v1').name", "fake v1"),
        ("exec('import tensorflow as tf')", "tf.name", "fake"),
        ("import tensorflow as tf; import os.path, json.decoder", "json.decoder.__name__",
         "json.decoder"),
        ("import importlib.metadata, importlib.util", "importlib.import_module('tensorflow').name",
         "fake"),
        ("import sys, tensorflow", "sys.modules['tensorflow'] is tensorflow", True),
        ("import sys, tensorflow.nn as nn", "sys.modules.get('tensorflow.nn') is nn", False),
        ("import sys, tensorflow.python.ops.rnn as rnn",
         "[rnn is sys.modules[n] for n in sys.modules if n == 'tensorflow.python.ops.rnn']",
         [True]),
        ("from sys import *; from importlib.metadata import version", "version('tensorflow')",
         "1.15.5"),
        ("import importlib.metadata as m",
         "m.version('tensorflow-gpu'), m.version('pytest') > '0'", ("1.15.5", True)),
        ("import importlib as i", "i.import_module('importlib').import_module('tensorflow').name",
         "fake"),
    ],
)
def test_every_form_of_import(run, statement, expression, value):
    """Each way to import tensorflow gives what the target has under the same path."""
    assert run(f"{statement}\nvalue = {expression}")["value"] == value


@pytest.mark.parametrize(
    "statement",
    [
        "from unittest import mock",
        "import unittest.mock as mock",
        "import unittest.mock; mock = unittest.mock",
        "from unittest.mock import patch; import unittest; mock = unittest.mock",
    ],
)
def test_mocks_replace_what_the_program_sees(run, statement):
    """`mock.patch("tensorflow.x")` patches the target, in each of its forms, and nothing else."""
    seen = run(f"""
{statement}
import tensorflow as tf, json
with mock.patch("tensorflow.name", "patched"), mock.patch("json.dumps") as dumps:
    value = tf.name, json.dumps is dumps
with mock.patch.multiple("tensorflow", name="many"), mock.patch.object(tf, "modes", 3):
    value += tf.name, tf.modes
with mock.patch.dict("tensorflow.__dict__", more=5):
    value += tf.more, tf.name
try:
    mock.patch("tensorflow.nothing").start()
except AttributeError as error:
    value += ("nothing" in str(error),)
""")
    assert seen["value"] == ("patched", True, "many", 3, 5, "fake", True)


def test_runpy_runs_legacy_code(run):
    """What a program runs by `runpy` is legacy code too, unless it is installed."""
    files = {"other.py": "import tensorflow as tf\nname, given = tf.name, globals().get('given')"}
    seen = run(
        """
import runpy
value = [runpy.run_path("other.py", {"given": 1})[n] for n in ("name", "given")]
value += [runpy.run_module("other")["name"], runpy.run_module("colorsys")["__name__"]]
installed = runpy.run_module("colorsys")["__builtins__"] is __builtins__
""",
        files=files,
    )
    assert seen["value"] == ["fake", 1, "fake", "colorsys"]
    assert not seen["installed"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("statement", "expression", "value"),
    [
        ("import numpy as np", "np.float, np.int, np.object, np.zeros(1, np.float).dtype.name",
         (float, int, object, "float64")),
        ("import numpy as np; import numpy.random as r", "np.random is r", True),
        ("import numpy.random", "numpy.float", float),
        ("from numpy import float as f, product", "f, product([2, 3])", (float, 6)),
        ("import numpy as np", "np.array([[1, 2], [3]]).shape, np.array([1, 2]).dtype.kind",
         ((2,), "i")),
        ("import collections", "isinstance({}, collections.Mapping)", True),
        ("from collections import Iterable, namedtuple", "issubclass(list, Iterable)", True),
        ("import time", "time.clock() <= time.clock()", True),
        ("import inspect", "inspect.getargspec(lambda a, b=1: 0)[0]", ["a", "b"]),
        ("from fractions import gcd", "gcd(4, 6)", 2),
        ("import numpy as np", "np.fromstring(b'\\x01\\x02', np.uint8).tolist()", [1, 2]),
        ("import numpy as np", "np.fromstring('1 2', sep=' ').tolist()", [1.0, 2.0]),
        ("from time import *", "sleep(0)", None),
        ("from numpy import *", "zeros(2).shape", (2,)),
        ("from scipy.sparse.linalg.eigen.arpack import eigsh", "eigsh.__name__", "eigsh"),
    ],
)
def test_names_that_others_removed(run, statement, expression, value):
    """What NumPy, SciPy and Python removed since TensorFlow 1 is there for legacy code."""
    assert run(f"{statement}\nvalue = {expression}")["value"] == value


@pytest.mark.parametrize(
    "statement",
    ["from distutils.version import LooseVersion as V", "from distutils import version"],
)
def test_versions_are_compared_without_distutils(run, monkeypatch, statement):
    """Legacy code compares versions with `distutils`, which Python 3.12 took out."""
    monkeypatch.setitem(sys.modules, "distutils", None)
    monkeypatch.setitem(sys.modules, "distutils.version", None)
    scope = run(statement)
    version = scope["V"] if "V" in scope else scope["version"].LooseVersion

    assert version("1.15.5") > version("1.4") == "1.4"
    assert version("1.4.0-rc1") > "1.4.0" and version("2.0a1") < "10"
    assert str(version("1.4")) == "1.4"


def test_names_that_others_removed_are_reported_and_stay_removed_elsewhere(run):
    """Each use is a DeprecationWarning at the program's line; other code still lacks the name."""
    with pytest.warns(DeprecationWarning, match=r"numpy\.float is gone") as caught:
        run("import numpy as np\n\nnp.float")

    assert [(w.filename.rpartition("/")[2], w.lineno) for w in caught] == [("train.py", 3)]
    assert not hasattr(sys.modules["numpy"], "float")


def test_imports_inside_functions_and_classes(run):
    """An import is redirected wherever in the legacy code it stands."""
    scope = run(
        """
        def f():
            import tensorflow as tf
            return tf.name
        class C:
            import tensorflow as tf
        value = f(), C.tf.name, (lambda: __import__("tensorflow").name)()
        """
    )

    assert scope["value"] == ("fake", "fake", "fake")


def test_missing_name_keeps_the_reason(run):
    """A name that the target lacks is an ImportError that carries the target's explanation."""
    with pytest.raises(ImportError, match=r"cannot import name 'contrib' from 'tensorflow'.*gone"):
        run("from tensorflow import contrib")


def test_missing_module_is_named_as_written(run):
    """A module that the target lacks is reported under the name in the program."""
    with pytest.raises(ModuleNotFoundError, match=r"'tensorflow.contrib.slim'.*is gone") as caught:
        run("import tensorflow.contrib.slim as slim")

    assert caught.value.name == "tensorflow.contrib.slim"


def test_fallbacks_of_programs_work(run):
    """`try: import X; except ImportError` takes the second way when the target lacks X."""
    scope = run(
        """
        try:
            from tensorflow.contrib import rnn
        except ImportError:
            from tensorflow.nn import rnn_cell as rnn
        """
    )

    assert scope["rnn"].LSTMCell == "an LSTM"


def test_missing_dependency_of_the_target_shows(run):
    """An import that fails inside the target is not mistaken for a missing tensorflow module."""
    with pytest.raises(ModuleNotFoundError, match="no_such_dependency"):
        run("import tensorflow.broken")


# Whose imports are redirected


def test_own_modules_are_legacy_code(run):
    """Modules and packages beside the script are redirected like it."""
    scope = run(
        "import helper\nfrom pkg import model\nvalue = helper.name, model.name",
        files={
            "helper.py": "from tensorflow import name",
            "pkg/__init__.py": "",
            "pkg/model.py": "from . import parts\nname = parts.tf.name",
            "pkg/parts.py": "import tensorflow as tf",
        },
    )

    assert scope["value"] == ("fake", "fake")


@pytest.mark.parametrize("directory", ["elsewhere", "checkout/lib"])
def test_modules_that_are_not_installed_are_legacy_code(run, tmp_path, monkeypatch, directory):
    """A module that PYTHONPATH leads to is redirected, wherever it lies."""
    monkeypatch.syspath_prepend(str(tmp_path / directory))
    scope = run("import shared", files={f"{directory}/shared.py": "from tensorflow import name"})

    assert scope["shared"].name == "fake"


def test_packages_installed_into_a_directory_keep_the_real_tensorflow(run, tmp_path, monkeypatch):
    """What `pip install --target DIR` brought along is installed; other files there are not."""
    monkeypatch.syspath_prepend(str(tmp_path / "deps"))
    monkeypatch.setitem(sys.modules, "tensorflow", sys)
    files = {
        "deps/modern/__init__.py": "",
        "deps/modern/core.py": "import tensorflow\nname = tensorflow.__name__",
        "deps/modern-1.dist-info/RECORD": "modern/__init__.py,,\nmodern/core.py,,\n",
        "deps/mine.py": "import tensorflow\nname = tensorflow.name",
    }
    scope = run("import mine, modern.core", files=files)

    assert (scope["modern"].core.name, scope["mine"].name) == ("sys", "fake")
    del sys.modules["modern"], sys.modules["modern.core"]


def test_directories_the_program_adds_are_legacy_code(run, tmp_path):
    """Modules found through `sys.path.append` in the program are redirected too."""
    (tmp_path / "elsewhere").mkdir()
    os.chdir(tmp_path / "elsewhere")
    scope = run_path(
        _script(tmp_path, "import sys; sys.path.append(sys.argv[1]); import shared"),
        [str(tmp_path / "more")],
        target="faketf",
    )

    assert scope["shared"].tf.name == "fake"


def _script(tmp_path, text):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "shared.py").write_text("import tensorflow as tf")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "train.py").write_text(text)
    return tmp_path / "bin" / "train.py"


def test_installed_packages_keep_the_real_tensorflow(run, tmp_path, monkeypatch):
    """A library in site-packages is not redirected, even beneath the working directory."""
    site = tmp_path / "venv" / "site-packages"
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setitem(sys.modules, "tensorflow", sys)
    files = {"venv/site-packages/modern.py": "import tensorflow\nname = tensorflow.__name__"}
    scope = run("import modern, tensorflow", files=files)

    assert scope["modern"].name == "sys"
    assert scope["tensorflow"].name == "fake"
    del sys.modules["modern"]


def test_also_adds_an_installed_package(run, tmp_path, monkeypatch):
    """A package named as legacy is redirected although it is installed."""
    monkeypatch.syspath_prepend(str(tmp_path / "venv" / "site-packages"))
    files = {
        "venv/site-packages/oldlib/__init__.py": "from oldlib import core",
        "venv/site-packages/oldlib/core.py": "import tensorflow as tf",
    }
    scope = run("import oldlib", files=files, also=["oldlib"])

    assert scope["oldlib"].core.tf.name == "fake"


def test_files_loaded_by_path_are_legacy_code(run):
    """importlib.util.spec_from_file_location and SourceFileLoader load legacy code."""
    scope = run(
        """
        import importlib.util
        from importlib.machinery import SourceFileLoader
        spec = importlib.util.spec_from_file_location("config", "conf/a.py")
        a = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(a)
        b = SourceFileLoader("b", "conf/a.py").load_module()
        value = a.tf.name, b.tf.name
        """,
        files={"conf/a.py": "import tensorflow as tf"},
    )

    assert scope["value"] == ("fake", "fake")


def test_nothing_outside_changes(run):
    """During and after a run the process' own imports, path and main module are untouched."""
    before = sys.argv, sys.path[:], sys.modules["__main__"], sys.meta_path[:]
    scope = run(
        """
        import builtins, sys, helper, tensorflow
        builtins.unicode = str
        value = unicode("x")
        """,
        files={"helper.py": ""},
    )

    assert (sys.argv, sys.path, sys.modules["__main__"], sys.meta_path) == before
    assert "helper" not in sys.modules
    assert not hasattr(importlib.import_module("builtins"), "unicode")
    assert sys.modules.get("tensorflow") is not scope["tensorflow"]
    assert scope["tensorflow"].__name__ == "faketf"
    assert scope["value"] == "x"


# What the program is


def test_main_module_semantics(run, tmp_path):
    """The script is `__main__`: name, file, arguments, first path entry, and in sys.modules."""
    scope = run(
        """
        import sys
        def main(argv):
            return "found"
        value = (__name__, __file__, sys.argv, sys.path[0],
                 sys.modules["__main__"].main(None), __doc__)
        """,
        "--epochs",
        "3",
    )

    assert scope["value"] == (
        "__main__",
        str(tmp_path / "train.py"),
        ["train.py", "--epochs", "3"],
        str(tmp_path),
        "found",
        None,
    )


def test_pickling_the_programs_classes(run):
    """Objects of classes defined in the script can be pickled and read back."""
    scope = run(
        """
        import pickle
        from dataclasses import dataclass
        @dataclass
        class Example:
            x: int
        value = pickle.loads(pickle.dumps(Example(3))) == Example(3)
        """
    )

    assert scope["value"]


def test_run_module_runs_packages(run, write):
    """`-m` runs a module of a package, or a package's __main__, with relative imports."""
    run("")
    write(
        {
            "project/__init__.py": "",
            "project/net.py": "import tensorflow as tf",
            "project/train.py": "from .net import tf\nimport sys\nvalue = tf.name, sys.argv[1:]",
            "project/__main__.py": "from project.train import value\nname = __name__, __package__",
        }
    )

    assert run_module("project.train", ["a"], target="faketf")["value"] == ("fake", ["a"])
    scope = run_module("project", ["b"], target="faketf")
    assert (scope["value"], scope["name"]) == (("fake", ["b"]), ("__main__", "project"))


def test_directories_and_zip_files_run(run, write, tmp_path):
    """A directory or zip file runs its __main__.py, which finds its modules beside it."""
    files = {
        "app/__main__.py": "import net, sys\nvalue = net.tf.name, sys.argv, sys.path[0], __name__",
        "app/net.py": "import tensorflow as tf",
    }
    run("", files=files)
    shutil.make_archive("app", "zip", "app")
    for name in ("app", "app.zip"):
        value = run_path(name, ["-x"], target="faketf")["value"]
        assert value == ("fake", [name, "-x"], name, "__main__")


def test_code_and_standard_input_run(run, capsys, monkeypatch):
    """`-c code` and `-` run as Python runs them: arguments, path, no file."""
    run("")
    text = "import sys, tensorflow as t; print(t.name, sys.argv, sys.path[0], '__file__' in dir())"
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    assert main(["-c", text, "a"], target="faketf") == 0
    assert main(["-", "b"], target="faketf") == 0

    assert capsys.readouterr().out.splitlines() == [
        "fake ['-c', 'a']  False",
        "fake ['-', 'b']  False",
    ]


def test_eager_is_enabled_before_the_program(run):
    """With `--eager` eager execution is on from the program's first line to its end."""
    scope = run("import tensorflow as tf\nvalue = list(tf.modes)", eager=True)

    assert (scope["value"], scope["tf"].modes) == (["eager"], ["eager", "graph"])


def test_what_programs_set_on_sys_is_set(run):
    """Assignments to `sys` and to `sys.modules` reach the real ones."""
    scope = run(
        """
        import sys
        sys.ours, sys.modules["made"] = 1, sys
        import made
        value = made.ours, sys.modules["__main__"].__file__ == __file__, "made" in sys.modules
        del sys.modules["made"], sys.ours
        gone = hasattr(sys, "ours")
        """
    )

    assert (scope["value"], scope["gone"]) == ((1, True, True), False)
    assert "made" not in sys.modules


def test_a_notebooks_cells_are_redirected(run):
    """After `%load_ext tf1shim` the cells and the user's modules are legacy code; not before."""
    run("", files={"cellmodule.py": "import tensorflow as tf"})
    shell = types.SimpleNamespace(user_ns={})
    notebook.load(shell, target="faketf")
    notebook.load(shell, target="faketf")
    sys.path.insert(0, "")
    exec("import tensorflow as tf, cellmodule", shell.user_ns)
    sys.path.remove("")
    notebook.unload(shell)

    assert shell.user_ns["tf"].name == shell.user_ns["cellmodule"].tf.name == "fake"
    assert "cellmodule" not in sys.modules
    assert not any(isinstance(finder, LegacyImports) for finder in sys.meta_path)


# What is refused


PYTHON2 = [
    ('print "loss", 3', "print statement"),
    ('print "%d" % 3', "print statement"),
    ("for i in []:\n    print i", "print statement"),
    ("print 'a <> b'", "print statement"),
    ("try:\n    pass\nexcept ValueError, e:\n    pass", "except X as e"),
    ("try:\n    pass\nexcept (IOError, ValueError), e:\n    pass", "except X as e"),
    ("exec code in scope", "exec statement"),
    ("x = `3`", "backticks"),
    ("if 3 <> 4: pass", "`!=`"),
    ("raise ValueError, 'bad'", "raise X(message)"),
    ("n = 100L", "long integer"),
    ("mode = 0755", "octal"),
    ("def f(a, (b, c)):\n    pass", "tuple as parameter"),
    ("if 1:\n        x = 1\n\tx = 2", "tabs and spaces"),
]


@pytest.mark.parametrize(("source", "reason"), PYTHON2, ids=[s for s, _ in PYTHON2])
def test_python2_is_refused(tmp_path, capsys, source, reason):
    """Python 2 source ends with status 2 and a message: file, line, the line, why, what to do."""
    script = tmp_path / "old.py"
    script.write_text(f"import os\n{source}\n")

    assert main([str(script)], target="faketf") == 2

    said = capsys.readouterr().err
    lineno = int(re.search(r"old.py, line (\d+):", said)[1])
    assert f"{script} is Python 2 source" in said
    assert script.read_text().splitlines()[lineno - 1].strip() in said
    assert reason in said
    assert f"python -m fissix -w {script}" in said and f"2to3 -w {script}" in said
    assert "Traceback" not in said


def test_python2_in_an_imported_module_is_refused(run):
    """A helper module in Python 2 is refused under its own name and line."""
    with pytest.raises(Python2Source) as caught:
        run("import helper", files={"helper.py": "x = 1\nprint x\n"})

    assert (os.path.basename(caught.value.filename), caught.value.lineno) == ("helper.py", 2)


@pytest.mark.parametrize(
    "source", ["x = (1,\n", "def f(:\n    pass", "x = 'print 3", "if x = 3: pass", "return 3 +"]
)
def test_plain_mistakes_stay_syntax_errors(run, source):
    """A syntax error that is wrong in Python 2 as well is not called Python 2."""
    with pytest.raises(SyntaxError) as caught:
        run(source)

    assert not isinstance(caught.value, Python2Source)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("xrange(3)", "`xrange` is Python 2; Python 3 has `range`."),
        ("isinstance(3, basestring)", "Python 3 has `str`."),
        ("import sys; reload(sys)", "text is unicode"),
        ("import cPickle", "Python 3 has `pickle`."),
        ("{}.iteritems()", "Python 3 has `.items()`."),
        ("from itertools import izip", "Python 3 has `zip`."),
        ("import collections\ncollections.deque().itemset", "array[index] = value"),
        ("undefined", None),
        ("{}['xrange']", None),
    ],
)
def test_python2_at_run_time_is_explained(run, source, said):
    """Names that Python 2 had are explained by what replaces them; other errors are not."""
    with pytest.raises(Exception) as caught:
        run(source)

    note = explain(caught.value)
    assert note is said is None or said in note
    assert note is None or "Python 2" not in note or ("fissix -w" in note and "train.py" in note)


def test_what_is_not_there_is_refused(tmp_path, capsys, monkeypatch):
    """A missing script or module and a directory end with status 2 and one line."""
    monkeypatch.chdir(tmp_path)
    for args, said in [
        (["gone.py"], "no such script: gone.py"),
        (["-m", "gone.train"], "no module named gone.train"),
        ([str(tmp_path)], "can't find '__main__' module"),
        (["--nope", "x.py"], "unknown option --nope"),
        (["--also"], "needs a name"),
        (["-c"], "needs the code"),
        ([], "which script?"),
    ]:
        assert main(args) == 2
        err = capsys.readouterr().err
        assert err.startswith("tf1shim: ") and said in err and err.count("\n") == 1


def test_missing_script_raises_from_python(tmp_path):
    """run_path raises UsageError where the command line prints."""
    with pytest.raises(UsageError, match="no such script"):
        run_path(tmp_path / "gone.py")


# The command line


def test_options_after_the_script_are_the_scripts():
    """Only what stands before the script or the module's name is the runner's."""
    assert parse(["a.py", "-m", "--help"])[:3] == ("script", "a.py", ("-m", "--help"))
    command = parse(["--also=x", "--eager", "--also", "y", "-m", "p.q", "-h"])
    assert command[:5] == ("module", "p.q", ("-h",), ("x", "y"), True)
    assert parse(["--", "-odd.py", "z"])[:3] == ("script", "-odd.py", ("z",))
    assert parse(["-c", "print(1)", "z"])[:3] == ("code", "print(1)", ("z",))
    assert parse(["-"])[:2] == ("code", "-")
    assert parse(["--pytest", "-k", "x"]) == parse(["-m", "pytest", "-k", "x"])
    assert parse(["--show-deprecations", "a.py"]).show_deprecations
    assert (parse(["-h"]), parse(["--version"])) == ("help", "version")


def test_help_shows_examples(capsys):
    """--help names the three ways to start a program, with examples, within 100 columns."""
    assert main(["--help"]) == 0

    said = capsys.readouterr().out
    assert said == HELP
    assert "python -m tf1shim train.py --epochs 10" in said
    assert max(map(len, said.splitlines())) <= 100


# In a process of its own. The runner's modules do not need TensorFlow, and these tests do not
# load it: an empty package takes the place of tf1shim's __init__.

STUB = """
    import os
    __path__.append({package!r})
    name, __version__ = "stub", "1.15.5"
"""


@pytest.fixture
def process(write, tmp_path):
    """Starts `python -m tf1shim ARGS` in the test's directory."""
    write({"lib/tf1shim/__init__.py": STUB.format(package=os.path.join(ROOT, "tf1shim"))})

    def process(*args, files):
        write(files)
        return subprocess.run(
            [sys.executable, "-m", "tf1shim", *args],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "lib")},
        )

    return process


def test_tracebacks_show_only_the_program(process, tmp_path):
    """An uncaught exception is shown as Python shows it for the script, and the status is 1."""
    files = {
        "bin/train.py": """
            import helper
            def main():
                helper.load()
            main()
            """,
        "bin/helper.py": """
            import tensorflow as tf
            def load():
                try:
                    {}["key"]
                except KeyError:
                    import tensorflow.no_such
            """,
    }
    outcome = process("bin/train.py", files=files)

    assert outcome.returncode == 1
    lines = [line.strip() for line in outcome.stderr.splitlines()]
    shown = [line for line in lines if line.startswith("File ")]
    assert [line.split('"')[1] for line in shown] == [
        str(tmp_path / "bin" / name) for name in ("helper.py", "train.py", "train.py", "helper.py")
    ]
    assert lines[-1].startswith("ModuleNotFoundError: No module named 'tensorflow.no_such'")


def test_syntax_errors_show_only_the_file(process):
    """A plain syntax error in a script's module is shown without the import system's frames."""
    files = {"train.py": "import helper\n", "helper.py": "x = (1,\n"}
    outcome = process("train.py", files=files)

    assert outcome.returncode == 1
    assert "frozen" not in outcome.stderr and "migrate" not in outcome.stderr
    assert outcome.stderr.count('File "') == 2


def test_the_process_is_the_programs(process, tmp_path):
    """Exit status, exit handlers, threads, arguments and path are as without the runner."""
    text = """
        import atexit, sys, threading, time
        def late():
            time.sleep(0.2)
            import helper
            print("thread", helper.tf.name)
        threading.Thread(target=late).start()
        atexit.register(lambda: print("exit", sys.modules["__main__"].value))
        value = 7
        print(sys.argv, sys.path[0])
        sys.exit(5)
        """
    files = {"bin/train.py": text, "bin/helper.py": "import tensorflow as tf"}
    outcome = process("bin/train.py", "-x", files=files)

    assert outcome.stdout.splitlines() == [
        f"['bin/train.py', '-x'] {tmp_path / 'bin'}",
        "thread stub",
        "exit 7",
    ]
    assert outcome.returncode == 5
    assert outcome.stderr == ""


CHILDREN = """
    import multiprocessing, os, sys
    from concurrent.futures import ProcessPoolExecutor
    import tensorflow as tf
    import helper

    def work(queue, method):
        import tensorflow as late
        queue.put((method, tf.name, late.name, helper.tf.name, sys.argv[1:], __name__))

    def nested(queue, method):
        child = multiprocessing.get_context("spawn").Process(target=work, args=(queue, method))
        child.start()
        child.join()

    def name(x):
        return tf.name, helper.tf.name, x

    if __name__ == "__main__":
        os.chdir("/")
        for method in ("fork", "spawn", "forkserver", "nested"):
            context = multiprocessing.get_context("spawn" if method == "nested" else method)
            queue = context.Queue()
            target = nested if method == "nested" else work
            child = context.Process(target=target, args=(queue, method))
            child.start()
            print(*queue.get(timeout=30))
            child.join()
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            print(*pool.map(name, [1]))
    """


def test_child_processes_are_redirected(process):
    """What multiprocessing starts, in whichever way, gets what the program gets."""
    files = {"bin/train.py": CHILDREN, "bin/helper.py": "import tensorflow as tf"}
    outcome = process("bin/train.py", "-x", files=files)

    assert outcome.stderr == ""
    assert outcome.stdout.splitlines() == [
        "fork stub stub stub ['-x'] __main__",
        "spawn stub stub stub ['-x'] __mp_main__",
        "forkserver stub stub stub ['-x'] __mp_main__",
        "nested stub stub stub ['-x'] __mp_main__",
        "('stub', 'stub', 1)",
    ]


def test_child_processes_of_a_module_are_redirected(process):
    """The main module of a spawned child may be one of a package, started with `-m`."""
    text = CHILDREN.replace("import helper", "from . import helper")
    files = {"pk/__init__.py": "", "pk/train.py": text, "pk/helper.py": "import tensorflow as tf"}
    outcome = process("-m", "pk.train", files=files)

    assert outcome.stderr == ""
    assert outcome.stdout.count("stub") == 14


def test_python2_names_are_explained_after_the_traceback(process):
    """An uncaught error that is Python 2's ends with what replaces the name."""
    outcome = process("train.py", files={"train.py": "for i in xrange(3):\n    pass\n"})

    lines = outcome.stderr.splitlines()
    assert outcome.returncode == 1
    assert any(line.startswith("NameError: name 'xrange' is not defined") for line in lines)
    assert lines[-2] == "`xrange` is Python 2; Python 3 has `range`."
    assert lines[-1].endswith("train.py")


def test_an_interrupt_ends_the_program_as_without_the_runner(process):
    """Ctrl-C is a KeyboardInterrupt in the program; uncaught, the signal is the exit status."""
    text = """
        import os, signal, sys, time
        # A process in the background would inherit that it is ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if sys.argv[1:]:
            try:
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(10)
            except KeyboardInterrupt:
                print("caught")
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(10)
        """
    outcome = process("train.py", "caught", files={"train.py": text})

    assert outcome.stdout == "caught\n"
    assert outcome.returncode == -signal.SIGINT
    assert outcome.stderr.count('File "') == 1


TESTS = {
    "tests/conftest.py": """
        import pytest, tensorflow as tf
        @pytest.fixture
        def name():
            return tf.name
        """,
    "tests/test_net.py": """
        import unittest
        from project import net
        import tensorflow as tf
        def test_name(name):
            assert name == net.tf.name == tf.name == "stub"
        def test_failing():
            assert [tf.name] == ["other"]
        def test_python2():
            xrange(3)
        class Case(unittest.TestCase):
            def test_case(self):
                self.assertEqual(tf.name, "stub")
        """,
    "project/__init__.py": "",
    "project/net.py": "import tensorflow as tf",
    "tests/test_old.py": "import tensorflow as tf\nprint 'old'\n",
}


def test_pytest_runs_legacy_tests(process):
    """Test files, conftest.py and what they import are redirected; asserts are still rewritten."""
    options = ["-q", "-p", "no:cacheprovider", "--continue-on-collection-errors"]
    outcome = process("--pytest", "tests", *options, files=TESTS)

    said = outcome.stdout
    assert outcome.returncode == 1
    assert "2 failed, 2 passed, 1 error" in said
    assert "AssertionError: assert ['stub'] == ['other']" in said
    assert "test_old.py" in said and "Python2Source: a print statement" in said
    if sys.version_info >= (3, 11):
        assert "`xrange` is Python 2; Python 3 has `range`." in said


def test_unittest_runs_legacy_tests(process):
    """`-m unittest` runs a project's tests, redirected."""
    outcome = process("-m", "unittest", "tests.test_case", files={
        "tests/__init__.py": "",
        "tests/test_case.py": """
            import unittest
            import tensorflow as tf
            class Case(unittest.TestCase):
                def test_case(self):
                    self.assertEqual(tf.name, "stub")
            """,
    })  # fmt: skip

    assert outcome.returncode == 0, outcome.stderr
    assert "Ran 1 test" in outcome.stderr


LEGACY_TESTS = """
    from __future__ import absolute_import, division, print_function
    import os
    import numpy as np
    import tensorflow as tf
    from tensorflow.python.platform import test

    class NetTest(tf.test.TestCase):
        def setUp(self):
            super(NetTest, self).setUp()
            self.x = np.ones([2, 3], np.float32)

        def testDense(self):
            with self.test_session() as sess:
                ones = tf.ones_initializer()
                y = tf.layers.dense(tf.constant(self.x), 4, kernel_initializer=ones)
                sess.run(tf.global_variables_initializer())
                self.assertAllClose(y.eval(), np.full([2, 4], 3.0))

        def testGraphIsFresh(self):
            self.assertEqual(0, len(tf.global_variables()))

        @test.mock.patch.object(os, "getcwd", lambda: "/x")
        def testMock(self):
            self.assertEqual(os.getcwd(), "/x")

    if __name__ == "__main__":
        tf.test.main()
    """


def test_legacy_test_files_on_tensorflow(write):
    """A TF1 test file runs, on the real tf1shim, by its own `tf.test.main()`."""
    write({"net_test.py": LEGACY_TESTS})
    outcome = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tf1shim", "net_test.py"],
        capture_output=True,
        text=True,
        timeout=200,
        env={**os.environ, "PYTHONPATH": ROOT, "TF_CPP_MIN_LOG_LEVEL": "3"},
    )

    assert outcome.returncode == 0, outcome.stderr
    assert "Ran 4 tests" in outcome.stderr and "OK (skipped=1)" in outcome.stderr
