"""What our copy of Keras 2 sees of TensorFlow: TensorFlow 1's behaviour, and our sessions."""

from __future__ import annotations

import re
import warnings

import tensorflow

from tf1shim import _tf
from tf1shim.keras2.binding import exporting
from tf1shim.overlay import Overlay
from tf1shim.session import Session

v1 = tensorflow.compat.v1
v2 = tensorflow.compat.v2


def ignore(*args, **kwargs):
    """Does nothing."""
    del args, kwargs


def answers():
    """What the copy gets when it imports these modules."""
    internal = _internal()
    seen_v1 = Overlay(v1, Session=Session, reset_default_graph=ignore, __internal__=internal)
    seen_v2 = Overlay(v2, __internal__=internal)
    compat = Overlay(tensorflow.compat, v1=seen_v1, v2=seen_v2)
    seen_v2.compat = seen_v1.compat = compat
    exports = _tf.second_tf_export()
    exports.keras_export = exporting(exports.keras_export)
    return {
        "tensorflow": Overlay(tensorflow, compat=compat, __internal__=internal),
        "tensorflow.compat.v1": seen_v1,
        "tensorflow.compat.v2": seen_v2,
        _tf.TF_EXPORT: exports,
        "warnings": Overlay(warnings, warn=_warn),
    }


# Keras 2 says so of what was the way to do things in TensorFlow 1.
_GONE_IN_2 = re.compile(r"will be removed in a future version|is deprecated")


def _warn(message, category=None, stacklevel=1, source=None):
    """Warns, but not of what TensorFlow 2 gave up: that is what legacy code is written in."""
    if not _GONE_IN_2.search(str(message)):
        warnings.warn(message, category, stacklevel + 1, source)


def _internal():
    """``tf.__internal__``: TensorFlow 2 is off, and nothing registers itself for the process.

    What the first ``tf_keras`` of the process has registered there stays in force.
    """
    internal = v2.__internal__

    class OpDispatcher(internal.dispatch.OpDispatcher):
        register = ignore

    class GlobalOpDispatcher(internal.dispatch.GlobalOpDispatcher):
        register = ignore

    loading = Overlay(internal.saved_model.load, register_revived_type=ignore)
    return Overlay(
        internal,
        tf2=Overlay(internal.tf2, enabled=lambda: False),
        dispatch=Overlay(
            internal.dispatch, OpDispatcher=OpDispatcher, GlobalOpDispatcher=GlobalOpDispatcher
        ),
        mixed_precision=Overlay(internal.mixed_precision, register_loss_scale_wrapper=ignore),
        saved_model=Overlay(internal.saved_model, load=loading),
        tracking=Overlay(internal.tracking, register_session_provider=ignore),
        register_call_context_function=ignore,
        register_clear_session_function=ignore,
        register_get_session_function=ignore,
        register_load_model_function=ignore,
    )
