"""A notebook of TensorFlow 1 code: ``%load_ext tf1shim`` redirects the cells that follow."""

from __future__ import annotations

from tf1shim.migrate.imports import LegacyImports

_NAME = "_tf1shim_imports"


def load(shell, target: str = "tf1shim") -> None:
    """Redirects what the cells of the IPython `shell` import, and the user's modules in turn.

    A second call changes nothing.
    """
    if not hasattr(shell, _NAME):
        imports = LegacyImports(target=target).__enter__()
        setattr(shell, _NAME, imports)
        # Cells run with the builtins that their globals name.
        shell.user_ns["__builtins__"] = imports.builtins


def unload(shell) -> None:
    """Undoes `load`; what the cells imported they keep."""
    imports = shell.__dict__.pop(_NAME, None)
    if imports is not None:
        imports.__exit__()
        del shell.user_ns["__builtins__"]
