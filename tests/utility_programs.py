"""TF1 programs on flags, logging, files, records and test cases, each a function of `tf`.

tf1shim and real TensorFlow 1.15 run them alike (Python 3.7 reads this file).
``python tests/utility_programs.py`` on TensorFlow 1.15.5 records what it finds.
"""

# Functions made in loops are called in the same turn.
# ruff: noqa: B023

import contextlib
import json
import logging
import os
import random
import shutil
import sys
import tempfile
import unittest

import numpy as np
from state_programs import Facts

RECORD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "utility_outcomes.json")
PROGRAMS = {}


def program(fn):
    """Adds a program."""
    PROGRAMS[fn.__name__] = fn
    return fn


@contextlib.contextmanager
def directory():
    """A function that gives paths in an empty directory."""
    path = tempfile.mkdtemp()
    try:
        yield lambda *parts: os.path.join(path, *parts)
    finally:
        shutil.rmtree(path, ignore_errors=True)


def short(value, path):
    """`value` without the name of the directory that `path` gives paths in."""
    if isinstance(value, (list, tuple)):
        return [short(item, path) for item in value]
    return value.replace(path(), "") if isinstance(value, str) else value


@program
def flags(tf):
    facts = Facts()
    define, values = tf.app.flags, tf.app.flags.FlagValues()
    options = {"flag_values": values}
    define.DEFINE_string("name", "x", "help", **options)
    define.DEFINE_integer("n", 3, "help", **options)
    define.DEFINE_float("rate", 0.1, "help", **options)
    define.DEFINE_boolean("b", True, "help", **options)
    define.DEFINE_list("l", "a,b", "help", **options)
    define.DEFINE_enum("e", "a", ["a", "b"], "help", **options)
    define.DEFINE_multi_integer("m", [1], "help", **options)
    define.DEFINE_string("needed", None, "help", **options)
    define.mark_flag_as_required("needed", flag_values=values)
    facts.learn("before parsing", lambda: values.n)
    facts.learn("again", lambda: define.DEFINE_integer("n", 3, "help", **options) is None)
    facts.learn("required", lambda: values(["program"]))
    facts.learn("rest", lambda: values(["program", "--n=9", "--nob", "--needed=1", "rest"]))
    facts["values"] = [values.name, values.n, values.rate, values.b, values.l, values.e, values.m]
    facts["flag"] = [values["n"].value, values["n"].default, values["n"].present, "n" in values]
    facts.learn("no integer", lambda: values(["program", "--n=x"]))
    facts.learn("not in enum", lambda: values(["program", "--e=c"]))
    facts.learn("unknown", lambda: values(["program", "--nosuch=x"]))
    facts.learn("no such", lambda: values.nosuch)
    del facts["again"]  # absl's wording changed
    return facts


@program
def global_flags(tf):
    facts = Facts()
    tf.flags.DEFINE_string("utility_kw", default_value="v", docstring="d")
    tf.app.flags.DEFINE_integer(flag_name="utility_n", default_value=2, docstring="d")
    values = tf.flags.FLAGS
    argv, sys.argv = sys.argv, ["program"]
    facts["parsed when first asked for"] = [values.utility_kw, values.utility_n]
    sys.argv = argv
    facts["same"] = [values is tf.app.flags.FLAGS, values.utility_kw]
    facts["old ways"] = [values.__flags["utility_n"].value, "utility_n" in values.__flags]
    facts["dictionary"] = values.flag_values_dict()["utility_n"]
    values.utility_n = 7
    facts["set"] = values.utility_n
    values.__delattr__("utility_n")
    values.__delattr__("utility_kw")
    facts["deleted"] = "utility_n" in values
    return facts


@program
def log(tf):
    facts, out = Facts(), []
    verbosity = tf.logging.get_verbosity()
    facts["levels"] = [getattr(tf.logging, x) for x in ("DEBUG", "INFO", "WARN", "ERROR", "FATAL")]

    class Handler(logging.Handler):
        def emit(self, record):
            if "deprecated" not in record.msg:  # tf1shim says that only when asked
                out.append((record.levelname, record.getMessage()))

    logger, handler = logging.getLogger("tensorflow"), Handler()
    before, logger.handlers = logger.handlers, [handler]
    tf.logging.set_verbosity(tf.logging.INFO)
    tf.logging.info("i %d", 1)
    tf.logging.debug("not shown")
    for name in ("warn", "warning", "error", "fatal"):
        getattr(tf.logging, name)(name)
    tf.logging.log(tf.logging.INFO, "log %s", 1)
    for i in range(5):
        tf.logging.log_every_n(tf.logging.INFO, "every %d", 2, i)
        tf.logging.log_first_n(tf.logging.INFO, "first %d", 2, i)
        tf.logging.log_if(tf.logging.INFO, "if %d", i == 3, i)
    tf.logging.vlog(tf.logging.INFO, "vlog")
    facts.learn("flush", tf.logging.flush)
    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.logging.warn("not shown")
    facts["verbosity"] = tf.logging.get_verbosity()
    facts["said"] = out
    tf.logging.set_verbosity(verbosity)
    logger.handlers = before
    return facts


@program
def files(tf):
    facts, gfile = Facts(), tf.gfile
    with directory() as path:
        with gfile.GFile(path("a.txt"), "w") as file:
            file.write("one\ntwo\n")
        with gfile.GFile(path("a.txt"), "a") as file:
            file.write("three")
        with gfile.Open(path("a.txt")) as file:
            facts["lines"] = [file.readline(), file.tell(), file.readlines(), file.size()]
            facts["mode"] = [file.mode, short(file.name, path)]
            file.seek(position=1)
            facts["seek"] = [file.read(3), list(file)]
        with gfile.FastGFile(path("a.txt"), "rb") as file:
            facts["bytes"] = file.read(3).decode()
        facts.learn("bad mode", lambda: gfile.GFile(path("a.txt"), "x").read())
        facts.learn("not for reading", lambda: gfile.GFile(path("b.txt"), "w").read())
        facts.learn("not for writing", lambda: gfile.GFile(path("a.txt"), "r").write("x"))
        with gfile.GFile(path("a.bin"), "wb") as file:
            file.write(b"\xff")
        gfile.MkDir(path("d"))
        gfile.MakeDirs(path("d", "e", "f"))
        gfile.Copy(path("a.txt"), path("d", "b.txt"))
        gfile.Copy(path("a.txt"), path("d", "b.txt"), overwrite=True)
        facts["exists"] = [gfile.Exists(path(name)) for name in ("d", "?")]
        facts["directory"] = [gfile.IsDirectory(path(name)) for name in ("d", "a.txt", "?")]
        facts["list"] = sorted(gfile.ListDirectory(path("d")))
        facts["glob"] = short(sorted(gfile.Glob([path("*.txt"), path("d", "*.txt")])), path)
        gfile.Rename(path("d", "b.txt"), path("d", "c.txt"))
        facts["walk"] = [short(step, path) for step in gfile.Walk(path("d"))]
        facts["up"] = [short(step, path) for step in gfile.Walk(path("d"), in_order=False)]
        facts["nowhere"] = list(gfile.Walk(path("nowhere")))
        stat = gfile.Stat(path("a.txt"))
        facts["stat"] = [stat.length, stat.is_directory]
        gfile.Remove(path("d", "c.txt"))
        gfile.DeleteRecursively(path("d"))
        facts["removed"] = gfile.Exists(path("d"))
        for name, call in [
            ("copy over", lambda: gfile.Copy(path("a.txt"), path("a.bin"))),
            ("rename over", lambda: gfile.Rename(path("a.txt"), path("a.bin"))),
            ("remove", lambda: gfile.Remove(path("nowhere"))),
            ("list", lambda: gfile.ListDirectory(path("nowhere"))),
            ("stat", lambda: gfile.Stat(path("nowhere"))),
            ("mkdir", lambda: gfile.MkDir(path("a.txt"))),
            ("delete", lambda: gfile.DeleteRecursively(path("nowhere"))),
            ("read", lambda: gfile.GFile(path("nowhere")).read()),
        ]:
            facts.learn(name + " refused", call)
            facts[name + " refused"] = short(facts[name + " refused"], path)
    return facts


@program
def records(tf):
    facts, io = Facts(), tf.python_io
    kinds = io.TFRecordCompressionType
    with directory() as path:
        for kind in (kinds.NONE, kinds.ZLIB, kinds.GZIP):
            options = io.TFRecordOptions(kind)
            with io.TFRecordWriter(path("r"), options=options) as writer:
                writer.write(b"one")
                writer.flush()
                writer.write(b"two")
            found = list(io.tf_record_iterator(path("r"), options=options))
            name = io.TFRecordOptions.get_compression_type_string(options)
            facts[f"kind {kind}"] = [name, [item.decode() for item in found]]
        options = io.TFRecordOptions("GZIP", compression_level=3)
        facts["options"] = [options.compression_level, options.compression_type]
        facts.learn("no file", lambda: short(str(list(io.tf_record_iterator(path("no")))), path))
        facts["no file"] = short(facts["no file"], path)
        facts.learn("no kind", lambda: io.TFRecordOptions("BZ2"))
    return facts


@program
def resources(tf):
    facts = Facts()
    with directory() as path:
        with open(path("file"), "w") as file:
            file.write("data")
        facts["load"] = tf.resource_loader.load_resource(path("file")).decode()
    here = tf.resource_loader.get_data_files_path()
    facts["path"] = tf.resource_loader.get_path_to_datafile("x") == os.path.join(here, "x")
    facts["here"] = os.path.abspath(here) == os.path.dirname(os.path.abspath(__file__))
    facts["readahead"] = tf.resource_loader.readahead_file_path("a")
    config = tf.sysconfig
    facts["sysconfig"] = [os.path.isdir(config.get_include()), os.path.isdir(config.get_lib())]
    return facts


def within_test(tf, body):
    """What `body(test, learn)` finds within a test case of `tf`."""
    facts = Facts()

    class Case(tf.test.TestCase):
        def test_it(self):
            body(self, facts)

    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(Case).run(result)
    facts["wrong"] = [text.strip().split("\n")[-1] for _, text in result.errors + result.failures]
    facts["ran"] = result.testsRun
    return facts


@program
def sessions_of_tests(tf):
    def body(test, facts):
        graph, c = tf.get_default_graph(), tf.constant([1.0, 2.0])
        facts["set up"] = [graph.seed, random.random(), np.random.rand()]
        v = tf.get_variable("v", initializer=1.0)
        with test.session() as sess:
            facts["session"] = [sess.graph is graph, tf.get_default_session() is sess]
            facts["devices"] = [c.device, tf.constant(1.0).device, sess.run(c).tolist()]
        with test.session(use_gpu=True):
            facts["use_gpu"] = tf.constant(1.0).device
        with test.session(force_gpu=True):
            facts["force_gpu"] = tf.constant(1.0).device
        with test.session(graph=tf.Graph()) as sess:
            facts["graph"] = [sess.graph is tf.get_default_graph(), sess.graph is graph]
        with test.test_session() as first:
            first.run(v.initializer)
        with test.cached_session() as second:
            facts["cached"] = [first is second, float(second.run(v))]
        facts["evaluate"] = [float(test.evaluate(v)), test.evaluate({"c": [c]})["c"][0].tolist()]
        config = tf.ConfigProto(inter_op_parallelism_threads=3)
        for label, options in [
            ("graph", {"graph": tf.Graph()}),
            ("config", {"config": config}),
            ("force", {"force_gpu": True}),
        ]:
            facts.learn("other " + label, lambda: test.cached_session(**options).__enter__())
        with test.test_session(config=config) as third:
            facts["test_session takes it"] = third is first
        with test.test_session(graph=tf.Graph()) as other:
            facts["another"] = other is first

    return within_test(tf, body)


@program
def session_without_set_up(tf):
    facts = Facts()

    class Case(tf.test.TestCase):
        def setUp(self):
            pass

        def test_it(self):
            with self.test_session() as sess:
                facts["run"] = int(sess.run(tf.constant(2)))

    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(Case).run(result)
    facts["result"] = [result.testsRun, len(result.errors), len(result.failures)]
    facts["skipped"] = [reason for _, reason in result.skipped]
    return facts


@program
def assertions(tf):
    def body(test, facts):
        c, x = tf.constant([1.0, 2.0]), tf.placeholder(tf.float32, [2], name="x")
        half, graph_def = np.array([1.0], np.float16), tf.GraphDef.FromString(b"\x22\x02\x08\x01")

        def fails(block, inside):
            with block:
                inside()

        with test.session():
            for label, call in [
                ("close", lambda: test.assertAllClose([1.0, 2.0], [1.0, 2.0000001])),
                ("close tensor", lambda: test.assertAllClose(c, [1.0, 2.0])),
                ("close nested", lambda: test.assertAllClose({"a": [1.0]}, {"a": [1.0]})),
                ("close rtol", lambda: test.assertAllClose(1.0, 1.1, rtol=0.2)),
                ("close half", lambda: test.assertAllCloseAccordingToType(half, half + 0.0005)),
                ("equal", lambda: test.assertAllEqual(c, [1.0, 2.0])),
                ("equal text", lambda: test.assertAllEqual(tf.constant(["a"]), [b"a"])),
                ("shape", lambda: test.assertShapeEqual(np.ones([2]), c)),
                ("dtype", lambda: test.assertDTypeEqual(c, np.float32)),
                ("device", lambda: test.assertDeviceEqual("/cpu:0", "/device:CPU:0")),
                ("items", lambda: test.assertItemsEqual([1, 2], [2, 1])),
                ("proto", lambda: test.assertProtoEquals("versions { producer: 1 }", graph_def)),
                ("op error", lambda: fails(test.assertRaisesOpError("must feed"), x.eval)),
                (
                    "predicate",
                    lambda: fails(
                        test.assertRaisesWithPredicateMatch(ValueError, "rank"),
                        lambda: tf.matmul(c, c),
                    ),
                ),
                ("not close", lambda: test.assertAllClose([1.0, 2.0], [1.0, 2.1])),
                ("not close shape", lambda: test.assertAllClose([1.0], [1.0, 2.0])),
                ("not close keys", lambda: test.assertAllClose({"a": [1.0]}, {"b": [1.0]})),
                ("not equal", lambda: test.assertAllEqual([1, 2], [1, 3])),
                ("not shape", lambda: test.assertShapeEqual(np.ones([3]), c)),
                ("not dtype", lambda: test.assertDTypeEqual(c, np.int32)),
                ("not device", lambda: test.assertDeviceEqual("/cpu:0", "/device:CPU:1")),
                ("not proto", lambda: test.assertProtoEquals("versions {producer: 2}", graph_def)),
                ("no error", lambda: fails(test.assertRaisesOpError("x"), lambda: None)),
            ]:
                facts.learn(label, call)

        out = []
        thread = test.checkedThread(target=lambda: out.append(1))
        thread.start()
        thread.join()
        facts["thread"] = out
        failing = test.checkedThread(target=lambda: test.fail("inside"))
        failing.start()
        facts.learn("failing thread", failing.join)
        facts["directory"] = [
            os.path.isdir(test.get_temp_dir()),
            test.get_temp_dir() == test.get_temp_dir(),
            test.get_temp_dir().startswith(tf.test.get_temp_dir()),
        ]

    return within_test(tf, body)


@program
def functions_of_tests(tf):
    facts, test = Facts(), tf.test
    facts["gpu"] = [test.is_gpu_available(), test.is_gpu_available(cuda_only=True)]
    facts["gpu name"] = test.gpu_device_name()
    facts["mock"] = test.mock.__name__
    with tf.Session():
        x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
        y = tf.square(x)
        start = np.ones([2, 2], np.float32)
        both = test.compute_gradient(x, [2, 2], y, [2, 2], x_init_value=start)
        facts["gradient"] = [np.round(part, 1).tolist() for part in both]
        facts["error"] = bool(test.compute_gradient_error(x, [2, 2], y, [2, 2]) < 1e-2)
    same = tf.get_default_graph().as_graph_def()
    facts.learn("equal graphs", lambda: test.assert_equal_graph_def(same, same))
    facts["benchmark"] = sorted(name for name in dir(test.Benchmark) if name[0] != "_")
    config = test.benchmark_config().graph_options
    facts["benchmark_config"] = [
        config.optimizer_options.opt_level,
        config.rewrite_options.dependency_optimization,
    ]

    class Measure(test.Benchmark):
        def benchmark_add(self):
            with tf.Session() as sess:
                op = tf.constant(1.0) + 1.0
                return self.run_op_benchmark(sess, op, min_iters=2, burn_iters=1)

    stdout, sys.stdout = sys.stdout, open(os.devnull, "w")
    try:
        facts["benchmark says"] = sorted(
            set(Measure().benchmark_add()) & {"iters", "wall_time", "name", "throughput"}
        )
    finally:
        sys.stdout.close()
        sys.stdout = stdout
    return facts


if __name__ == "__main__":
    import oracle
    import tensorflow as tf

    found = {}
    for name, run in PROGRAMS.items():
        with tf.Graph().as_default():
            found[name] = oracle.described(run(tf))
    with open((sys.argv[1:] or [RECORD])[0], "w") as stream:
        json.dump(found, stream, indent=1, sort_keys=True)
        stream.write("\n")
