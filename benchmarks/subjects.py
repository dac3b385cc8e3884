"""A subject is a program on one backend, ready to be timed block by block.

`facts` says what the subject computed, so that two backends can be seen to do the same work.
`block()` runs one block and returns seconds by figure. Runs on Python 3.7 too.
"""

import gc
import importlib
import time

from benchmarks import programs

BACKENDS = {
    "tf1shim": "tf1shim",
    "compat.v1": "tensorflow.compat.v1",
    "v1-only": "tensorflow.compat.v1",  # with disable_v2_behavior(): only in a process of its own
    "tf115": "tensorflow",
    "tf.function": "tensorflow",
}
CHECKED_STEPS = 5


def load(backend):
    """Imports a backend and returns the module that programs call `tf`."""
    tf = importlib.import_module(BACKENDS[backend])
    if backend == "v1-only":
        tf.disable_v2_behavior()
    elif backend == "tf115":
        if not tf.__version__.startswith("1.15"):
            raise ImportError("TensorFlow 1.15 expected, found " + tf.__version__)
        tf.compat.v1.logging.set_verbosity("ERROR")
    return tf


def open_subject(group, backend, options):
    """Opens what a group of figures measures, on a backend.

    `options` is a plain dict, since it may come from another process:
    `quick` (small programs) and `block` (seconds that a block of steps should last).
    """
    quick = options["quick"]
    if group in programs.names():
        kind = HandwrittenSteps if backend == "tf.function" else Steps
        return kind(group, backend, options)
    if group == "build":
        return Build(group, backend, quick, inside=True)
    if group == "build-outside":  # Only tf1shim builds outside a Graph in an eager process.
        return Build(group, backend, quick, inside=backend != "tf1shim")
    if group == "start":
        return Start(backend, quick)
    raise ValueError("nothing is called " + repr(group))


class Opened:
    """A program built and initialized: the lines that every TF1 training script has."""

    def __init__(self, tf, program):
        start = time.perf_counter()
        self.graph = tf.Graph()
        with self.graph.as_default():
            self.fetches, self.feed = program.build(tf)
            initializer = tf.global_variables_initializer()
        self.build_seconds = time.perf_counter() - start

        start = time.perf_counter()
        self.session = tf.Session(graph=self.graph)
        self.session.run(initializer)
        self.initialize_seconds = time.perf_counter() - start

    def step(self, i):
        """Runs step `i` and returns its loss."""
        return self.session.run(self.fetches, feed_dict=self.feed(i))[1]

    def close(self):
        self.session.close()


class Steps:
    """Training steps of a program: a block is as many as last `options["block"]` seconds."""

    def __init__(self, name, backend, options):
        self.name = name
        self._open(backend, options["quick"])
        self.facts = {"losses": [float(self.step(i)) for i in range(CHECKED_STEPS)]}
        self._calibrate(options["block"])

    def _open(self, backend, quick):
        opened = Opened(load(backend), programs.program(self.name, quick))
        self.step, self.close = opened.step, opened.close

    def _calibrate(self, seconds):
        """Warms up, then chooses the number of steps in a block."""
        self.iterations = 1
        while True:
            taken = self._run()
            if taken >= seconds / 3:
                break
            self.iterations *= 2
        self.iterations = max(1, round(self.iterations * seconds / taken))

    def _run(self):
        step = self.step
        start = time.perf_counter()
        for i in range(self.iterations):
            step(i)
        return time.perf_counter() - start

    def block(self):
        gc.collect()
        return {self.name: self._run() / self.iterations}


class HandwrittenSteps(Steps):
    """The same steps as a TF2 user would write them."""

    def _open(self, backend, quick):
        from benchmarks import handwritten

        model = handwritten.Model(self.name, handwritten.initial_values(self.name, quick))
        arrays = programs.program(self.name, quick).arrays
        self.step = lambda i: model(arrays[i % len(arrays)])
        self.close = lambda: None


class Build:
    """Building a graph of 10,000 ops: a block adds a tenth of them, to alternate often."""

    CHUNKS = 10

    def __init__(self, name, backend, quick, inside):
        self.name = name
        self.tf = load(backend)
        self.chunk = 100 if quick else 1000
        self.inside = inside
        self._begin()
        self.block()  # Warms up.
        self.facts = {"ops": len(self.graph.get_operations())}
        self._begin()

    def _begin(self):
        """Starts a graph: one that is entered by `with`, or the default graph of the process."""
        if self.inside:
            self.graph = self.tf.Graph()
        else:
            self.tf.reset_default_graph()
            self.graph = self.tf.get_default_graph()
        with self.graph.as_default():
            self.last = self.tf.placeholder(self.tf.float32, [None, 16], "x")
        self.done = 0

    def _add(self):
        start = time.perf_counter()
        self.last = programs.many_ops(self.tf, self.last, self.chunk)
        return time.perf_counter() - start

    def block(self):
        if self.done == self.CHUNKS:
            self._begin()
        self.done += 1
        gc.collect()
        if not self.inside:
            return {self.name: self._add() * self.CHUNKS}
        with self.graph.as_default():
            return {self.name: self._add() * self.CHUNKS}

    def close(self):
        if not self.inside:
            self.tf.reset_default_graph()


class Start:
    """What happens before the second step of the deep model: a block is one new graph."""

    def __init__(self, backend, quick):
        self.tf = load(backend)
        self.program = programs.program("deep", quick)
        self.facts = {}

    def block(self):
        gc.collect()
        opened = Opened(self.tf, self.program)
        start = time.perf_counter()
        opened.step(0)
        first_run = time.perf_counter() - start
        opened.close()
        return {
            "deep-build": opened.build_seconds,
            "deep-init": opened.initialize_seconds,
            "first-run": first_run,
        }

    def close(self):
        pass
