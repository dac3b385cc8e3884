"""What Keras 2 changed after TensorFlow 1.15, and legacy code sees: undone in our copy.

`ADAPTED` names, by module, the functions that adapt it. Each gets the module when its code has run
and before anything else has imported names from it.
"""

from __future__ import annotations

import contextlib
import functools
import re
import weakref

import tensorflow

from tf1shim import _tf
from tf1shim.graph import in_graph
from tf1shim.keras2 import applications, configs, former, messages, saved_models
from tf1shim.keras2.summary import print_summary
from tf1shim.overlay import Overlay

v1 = tensorflow.compat.v1

#: What ``tf.keras.__version__`` was in TensorFlow 1.15.
VERSION = "2.2.4-tf"


#: What has a file of its own.
PARTS = (applications, configs, former, messages, saved_models)


def adapt(module):
    """Undoes what changed in a module of our copy."""
    _, _, name = module.__name__.partition(f".{_tf.KERAS}.")
    for table in (ADAPTED, *(part.ADAPTED for part in PARTS)):
        for change in table.get(name, ()):
            change(module)


def _cells_build_in_their_layer(module):
    # 1.15 gave cells neither a name scope nor a call of their own: variables are 'lstm/kernel:0'.
    module.backend = Overlay(module.backend, name_scope=lambda name: contextlib.nullcontext())
    module.callable = lambda cell: False


def _swap_bases_once(module):
    # To swap them costs milliseconds, even for the same ones: each layer would pay it.
    swap, swapped, mode = module.swap_class, {}, [None]

    def swap_class(cls, v2_cls, v1_cls, use_v2):
        """Gives `cls` the bases of the mode; it has them until the mode changes."""
        if use_v2 != mode[0]:
            swapped.clear()
            mode[0] = use_v2
        # A model is swapped twice: as a model and as a layer.
        done = swapped.setdefault(v2_cls, weakref.WeakSet())
        if cls not in done:
            found = swap(cls, v2_cls, v1_cls, use_v2)
            if found is not cls or cls in (object, v2_cls, v1_cls):
                return found
            done.add(cls)
        return cls

    module.swap_class = swap_class


def _snake_case(module):
    def to_snake_case(name):
        """The name of a layer from its class's, as 1.15 made it: ConvLSTM2D is 'conv_lst_m2d'."""
        name = re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
        name = re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
        return f"private{name}" if name.startswith("_") else name

    module.to_snake_case = to_snake_case


def _lookup_with_a_second_identity(module):
    original = module.tf.nn.embedding_lookup

    def embedding_lookup(params, ids):
        with v1.name_scope("embedding_lookup") as scope:
            return v1.identity(original(params, ids, name=scope))

    module.tf = Overlay(module.tf, nn=Overlay(module.tf.nn, embedding_lookup=embedding_lookup))


def _adagrad_from_zero(module):
    cls = module.Adagrad
    from_config = cls.from_config.__func__

    def from_zero(cls, config, custom_objects=None):
        """The optimizer of a config; ``compile("adagrad")`` starts from 0 in 1.15."""
        return from_config(cls, {"initial_accumulator_value": 0.0, **config}, custom_objects)

    cls.from_config = classmethod(from_zero)


def _logits_of_ops(module):
    # Later Keras marks the outputs of activations: it takes a softmax for a sigmoid then.
    def _get_logits(output, from_logits, op_type, fn_name):
        del fn_name
        if from_logits or tensorflow.executing_eagerly() or isinstance(output, v1.Variable):
            return output, from_logits
        if output.op.type != op_type:
            return output, False
        return output.op.inputs[0], True

    module._get_logits = _get_logits


def _losses(module):
    # What 1.15 called them: a metric's name, and what is saved with a model, come from it.
    module.log_cosh.__name__ = "logcosh"
    module.kl_divergence.__name__ = "kullback_leibler_divergence"
    for cls, name in ((module.KLDivergence, "kullback_leibler_divergence"),
                      (module.LogCosh, "logcosh")):  # fmt: skip
        cls.__init__ = _with_name(cls.__init__, name)

    def cosine_proximity(y_true, y_pred, axis=-1):
        """The cosine of the angle between labels and predictions; 1.15 did not negate it."""
        y_true, y_pred = (v1.nn.l2_normalize(y, axis=axis) for y in (y_true, y_pred))
        return v1.reduce_sum(y_true * y_pred, axis=axis)

    module.cosine_similarity = module.cosine_proximity = in_graph(cosine_proximity)
    # It did not bring labels and predictions to one rank either: [n] and [n, 1] broadcast.
    module.losses_utils = Overlay(
        module.losses_utils, squeeze_or_expand_dimensions=lambda y_pred, y_true: (y_pred, y_true)
    )


def _with_name(init, default):
    @functools.wraps(init)
    def initialize(self, reduction="auto", name=default):
        init(self, reduction=reduction, name=name)

    return initialize


def _metrics_enter_the_graph(module):
    # Each metric gets methods of its own, made by these.
    for name in ("update_state_wrapper", "result_wrapper"):
        setattr(module, name, _returning_bound(getattr(module, name)))


def _returning_bound(wrapper):
    return lambda function: in_graph(wrapper(function))


def _cosine_metric(module):
    module.cosine_similarity.__name__ = "cosine_proximity"


def _summary(module):
    module.print_summary = print_summary


def _version(module):
    module.__version__ = VERSION


def _old_configs(module):
    module.Model.use_legacy_config = True


def _with_a_session(owner, *names):
    """Makes the functions `names` of `owner` run in Keras' session where there is no other."""

    def change(module):
        where = getattr(module, owner) if owner else module
        for name in names:
            setattr(where, name, _in_session(getattr(where, name), module.backend))

    return change


def _in_session(function, backend):
    @functools.wraps(function)
    def call(*args, **kwargs):
        if tensorflow.executing_eagerly() or v1.get_default_session() is not None:
            return function(*args, **kwargs)
        with backend.get_session().as_default():
            return function(*args, **kwargs)

    return call


def _model_is_its_name(module):
    module.Functional.__name__ = module.Functional.__qualname__ = "Model"


ADAPTED = {
    "__init__": (_version,),
    "api._v1.keras": (_version,),
    "src": (_version,),
    "src.backend": (_logits_of_ops,),
    "src.engine.functional": (_model_is_its_name,),
    "src.engine.training": (
        _old_configs,
        _with_a_session("Model", "save", "save_weights", "load_weights"),
    ),
    "src.layers.core.embedding": (_lookup_with_a_second_identity,),
    "src.layers.rnn.base_rnn": (_cells_build_in_their_layer,),
    "src.layers.rnn.stacked_rnn_cells": (_cells_build_in_their_layer,),
    "src.losses": (_losses,),
    "src.metrics.regression_metrics": (_cosine_metric,),
    "src.optimizers.legacy.adagrad": (_adagrad_from_zero,),
    "src.utils.generic_utils": (_snake_case,),
    "src.utils.layer_utils": (_summary,),
    "src.utils.metrics_utils": (_metrics_enter_the_graph,),
    "src.utils.version_utils": (_swap_bases_once,),
}
