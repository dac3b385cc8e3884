"""Records the public names of TensorFlow 1.15.5 outside contrib and estimator: run it with 1.15.5.

``.venv-tf115/bin/python conformance/api/record_core.py > conformance/api/core.txt``

A line for each name, the names of a module beneath a line of its own::

    [nn]
    relu (features, name=None)
    all_candidate_sampler = random.all_candidate_sampler    another name of the same object
    LSTMCell : keras.layers.Layer                           a class, with the nearest public base
      __call__ (self, inputs, state)                        what it has beyond that base
      state_size property
    SAVERS constant

Of a default value that is no plain data, and of a protocol buffer's message, no more is said.
"""

import enum
import inspect
import os
import sys
import types
import warnings

SKIPPED = ("contrib", "estimator", "pywrap_tensorflow", "compat.v1", "compat.v2")
FUTURE = ("absolute_import", "division", "print_function")


def modules(module, path=""):
    """Yields ``(path, module)`` of the API's modules, `module` first."""
    yield path, module
    for name in sorted(dir(module)):
        found = getattr(module, name)
        inner = path + "." + name if path else name
        if name.startswith("_") or inner in SKIPPED or not isinstance(found, types.ModuleType):
            continue
        if found.__name__.endswith(("v1." + inner, ".platform." + name)):
            yield from modules(found, inner)


def names(module, path):
    """Yields ``(name, object)`` of a module's public names that are no modules."""
    for name in sorted(dir(module)):
        inner = path + "." + name if path else name
        if name.startswith("_") or name in FUTURE or inner in SKIPPED:
            continue
        found = getattr(module, name)
        if not isinstance(found, types.ModuleType):
            yield name, found


def signature(fn):
    """The arguments of `fn` as text."""
    from tensorflow.python.util import tf_decorator

    try:
        found = inspect.signature(fn)
    except (TypeError, ValueError):
        try:
            found = inspect.signature(tf_decorator.unwrap(fn)[1])
        except (TypeError, ValueError):
            return "(...)"
    bare = [p.replace(annotation=p.empty, default=shown(p)) for p in found.parameters.values()]
    return str(inspect.Signature(bare))


def shown(parameter):
    """A parameter's default such that its text is Python; "..." for what is no plain data."""
    value = parameter.default
    if value is parameter.empty or type(value).__name__ == "DType":
        return value
    if isinstance(value, enum.Enum):
        return Text(str(value))
    plain = (bool, int, float, str, bytes, tuple, list, dict, type(None))
    return value if isinstance(value, plain) else Text("...")


class Text:
    """Something whose text is `text`."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def member(value):
    """What a class has under one of its names, as text."""
    if isinstance(value, (classmethod, staticmethod)):
        return signature(value.__func__)
    if isinstance(value, property) or inspect.isdatadescriptor(value):
        return "property"
    return signature(value) if callable(value) and not isinstance(value, type) else "attribute"


def members(cls, base):
    """``{name: text}`` of what `cls` has, and `base` has not or otherwise."""
    if hasattr(cls, "DESCRIPTOR"):
        return {}
    found = {}
    for name in sorted(dir(cls)):
        if name.startswith("_") and name not in ("__init__", "__call__"):
            continue
        try:
            value = inspect.getattr_static(cls, name)
            inherited = inspect.getattr_static(base, name) if base else None
        except AttributeError:
            inherited = None
        if value is not inherited and value is not getattr(object, name, None):
            found[name] = member(value)
    return found


def main():
    """Prints the list."""
    import tensorflow as tf

    every = [
        (path, name, found) for path, module in modules(tf) for name, found in names(module, path)
    ]
    # The shortest of an object's names is its own.
    first = {}
    for path, name, found in sorted(every, key=lambda e: (e[0].count("."), bool(e[0]), e[:2])):
        if callable(found):
            first.setdefault(id(found), path + "." + name if path else name)
    section = None
    for path, name, found in every:
        if path != section:
            section = path
            print(f"[{path}]")
        public = path + "." + name if path else name
        own = first.get(id(found), public)
        if own != public:
            print(f"{name} = {own}")
        elif isinstance(found, type):
            bases = [c for c in found.__mro__[1:] if id(c) in first]
            base = bases[0] if bases else None
            print(name + " :" + (" " + first[id(base)] if base else ""))
            for key, text in members(found, base).items():
                print(f"  {key} {text}")
        elif callable(found):
            print(f"{name} {signature(found)}")
        else:
            print(f"{name} constant")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.path.pop(0)  # the other packages of this directory's names
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    main()
