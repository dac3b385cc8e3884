"""`ConfigProto`, `RunOptions` and `RunMetadata`: what a program asks of its runs."""

from __future__ import annotations

import contextlib
import threading

import tensorflow

from tf1shim import _tf
from tf1shim.session.server import cluster_of
from tf1shim.session.trace import traced


def checked_config(config):
    """`config` as a ConfigProto of its own; TypeError if it is none."""
    if config is not None and not isinstance(config, _tf.config_pb2.ConfigProto):
        raise TypeError(f"config must be a tf.ConfigProto, but got {type(config)}")
    own = _tf.config_pb2.ConfigProto()
    if config is not None:
        own.CopyFrom(config)
    return own


def checked_target(target):
    """`target` as bytes: the TensorFlow server to run in, which is always in this process.

    Raises: TypeError if it is no string, NotFoundError if it names another process.
    """
    if target is None:
        return None
    if not isinstance(target, (str, bytes)):
        hint = ""
        if isinstance(target, _tf.config_pb2.ConfigProto):
            hint = '. Did you do "Session(config)" instead of "Session(config=config)"?'
        raise TypeError(f"target must be a string, but got {type(target)}{hint}")
    target = _tf.as_bytes(target)
    if target not in (b"", b"local") and cluster_of(target) is None:
        raise tensorflow.errors.NotFoundError(
            None,
            None,
            "No session factory registered for the given session options: "
            f'{{target: "{_tf.as_str(target)}"}} Registered factories are {{DIRECT_SESSION}}.\n'
            "  tf1shim runs every session in this process; to do so here:  tf.Session(), or "
            "tf.Session(server.target) with a tf.train.Server of this process",
        )
    return target


def _check_proto(argument, value, kind, method):
    """Refuses a `value` that is no `kind`, as TF1 did by calling `method` on it."""
    if value is not None and not isinstance(value, kind):
        raise AttributeError(
            f"{type(value).__name__!r} object has no attribute {method!r}\n"
            f"  `{argument}` must be a tf.{kind.__name__}"
        )


def run_once(config):
    """`config`, serialized for what runs once: optimizing would take longer than it saves."""
    config = checked_config(config)
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    return config.SerializeToString()


class RunSettings:
    """What one run is asked for: a time limit, and which metadata to collect."""

    def __init__(self, config, options, run_metadata):
        _check_proto("options", options, _tf.config_pb2.RunOptions, "SerializeToString")
        _check_proto("run_metadata", run_metadata, _tf.config_pb2.RunMetadata, "ParseFromString")
        milliseconds = config.operation_timeout_in_ms
        if options is not None and options.timeout_in_ms:
            milliseconds = options.timeout_in_ms
        self._seconds = milliseconds / 1000
        self._metadata = run_metadata
        self.traced = (
            run_metadata is not None
            and options is not None
            and options.trace_level > _tf.config_pb2.RunOptions.NO_TRACE
        )
        self._plain = not self._seconds and run_metadata is None
        self._timed_out = set()

    def around(self, manager):
        """The context of one run, which `manager` can cancel."""
        return _NOTHING if self._plain else self._watched(manager)

    @contextlib.contextmanager
    def _watched(self, manager):
        timer = None
        if self._seconds:
            timer = threading.Timer(self._seconds, self._time_out, [manager])
            timer.daemon = True
            timer.start()
        try:
            with self._tracing():
                yield
        finally:
            if timer is not None:
                timer.cancel()

    def _time_out(self, manager):
        self._timed_out.add(manager)
        manager.start_cancel()

    def _tracing(self):
        if self._metadata is not None:
            self._metadata.Clear()
        return traced(self._metadata) if self.traced else _NOTHING

    def as_timeout(self, error, manager):
        """`error`, or TF1's DeadlineExceededError if the time limit is what ended the run."""
        if manager in self._timed_out:
            self._timed_out.discard(manager)
            return tensorflow.errors.DeadlineExceededError(
                None, None, "Timed out waiting for notification"
            )
        return error


_NOTHING = contextlib.nullcontext()
