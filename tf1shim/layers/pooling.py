"""``tf.layers``: the poolings."""

from __future__ import annotations

from tf1shim.layers.base import Layer, legacy


class MaxPooling1D(Layer, legacy.MaxPooling1D):
    """The maxima of windows over one dimension.

    >>> tf.layers.MaxPooling1D(2, 2)(tf.zeros([1, 6, 3])).shape.as_list()
    [1, 3, 3]
    """


class MaxPooling2D(Layer, legacy.MaxPooling2D):
    """The maxima of windows over two dimensions.

    >>> tf.layers.MaxPooling2D(2, 2)(tf.zeros([1, 6, 6, 3])).name
    'max_pooling2d/MaxPool:0'
    """


class MaxPooling3D(Layer, legacy.MaxPooling3D):
    """The maxima of windows over three dimensions.

    >>> tf.layers.MaxPooling3D(2, 2)(tf.zeros([1, 6, 6, 6, 3])).shape.as_list()
    [1, 3, 3, 3, 3]
    """


class AveragePooling1D(Layer, legacy.AveragePooling1D):
    """The means of windows over one dimension.

    >>> tf.layers.AveragePooling1D(2, 1)(tf.zeros([1, 6, 3])).shape.as_list()
    [1, 5, 3]
    """


class AveragePooling2D(Layer, legacy.AveragePooling2D):
    """The means of windows over two dimensions.

    >>> tf.layers.AveragePooling2D(2, 2)(tf.zeros([1, 6, 6, 3])).name
    'average_pooling2d/AvgPool:0'
    """


class AveragePooling3D(Layer, legacy.AveragePooling3D):
    """The means of windows over three dimensions.

    >>> tf.layers.AveragePooling3D(2, 2)(tf.zeros([1, 6, 6, 6, 3])).shape.as_list()
    [1, 3, 3, 3, 3]
    """
