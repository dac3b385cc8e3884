"""``python -m tf1shim report``: what it finds in a code base, what it says, and how."""

import contextlib
import io
import json
import re
import sys
import types
import warnings
from html.parser import HTMLParser
from pathlib import Path

import pytest
import report_programs as programs
import tensorflow

from tf1shim.migrate import commandline
from tf1shim.migrate.report import methods, reading, replacements, report_on, sources
from tf1shim.migrate.report.findings import Baseline, Report, examine
from tf1shim.migrate.report.meaning import DIFFERS, EXPLAINED, MISSING, SAME, SHIM

PLAIN = "import tensorflow as tf\nx = tf.placeholder(tf.float32)\ny = tf.log(x)\n"


def file_of(code, path="net.py"):
    """The findings in `code`."""
    return examine(sources.Source(path, code))


def symbols(code):
    """The symbols that are used in `code`, in its order."""
    return [finding.verdict.symbol for finding in file_of(code).findings]


def verdict(code, symbol):
    """What is said of the first use of `symbol` in `code`."""
    return next(f.verdict for f in file_of(code).findings if f.verdict.symbol == symbol)


def run(capsys, *args):
    """Runs the command line; returns its status, and what it printed to both streams."""
    status = commandline.main(["report", *map(str, args)])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


# What is a use of TensorFlow


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import tensorflow as tf; tf.log(x)", "log"),
        ("import tensorflow; tensorflow.log(x)", "log"),
        ("import tensorflow.compat.v1 as tf; tf.log(x)", "log"),
        ("from tensorflow.compat import v1 as tf; tf.log(x)", "log"),
        ("import tensorflow as tf; tf = tf.compat.v1; tf.log(x)", "log"),
        ("import tf1shim as tf; tf.log(x)", "log"),
        ("tf.log(x)", "log"),
        ("from project.common import tf; tf.log(x)", "log"),
        ("from tensorflow import log; log(x)", "log"),
        ("from tensorflow import log as ln; ln(x)", "log"),
        ("from tensorflow import *; log(x)", "log"),
        ("import tensorflow as tf; getattr(tf, 'log')(x)", "log"),
        ("import tensorflow as tf; log = tf.log; log(x)", "log"),
        ("import tensorflow as tf; f, g = tf.log, tf.exp; f(x)", "log"),
        ("try:\n import tensorflow.compat.v1 as tf\nexcept: tf = None\ntf.log(x)", "log"),
        ("import importlib; tf = importlib.import_module('tensorflow'); tf.log(x)", "log"),
        ("import tensorflow.contrib.slim as slim; slim.conv2d(x)", "contrib.slim.conv2d"),
        ("from tensorflow.contrib import layers as L; L.flatten(x)", "contrib.layers.flatten"),
        ("import tensorflow as tf; slim = tf.contrib.slim; slim.conv2d(x)", "contrib.slim.conv2d"),
        ("import tensorflow as tf; tfd = tf.distributions; tfd.Normal(0., 1.)",
         "distributions.Normal"),
        ("import tensorflow as tf\ndef f():\n  def g(): return tf.log(x)", "log"),
        ("import tensorflow as tf; tf.train.AdamOptimizer(.1).minimize(y)", "train.AdamOptimizer"),
        ("import tensorflow as tf; tf.GraphKeys.UPDATE_OPS", "GraphKeys.UPDATE_OPS"),
        ("import tensorflow as tf; tf.float32.as_numpy_dtype", "float32"),
        ("from tensorflow.python.ops import rnn_cell_impl; rnn_cell_impl.LSTMCell(3)",
         "python.ops.rnn_cell_impl.LSTMCell"),
    ],
)  # fmt: skip
def test_names_are_found_by_all_ways_to_say_them(code, expected):
    """A use is found whatever TensorFlow, its modules and its functions are called."""
    assert expected in symbols(code)


@pytest.mark.parametrize(
    "code",
    [
        "import tensorboard as tf; tf.log(x)",
        "tf = object(); tf.log(x)",
        "import tensorflow as tf\ndef f(tf): return tf.log(x)",
        "import tensorflow as tf\ndef f():\n  tf = other\n  tf.log(x)",
        "import tensorflow as tf\n[tf.log for tf in x]",
        "from tensorflow.contrib import layers\ndef f(layers): return layers.dense(x)",
        "class A:\n  import tensorflow as t\n  def f(self): return t.log(x)",
        "from tensorflow import *\nprint(len(unknown))",
        "import tensorflow as tf; tf.log = log; tf.log(x)",
        "'tf.log'  # tf.log",
    ],
)
def test_other_things_of_the_same_name_are_none(code):
    """Python's scopes decide: a parameter, a local or a name set by the file is another."""
    found = symbols(code)

    assert "log" not in found
    assert not any("dense" in symbol or symbol == "unknown" for symbol in found)


def test_a_thing_that_the_file_has_named_counts_once():
    """``FLAGS.steps`` asks the file's own FLAGS; classes and modules go on counting."""
    flags = "import tensorflow as tf; FLAGS = tf.app.flags.FLAGS; FLAGS.steps; f(FLAGS.rate)"
    data = "import tensorflow as tf; D = tf.data.Dataset; D.range(3); D.range(4)"

    assert symbols(flags) == ["app.flags.FLAGS"]
    assert symbols(data) == ["data.Dataset", "data.Dataset.range", "data.Dataset.range"]


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("sess.run(y)", ".run"),
        ("self.session.run(y, {x: 1})", ".run"),
        ("s = tf.Session(); s.run(y)", ".run"),
        ("with tf.train.MonitoredTrainingSession() as s: s.run(y)", ".run"),
        ("model.run(y, feed_dict={})", ".run"),
        ("y.eval(session=s)", ".eval"),
        ("y.eval({x: 1})", ".eval"),
        ("y.eval(feed_dict={x: 1})", ".eval"),
        ("fetch(y, feed_dict={x: 1})", "feed_dict="),
        ("x.get_shape()[1].value", ".value"),
        ("x.get_shape().dims[1].value", ".value"),
        ("shape = x.shape; n = shape[-1]; n.value", ".value"),
        ("a, b = x.get_shape(); b.value", ".value"),
        ("[d.value for d in x.get_shape()[1:]]", ".value"),
        ("saver.save(s, path)", ".save"),
        ("self.s = tf.train.Saver()\ndef f(self): self.s.restore(q, path)", ".restore"),
        ("opt.minimize(y)", ".minimize"),
        ("tf.train.AdamOptimizer(.1).minimize(y)", ".minimize"),
        ("o.compute_gradients(y)", ".compute_gradients"),
        ("o.apply_gradients(g, global_step=n)", "global_step="),
        ("data.make_one_shot_iterator()", ".make_one_shot_iterator"),
        ("data.output_types", ".output_types"),
        ("e.train(input_fn=f)", "input_fn="),
        ("tf.get_variable_scope().reuse_variables()", ".reuse_variables"),
        ("cell.zero_state(3, tf.float32)", ".zero_state"),
        ("v._ref()", "._ref"),
        ("op.type == 'VariableV2'", "ref ops"),
        ("g.get_tensor_by_name('x:0')", ".get_tensor_by_name"),
        ("get(use_resource=False)", "use_resource=False"),
        ("model = tf.keras.Sequential(); model.save('x')", ".save(keras)"),
        ("thing.save('x')", ".save(?)"),
    ],
)
def test_methods_and_arguments_need_no_types(code, key):
    """What only TensorFlow 1's objects have is found by how it is called."""
    assert key in symbols(f"import tensorflow as tf\n{code}")


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess; subprocess.run(['ls'])",
        "app.run()",
        "model.eval()",
        "import numpy as np; np.save('x', y)",
        "import scipy.optimize; scipy.optimize.minimize(f, x)",
        "color.value; x.values[0].value; enum[1].value",
        "import tensorflow as tf; tf.random.uniform([2]).shape[0]",
    ],
)
def test_other_methods_of_the_same_name_are_none(code):
    """Methods of other libraries, and of what is not known, are left alone."""
    found = symbols(f"import tensorflow as tf\n{code}")

    assert not [symbol for symbol in found if symbol.startswith(".") or symbol.endswith("=")]


# What it means


@pytest.mark.parametrize(
    ("code", "symbol", "expected", "change"),
    [
        ("tf.matmul(x, y)", "matmul", SAME, ""),
        ("tf.reduce_sum(x, axis=1, keepdims=True)", "reduce_sum", SAME, ""),
        ("tf.reduce_sum(x, 1, True)", "reduce_sum", SAME, ""),
        ("tf.reduce_sum(x, keep_dims=True)", "reduce_sum", DIFFERS, "rename"),
        ("tf.nn.conv2d(x, w, [1, 1, 1, 1], 'SAME')", "nn.conv2d", SAME, ""),
        ("tf.nn.conv2d(x, filter=w, strides=1, padding='SAME')", "nn.conv2d", DIFFERS, "rename"),
        ("tf.nn.dropout(x, 0.5)", "nn.dropout", DIFFERS, "edit"),
        ("tf.nn.dropout(x, rate=0.5)", "nn.dropout", SAME, ""),
        ("tf.random_normal_initializer()", "random_normal_initializer", DIFFERS, "edit"),
        ("tf.random_normal_initializer(0.0, 0.1)", "random_normal_initializer", SAME, ""),
        ("tf.gradients(y, x)", "gradients", DIFFERS, "edit"),
        ("x.shape[0].value", ".value", DIFFERS, "edit"),
        ("tf.log(x)", "log", SHIM, "rename"),
        ("tf.Session()", "Session", SHIM, "rewrite"),
        ("tf.assign(v, x)", "assign", SHIM, "edit"),
        ("tf.layers.dense(x, 3)", "layers.dense", SHIM, "rewrite"),
        ("tf.contrib.slim.conv2d(x, 3, 3)", "contrib.slim.conv2d", SHIM, "rewrite"),
        ("tf.contrib.tpu.TPUEstimator()", "contrib.tpu.TPUEstimator", MISSING, "rewrite"),
        ("tf.contrib.factorization.KMeans(x)", "contrib.factorization.KMeans", MISSING, "rewrite"),
        ("tf.mul(x, y)", "mul", MISSING, "rename"),
        ("tf.no_such_thing", "no_such_thing", MISSING, "rewrite"),
        ("import tensorflow.migrate", "migrate", MISSING, "rewrite"),
        ("tf.random.set_seed(1)", "random.set_seed", SAME, ""),
        ("tf.keras.layers.Dense(3)", "keras.layers.Dense", SAME, ""),
        ("tf.compat.v2.function(f)", "function", SAME, ""),
    ],
)
def test_classes(code, symbol, expected, change):
    """The class comes from the names and the arguments of both TensorFlows, for each call."""
    found = verdict(f"import tensorflow as tf\ntf.placeholder\n{code}", symbol)

    assert (found.meaning, found.change) == (expected, change)


def test_what_is_missing_has_the_reason_of_the_error():
    """A missing symbol is explained as `MissingSymbolError` explains it."""
    import tf1shim as tf

    found = verdict("import tensorflow as tf\ntf.contrib.tpu.TPUEstimator()",
                    "contrib.tpu.TPUEstimator")  # fmt: skip

    with pytest.raises(tf.MissingSymbolError) as error:
        _ = tf.contrib.tpu.TPUEstimator
    assert found.why == error.value.reason


def test_tensorflow_2_code_is_done():
    """A program of TensorFlow 2 has nothing left, whatever its names meant in TensorFlow 1."""
    found = file_of(programs.NATIVE)

    assert not found.tf1
    assert len(found.findings) > 25


def test_a_changed_meaning_counts_in_tensorflow_1_code():
    """What TensorFlow 2 takes as well, but means otherwise, counts beside TensorFlow 1."""
    call = "import tensorflow as tf\ntf.image.resize(x, [2, 2])\n"

    alone, beside = verdict(call, "image.resize"), verdict(f"{call}tf.Session()", "image.resize")

    assert (alone.meaning, alone.check) == (SAME, True)
    assert (beside.meaning, beside.check) == (DIFFERS, False)
    assert alone.why == beside.why


def test_private_names_lead_to_public_ones():
    """A name from TensorFlow's inside is replaced by the public one."""
    code = "from tensorflow.python.framework import ops\nops.convert_to_tensor(x)"

    found = verdict(code, "python.framework.ops.convert_to_tensor")

    assert (found.meaning, found.instead) == (SHIM, "`tf.convert_to_tensor`")


# The table of replacements


def _names(text):
    """The names of TensorFlow in the code of a replacement."""
    for code in re.findall(r"`([^`]+)`", text):
        yield from re.findall(r"(?<![\w.])tf\.([A-Za-z_][\w.]*\w)", code)


def test_every_replacement_exists():
    """Whatever the table says to write is in the installed TensorFlow 2."""
    lacking = []
    for symbol in replacements.symbols():
        for name in _names(replacements.find(symbol).instead):
            found = tensorflow
            for part in name.split("."):
                found = getattr(found, part, None)
            if found is None:
                lacking.append((symbol, name))

    assert not lacking
    assert len(replacements.symbols()) > 350


def test_every_symbol_of_the_table_was_tensorflow_1s():
    """The table has no name that TensorFlow 2 gives the same meaning, and none twice."""
    text = Path(replacements.__file__).with_name("replacements.tsv").read_text()
    lines = [line.split("\t") for line in text.splitlines()[1:] if line[0] != "#"]

    assert {len(line) for line in lines} == {4}
    assert len({line[0] for line in lines}) == len(lines)
    assert {line[1] for line in lines} <= {*replacements.CHANGES, "means", "check", "same", ""}
    idle = [line[0] for line in lines if line[1] in replacements.CHANGES and _is_tf2(line[0])]
    assert not idle


def _is_tf2(symbol):
    found = tensorflow
    for part in symbol.split("."):
        if not part or not isinstance(found, (types.ModuleType, type)):
            return False
        found = getattr(found, part, None)
    return found is not None and symbol.split(".")[0] not in ("python", "core")


def test_every_rule_of_methods_is_explained():
    """Each method and argument that is looked for has a line in the table."""
    keys = {f".{name}" for names in methods._METHODS.values() for name in names}
    keys |= {f".{name}" for name in methods._ATTRIBUTES}
    keys |= {f"{name}=" for name in methods._ARGUMENTS}
    keys |= {f"{name}=False" for name in methods._FALSE}
    keys |= {".value", ".eval", ".get_shape", ".save(?)", ".save(keras)", "ref ops"}

    assert not [key for key in keys if replacements.exactly(key) is None]


# Compared with TensorFlow's own script


def upgrade_script(code, directory):
    """What ``tf_upgrade_v2 --infile`` says of `code`: ``[(line, text)]``."""
    from tensorflow.tools.compatibility import tf_upgrade_v2_main

    infile, report = directory / "in.py", directory / "report.txt"
    infile.write_text(code)
    given = ["--infile", infile, "--outfile", directory / "out.py", "--reportfile", report]
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        patch.setattr(sys, "argv", ["tf_upgrade_v2", *map(str, given)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tf_upgrade_v2_main.main()
    said = re.findall(r"^(\d+):\d+: (?:INFO|WARNING|ERROR): (.*)$", report.read_text(), re.M)
    return sorted({(int(line), text) for line, text in said})


def says_as_much(finding, line, text):
    """Whether the finding is on that line, of that name, and no mere use that works."""
    last = finding.verdict.symbol.rpartition(".")[2].partition("(")[0]
    on_line = finding.line <= line <= finding.end_line
    same_name = last in text or last.replace("_", " ") in text
    return on_line and same_name and (finding.is_tf1 or finding.verdict.check)


@pytest.mark.parametrize("name", programs.PROGRAMS)
def test_all_that_tf_upgrade_v2_finds_is_found(name, tmp_path):
    """Every line of the script's report has a finding of the same name, and more."""
    found = file_of(programs.PROGRAMS[name]).findings

    said = upgrade_script(programs.PROGRAMS[name], tmp_path)

    assert len(said) >= 12
    overlooked = [
        (line, text) for line, text in said if not any(says_as_much(f, line, text) for f in found)
    ]
    assert not overlooked


def test_what_tf_upgrade_v2_overlooks_is_found(tmp_path):
    """Imports from contrib, `tf.layers`, `.value`, estimators, sessions: the script is silent."""
    head = "import tensorflow as tf\nx = tf.placeholder(tf.float32)\n"
    code = head + "\n".join(line for line, _ in programs.OVERLOOKED) + "\n"
    found = {(f.line, f.verdict.symbol) for f in file_of(code).tf1}

    said = {line for line, _ in upgrade_script(code, tmp_path)}

    for number, (line, symbol) in enumerate(programs.OVERLOOKED, 3):
        assert (number, symbol) in found, line
    # Of two of these lines it says something else.
    assert len(said & set(range(3, 3 + len(programs.OVERLOOKED)))) <= 2


# Files


def test_directories_are_searched_for_the_users_files(tmp_path):
    """Environments, hidden directories, installed packages and other files are left out."""
    for path in ("a.py", "sub/b.py", "c.ipynb", ".git/d.py", "venv/e.py", "site-packages/f.py",
                 "__pycache__/g.py", "data.txt"):  # fmt: skip
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("{}" if path.endswith("ipynb") else PLAIN)
    (tmp_path / "venv" / "pyvenv.cfg").write_text("")

    found = list(sources.find([str(tmp_path), str(tmp_path / "a.py")]))

    assert [path[len(str(tmp_path)) + 1 :] for path in found] == ["a.py", "c.ipynb", "sub/b.py"]


def test_cells_of_notebooks_are_read(tmp_path):
    """Code cells are read as one file, without magic commands; places say the cell."""
    cells = [
        {"cell_type": "markdown", "source": ["tf.Session"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import tensorflow as t"]},
        {"cell_type": "code", "source": "!pip install x\nif y:\n    %time\nt.log(1)"},
    ]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells}))

    found = report_on([str(path)]).findings

    assert [(f.place, f.verdict.symbol) for f in found] == [(f"{path}[3]:4", "log")]


def test_python_2_is_searched_as_text():
    """A file that cannot be parsed is named, with the reason, and its names are still counted."""
    code = (
        "import tensorflow as tf\nfrom tensorflow.contrib import slim\n"
        "print 'tf.log', slim.conv2d(x)  # tf.exp\ny = tf.log(x)\n"
        "'''tf.Session()\ntf.abs\n'''; tf.exp(y)\n"
    )

    found = file_of(code)

    assert found.problem.startswith("Python 2: a print statement")
    assert found.problem_place == "net.py:3"
    assert [(f.line, f.verdict.symbol) for f in found.findings] == [
        (2, "contrib.slim"), (3, "contrib.slim.conv2d"), (4, "log"), (7, "exp"),
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["import tensorflow as tf\ndef (", "tf\0", "tf" + "(" * 5000])
def test_what_is_no_python_is_reported(code):
    """No file stops the report."""
    assert file_of(code).problem.startswith("no Python: ")


def test_a_file_that_cannot_be_read_is_reported(tmp_path):
    """A notebook that is none is named, and the rest is read."""
    (tmp_path / "a.ipynb").write_text("no notebook")
    (tmp_path / "b.py").write_text(PLAIN)

    report = report_on([str(tmp_path)])

    assert [bool(file.problem) for file in report.files] == [True, False]
    assert report.tf1 == 2


def test_warnings_about_the_code_base_are_its_own():
    """What Python thinks of the code that is read does not show."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert symbols("import tensorflow as tf\nx = '\\d'\ny = 1 is 1\ntf.log(x)") == ["log"]


# The command


def test_the_summary_comes_first(tmp_path, capsys):
    """The first line is the figure; then the classes, the symbols, the files."""
    (tmp_path / "net.py").write_text(PLAIN)
    (tmp_path / "empty.py").write_text("")

    status, out, err = run(capsys, tmp_path)

    lines = out.splitlines()
    assert status == 0
    assert lines[0] == "3 uses of TensorFlow in 1 of 2 files, 2 of them TensorFlow 1 (67 %)"
    assert re.search(r"works with tf1shim +2 +67 %  #+", out)
    assert "to TensorFlow 2: 1 by a rename, 0 by an edit, 1 by a rewrite" in out
    assert re.search(r"1  log +works with tf1shim +`tf.math.log`", out)
    assert re.search(rf"2 +3 +67 % +{re.escape(str(tmp_path / 'net.py'))}", out)
    assert "2 files in" in err


def test_details_show_every_line(tmp_path, capsys):
    """With --details each finding has its place, its code, what to write and why."""
    (tmp_path / "net.py").write_text(PLAIN)

    _, out, _ = run(capsys, tmp_path, "--details")

    place = f"{tmp_path / 'net.py'}:3: log works with tf1shim"
    assert f"{place}\n    y = tf.log(x)\n    instead: `tf.math.log`\n    why: the same" in out


def test_json_has_all_of_it(tmp_path, capsys):
    """The data hold every finding, and the counts agree with them."""
    (tmp_path / "net.py").write_text(PLAIN)

    status, out, _ = run(capsys, tmp_path, "--json", "-")

    data = json.loads(out)
    assert status == 0
    assert (data["tf1"], data["uses"]) == (2, 3)
    assert sum(data["classes"].values()) == len(data["findings"]) == 3
    (file,) = data["files"].values()
    assert file == {"tf1": 2, "uses": 3, "classes": data["classes"]}
    assert data["findings"][0]["class"] == SHIM
    assert data["findings"][-1]["instead"] == "`tf.math.log`"


def test_a_baseline_shows_what_changed(tmp_path, capsys):
    """With --baseline the summary and the files show the difference."""
    file, baseline = tmp_path / "net.py", tmp_path / "old.json"
    file.write_text(PLAIN)
    run(capsys, file, "--json", baseline)
    file.write_text(PLAIN.replace("tf.log", "tf.math.log"))

    status, out, _ = run(capsys, file, "--baseline", baseline)

    assert status == 0
    assert "since the baseline: -1 uses of TensorFlow 1 (2 before); fewer in 1 files" in out
    assert re.search(r"1 +3 +33 % +-1 +", out)
    assert Baseline.read(baseline).tf1 == 2


@pytest.mark.parametrize(("limit", "status"), [(1, 1), (2, 0), (3, 0)])
def test_fail_over(limit, status, tmp_path, capsys):
    """The exit status is 1 exactly if there is more TensorFlow 1 than allowed."""
    (tmp_path / "net.py").write_text(PLAIN)

    got, out, _ = run(capsys, tmp_path, "--fail-over", limit)

    assert got == status
    assert ("2 uses of TensorFlow 1, more than 1 (--fail-over)" in out) == bool(status)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "which code base?"),
        (["no/such/path"], "no such file: no/such/path"),
        (["EMPTY"], "no Python files in"),
        (["EMPTY", "--run"], "--run needs a script"),
        (["NET", "--run", "no.py"], "no such script: no.py"),
        (["NET", "--baseline", "NET"], "Expecting value"),
        (["NET", "--baseline", "OTHER"], "is no report of this version; --json writes one"),
    ],
)
def test_bad_arguments(args, said, tmp_path, capsys):
    """What cannot be read or run is said in a line; the exit status is 2."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "net.py").write_text(PLAIN)
    (tmp_path / "other.json").write_text("{}")
    places = {"EMPTY": "empty", "NET": "net.py", "OTHER": "other.json"}

    status, out, err = run(
        capsys, *(tmp_path / places[arg] if arg in places else arg for arg in args)
    )

    assert (status, out) == (2, "")
    assert err.splitlines()[-1].startswith("tf1shim report: ")
    assert said in err


class Page(HTMLParser):
    """The parts of a page: tags that are open, addresses, text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.addresses, self.text = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Opens it, unless it is never closed."""
        if tag not in ("meta", "br", "input", "p"):
            self.open.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag):
        """Closes it."""
        if tag != "p":
            assert self.open.pop() == tag

    def handle_data(self, data):
        """Keeps it."""
        self.text.append(data)


def test_the_page_is_one_file(tmp_path, capsys):
    """The page has the figures and the lines of code, needs no other file, and is well formed."""
    code = PLAIN + "z = tf.log(x) if x < y else '<script>alert(1)</script> & $title `a`'\n"
    (tmp_path / "net.py").write_text(code)
    page = tmp_path / "report.html"

    status, _, _ = run(capsys, tmp_path / "net.py", "--html", page)

    parts = Page(page.read_text())
    text = "".join(parts.text)
    assert status == 0
    assert not parts.open
    assert all(address.startswith("#file") for address in parts.addresses)
    assert "3 uses of TensorFlow 1 are left (75 %)" in text
    assert code.splitlines()[-1] in text
    assert all(explained.replace("`", "") in text for explained in EXPLAINED.values())
    assert "$" not in page.read_text().replace("$title `a`", "").replace("'^#file'", "")


def test_a_run_counts_what_it_asks_for(tmp_path, capsys):
    """With --run the uses have how often the program came by, and names made up at run time."""
    script = tmp_path / "train.py"
    script.write_text(
        "import sys\nimport tensorflow as tf\nfrom tensorflow.contrib import slim\n"
        "from tensorflow.contrib.layers import *\n"
        "for name in sys.argv[1:]:\n"
        "    rate = getattr(tf.train, name + 'Optimizer')(0.1)\n"
        "x = tf.placeholder(tf.float32, [1, 3])\n"
        "for i in range(3):\n"
        "    slim.fully_connected(x, 3, scope=str(i))\n"
        "def never():\n"
        "    tf.Session()\n"
        "import tensorflow.contrib.slim as same\n"
        "assert same is slim is tf.contrib.slim\n"
        "sys.exit(3)\n"
    )
    modules = dict(sys.modules)
    data = tmp_path / "report.json"

    status, out, _ = run(capsys, "--json", data, "--run", script, "Adam", "Ftrl")

    found = {(f["line"], f["symbol"]): f.get("runs", 0) for f in _read(data)["findings"]}
    assert status == 0
    assert found[9, "contrib.slim.fully_connected"] == 3
    assert found[7, "placeholder"] == 1
    assert found[6, "train.AdamOptimizer"] == found[6, "train.FtrlOptimizer"] == 1
    assert found[11, "Session"] == 0
    assert not any(line == 4 and symbol != "contrib.layers" for line, symbol in found)
    assert "ran until it exited with 3: asked for 5 symbols" in out
    assert "__main__" in modules
    assert sys.modules["__main__"] is modules["__main__"]


def test_a_run_reaches_the_modules_of_the_program(tmp_path, capsys):
    """What the program imports is watched like itself; what it never imports was not run."""
    (tmp_path / "net.py").write_text("import tensorflow.contrib.slim as s\ny = s.conv2d\n")
    (tmp_path / "dead.py").write_text("import tensorflow as tf\ntf.Session()\n")
    (tmp_path / "train.py").write_text("import net\n")
    data = tmp_path / "report.json"

    _, out, _ = run(capsys, tmp_path, "--json", data, "--run", tmp_path / "train.py")

    runs = {finding["symbol"]: finding.get("runs", 0) for finding in _read(data)["findings"]}
    assert runs == {"contrib.slim": 0, "contrib.slim.conv2d": 1, "Session": 0}
    assert "came by 1 of 3 uses of names" in out


def _read(path):
    return json.loads(path.read_text())


def test_a_run_that_fails_is_reported_with_it(tmp_path, capsys):
    """The error is shown as the program's own, and what was seen until then is counted."""
    script = tmp_path / "train.py"
    script.write_text("import tensorflow as tf\nx = tf.zeros([1])\nx.no_such_thing\n")

    status, out, err = run(capsys, "--run", script)

    assert status == 0
    assert "ran until a AttributeError: asked for 1 symbols, 1 times; came by 1 of 1" in out
    assert err.count("Traceback") == 1
    assert 'train.py", line 3' in err


def test_reading_uses_no_tensorflow_of_the_program(tmp_path):
    """Nothing of the code base is run, imported or changed by reading it."""
    script = tmp_path / "train.py"
    script.write_text("import tensorflow as tf\nraise SystemExit(tf.log)\n")

    report = report_on([str(script)])

    assert report.tf1 == 1
    assert script.read_text().startswith("import")
    assert list(tmp_path.iterdir()) == [script]


def test_an_empty_report_is_at_its_end():
    """Nothing found is nothing left."""
    report = Report([file_of("x = 1\n")])

    assert (report.tf1, report.by_symbol(lambda finding: True)) == (0, [])
    assert set(report.counts().values()) == {0}
    assert reading.read_uses("").uses == []


def test_help_teaches_by_example(capsys):
    """``python -m tf1shim report --help`` explains the classes and shows commands."""
    with pytest.raises(SystemExit) as ended:
        commandline.main(["report", "--help"])

    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(explained in said for explained in EXPLAINED.values())
    assert said.count("python -m tf1shim report ") >= 8
    assert "python -m tf1shim report" in commandline.HELP
