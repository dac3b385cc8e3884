"""What Keras prints: in TensorFlow 1.15's words."""

from __future__ import annotations

import re

from tf1shim.overlay import Overlay

# Later text -> 1.15's.
_TEXTS = (
    # The times that ``fit(verbose=2)`` tells since.
    (re.compile(r" - \S+/epoch - \S+/\w+"), lambda found: ""),
    # What callbacks say of an epoch.
    (re.compile(r"^\nEpoch (\d+): "), lambda found: f"\nEpoch {int(found[1]):05d}: "),
    (
        re.compile(r"LearningRateScheduler setting "),
        lambda found: "LearningRateScheduler reducing ",
    ),
)


#: What the logs of a batch have besides losses and metrics.
COUNTS = ("batch", "size", "num_steps")


def words(module):
    """Has a module of the copy print 1.15's texts."""
    say = module.io_utils.print_msg

    def print_msg(message, line_break=True):
        """Prints `message` as 1.15 put it."""
        for text, former in _TEXTS:
            message = text.sub(former, message)
        say(message, line_break)

    module.io_utils = Overlay(module.io_utils, print_msg=print_msg)


def bars(module):
    """Shows the progress of ``evaluate`` and ``predict`` too, where they are to be verbose."""
    configure = module.configure_callbacks

    class Bar(module.ProgbarLogger):
        """The bar of a loop that does not train."""

        def on_test_batch_end(self, batch, logs=None):
            self._batch_update_progbar(batch, logs)
            if self.verbose == 2:
                values = [(k, v) for k, v in logs.items() if k not in COUNTS]
                self.progbar.update(self.seen, values, finalize=False)

        def on_predict_batch_end(self, batch, logs=None):
            counts = {k: v for k, v in logs.items() if k in COUNTS}
            self._batch_update_progbar(batch, counts)

    def configure_callbacks(callbacks, model, *args, verbose=1, count_mode="steps", mode="train",
                            **options):  # fmt: skip
        """Keras' list of callbacks, with the bar."""
        if mode != "train" and verbose and not isinstance(callbacks, module.CallbackList):
            callbacks = [*(callbacks or ()), Bar(count_mode)]
        return configure(
            callbacks, model, *args, verbose=verbose, count_mode=count_mode, mode=mode, **options
        )

    module.configure_callbacks = configure_callbacks


def numbers(module):
    """Learning rates are Python's numbers to callbacks, whatever NumPy makes of float32 by float.

    1.15 converted them.
    """

    def get_value(x):
        """The value of `x`; a scalar as a float."""
        value = backend.get_value(x)
        return float(value) if getattr(value, "shape", None) == () else value

    # It imports callbacks itself: it is not ready yet.
    backend = module.backend
    module.backend = Overlay(backend, get_value=get_value)


ADAPTED = {
    "src.callbacks": (words, bars, numbers),
    "src.utils.generic_utils": (words,),
}
