"""What TensorFlow's own upgrade script, ``tf_upgrade_v2``, knows of a symbol or a call.

Its tables come with TensorFlow; they are asked, not copied.

>>> Upgrades().renamed("log"), Upgrades().renamed("placeholder")
('math.log', None)
"""

from __future__ import annotations

import ast
import functools
import re

from tf1shim import _tf

_LAYOUT = re.compile(r"^\(Manual (edit|check)( may be)? required\)\s*|\s*\n\s*")

# Calls that the script keeps as they are only if this argument is a constant.
_LOOKED_INTO = {"device": (0, (ast.Constant, ast.JoinedStr))}


class Upgrades:
    """The tables of ``tf_upgrade_v2``, by the paths of symbols below ``tensorflow``."""

    def __init__(self):
        self._spec = _tf.upgrade_tables()

    def renamed(self, symbol: str) -> str | None:
        """TensorFlow 2's name of the same thing; None where that is in ``tf.compat.v1`` only."""
        new = self._spec.symbol_renames.get(f"tf.{symbol}", "").removeprefix("tf.")
        return None if not new or new.startswith("compat.") else new

    def keeps_v1(self, symbol: str) -> bool:
        """True where the script writes ``tf.compat.v1`` instead."""
        new = self._spec.symbol_renames.get(f"tf.{symbol}", "")
        return new.startswith("tf.compat.v1.")

    def arguments(self, symbol: str) -> dict[str, str | None]:
        """TensorFlow 2's names of arguments; None for those that it no longer takes."""
        table = self._spec.function_keyword_renames
        return {**table.get(f"*.{symbol.rpartition('.')[2]}", {}), **table.get(f"tf.{symbol}", {})}

    def warning(self, symbol: str, call: ast.Call | None) -> str:
        """What the script says of the symbol, and of the arguments of this call; or ""."""
        said = [self._spec.function_warnings.get(f"tf.{symbol}")]
        if call is not None:
            names = {keyword.arg for keyword in call.keywords}
            about = self._spec.function_arg_warnings.get(f"tf.{symbol}", {})
            for (name, index), warning in about.items():
                if name in names or (index is not None and index < len(call.args)):
                    said.append(warning)
        return " ".join(_text(message, symbol) for _, message in filter(None, said))

    def of_module(self, symbol: str) -> str:
        """What the script says of the module that the symbol is in; or ""."""
        parts = symbol.split(".")
        for end in range(len(parts), 0, -1):
            found = self._spec.module_deprecations.get("tf." + ".".join(parts[:end]))
            if found:
                return _text(found[1], symbol)
        return ""

    def edits(self, symbol: str, call: ast.Call) -> bool:
        """True where the script would name or check the arguments of this call."""
        order = self._spec.function_reorders.get(f"tf.{symbol}", ())
        if symbol in _LOOKED_INTO:
            index, kind = _LOOKED_INTO[symbol]
            return len(call.args) > index and not isinstance(call.args[index], kind)
        return any(order[: len(call.args)])


@functools.cache
def tables() -> Upgrades:
    """The tables, loaded once."""
    return Upgrades()


def _text(message, symbol):
    message = _LAYOUT.sub(" ", message.replace("<function name>", f"tf.{symbol}"))
    return re.sub(r"\s+", " ", message).strip()
