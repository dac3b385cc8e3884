"""The errors of moving weights: TF1's class and first line, then why, and what mends it."""

from __future__ import annotations

from tf1shim import errors
from tf1shim.errors import explained

NO_PATH = "Can't load save_path when it is None."
NO_CHECKPOINT = "The passed save_path is not a valid checkpoint: {path}"
EMPTY_DIRECTORY = "Couldn't find 'checkpoint' file or checkpoints in given directory {path}"
NO_PARENT = "Parent directory of {path} doesn't exist, can't save."
NOT_RESTORED = (
    "Restoring from checkpoint failed. This is most likely due to {cause} from the checkpoint. "
    "Please ensure that you have not altered the graph expected based on the checkpoint. "
    "Original error:\n\n{error}"
)
KEY_MISSING = "a Variable name or other graph key that is missing"
GRAPH_DIFFERS = "a mismatch between the current graph and the graph"
NOT_BUILT = (
    "Weights for model '{name}' have not yet been created. Weights are created when the model is "
    "first called on inputs or `build()` is called with an `input_shape`."
)
SCOPE_TO_NAME = (
    "Assignment map with scope only name {scope} should map to scope only {key}. "
    "Should be 'scope/': 'other_scope/'."
)


def no_holder(value):
    """What was given holds no variables."""
    return TypeError(
        explained(
            f"Expected a module, Keras model, session, or a list or dict of variables, but got "
            f"{type(value)}",
            to_mend_it="pass what has the variables, or {'name in TF1': variable, ...}.",
        )
    )


def no_variables(holder):
    """The holder is empty so far."""
    return ValueError(
        explained(
            f"No variables in {_described(holder)}.",
            usual_cause="variables are made by the first call, and there was none.",
            to_mend_it="call it once on an input of the right shape, then load.",
        )
    )


def not_built(model, unbuilt):
    """A Keras model has not made its weights."""
    inner = "" if unbuilt is model else f"its layer {unbuilt.name!r} is not built."
    return ValueError(
        explained(
            NOT_BUILT.format(name=model.name),
            found=inner,
            to_mend_it="model.build(input_shape), or call the model once, then load.",
        )
    )


def graph_variable(name):
    """A variable of a graph has no value of its own."""
    return ValueError(
        explained(
            f"{name} is a variable of a graph, which has no value outside of a session.",
            to_mend_it="pass the session instead of its variables.",
        )
    )


def one_name(name):
    """Two variables under one name cannot be told apart."""
    return ValueError(
        explained(
            f"Two variables are called {name!r}.",
            usual_cause="variables or layers that were made without a name.",
            to_mend_it="pass a dict: {'name in the checkpoint': variable, ...}.",
        )
    )


def no_path():
    """No path at all."""
    return ValueError(
        explained(NO_PATH, usual_cause="tf.train.latest_checkpoint(directory) found nothing there.")
    )


def no_checkpoint(path, found, instead):
    """There is no checkpoint at `path`; `found` says what is there, `instead` what to pass."""
    return ValueError(explained(NO_CHECKPOINT.format(path=path), found=found, to_mend_it=instead))


def empty_directory(path, found, instead):
    """A directory without a checkpoint."""
    return ValueError(explained(EMPTY_DIRECTORY.format(path=path), found=found, to_mend_it=instead))


def no_parent(path):
    """The directory to save into is not there."""
    return ValueError(
        explained(
            NO_PARENT.format(path=path),
            to_mend_it="os.makedirs(os.path.dirname(path), exist_ok=True)",
        )
    )


def not_loaded(report, mapped):
    """What is missing or does not fit, as TF1 says it; `mapped` if an assignment map was given."""
    rest = f"\n  nothing was loaded; what was found:\n{report}"
    help_ = "\n  to load what fits: load_checkpoint(..., strict=False)"
    if report.missing:
        first = report.missing[0]
        if mapped:
            msg = f"Tensor {first.key} is not found in {report.path} checkpoint"
            return _with(ValueError(msg + rest + help_), report)
        error = f"Key {first.key} not found in checkpoint"
        msg = NOT_RESTORED.format(cause=KEY_MISSING, error=error)
        return _with(errors.NotFoundError(None, None, msg + rest + help_), report)
    if report.mismatched:
        wrong = report.mismatched[0]
        if mapped and wrong.what == "shape":
            msg = (
                f"Shape of variable {wrong.variable}:0 ({wrong.expected}) doesn't match with shape "
                f"of tensor {wrong.key} ({wrong.found}) from checkpoint reader."
            )
            return _with(ValueError(msg + rest + help_), report)
        error = (
            "Assign requires shapes of both tensors to match. "
            f"lhs shape= {wrong.expected} rhs shape= {wrong.found}"
            if wrong.what == "shape"
            else f"tensor_name = {wrong.key}; expected dtype {wrong.expected} does not equal "
            f"original dtype {wrong.found}\n  to convert: load_checkpoint(..., cast=True)"
        )
        msg = NOT_RESTORED.format(cause=GRAPH_DIFFERS, error=error)
        return _with(errors.InvalidArgumentError(None, None, msg + rest + help_), report)
    msg = f"The training would not go on the same: {report.refused[0]}"
    return _with(ValueError(msg + rest + help_), report)


def not_in_map(key, value, near):
    """A name in an assignment map that is neither a variable nor a scope."""
    scope = value.rpartition("/")[0]
    return ValueError(
        explained(
            SCOPE_TO_NAME.format(scope=scope, key=key),
            found=f"no variable {value!r}" + (f"; there are {', '.join(near)}" if near else ""),
            to_mend_it="both sides name a variable, or both a scope, ending in a slash.",
        )
    )


def empty_scope(key, scope, near):
    """A scope in an assignment map without variables."""
    return ValueError(
        explained(
            f"Assignment map: {key!r} goes to scope {scope!r}, which has no variables.",
            there_are=", ".join(near),
        )
    )


def assigned_twice(name, keys):
    """Two entries of an assignment map for one variable."""
    return ValueError(f"Assignment map: {name!r} is given twice, from {' and '.join(keys)}.")


def several_optimizers(name, found):
    """The checkpoint has more than one optimizer that `name` could be."""
    return ValueError(
        explained(
            f"{name} could be any of {len(found)} optimizers of the checkpoint: {', '.join(found)}",
            to_mend_it=(
                "optimizer={'SCOPE/NAME IN TF1': optimizer}, or a list of all, in the order in "
                "which the TF1 program made them, None for those that stay behind."
            ),
        )
    )


def _with(error, report):
    error.report = report
    return error


def _described(holder):
    name = getattr(holder, "name", None)
    return f"{type(holder).__name__} {name!r}" if isinstance(name, str) else type(holder).__name__
