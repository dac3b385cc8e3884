"""TensorFlow's v1 optimizers, such that a subclass may override what TF1 called.

For a TF1 variable an optimizer called ``_apply_dense`` and ``_apply_sparse``; for the resource
variables that we have TensorFlow calls ``_resource_apply_dense`` and ``_resource_apply_sparse``.
A legacy subclass overrides only the first two.
"""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.graph.bound import bound_class
from tf1shim.variables.variable import variable_of_value

v1 = _tf.v1


class LegacyApply:
    """Sends an update to the method that the user's class overrides.

    Its own ``_apply_*`` are what ``super()._apply_dense(grad, var)`` reaches: the update of
    TensorFlow's class.
    """

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """Applies the gradients; `global_step` may be ``get_tensor_by_name("global_step:0")``."""
        named = variable_of_value(global_step)
        step = global_step if named is None else named
        return super().apply_gradients(grads_and_vars, step, name)

    def _apply_dense(self, grad, var):
        return super()._resource_apply_dense(grad, var)

    def _apply_sparse(self, grad, var):
        return super()._resource_apply_sparse(grad.values, var, grad.indices)

    def _apply_sparse_duplicate_indices(self, grad, var):
        return super()._resource_apply_sparse_duplicate_indices(grad.values, var, grad.indices)

    def _resource_apply_dense(self, grad, var):
        if self._is_legacy("_apply_dense", "_resource_apply_dense"):
            return self._apply_dense(grad, var)
        return super()._resource_apply_dense(grad, var)

    def _resource_apply_sparse(self, grad, var, indices):
        if self._is_legacy("_apply_sparse", "_resource_apply_sparse"):
            return self._apply_sparse(_slices(grad, var, indices), var)
        return super()._resource_apply_sparse(grad, var, indices)

    def _resource_apply_sparse_duplicate_indices(self, grad, var, indices):
        if self._is_legacy(
            "_apply_sparse_duplicate_indices", "_resource_apply_sparse_duplicate_indices"
        ):
            return self._apply_sparse_duplicate_indices(_slices(grad, var, indices), var)
        return super()._resource_apply_sparse_duplicate_indices(grad, var, indices)

    def _is_legacy(self, name, resource_name):
        """True if the user's class overrides the method `name`, and not its resource kind."""
        cls = type(self)
        return getattr(cls, name) is not getattr(LegacyApply, name) and getattr(
            cls, resource_name
        ) is getattr(LegacyApply, resource_name)


def _slices(values, variable, indices):
    return _tf.IndexedSlices(values, indices, v1.shape(variable))


def _with_legacy_apply(cls):
    body = {"__module__": __name__, "__doc__": cls.__doc__, "__qualname__": cls.__name__}
    bound = bound_class(type(cls.__name__, (LegacyApply, cls), body))
    # What TensorFlow itself makes of `cls` is an instance too.
    bound._tf1shim_original = cls
    return bound


#: The optimizers of TF1, by name.
OPTIMIZERS = {
    f"train.{name}": _with_legacy_apply(cls)
    for name, cls in vars(v1.train).items()
    if isinstance(cls, type) and issubclass(cls, v1.train.Optimizer)
}
