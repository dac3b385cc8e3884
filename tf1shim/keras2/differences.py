"""What Keras 2 changed after TensorFlow 1.15, and legacy code sees: undone in our copy.

`ADAPTED` names, by module, the functions that adapt it. Each gets the module when its code has run
and before anything else has imported names from it.
"""

from __future__ import annotations

import contextlib
import re

import tensorflow

from tf1shim import _tf
from tf1shim.keras2.second_copy import Overlay
from tf1shim.keras2.summary import print_summary

v1 = tensorflow.compat.v1

#: What ``tf.keras.__version__`` was in TensorFlow 1.15.
VERSION = "2.2.4-tf"


def adapt(module):
    """Undoes what changed in a module of our copy."""
    _, _, name = module.__name__.partition(f".{_tf.KERAS}.")
    for change in ADAPTED.get(name, ()):
        change(module)


def _cells_build_in_their_layer(module):
    # 1.15 gave cells neither a name scope nor a call of their own: variables are 'lstm/kernel:0'.
    module.backend = Overlay(module.backend, name_scope=lambda name: contextlib.nullcontext())
    module.callable = lambda cell: False


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


def _summary(module):
    module.print_summary = print_summary


def _version(module):
    module.__version__ = VERSION


def _old_configs(module):
    module.Model.use_legacy_config = True


def _model_is_its_name(module):
    module.Functional.__name__ = module.Functional.__qualname__ = "Model"


def _without(*defaults):
    """Leaves keys out of the configs of a module's classes, where they have their default."""

    def change(module):
        for cls_name, key, default in defaults:
            _leave_out(getattr(module, cls_name), key, default)

    return change


def _leave_out(cls, key, default):
    get_config = cls.get_config

    def get_old_config(self):
        """The layer's configuration, as `from_config` takes it."""
        config = get_config(self)
        if config.get(key) == default:
            del config[key]
        return config

    cls.get_config = get_old_config


ADAPTED = {
    "__init__": (_version,),
    "api._v1.keras": (_version,),
    "src": (_version,),
    "src.engine.functional": (_model_is_its_name,),
    "src.engine.input_layer": (_without(("InputLayer", "optional", False)),),
    "src.engine.training": (_old_configs,),
    "src.layers.convolutional.base_conv": (_without(("Conv", "groups", 1)),),
    "src.layers.core.embedding": (_lookup_with_a_second_identity,),
    "src.layers.rnn.base_rnn": (_cells_build_in_their_layer,),
    "src.layers.rnn.stacked_rnn_cells": (_cells_build_in_their_layer,),
    "src.optimizers.legacy.adagrad": (_adagrad_from_zero,),
    "src.utils.generic_utils": (_snake_case,),
    "src.utils.layer_utils": (_summary,),
}
