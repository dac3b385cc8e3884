"""What Keras 2 writes into configs otherwise than TensorFlow 1.15 did: classes, and later keys.

So what ``get_config`` and ``to_json`` give is 1.15's, and 1.15.5 reads it.
"""

from __future__ import annotations

import inspect

import tensorflow

from tf1shim.graph import in_graph

v1 = tensorflow.compat.v1


def random_initializers_are_bound(module):
    """What these classes inherit from TensorFlow runs in the default graph."""
    for cls in (module.RandomNormal, module.RandomUniform, module.TruncatedNormal):
        cls.__call__ = in_graph(cls.__call__)


def initializers_are_variance_scaling(module):
    """``he_normal`` and its like are functions that make a VarianceScaling, as in 1.15."""
    for name, scale, distribution in (
        ("LecunNormal", 1.0, "truncated_normal"),
        ("LecunUniform", 1.0, "uniform"),
        ("HeNormal", 2.0, "truncated_normal"),
        ("HeUniform", 2.0, "uniform"),
    ):
        getattr(module, name).__new__ = _making(scale, distribution)


def _making(scale, distribution):
    def make(cls, seed=None):
        return v1.variance_scaling_initializer(scale, "fan_in", distribution, seed=seed)

    return make


def regularizers_are_l1l2(module):
    """``l1`` and ``l2`` make an L1L2, as in 1.15."""

    class L1(module.L1L2):
        """Makes a regularizer that adds `l` times the sum of absolute values."""

        # Files of later versions say 'l1'.
        def __new__(cls, l=0.01, l1=None):  # noqa: E741
            return module.L1L2(l1=l if l1 is None else l1)

    class L2(module.L1L2):
        """Makes a regularizer that adds `l` times the sum of squares."""

        def __new__(cls, l=0.01, l2=None):  # noqa: E741
            return module.L1L2(l2=l if l2 is None else l2)

    module.L1 = module.l1 = L1
    module.L2 = module.l2 = L2


def losses_name_no_function(module):
    """The configs of losses leave out their function: their class says it."""
    cls = module.LossFunctionWrapper
    get_config = cls.get_config

    def get_old_config(self):
        """The loss's configuration, as `from_config` takes it."""
        config = get_config(self)
        if type(self) is not cls:
            config.pop("fn", None)
        return config

    cls.get_config = get_old_config


def objects_are_not_shared(module):
    """Says nothing of which objects are one: 1.15 made each anew."""
    module._shared_object_saving_scope = lambda: None


def leaving_out(*defaults):
    """Leaves keys out of the configs of a module's classes, where they have their default."""

    def change(module):
        for cls_name, key, default in defaults:
            _leave_out(getattr(module, cls_name), key, default)

    return change


def _leave_out(cls, key, default):
    get_config = cls.get_config

    def get_old_config(self):
        """The configuration of the object, as `from_config` takes it."""
        config = get_config(self)
        if config.get(key, inspect) == default:
            del config[key]
        return config

    cls.get_config = get_old_config


#: By module: what came after 1.15 and is left out while nobody sets it.
LATER = {
    "src.engine.functional": (("Functional", "trainable", True),),
    "src.engine.input_layer": (("InputLayer", "optional", False),),
    "src.layers.attention.base_dense_attention": (("BaseDenseAttention", "dropout", 0.0),),
    "src.layers.attention.attention": (("Attention", "score_mode", "dot"),),
    "src.layers.convolutional.base_conv": (("Conv", "groups", 1),),
    "src.layers.pooling.base_global_pooling1d": (("GlobalPooling1D", "keepdims", False),),
    "src.layers.pooling.base_global_pooling2d": (("GlobalPooling2D", "keepdims", False),),
    "src.layers.pooling.base_global_pooling3d": (("GlobalPooling3D", "keepdims", False),),
    "src.layers.regularization.alpha_dropout": (("AlphaDropout", "seed", None),),
    "src.layers.regularization.gaussian_dropout": (("GaussianDropout", "seed", None),),
    "src.layers.regularization.gaussian_noise": (("GaussianNoise", "seed", None),),
    "src.losses": (
        ("BinaryCrossentropy", "axis", -1),
        ("CategoricalCrossentropy", "axis", -1),
        ("SparseCategoricalCrossentropy", "ignore_class", None),
    ),
    "src.metrics.confusion_metrics": (
        ("AUC", "multi_label", False),
        ("AUC", "num_labels", None),
        ("AUC", "label_weights", None),
        ("AUC", "from_logits", False),
    ),
    "src.optimizers.legacy.ftrl": (("Ftrl", "beta", 0.0),),
}
ADAPTED = {
    **{module: (leaving_out(*defaults),) for module, defaults in LATER.items()},
    "src.losses": (losses_name_no_function, leaving_out(*LATER["src.losses"])),
    "src.initializers.initializers_v1": (
        initializers_are_variance_scaling,
        random_initializers_are_bound,
    ),
    "src.saving.legacy.serialization": (objects_are_not_shared,),
    "src.regularizers": (regularizers_are_l1l2,),
}
