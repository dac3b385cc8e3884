"""`WrappedLayer`: a wrapped function as a layer of Keras 3, on the same variables."""

from __future__ import annotations

import importlib
import inspect

import keras
import tensorflow

#: What TensorFlow 1 programs call the argument that Keras calls "training".
TRAINING = ("training", "is_training", "train", "is_train")


class AdoptedVariable(keras.Variable):
    """A Keras variable that is another object's TF2 variable, not a copy of it."""

    def __init__(self, variable, layer):
        self._adopted = variable
        #: What TensorFlow 1 calls it: checkpoints and sessions know it by that.
        self.tf1_name = variable.name.removesuffix(":0")
        super().__init__(
            lambda shape, dtype=None: variable,
            shape=tuple(variable.shape),
            dtype=variable.dtype.base_dtype.name,
            trainable=variable.trainable,
            name=self.tf1_name.rpartition("/")[2],
        )
        self._path = f"{layer}/{self.tf1_name}"
        if variable.constraint is not None:
            self.constraint = variable.constraint

    def _initialize(self, value):
        # Keras asks here for the place of the value.
        del value
        self._value = self._adopted


@keras.saving.register_keras_serializable("tf1shim")
class WrappedLayer(keras.layers.Layer):
    """A layer that computes what the wrapped `function` does: see `Module.as_keras_layer`."""

    def __init__(self, function, name=None, trainable=True, dtype=None, **options):
        from tf1shim.migrate.wrapped.wrap import wrap

        module = function if hasattr(function, "find_variable") else wrap(function, **options)
        super().__init__(name=name or module.name, trainable=trainable, dtype=dtype)
        self.module = module
        self._signature = inspect.signature(module.__wrapped__)
        self._training = next((n for n in TRAINING if n in self._signature.parameters), None)
        if module.first_arguments is not None:
            self._adopt()

    def __call__(self, *args, **kwargs):
        """Applies the layer; its first call makes the variables, as the module's does."""
        if not self.built:
            self._build_for(*tensorflow.nest.map_structure(self._spec, (args, kwargs)))
        return super().__call__(*args, **kwargs)

    def call(self, *args, training=None, **kwargs):
        """What the module gives for these arguments; its regularizers' losses are the layer's."""
        bound = self._signature.bind_partial(*args, **kwargs)
        if self._training and bound.arguments.get(self._training) is None:
            bound.arguments[self._training] = bool(training)
        result = self.module(*bound.args, **bound.kwargs)
        for loss in self.module.regularization_losses:
            self.add_loss(loss)
        return result

    # --- variables --------------------------------------------------------------------------------

    def _build_for(self, args, kwargs):
        """Makes the variables of both modes: in ``fit`` it would be too late for training's."""
        kwargs.pop("training", None)
        bound = self._signature.bind_partial(*args, **kwargs)
        for mode in ({self._training: False}, {self._training: True}) if self._training else ({},):
            bound.arguments.update(mode)
            self.module.build(*bound.args, **bound.kwargs)
        self._adopt()

    def _spec(self, value):
        if isinstance(value, bool | str | int | float | None) or not hasattr(value, "shape"):
            return value
        dtype = tensorflow.as_dtype(keras.backend.standardize_dtype(value.dtype))
        if self.autocast and dtype.is_floating:
            dtype = tensorflow.as_dtype(self.compute_dtype)
        return tensorflow.TensorSpec(value.shape, dtype)

    def _adopt(self):
        known = {id(v.value) for v in self.variables}
        for variable in self.module.variables:
            if id(variable) not in known:
                self._track_variable(AdoptedVariable(variable, self.name))
        self.built = True

    # --- saving -----------------------------------------------------------------------------------

    def get_config(self):
        """The function, which must be found again by its name, and how it was wrapped."""
        options = {key: self.module.options[key] for key in ("updates", "jit_compile")}
        return {**super().get_config(), "function": self._named_function(), **options}

    def _named_function(self):
        function = self.module.__wrapped__
        if "." in function.__qualname__ or function.__name__ == "<lambda>":
            raise NotImplementedError(
                f"{function.__qualname__} cannot be saved by its name in a .keras file.\n"
                "  wrap a function that a module defines at its top, or use\n"
                "  model.export(path) or model.save_weights(path), which need no function"
            )
        return f"{function.__module__}:{function.__name__}"

    @classmethod
    def from_config(cls, config):
        """The layer of a config, with variables of its own."""
        function = _named(config.pop("function"))
        return cls(getattr(function, "__wrapped__", function), **config)

    def get_build_config(self):
        """The dtypes and shapes of the first call's arguments."""
        arguments = self.module.first_arguments
        return None if arguments is None else {"arguments": _written(list(arguments))}

    def build_from_config(self, config):
        """Makes the variables for the arguments that `get_build_config` has kept."""
        self._build_for(*_read(config["arguments"]))


def _written(value):
    """The nested arguments `value` for a JSON file."""
    if isinstance(value, tensorflow.TensorSpec):
        return {"shape": value.shape.as_list(), "dtype": value.dtype.name}
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    if isinstance(value, dict):
        return {key: _written(item) for key, item in value.items()}
    return value


def _read(value):
    """What `_written` wrote."""
    if isinstance(value, list | tuple):
        return [_read(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"shape", "dtype"}:
        return tensorflow.TensorSpec(value["shape"], value["dtype"])
    return {key: _read(item) for key, item in value.items()}


def _named(path):
    """The function 'module:name': of `custom_objects`, else of its module.

    Raises: ValueError if neither has it.
    """
    module, _, name = path.partition(":")
    function = keras.saving.get_registered_object(name)
    if function is None:
        try:
            function = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            raise ValueError(
                f"The wrapped function {path} of this file is not there.\n"
                f"  keras.models.load_model(path, custom_objects={{{name!r}: the_function}})"
            ) from None
    return function
