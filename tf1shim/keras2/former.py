"""What Keras left out after TensorFlow 1.15: methods of layers and models, utilities."""

from __future__ import annotations

import tensorflow

from tf1shim.keras2.hdf5_matrix import HDF5Matrix


def methods_of_layers(module):
    """Gives layers ``apply``, ``get_updates_for`` and ``get_losses_for``."""

    def apply(self, inputs, *args, **kwargs):
        """Calls the layer."""
        return self(inputs, *args, **kwargs)

    def get_updates_for(self, inputs):
        """The updates that depend on `inputs`; for None, those that depend on no input."""
        return _depending_on(self, self.updates, inputs)

    def get_losses_for(self, inputs):
        """The losses that depend on `inputs`; for None, those that depend on no input."""
        return _depending_on(self, self.losses, inputs)

    module.Layer.apply = apply
    module.Layer.get_updates_for = get_updates_for
    module.Layer.get_losses_for = get_losses_for


def _depending_on(layer, found, inputs):
    if inputs is not None:
        return _downstream(inputs, found)
    own = [node.input_tensors for node in layer._inbound_nodes]
    conditional = set(map(id, _downstream(own, found)))
    return [item for item in found if id(item) not in conditional]


def _downstream(inputs, found):
    """Those of the tensors and operations `found` that depend on `inputs`."""
    sources = {t.op for t in tensorflow.nest.flatten(inputs)}
    known = dict.fromkeys(sources, True)

    def depends(op):
        # Not recursive: graphs are deep.
        stack = [op]
        while stack:
            top = stack[-1]
            above = [] if top in known else [t.op for t in top.inputs]
            waiting = [a for a in above if a not in known]
            if waiting and top not in seen:
                seen.add(top)
                stack += waiting
                continue
            known.setdefault(top, any(known.get(a, False) for a in above))
            stack.pop()
        return known[op]

    seen = set()
    return [item for item in found if depends(getattr(item, "op", item))]


def methods_of_sequential(module):
    """Gives sequential models ``predict_proba`` and ``predict_classes``."""

    def predict_proba(self, x, batch_size=32, verbose=0):
        """The model's outputs for the samples `x`."""
        return self.predict(x, batch_size, verbose)

    def predict_classes(self, x, batch_size=32, verbose=0):
        """The classes of the samples `x`, from their probabilities."""
        given = self.predict(x, batch_size=batch_size, verbose=verbose)
        return given.argmax(-1) if given.shape[-1] > 1 else (given > 0.5).astype("int32")

    module.Sequential.predict_proba = predict_proba
    module.Sequential.predict_classes = predict_classes


def utilities(module):
    """Gives ``tf.keras.utils`` 1.15's format of serialized objects, and `HDF5Matrix`."""
    from tf1shim import _tf, keras2

    legacy = keras2.module(f"{_tf.KERAS_PRIVATE}.saving.legacy.serialization")
    module.serialize_keras_object = legacy.serialize_keras_object
    module.deserialize_keras_object = legacy.deserialize_keras_object
    module.HDF5Matrix = HDF5Matrix


ADAPTED = {
    "api._v1.keras.utils": (utilities,),
    "src.engine.base_layer": (methods_of_layers,),
    "src.engine.sequential": (methods_of_sequential,),
}
