"""TF1's switches of behaviour: accepted, and what they mean here."""

from __future__ import annotations

import logging
import sys

import tensorflow

from tf1shim.graph import default
from tf1shim.sites import user_site


def executing_eagerly():
    """False while tf1shim builds graphs; true after ``enable_eager_execution()``.

    >>> import tf1shim as tf
    >>> tf.executing_eagerly()
    False

    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/executing_eagerly
    """
    return default.eager_mode_enabled() and tensorflow.executing_eagerly()


def enable_eager_execution(config=None, device_policy=None, execution_mode=None):
    """Makes tf1shim itself eager: variables have values at once, ``.numpy()`` works.

    >>> import tf1shim as tf
    >>> tf.enable_eager_execution()
    >>> float(tf.reduce_sum(tf.constant([1.0, 2.0]), reduction_indices=0))
    3.0
    >>> tf.disable_eager_execution()

    Raises: ValueError when the default graph already has ops.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/enable_eager_execution
    """
    del config, device_policy, execution_mode
    default.enable_eager_mode()


def disable_eager_execution():
    """Back to graphs. The process around stays eager either way.

    >>> import tf1shim as tf
    >>> tf.disable_eager_execution()
    >>> type(tf.constant(1.0)) is tf.Tensor
    True
    """
    default.disable_eager_mode()


def enable_v2_behavior():
    """As `enable_eager_execution`: of TF2's behaviour, that is what legacy code can see.

    >>> import tf1shim as tf
    >>> tf.enable_v2_behavior()
    >>> tf.executing_eagerly()
    True
    >>> tf.disable_v2_behavior()
    """
    default.enable_eager_mode()


def disable_v2_behavior():
    """Accepted: tf1shim always has TF1's behaviour. Nothing global is switched.

    >>> import tf1shim as tf
    >>> tf.disable_v2_behavior()
    """
    default.disable_eager_mode()


def _accepted(name, what):
    def switch():
        return None

    switch.__name__ = switch.__qualname__ = name
    switch.__doc__ = (
        f"Accepted and without effect: {what}\n\n"
        f"    >>> import tf1shim as tf\n    >>> tf.{name}()\n    "
    )
    return switch


# These switch implementation choices that tf1shim has made.
SWITCHES = {
    "disable_control_flow_v2": "loops and conditionals are functional.",
    "disable_resource_variables": "variables are resource variables with TF1's names.",
    "disable_tensor_equality": "tensors compare by identity.",
    "disable_v2_tensorshape": "shapes are TF1's.",
    "enable_control_flow_v2": "loops and conditionals are functional.",
    "enable_resource_variables": "variables are resource variables with TF1's names.",
    "enable_tensor_equality": "tensors compare by identity, as legacy code expects.",
    "enable_v2_tensorshape": "shapes are TF1's, as legacy code expects.",
}
ACCEPTED = {name: _accepted(name, what) for name, what in SWITCHES.items()}


def resource_variables_enabled():
    """True: every variable is a resource variable.

    >>> import tf1shim as tf
    >>> tf.resource_variables_enabled()
    True
    """
    return True


def control_flow_v2_enabled():
    """True: loops and conditionals are functional.

    >>> import tf1shim as tf
    >>> tf.control_flow_v2_enabled()
    True
    """
    return True


def show_deprecations(shown=True):
    """TensorFlow warns legacy code of what is deprecated, once for each function; or does not.

    >>> from tf1shim import switches
    >>> switches.show_deprecations()
    >>> switches.show_deprecations(False)
    """
    _Deprecations.shown = shown


_LIBRARIES = ("tensorflow.", "tf1shim", "tf_keras.", "keras.")


# How such warnings begin: those with a place, and two that TensorFlow 1 wrote without.
_PLACED = "From %s: "
_WARNINGS = (_PLACED, "tf.op_scope(", "tf.variable_op_scope(")


class _Deprecations(logging.Filter):
    """Drops the warnings that TensorFlow's v1 functions are deprecated, where legacy code calls
    them; what other code calls is not touched.

    TensorFlow's own switch for them is one for all threads and all code, and an error within its
    block leaves it off: a filter sees who called.
    """

    shown = False

    def filter(self, record):
        message = str(record.msg)
        if not message.startswith(_WARNINGS) or "deprecated" not in message:
            return True
        if "(from %s)" in message and not str(record.args[2]).startswith(_LIBRARIES):
            return True  # A program's own function, which it says itself is deprecated.
        if not _called_by_legacy_code():
            return True
        if message.startswith(_PLACED):
            # TensorFlow looks for the caller next to its own function, where tf1shim is.
            record.args = (str(user_site()), *record.args[1:])
        return self.shown


def _called_by_legacy_code():
    """True if tf1shim, or code that imports it, called TensorFlow."""
    frame = sys._getframe()
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if not module.startswith(("tensorflow.", "logging", "contextlib", __name__)):
            root = sys.modules["tf1shim"]
            return module.startswith("tf1shim") or any(
                value is root for value in frame.f_globals.values()
            )
        frame = frame.f_back
    return False


tensorflow.get_logger().addFilter(_Deprecations())
