"""`LoadedModule`: what a file's signatures compute, on one set of variables."""

from __future__ import annotations

import tensorflow

from tf1shim.session.callable_module import CallableModule

DEFAULT = "serving_default"


class LoadedModule(CallableModule):
    """What a file of TensorFlow 1 computes: see `tf1shim.load_module`.

    Args: `parts` the `GraphModule`s by signature, `unusable` the errors of those that only a
    session can run; `signature` is the one that the module itself is, or None.
    Raises: FailedPreconditionError if a variable has no value.
    """

    def __init__(self, session, parts, unusable, signature, name):
        super().__init__(name)
        self.session = session
        self._hidden = _Hidden(parts, unusable)
        self._signature = signature
        if signature is not None:
            self.function = parts[signature].function
        found = {v.name: v for part in parts.values() for v in part.variables}
        order = [op.name + ":0" for op in session.graph.get_operations()]
        self._hold([found[n] for n in order if n in found])
        _check_values(self._variables)

    @property
    def signatures(self):
        """The signatures of the file by name: functions of its inputs, by their names."""
        return self._hidden.signatures

    def __call__(self, *args, **kwargs):
        """What the default signature gives, or what the given `outputs` are."""
        if self._signature is None:
            raise ValueError(
                f"The file has several signatures: {', '.join(map(repr, self.signatures))}.\n"
                "  call one:  module.signatures[NAME](...),  or load_module(..., signature=NAME)"
            )
        return self._hidden.parts[self._signature](*args, **kwargs)

    def _tables(self):
        found = {t.name: t for part in self._hidden.parts.values() for t in part._tables()}
        return list(found.values())


class _Hidden:
    """What ``tf.Module`` is not to look into."""

    def __init__(self, parts, unusable):
        self.parts = parts
        self.signatures = Signatures({key: part.function for key, part in parts.items()})
        self.signatures.unusable = unusable


class Signatures(dict):
    """Functions by the name of their signature."""

    def __missing__(self, key):
        if key in self.unusable:
            raise self.unusable[key]
        raise KeyError(key)


def _check_values(variables):
    missing = [
        v.name
        for v in variables
        if not tensorflow.raw_ops.VarIsInitializedOp(resource=v.handle).numpy()
    ]
    if missing:
        raise tensorflow.errors.FailedPreconditionError(
            None,
            None,
            f"Attempting to use uninitialized value {missing[0].removesuffix(':0')}\n"
            f"  without a value in the file: {', '.join(missing)}\n"
            "  give one:  load_module(..., checkpoint=PATH) with a checkpoint that has them",
        )
