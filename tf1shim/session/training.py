"""TensorFlow's training loops, on our sessions: `MonitoredSession`, `Supervisor` and their like.

The modules that define them open TensorFlow's own sessions. So their code runs a second time, in
modules of our own that see our `Session`; TensorFlow's stay as they are.
"""

from __future__ import annotations

import importlib

from tf1shim import _tf
from tf1shim.binding import bind, place
from tf1shim.graph import bind_in_place, bound_class
from tf1shim.overlay import Overlay
from tf1shim.second_copy import AnsweredImports
from tf1shim.session.server import Server
from tf1shim.session.session import Session

v1 = _tf.v1

NAMES = (
    "ChiefSessionCreator",
    "MonitoredSession",
    "MonitoredTrainingSession",
    "Scaffold",
    "SessionCreator",
    "SessionManager",
    "SingularMonitoredSession",
    "Supervisor",
    "WorkerSessionCreator",
)


class CheckpointSaverHook(bound_class(v1.train.CheckpointSaverHook)):
    """Saves checkpoints every so many steps or seconds.

    >>> import tempfile
    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> step = tf.assign_add(tf.train.get_or_create_global_step(), 1)
    >>> directory = tempfile.mkdtemp()
    >>> hook = tf.train.CheckpointSaverHook(directory, save_steps=2)
    >>> with tf.train.MonitoredSession(hooks=[hook]) as sess:
    ...     for _ in range(3): _ = sess.run(step)
    >>> tf.train.latest_checkpoint(directory) == directory + "/model.ckpt-3"
    True
    """

    def __init__(
        self,
        checkpoint_dir,
        save_secs=None,
        save_steps=None,
        saver=None,
        checkpoint_basename="model.ckpt",
        scaffold=None,
        listeners=None,
        save_graph_def=True,
    ):
        super().__init__(
            checkpoint_dir,
            save_secs,
            save_steps,
            saver,
            checkpoint_basename,
            scaffold,
            listeners,
            save_graph_def,
        )
        # TF1 looked whether to save when one more step would be enough; TensorFlow 2 looks always.
        self._set_steps_per_run(1)


def _loops():
    """The modules, by name."""
    # The threads that save and summarize start within the graph, as every thread did in TF1.
    thread = bound_class(v1.train.LooperThread)
    imports = AnsweredImports(
        {
            _tf.TF_EXPORT: _tf.second_tf_export(),
            _tf.client_session.__name__: Overlay(_tf.client_session, Session=Session),
            _tf.training_coordinator.__name__: Overlay(
                _tf.training_coordinator, LooperThread=thread
            ),
            _tf.training_hooks.__name__: Overlay(
                _tf.training_hooks, CheckpointSaverHook=CheckpointSaverHook
            ),
        },
        loaded=_bind_classes,
    )
    package = importlib.import_module(_tf.TRAINING)
    for name in _tf.TRAINING_LOOPS:
        full = f"{_tf.TRAINING}.{name}"
        module = imports.answers[full] = imports.run(full, f"{__name__}.{name}", package)
        yield module


def _bind_classes(module):
    for name, cls in vars(module).items():
        if isinstance(cls, type) and cls.__module__ == module.__name__:
            bind_in_place(cls)
            _tf.never_converted(cls)
            if name in NAMES:
                place(cls, "train", name)


#: What they define of the namespace: ``{"train.NAME": class or function}``.
LOOPS = {
    f"train.{name}": bind(getattr(module, name), "train", name)
    for module in _loops()
    for name in NAMES
    if hasattr(module, name)
}
LOOPS.update(
    {
        "summary.FileWriterCache": bound_class(v1.summary.FileWriterCache),
        "train.CheckpointSaverHook": CheckpointSaverHook,
        "train.Server": Server,
    }
)
