"""One value that a checkpoint keeps as several."""

import functools

import tf1shim as tf
from tf1shim import _tf


def split_dependency(
    component_names, component_dtypes, fill_save_buffer_fn, consume_restore_buffer_fn, device
):
    """Objects by name, each of which a checkpoint keeps as if it were a variable.

    >>> split = split_dependency(["a"], [tf.float32], lambda buffer: None, lambda buffer: None, "")
    >>> list(split)
    ['a']

    Args: `component_names` and, in their order, `component_dtypes`; `fill_save_buffer_fn(buffer)`
    puts the tensors to save into a dict, by these names; `consume_restore_buffer_fn(buffer)`
    takes the restored ones from a dict and returns the op that restores (None in eager code);
    `device` on which both run. Raises: AssertionError when only some of the objects are saved
    or restored, and it is noticed.
    """
    together = _Together(len(component_names), fill_save_buffer_fn, consume_restore_buffer_fn)
    return {
        name: _Component(together, name, dtype, device)
        for name, dtype in zip(component_names, component_dtypes, strict=False)
    }


class _Together:
    """What the components share: the values that some have, and others still wait for."""

    def __init__(self, size, fill, consume):
        self._size, self._fill, self._consume = size, fill, consume
        self._to_save = {}
        self._restored = {}

    def save(self, component):
        name = component.name
        if name not in self._to_save:
            if self._to_save:
                raise AssertionError(_unsynchronized(component, "saved"))
            self._fill(self._to_save)
        return self._to_save.pop(name)

    def restore(self, component, tensor):
        if component.name in self._restored:
            raise AssertionError(_unsynchronized(component, "restored"))
        self._restored[component.name] = tensor
        if len(self._restored) < self._size:
            return tf.no_op()
        restored, self._restored = self._restored, {}
        return self._consume(restored)


def _unsynchronized(component, done):
    return (
        f"Split dependency {component.name} ({component}) unsynchronized. Split dependencies "
        f"must be {done} together."
    )


class _Component(_tf.Trackable):
    def __init__(self, together, name, dtype, device):
        self.together = together
        self.name = name
        self._dtype = dtype
        self._device = device

    def _gather_saveables_for_checkpoint(self):
        saveable = functools.partial(_Saveable, self, self._dtype, self._device)
        return {_tf.VARIABLE_VALUE_KEY: saveable}


class _Saveable(_tf.SaveableObject):
    def __init__(self, component, dtype, device, name):
        self._component = component
        save = functools.partial(component.together.save, component)
        super().__init__(save, [_tf.SaveSpec(save, "", name, dtype, device)], name)

    def restore(self, restored_tensors, restored_shapes):
        """Hands its one tensor on; the last component's restores."""
        (tensor,) = restored_tensors
        return self._component.together.restore(self._component, tensor)
