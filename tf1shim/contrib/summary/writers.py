"""Writers of summaries: resources of the session, and which of them is the default."""

import contextlib
import getpass
import os
import re
import threading
import time

import tf1shim as tf

INITIALIZERS = "_SUMMARY_WRITER_V2"


class _State(threading.local):
    """What a thread writes to, and whether it records: True, False, a tensor or a function."""

    writer = None
    recording = None


STATE = _State()


@contextlib.contextmanager
def setting(**values):
    """Sets attributes of `STATE` for a block."""
    before = {name: getattr(STATE, name) for name in values}
    vars(STATE).update(values)
    try:
        yield
    finally:
        vars(STATE).update(before)


class SummaryWriter:
    """Writes summaries, once its `init` has run; `create_file_writer` makes one.

    >>> import tempfile
    >>> with create_file_writer(tempfile.mkdtemp()).as_default() as writer:
    ...     isinstance(writer, SummaryWriter)
    True
    """

    def __init__(self, shared_name, create):
        self._resource = tf.raw_ops.SummaryWriter(shared_name=shared_name or "", container="")
        self._create = create
        init_op = create(self._resource)
        if not tf.executing_eagerly():
            tf.add_to_collection(INITIALIZERS, init_op)

    def set_as_default(self):
        """Makes it the default for the rest of the thread."""
        STATE.writer = self

    @contextlib.contextmanager
    def as_default(self):
        """A block in which it is the default."""
        with setting(writer=self):
            yield self
            self.flush()

    def init(self):
        """Returns an operation that opens the file."""
        return self._create(self._resource)

    def flush(self):
        """Returns an operation that writes what is buffered."""
        return flush(self)

    def close(self):
        """Returns an operation that flushes and closes."""
        with tf.control_dependencies([self.flush()]), tf.device("cpu:0"):
            return tf.raw_ops.CloseSummaryWriter(writer=self._resource)


def create_file_writer(logdir, max_queue=None, flush_millis=None, filename_suffix=None, name=None):
    """Returns a writer of event files in `logdir`; with None, one that writes nothing.

    >>> create_file_writer("/tmp/logs").init().type
    'CreateSummaryFileWriter'

    Args: it flushes after `max_queue` summaries (10) and `flush_millis` (two minutes). Writers of
    the same `name` (by default the directory) share a file within a session.
    """
    if logdir is None:
        return _NoWriter()
    logdir = str(logdir)

    def create(resource):
        return tf.raw_ops.CreateSummaryFileWriter(
            writer=resource,
            logdir=logdir,
            max_queue=max_queue,
            flush_millis=flush_millis,
            filename_suffix=filename_suffix,
        )

    with tf.device("cpu:0"):
        max_queue = tf.constant(10) if max_queue is None else max_queue
        flush_millis = tf.constant(2 * 60 * 1000) if flush_millis is None else flush_millis
        filename_suffix = tf.constant(".v2") if filename_suffix is None else filename_suffix
        return SummaryWriter(name or "logdir:" + logdir, create)


class _NoWriter(SummaryWriter):
    def __init__(self):
        self._resource = None

    def set_as_default(self):
        pass

    @contextlib.contextmanager
    def as_default(self):
        yield

    def init(self):
        pass

    flush = close = init


def create_summary_file_writer(*args, **kwargs):
    """Is `create_file_writer` by its older name.

    >>> create_summary_file_writer("/tmp/logs").init().type
    'CreateSummaryFileWriter'
    """
    return create_file_writer(*args, **kwargs)


_NAMES = {
    "experiment_name": re.compile(r"^[^\x00-\x1F<>]{0,256}$"),
    "run_name": re.compile(r"^[^\x00-\x1F<>]{0,512}$"),
    "user_name": re.compile(r"^[a-z]([-a-z0-9]{0,29}[a-z0-9])?$", re.I),
}


def create_db_writer(db_uri, experiment_name=None, run_name=None, user_name=None, name=None):
    """Returns a writer to the SQLite database `db_uri`.

    >>> create_db_writer("/tmp/runs.sqlite", user_name="me").init().type
    'CreateSummaryDbWriter'

    By default the experiment has the day's name, the run the time's, the user his own. Raises:
    ValueError for names with characters that they must not have.
    """
    names = {
        "experiment_name": experiment_name or time.strftime("%Y-%m-%d"),
        "run_name": run_name or time.strftime("%H:%M:%S"),
        "user_name": user_name or getpass.getuser(),
    }
    for what, value in names.items():
        if isinstance(value, str) and not _NAMES[what].search(value):
            raise ValueError(f"{what} ({value}) must match {_NAMES[what].pattern}")
    with tf.device("cpu:0"):
        names = {what: tf.convert_to_tensor(value, tf.string) for what, value in names.items()}
        return SummaryWriter(
            name,
            lambda resource: tf.raw_ops.CreateSummaryDbWriter(
                writer=resource, db_uri=db_uri, **names
            ),
        )


def flush(writer=None, name=None):
    """Returns an operation that writes what `writer`, or the default one, has buffered.

    >>> flush().type
    'NoOp'
    """
    writer = STATE.writer if writer is None else writer
    if writer is None:
        return tf.no_op()
    with tf.device("cpu:0"):
        return tf.raw_ops.FlushSummaryWriter(writer=getattr(writer, "_resource", writer), name=name)


def summary_writer_initializer_op():
    """Returns the operations that open the files of all writers.

    >>> summary_writer_initializer_op()
    []
    """
    if tf.executing_eagerly():
        raise RuntimeError(
            "tf.contrib.summary.summary_writer_initializer_op is only supported in graph mode."
        )
    return tf.get_collection(INITIALIZERS)


def initialize(graph=None, session=None):
    """Runs all writers' initializers, and writes `graph` if there is one.

    >>> import tempfile
    >>> with create_file_writer(tempfile.mkdtemp()).as_default(), tf.Session():
    ...     initialize(graph=tf.get_default_graph())

    Raises: RuntimeError without a default writer, ValueError without a session.
    """
    if tf.executing_eagerly():
        return
    if STATE.writer is None:
        raise RuntimeError("No default tf.contrib.summary.SummaryWriter found")
    session = session or tf.get_default_session()
    if session is None:
        raise ValueError("session must be passed if no default session exists")
    session.run(summary_writer_initializer_op())
    if graph is not None:
        data = serialized(graph)
        text = tf.placeholder(tf.string)
        session.run(write_graph(text, 0), feed_dict={text: data})


def serialized(graph):
    """A `tf.Graph` or `tf.GraphDef` as bytes."""
    graph_def = graph.as_graph_def(add_shapes=True) if isinstance(graph, tf.Graph) else graph
    return graph_def.SerializeToString()


def write_graph(tensor, step, name=None):
    """Writes a serialized `tf.GraphDef` to the default writer."""
    if STATE.writer is None:
        return tf.no_op()
    with tf.device("cpu:0"):
        return tf.raw_ops.WriteGraphSummary(
            writer=STATE.writer._resource,
            step=step_or_global(step),
            tensor=tf.identity(tensor),
            name=name,
        )


def step_or_global(step):
    """`step` as a tensor; the global step for None."""
    if step is None:
        return tf.train.get_or_create_global_step()
    return step if isinstance(step, tf.Tensor) else tf.convert_to_tensor(step, tf.int64)


def eval_dir(model_dir, name=None):
    """The directory of an evaluation's summaries.

    >>> eval_dir("model"), eval_dir("model", "test")
    ('model/eval', 'model/eval_test')
    """
    return os.path.join(model_dir, "eval" if not name else "eval_" + name)
