"""``tf.layers.dense`` and its like: a new layer, applied at once."""

from __future__ import annotations

import inspect

from tf1shim.binding import bind, place
from tf1shim.layers import base, convolutional, core, normalization, pooling
from tf1shim.layers.base import legacy


def _bound(module):
    """Yields the public classes of `module`, by name, bound to the default graph."""
    for name, cls in list(vars(module).items()):
        if isinstance(cls, type) and cls.__module__ == module.__name__ and name[0] != "_":
            yield name, bind(cls)
            place(bind(cls), "layers", name)


CLASSES = dict(
    pair
    for module in (base, convolutional, core, normalization, pooling)
    for pair in _bound(module)
)

# Arguments of these functions that the layer gets when it is called.
OF_CALLS = ("inputs", "training")

# Function, its class, an example: the inputs' shape, further arguments, and the output's name.
ROWS = (
    ("dense", "Dense", [4, 3], "units=2", "dense/BiasAdd:0"),
    ("dropout", "Dropout", [4, 3], "rate=0.2", "dropout/Identity:0"),
    ("flatten", "Flatten", [4, 2, 3], "", "flatten/Reshape:0"),
    ("conv1d", "Conv1D", [1, 5, 3], "filters=2, kernel_size=3", "conv1d/BiasAdd:0"),
    ("conv2d", "Conv2D", [1, 5, 5, 3], "filters=2, kernel_size=3", "conv2d/BiasAdd:0"),
    ("conv3d", "Conv3D", [1, 5, 5, 5, 3], "filters=2, kernel_size=3",
     "conv3d/BiasAdd:0"),
    ("separable_conv1d", "SeparableConv1D", [1, 5, 3], "filters=2, kernel_size=3",
     "separable_conv1d/Squeeze:0"),
    ("separable_conv2d", "SeparableConv2D", [1, 5, 5, 3], "filters=2, kernel_size=3",
     "separable_conv2d/BiasAdd:0"),
    ("conv2d_transpose", "Conv2DTranspose", [1, 5, 5, 3], "filters=2, kernel_size=3",
     "conv2d_transpose/BiasAdd:0"),
    ("conv3d_transpose", "Conv3DTranspose", [1, 5, 5, 5, 3],
     "filters=2, kernel_size=3", "conv3d_transpose/BiasAdd:0"),
    ("max_pooling1d", "MaxPooling1D", [1, 6, 3], "pool_size=2, strides=2",
     "max_pooling1d/Squeeze:0"),
    ("max_pooling2d", "MaxPooling2D", [1, 6, 6, 3], "pool_size=2, strides=2",
     "max_pooling2d/MaxPool:0"),
    ("max_pooling3d", "MaxPooling3D", [1, 6, 6, 6, 3], "pool_size=2, strides=2",
     "max_pooling3d/MaxPool3D:0"),
    ("average_pooling1d", "AveragePooling1D", [1, 6, 3], "pool_size=2, strides=2",
     "average_pooling1d/Squeeze:0"),
    ("average_pooling2d", "AveragePooling2D", [1, 6, 6, 3], "pool_size=2, strides=2",
     "average_pooling2d/AvgPool:0"),
    ("average_pooling3d", "AveragePooling3D", [1, 6, 6, 6, 3], "pool_size=2, strides=2",
     "average_pooling3d/AvgPool3D:0"),
    ("batch_normalization", "BatchNormalization", [4, 3], "training=True",
     "batch_normalization/batchnorm/add_1:0"),
)  # fmt: skip

DOC = """Applies a new `tf.layers.{cls}` to `inputs`.

>>> tf.layers.{name}(tf.ones({shape}), {arguments}).name
{output!r}

The other arguments are the class's. With a `name`, the variables are in that scope.{end}
"""
REUSE = """
``reuse=True`` gets them from there, ``reuse=tf.AUTO_REUSE`` makes those that are missing.

Raises: ValueError if `reuse` says otherwise than what is there."""


def functional(name, kind, shape, arguments, output):
    """The function ``tf.layers.NAME`` that makes and calls a layer of the class `kind`."""
    cls = CLASSES[kind]
    signature = inspect.signature(getattr(legacy, name))
    shares = "reuse" in signature.parameters

    def layer(*args, **kwargs):
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        given = given.arguments
        called = {key: given.pop(key) for key in OF_CALLS if key in given}
        if shares:
            given.update(_reuse=given.pop("reuse"), _scope=given["name"])
        return cls(**given)(**called)

    layer.__name__ = layer.__qualname__ = name
    layer.__signature__ = signature
    layer.__doc__ = DOC.format(
        cls=kind, name=name, shape=shape, arguments=arguments, output=output,
        end=REUSE if shares else "",
    )  # fmt: skip
    place(bind(layer), "layers", name)
    return bind(layer)


FUNCTIONS = {row[0]: functional(*row) for row in ROWS}
globals().update(FUNCTIONS)
