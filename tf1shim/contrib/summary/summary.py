"""The operations that write summaries to the default writer, where recording is on."""

import contextlib
import re

import tf1shim as tf
from tf1shim.contrib.summary import writers
from tf1shim.contrib.summary.writers import STATE, setting, step_or_global

COLLECTION = "_SUMMARY_V2"


def always_record_summaries():
    """A block in which all summaries are written.

    >>> with always_record_summaries(), tf.Session() as sess:
    ...     bool(sess.run(should_record_summaries()))
    True
    """
    return setting(recording=True)


def never_record_summaries():
    """A block in which no summary is written: the default.

    >>> with never_record_summaries(), tf.Session() as sess:
    ...     bool(sess.run(should_record_summaries()))
    False
    """
    return setting(recording=False)


def record_summaries_every_n_global_steps(n, global_step=None):
    """A block in which summaries are written when the global step is a multiple of `n`.

    >>> with record_summaries_every_n_global_steps(100, tf.constant(300)), tf.Session() as sess:
    ...     bool(sess.run(should_record_summaries()))
    True
    """
    if global_step is None:
        global_step = tf.train.get_or_create_global_step()

    def condition():
        return tf.equal(global_step % n, 0)

    with tf.device("cpu:0"):
        return setting(recording=condition if tf.executing_eagerly() else condition())


def should_record_summaries():
    """Whether summaries are written here, a boolean tensor.

    >>> with tf.Session() as sess:
    ...     bool(sess.run(should_record_summaries()))
    False
    """
    condition = STATE.recording() if callable(STATE.recording) else STATE.recording
    return tf.logical_and(True, False if condition is None else condition)


def all_summary_ops():
    """The outputs of all summary operations; None in eager mode.

    >>> all_summary_ops()
    []
    """
    return None if tf.executing_eagerly() else tf.get_collection(COLLECTION)


def scalar(name, tensor, family=None, step=None):
    """Writes a number; returns whether it was written, a tensor.

    >>> scalar("loss", tf.constant(1.0)).type  # There is no default writer.
    'NoOp'

    Args: `family`, a group of summaries, comes before the tag; `step` is the global step by
    default. The same holds for all functions here.
    """
    return _write("Scalar", name, family, step, value=tensor)


def histogram(name, tensor, family=None, step=None):
    """Writes how the values of a tensor are spread.

    >>> histogram("weights", tf.constant([1.0, 2.0])).type
    'NoOp'
    """
    return _write("Histogram", name, family, step, values=tensor)


def image(name, tensor, bad_color=None, max_images=3, family=None, step=None):
    """Writes a batch's first `max_images` images; `bad_color` (red) is that of infinite pixels.

    >>> image("faces", tf.zeros([1, 4, 4, 3])).type
    'NoOp'
    """

    def color():
        return tf.constant([255, 0, 0, 255], tf.uint8) if bad_color is None else bad_color

    return _write(
        "Image", name, family, step, tensor=tensor, bad_color=color, max_images=max_images
    )


def audio(name, tensor, sample_rate, max_outputs, family=None, step=None):
    """Writes a batch's first `max_outputs` sounds.

    >>> audio("voices", tf.zeros([1, 8000]), 8000.0, 1).type
    'NoOp'
    """
    return _write(
        "Audio",
        name,
        family,
        step,
        tensor=tensor,
        sample_rate=sample_rate,
        max_outputs=max_outputs,
    )


def generic(name, tensor, metadata=None, family=None, step=None):
    """Writes a tensor as it is, with metadata (a message or its bytes) for a plugin.

    >>> generic("table", tf.constant([1, 2])).type
    'NoOp'
    """

    def data():
        if metadata is None:
            return tf.constant("")
        if hasattr(metadata, "SerializeToString"):
            return tf.constant(metadata.SerializeToString())
        return metadata

    return _write("", name, family, step, tensor=tensor, summary_metadata=data)


def _write(kind, name, family, step, **inputs):
    """Adds an op ``WriteKINDSummary``; the first of `inputs` is the data, functions are called."""
    if STATE.writer is None:
        return tf.no_op()
    data = next(iter(inputs))

    def record():
        with _summary_scope(name, family, inputs[data]) as (tag, scope):
            given = {k: v() if callable(v) else v for k, v in inputs.items() if k != data}
            written = getattr(tf.raw_ops, f"Write{kind}Summary")(
                writer=STATE.writer._resource,
                step=step_or_global(step),
                tag=tag,
                name=scope,
                **{data: tf.identity(inputs[data])},
                **given,
            )
            with tf.control_dependencies(None if written is None else [written]):
                return tf.constant(True)

    with tf.device("cpu:0"):
        condition = should_record_summaries()
        if tf.executing_eagerly():
            return record() if condition else tf.constant(False)
        if not isinstance(STATE.recording, tf.Tensor):
            written = record() if STATE.recording else tf.constant(False)
        else:
            written = tf.cond(condition, record, lambda: tf.constant(False))
        tf.add_to_collection(COLLECTION, written)
    return written


@contextlib.contextmanager
def _summary_scope(name, family, tensor):
    """A name scope for a summary; yields its tag and the scope."""
    name, family = (text and re.sub(r"[^-/\w.]", "_", text).lstrip("/") for text in (name, family))
    base = name if family is None else f"{family}/{name}"
    with tf.name_scope(base, values=[tensor]) as scope:
        tag = scope.rstrip("/")
        yield (tag if family is None else f"{family}/{tag}"), scope


def graph(param, step=None, name=None):
    """Writes a graph: a string tensor with a serialized `tf.GraphDef`, or in eager mode a graph.

    >>> graph(tf.placeholder(tf.string), 0).type
    'NoOp'
    """
    if not tf.executing_eagerly() and not isinstance(param, tf.Tensor):
        raise TypeError(
            f"graph() needs a tf.Tensor (e.g. tf.placeholder) in graph mode, but was: {type(param)}"
        )
    if isinstance(param, (tf.Graph, tf.GraphDef)):
        param = tf.convert_to_tensor(writers.serialized(param), tf.string)
    return writers.write_graph(param, step, name)


def import_event(tensor, name=None):
    """Writes a serialized `tf.Event`, a string tensor, to the default writer.

    >>> import tempfile
    >>> with tf.contrib.summary.create_file_writer(tempfile.mkdtemp()).as_default():
    ...     import_event(tf.constant(b"")).type
    'ImportEvent'
    """
    return tf.raw_ops.ImportEvent(writer=STATE.writer._resource, event=tensor, name=name)
