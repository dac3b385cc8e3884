"""`HParams`: a set of hyperparameters with their types, and the text that overrides them."""

from __future__ import annotations

import json
import numbers
import re

from tf1shim.missing import Absence, MissingSymbolError

# ``name=value``, ``name[1]=value`` or ``name=[value,value]``, and a comma unless it is the last.
PARAM_RE = re.compile(
    r"(?P<name>[a-zA-Z][\w.]*)(\[\s*(?P<index>\d+)\s*\])?\s*=\s*"
    r"((?P<val>[^,\[]*)|\[(?P<vals>[^\]]*)\])($|,\s*)"
)
_BOOLS = {"true": True, "True": True, "false": False, "False": False}
_PROTO = Absence("its protocol buffer, HParamDef, went with tf.contrib", "to_json, parse_json")


def parse_values(values, type_map, ignore_unknown=False):
    """The values in a text ``a=1,b=[2,3],c[0]=x``, as `type_map` says their types.

    >>> import tf1shim as tf
    >>> parse = tf.contrib.training.parse_values
    >>> parse("rate=0.1, sizes=[1,2], on=true", {"rate": float, "sizes": int, "on": bool})
    {'rate': 0.1, 'sizes': [1, 2], 'on': True}
    >>> parse("a[1]=x,a[3]=y", {"a": str})
    {'a': {1: 'x', 3: 'y'}}

    Names that `type_map` has not are an error, or left out with `ignore_unknown`.

    Raises:
        ValueError: The text is malformed, a name is unknown or given twice, or a value is not of
            its type.
    """
    found = {}
    position = 0
    while position < len(values):
        match = PARAM_RE.match(values, position)
        if match is None:
            raise ValueError(f"Malformed hyperparameter value: {values[position:]}")
        position = match.end()
        name = match["name"]
        if name in type_map:
            _add_value(found, match, type_map[name], values)
        elif not ignore_unknown:
            raise ValueError(f"Unknown hyperparameter type for {name}")
    return found


def _add_value(found, match, kind, values):
    """Adds to the dict `found` what one `match` of the text `values` says."""
    name, index, text = match["name"], match["index"], match["val"]

    def parse(word):
        try:
            return _parse_bool(word) if kind is bool else kind(word)
        except ValueError:
            shown = word if kind is bool or text is not None else match["vals"]
            raise ValueError(
                f"Could not parse hparam '{name}' of type '{kind.__name__}' "
                f"with value '{shown}' in {values}"
            ) from None

    if text is None:
        if index is not None:
            raise ValueError("Assignment of a list to a list index.")
        _refuse_second(name in found, name, values)
        found[name] = [parse(word) for word in re.split("[ ,]", match["vals"]) if word]
        return
    value = parse(text)
    if index is None:
        _refuse_second(name in found, name, values)
        found[name] = value
    else:
        items = found.setdefault(name, {})
        _refuse_second(not isinstance(items, dict), name, values)
        _refuse_second(int(index) in items, f"{name}[{int(index)}]", values)
        items[int(index)] = value


def _parse_bool(word):
    return _BOOLS[word] if word in _BOOLS else bool(int(word))


def _refuse_second(second, name, values):
    if second:
        raise ValueError(f"Multiple assignments to variable '{name}' in {values}")


def _cast(name, kind, value):
    """`value` as the type `kind`, if that loses nothing."""
    if type(value) is kind or issubclass(kind, type(None)):
        return value
    text = (str, bytes)
    refused = (
        (issubclass(kind, text) and not isinstance(value, text))
        or issubclass(kind, bool) != isinstance(value, bool)
        or (issubclass(kind, numbers.Integral) and not isinstance(value, numbers.Integral))
        or (issubclass(kind, numbers.Number) and not isinstance(value, numbers.Number))
    )
    if refused:
        raise ValueError(f"Could not cast hparam '{name}' of type '{kind}' from value {value!r}")
    return kind(value)


class HParams:
    """Hyperparameters as attributes, each of the type of its first value.

    >>> import tf1shim as tf
    >>> hparams = tf.contrib.training.HParams(rate=0.1, units=[128, 64], act="relu")
    >>> hparams.parse("rate=0.5,units=[32]")
    HParams([('act', 'relu'), ('rate', 0.5), ('units', [32])])
    >>> hparams.rate, "act" in hparams, hparams.get("other", 3)
    (0.5, True, 3)
    >>> hparams.set_hparam("rate", "fast")
    Traceback (most recent call last):
      ...
    ValueError: Could not cast hparam 'rate' of type '<class 'float'>' from value 'fast'

    `model_structure` is any object to keep with them. There is no ``HParamDef`` protocol buffer
    here: `hparam_def`, `to_proto` and `from_proto` raise `tf.MissingSymbolError`.
    """

    _HAS_DYNAMIC_ATTRIBUTES = True  # Tells type checkers that other attributes exist.

    def __init__(self, hparam_def=None, model_structure=None, **kwargs):
        self._hparam_types = {}
        self._model_structure = model_structure
        if hparam_def:
            self.from_proto(hparam_def)
        for name, value in kwargs.items():
            self.add_hparam(name, value)

    def add_hparam(self, name, value):
        """Adds a hyperparameter; a list or tuple is one with many values of one type.

        Raises:
            ValueError: There is an attribute of this name, or the list is empty.
        """
        if getattr(self, name, None) is not None:
            raise ValueError(f"Hyperparameter name is reserved: {name}")
        is_list = isinstance(value, (list, tuple))
        if is_list and not value:
            raise ValueError(f"Multi-valued hyperparameters cannot be empty: {name}")
        self._hparam_types[name] = (type(value[0]) if is_list else type(value), is_list)
        setattr(self, name, value)

    def set_hparam(self, name, value):
        """Gives a hyperparameter a value, cast to its type.

        Raises:
            KeyError: There is none of this name.
            ValueError: The value is not of its type, or a list where it is none, or none where
                it is one.
        """
        kind, is_list = self._hparam_types[name]
        if isinstance(value, list):
            if not is_list:
                raise ValueError(f"Must not pass a list for single-valued parameter: {name}")
            value = [_cast(name, kind, item) for item in value]
        elif is_list:
            raise ValueError(f"Must pass a list for multi-valued parameter: {name}.")
        else:
            value = _cast(name, kind, value)
        setattr(self, name, value)

    def del_hparam(self, name):
        """Removes a hyperparameter, if there is one of this name."""
        if hasattr(self, name):
            delattr(self, name)
            del self._hparam_types[name]

    def parse(self, values):
        """Overrides values with those in a text, as `parse_values` reads it; returns itself."""
        kinds = {name: kind for name, (kind, _) in self._hparam_types.items()}
        return self.override_from_dict(parse_values(values, kinds))

    def override_from_dict(self, values_dict):
        """Overrides the values of those in the dict; returns itself."""
        for name, value in values_dict.items():
            self.set_hparam(name, value)
        return self

    def set_from_map(self, values_map):
        """The old name of `override_from_dict`."""
        return self.override_from_dict(values_dict=values_map)

    def set_model_structure(self, model_structure):
        """Keeps an object that describes the model."""
        self._model_structure = model_structure

    def get_model_structure(self):
        """The object that describes the model, or None."""
        return self._model_structure

    def to_json(self, indent=None, separators=None, sort_keys=False):
        """The values as JSON; the arguments are those of ``json.dumps``.

        >>> HParams(b=2, a=[1.5]).to_json(sort_keys=True)
        '{"a": [1.5], "b": 2}'
        """
        return json.dumps(self.values(), indent=indent, separators=separators, sort_keys=sort_keys)

    def parse_json(self, values_json):
        """Overrides the values of those in a JSON object; returns itself."""
        return self.override_from_dict(json.loads(values_json))

    def values(self):
        """The values by name, in the order in which they were added."""
        return {name: getattr(self, name) for name in self._hparam_types}

    def get(self, key, default=None):
        """The value of a hyperparameter, `default` if there is none of this name.

        Raises:
            ValueError: There is one and `default` is not of its type.
        """
        if key not in self._hparam_types:
            return default
        if default is not None:
            self._check_default(key, default)
        return getattr(self, key)

    def _check_default(self, key, default):
        kind, is_list = self._hparam_types[key]
        shown = f"list<{kind}>" if is_list else str(kind)
        text = f"Hparam '{key}' of type '{shown}' is incompatible with default={default}"
        if is_list != isinstance(default, list):
            raise ValueError(text)
        try:
            for value in default if is_list else [default]:
                _cast(key, kind, value)
        except ValueError as e:
            raise ValueError(f"{text}. {e}") from None

    def __contains__(self, key):
        return key in self._hparam_types

    def __str__(self):
        return ",".join(f"{name}={value}" for name, value in self.values().items())

    def __repr__(self):
        return f"{type(self).__name__}({sorted(self.values().items())})"

    def to_proto(self, export_scope=None):
        """Raises `tf.MissingSymbolError`: there is no ``HParamDef`` here."""
        raise MissingSymbolError("contrib.training.HParams.to_proto", _PROTO)

    @staticmethod
    def from_proto(hparam_def, import_scope=None):
        """Raises `tf.MissingSymbolError`: there is no ``HParamDef`` here."""
        raise MissingSymbolError("contrib.training.HParams.from_proto", _PROTO)
