"""``tf.keras.applications``: layers as in TensorFlow 1.15, where Keras has named or made others."""

from __future__ import annotations

import functools


class _Layers:
    """Keras' layers as the builders of models see them, some of them made by `makers`."""

    def __init__(self, layers, makers):
        self._layers = layers
        vars(self).update(makers)

    def __getattr__(self, name):
        return getattr(self._layers, name)


def _seeing(*changes):
    """Has a module's builders see layers with `changes`: each gets layers, and gives makers."""

    def change(module):
        def seen(layers):
            for made in changes:
                layers = _Layers(layers, made(layers))
            return layers

        make = module.VersionAwareLayers
        module.VersionAwareLayers = lambda: seen(make())
        if module.layers is not None:
            module.layers = seen(module.layers)

    return change


def _called(**names):
    """Layers with 1.15's names: ``later=former``."""

    def renaming(cls):
        def make(*args, name=None, **options):
            return cls(*args, name=names.get(name, name), **options)

        return make

    return lambda layers: {
        "Dense": renaming(layers.Dense),
        "Activation": renaming(layers.Activation),
    }


def _padded(convolution):
    """The first convolution, `convolution`, pads in a layer of its own: odd sizes differ else."""

    def makers(layers):
        def make(*args, name=None, padding="valid", **options):
            if name != convolution:
                return layers.Conv2D(*args, name=name, padding=padding, **options)
            pad = layers.ZeroPadding2D(((0, 1), (0, 1)), name=f"{name}_pad")
            convolve = layers.Conv2D(*args, name=name, padding="valid", **options)
            return lambda x: convolve(pad(x))

        return {"Conv2D": make}

    return makers


def _pooled_flat(layers):
    """What pools and keeps the dimensions pools flat, and a layer of its own reshapes."""

    def make(keepdims=False, **options):
        pool = layers.GlobalAveragePooling2D(**options)
        return functools.partial(_pooled, layers, pool) if keepdims else pool

    return {"GlobalAveragePooling2D": make}


def _pooled(layers, pool, x):
    y = pool(x)
    count = y.shape.as_list()[-1]
    shape = (count, 1, 1) if pool.data_format == "channels_first" else (1, 1, count)
    return layers.Reshape(shape, name="reshape_1")(y)


ADAPTED = {
    "src.applications.densenet": (_seeing(_called(predictions="fc1000")),),
    "src.applications.mobilenet": (
        _seeing(_called(predictions="act_softmax"), _padded("conv1"), _pooled_flat),
    ),
    "src.applications.mobilenet_v2": (_seeing(_called(predictions="Logits"), _padded("Conv1")),),
    "src.applications.resnet": (_seeing(_called(predictions="probs")),),
}
