"""`CallableModule`: what modules made of TensorFlow 1's graphs are to TensorFlow 2."""

from __future__ import annotations

import tensorflow


class CallableModule(tensorflow.Module):
    """A ``tf.Module`` that is called.

    What ``tf.saved_model.save`` writes of it is called too, and has `variables` and
    `trainable_variables`.
    """

    #: The ``tf.function`` behind the call.
    function = None
    _variables = ()
    _saved_lists = None

    @property
    def variables(self):
        """The TF2 variables, in order of creation."""
        return tuple(self._variables)

    @property
    def trainable_variables(self):
        """Those of them that are trained."""
        return tuple(v for v in self._variables if v.trainable)

    def _hold(self, variables):
        """Makes these the module's variables; checkpoints have them by name."""
        # Not by assignment, which would count them.
        vars(self)["_variables"] = list(variables)
        for variable in variables:
            self._track_trackable(variable, f"variables/{variable.name.removesuffix(':0')}")

    def _trackable_children(self, save_type="checkpoint", **kwargs):
        children = super()._trackable_children(save_type, **kwargs)
        if save_type == "savedmodel":
            if self.function is not None:
                children["__call__"] = self.function
            children.update(self._lists())
            children.update({table.name: table for table in self._tables()})
        return children

    def _lists(self):
        """The variables as attributes that are saved; the same objects as long as they hold."""
        wanted = {name: list(getattr(self, name)) for name in ("variables", "trainable_variables")}
        kept = self._saved_lists
        if kept is None or [[id(v) for v in kept[n].items] for n in wanted] != [
            [id(v) for v in wanted[n]] for n in wanted
        ]:
            kept = {name: _List(items) for name, items in wanted.items()}
            # Not by assignment, which would make it one more part of the module.
            vars(self)["_saved_lists"] = kept
        return {name: kept[name].items for name in wanted}

    def _tables(self):
        """The lookup tables that the call uses, which are saved with it."""
        return ()


class _List(tensorflow.Module):
    def __init__(self, items):
        super().__init__()
        self.items = items
