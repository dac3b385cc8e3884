"""Classes of TensorFlow 1's inside that mean tf1shim's own: what legacy code asks objects for."""

from __future__ import annotations

import tf1shim as tf
from tf1shim import _tf
from tf1shim.rnn_cell.base import LayerRNNCell
from tf1shim.session.base import BaseSession
from tf1shim.variables import PartitionedVariable
from tf1shim.variables.template import Template

__all__ = ["BaseSession", "LayerRNNCell", "PartitionedVariable", "ResourceVariable", "Template"]


class _WithResource(type):
    """Every variable holds a resource here; these were TensorFlow 1's resource variables."""

    def __instancecheck__(cls, value):
        return isinstance(value, _tf.BaseResourceVariable) and getattr(value, "is_resource", True)


class ResourceVariable(metaclass=_WithResource):
    """The class of the variables with ``use_resource=True``; called, it makes one.

    >>> isinstance(tf.Variable(1.0), ResourceVariable)
    False
    >>> isinstance(ResourceVariable(1.0, name="r"), ResourceVariable)
    True
    """

    def __new__(
        cls,
        initial_value=None,
        trainable=None,
        collections=None,
        validate_shape=True,
        caching_device=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        """`tf.Variable` takes its arguments in another order."""
        return tf.Variable(
            initial_value,
            trainable,
            collections,
            validate_shape,
            caching_device,
            name,
            dtype=dtype,
            use_resource=True,
            **kwargs,
        )
