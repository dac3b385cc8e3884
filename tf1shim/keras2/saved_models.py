"""SavedModels of models that were compiled: their optimizers' slots are loaded again.

TensorFlow's loader makes the slots by the optimizer that the saved object is recognized as, in a
register of the process. Our copy of Keras registers nothing there, so its optimizers say what they
are themselves when they are saved, and our loader gives TensorFlow's an object to hold the slots.
"""

from __future__ import annotations

import functools
import os

from tf1shim.overlay import Overlay

#: What Keras 2 calls an optimizer in a SavedModel.
OPTIMIZER = "optimizer"


def optimizers_are_recognized(module):
    """Has the optimizers of our copy saved under Keras 2's name for them."""
    module.OptimizerV2._object_identifier = OPTIMIZER


def slots_are_loaded(module):
    """Has the loader of SavedModels load a compiled model with its optimizer's state."""
    loader, load = module.KerasObjectLoader, module.load
    load_layers = loader.load_layers
    restored = module.optimizer_v2.RestoredOptimizer

    @functools.wraps(load_layers)
    def load_layers_and_slots(self, compile=True):
        load_layers(self, compile=compile)
        paths = module._generate_object_paths(self._proto)
        for node_id, node in enumerate(self._proto.nodes):
            if node.slot_variables and node_id not in self.loaded_nodes:
                self.loaded_nodes[node_id] = (restored(), restored._set_hyper)
                self._node_paths[node_id] = paths[node_id]

    @functools.wraps(load)
    def load_with_optimizer(path, compile=True, options=None):
        model = load(path, compile=compile, options=options)
        optimizer = getattr(model, "optimizer", None) if compile else None
        if isinstance(optimizer, module.optimizer_v2.OptimizerV2):
            # The slots that the optimizer makes when it is first used start from these values.
            model.load_weights(os.path.join(path, "variables", "variables"))
        return model

    loader.load_layers = load_layers_and_slots
    module.load = load_with_optimizer
    # Slots are restored after all.
    module.logging = _without(module.logging, "Your optimizer uses slots. ")


def _without(logging, text):
    """The module `logging` without the warning that begins with `text`."""

    def warning(message, *args):
        """Logs `message`, but for the one."""
        if not message.startswith(text):
            logging.warning(message, *args)

    return Overlay(logging, warning=warning)


ADAPTED = {
    "src.optimizers.legacy.optimizer_v2": (optimizers_are_recognized,),
    "src.saving.legacy.saved_model.load": (slots_are_loaded,),
}
