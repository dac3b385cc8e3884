"""``tf.layers.Layer``: the package ``tf_keras`` has it still; here it behaves as in TensorFlow 1.

What Keras 2 changed since 1.15: its default initializers draw from seeds that are fixed when the
layer is built, it warns about the ways in which TF1 programs write layers, it shows the parts of a
partitioned variable in its place, and its error texts are others.
"""

from __future__ import annotations

import numpy as np

import tf1shim as tf
from tf1shim import _tf, keras2

keras = keras2.module(_tf.KERAS_V1)
legacy = keras2.module(f"{_tf.KERAS_V1}.__internal__.legacy.layers")
InputSpec = legacy.InputSpec


class Layer(legacy.Layer):
    """What all of ``tf.layers`` are: variables of a scope, and what is computed with them.

    >>> class Scale(tf.layers.Layer):
    ...     def build(self, input_shape):
    ...         self.factor = self.add_variable("factor", [], initializer=tf.ones_initializer())
    ...         super().build(input_shape)
    ...     def call(self, inputs):
    ...         return inputs * self.factor
    >>> scale = Scale()
    >>> scale(tf.zeros([2, 3])).name, scale.factor.name
    ('scale/mul:0', 'scale/factor:0')

    Args:
      trainable: False keeps the layer's variables out of ``tf.trainable_variables()``.
      name: the layer's name, and that of its variable scope; by default the class's name.
      dtype: its variables' dtype; by default that of the first input.
      _reuse, _scope: whether its variables are there already, and the scope that they are in.
      activity_regularizer: a function of each output, whose result is a regularization loss.
    """

    def __call__(self, inputs, *args, **kwargs):
        """Applies the layer; ``scope=`` is the scope that its variables get in the first call."""
        tf.get_variable_scope()  # So that the graph's variable store is ours, not TensorFlow's.
        if any(isinstance(x, (np.ndarray, float, int)) for x in tf.nest.flatten(inputs)):
            inputs = tf.nest.map_structure(tf.convert_to_tensor, inputs)
        check_inputs(self.input_spec, inputs, self.name)
        self._forget_other_graphs()
        return super().__call__(inputs, *args, **kwargs)

    def _forget_other_graphs(self):
        """Drops the updates and losses of a call in another graph (`tf1shim.wrap` makes many)."""
        graph = tf.get_default_graph()
        for layer in self._flatten_layers():
            for items in (layer._updates, layer._losses):
                items[:] = [i for i in items if getattr(i, "graph", graph) is graph]

    @property
    def _always_reuse_variable_scope(self):
        """Keras' memory of the scope to reuse. An open scope is of one graph, a layer is not."""

    @_always_reuse_variable_scope.setter
    def _always_reuse_variable_scope(self, scope):
        del scope

    def add_weight(
        self,
        name,
        shape,
        dtype=None,
        initializer=None,
        regularizer=None,
        trainable=None,
        constraint=None,
        use_resource=None,
        synchronization=tf.VariableSynchronization.AUTO,
        aggregation=tf.VariableAggregation.NONE,
        partitioner=None,
        **kwargs,
    ):
        """Makes the variable `name` in the layer's scope, or gets it where that is reused."""
        tf.get_variable_scope()
        if not self._keras_style:
            self._set_scope(None)
            initializer = self._scope.initializer if initializer is None else initializer
        dtype = tf.as_dtype(dtype or self.dtype or tf.float32)
        variable = super().add_weight(
            name,
            shape,
            dtype=dtype,
            initializer=classic(initializer, dtype),
            regularizer=regularizer,
            trainable=trainable,
            constraint=constraint,
            use_resource=use_resource,
            synchronization=synchronization,
            aggregation=aggregation,
            partitioner=partitioner,
            **kwargs,
        )
        if isinstance(variable, _tf.PartitionedVariable):
            for known in (self._trainable_weights, self._non_trainable_weights):
                _join(known, variable)
        return variable

    def add_variable(self, *args, **kwargs):
        """The older name of `add_weight`."""
        return self.add_weight(*args, **kwargs)

    def add_update(self, updates, inputs=None):
        """Adds ops that are to run beside training; `inputs` was of no effect in 1.15 either."""
        return super().add_update(updates)

    @property
    def graph(self):
        """None: since 1.15 layers do not keep their graph."""


def _join(known, partitioned):
    """Puts `partitioned` in the place of its parts in the list `known`."""
    parts = {id(part) for part in partitioned}
    places = [i for i, variable in enumerate(known) if id(variable) in parts]
    if places:
        known[places[0] : places[-1] + 1] = [partitioned]


def classic(initializer, dtype):
    """TF1's initializer for what a layer was given: a name, a config, nothing, or one of Keras 2's.

    Keras 2's own draw the same numbers in each session and ignore partitions.
    """
    if initializer is None:
        if dtype.is_floating:
            return tf.glorot_uniform_initializer()
        return tf.zeros_initializer() if dtype.is_integer or dtype.is_bool else None
    if isinstance(initializer, (str, dict)):
        initializer = keras.initializers.get(initializer)
    kind = type(initializer)
    if kind.__module__.startswith((f"{_tf.KERAS}.", f"{keras2.ALIAS}.")):
        ours = getattr(keras.initializers, kind.__name__, None)
        if ours is not None and not issubclass(ours, kind):
            return ours.from_config(initializer.get_config())
    return initializer


def check_inputs(spec, inputs, layer):
    """Raises ValueError if `inputs` are not what the layer named `layer` says that it takes."""
    if not spec:
        return
    specs, tensors = tf.nest.flatten(spec), tf.nest.flatten(inputs)
    if len(tensors) != len(specs):
        raise ValueError(
            f"Layer {layer} expects {len(specs)} inputs, but it received {len(tensors)} "
            f"input tensors. Inputs received: {tensors}"
        )
    for number, (spec, tensor) in enumerate(zip(specs, tensors)):
        wrong = spec and _mismatch(spec, tensor)
        if wrong and spec.shape is not None and wrong.startswith("expected shape"):
            raise ValueError(f"Input {number} is incompatible with layer {layer}: {wrong}")
        if wrong:
            raise ValueError(
                f"Input {number} of layer {layer} is incompatible with the layer: {wrong}"
            )


def _mismatch(spec, tensor):
    """What is wrong with `tensor`, in TensorFlow 1.15's words, or None."""
    shape = tf.TensorShape(tensor.shape)
    bounds = (spec.ndim, spec.min_ndim, spec.max_ndim)
    if shape.ndims is None:
        if any(bound is not None for bound in bounds):
            return "its rank is undefined, but the layer requires a defined rank."
        return _dtype_mismatch(spec, tensor)
    found, sizes = shape.ndims, shape.as_list()
    full = f"Full shape received: {sizes}"
    if spec.ndim is not None and found != spec.ndim:
        return f"expected ndim={spec.ndim}, found ndim={found}. {full}"
    if spec.max_ndim is not None and found > spec.max_ndim:
        return f"expected max_ndim={spec.max_ndim}, found ndim={found}"
    if spec.min_ndim is not None and found < spec.min_ndim:
        return f": expected min_ndim={spec.min_ndim}, found ndim={found}. {full}"
    wrong = _dtype_mismatch(spec, tensor)
    if wrong:
        return wrong
    for axis, size in (spec.axes or {}).items():
        if size is not None and sizes[int(axis)] not in {int(size), None}:
            return (
                f"expected axis {axis} of input shape to have value {size} "
                f"but received input with shape {sizes}"
            )
    if spec.shape is not None:
        for size, here in zip(spec.shape, sizes):
            if size is not None and here is not None and size != here:
                return f"expected shape={spec.shape}, found shape={sizes}"
    return None


def _dtype_mismatch(spec, tensor):
    if spec.dtype is not None and tensor.dtype != spec.dtype:
        return f"expected dtype={spec.dtype}, found dtype={tensor.dtype}"
    return None
