"""`save_checkpoint`: TF2's variables and Keras' optimizers as a checkpoint of TF1."""

from __future__ import annotations

import os
import uuid

import numpy as np
import tensorflow

from tf1shim import _tf, errors
from tf1shim.migrate.checkpoints import messages, slot_names, slots
from tf1shim.migrate.checkpoints.contents import Checkpoint
from tf1shim.migrate.checkpoints.holders import weights_of
from tf1shim.migrate.checkpoints.mapping import assignments
from tf1shim.migrate.checkpoints.slot_plans import plans
from tf1shim.session.sharing import tf2_variable


@_tf.never_converted
def save_checkpoint(
    module,
    path,
    global_step=None,
    *,
    assignment_map=None,
    prefix=None,
    optimizer=None,
    like=None,
    latest_filename="checkpoint",
    write_state=True,
):
    """Saves the variables of a module, model or session as a TF1 checkpoint; returns its path.

    >>> import tempfile, tensorflow
    >>> import tf1shim as tf
    >>> w = tensorflow.Variable([1.0, 2.0], name="net/w")
    >>> path = tf.save_checkpoint([w], tempfile.mkdtemp() + "/model", global_step=7)
    >>> path.endswith("/model-7"), tf.train.list_variables(path)
    (True, [('net/w', [2])])
    >>> v = tf.get_variable("net/w", [2])
    >>> with tf.Session() as sess:
    ...   tf.train.Saver().restore(sess, path)
    ...   print(sess.run(v))
    [1. 2.]

    TF1's ``Saver.restore`` reads it. Of an existing checkpoint nothing is lost if saving fails.

    Args:
      module: what has the variables, as of `load_checkpoint`.
      path: where; its directory must exist.
      global_step: a number, or a variable, that is appended to `path`.
      assignment_map: as of `load_checkpoint`, which with the same one loads what this saved; only
        what it names is saved.
      prefix: a scope for the names in the checkpoint.
      optimizer: Keras optimizers as of `load_checkpoint`, whose slots are saved under TF1's names,
        and their steps as ``beta1_power``, ``beta2_power`` and ``global_step``.
      like: a checkpoint of the TF1 program, whose names for the slots are taken.
      latest_filename: the file in that directory that names the latest checkpoint.
      write_state: whether to write that file.

    Raises: ValueError if the directory does not exist, or an optimizer that would not go on the
    same; TypeError for optimizers that TF1 did not have; tf.errors.FailedPreconditionError for
    variables of a session without a value.
    """
    path = _tf.as_str(os.fspath(path))
    if not os.path.basename(path):
        raise ValueError(f"{path!r} is a directory: give the file a name, {path + 'model.ckpt'!r}")
    if not tensorflow.io.gfile.isdir(os.path.dirname(path) or "."):
        raise messages.no_parent(path)
    with _tf.eager_mode():
        if global_step is not None:
            path = f"{path}-{int(tf2_variable(global_step))}"
        weights = weights_of(module)
        pairs = assignments(weights, assignment_map, prefix)
        tensors = _Tensors()
        for weight, key in pairs:
            tensors.add(key, weight.part, _value(weight))
        if optimizer is not None:
            keys = None if like is None else set(Checkpoint(like).shapes)
            found = plans(optimizer, module, weights, pairs, keys)
            for plan in found:
                _add_optimizer(tensors, plan)
            if "global_step" not in tensors:
                steps = max((_steps(plan.optimizer) for plan in found), default=0)
                tensors.add("global_step", "", np.int64(steps))
        _write(tensors, path)
    if write_state:
        _record(path, latest_filename)
    return path


class _Tensors:
    """The tensors of a checkpoint: each key, or each slice of it, once."""

    def __init__(self):
        self._found = {}

    def add(self, key, part, value):
        if (key, part) in self._found:
            raise messages.one_name(key)
        self._found[key, part] = value

    def __contains__(self, key):
        return (key, "") in self._found

    def columns(self):
        """Keys, slices and values."""
        keys, parts = zip(*self._found)
        return list(keys), list(parts), list(self._found.values())


def _add_optimizer(tensors, plan):
    optimizer = plan.optimizer
    if plan.refused:
        raise ValueError(f"TF1's training would not go on the same: {plan.refused[0]}")
    if not plan.is_built:
        raise ValueError(
            f"{optimizer.name} has no slots yet.\n"
            "  usual cause: it has not trained anything.\n"
            "  to mend it: optimizer.build(variables), or save without it."
        )
    for key, slot, weight, place in plan.entries():
        if slot.in_keras(optimizer):
            variable = slots.slot_variable(optimizer, slot, place)
            value = slot.to_tf1(tensorflow.convert_to_tensor(variable), optimizer)
        else:
            value = tensorflow.zeros(weight.variable.shape, weight.dtype)
        tensors.add(key, weight.part, value)
    for key in plan.powers[:1]:
        steps = _steps(optimizer)
        for name, beta in (("beta1_power", optimizer.beta_1), ("beta2_power", optimizer.beta_2)):
            power = slot_names.powers_after(steps, beta)
            tensors.add(key.replace("beta1_power", name), "", power)


def _steps(optimizer):
    return int(tensorflow.convert_to_tensor(optimizer.iterations))


def _value(weight):
    try:
        return tensorflow.convert_to_tensor(weight.variable)
    except errors.FailedPreconditionError:
        msg = f"Attempting to use uninitialized value {weight.name}"
        help_ = "\n  to mend it: run its initializer in the session, or load a checkpoint, first."
        raise errors.FailedPreconditionError(None, None, msg + help_) from None


def _write(tensors, path):
    """Writes beside `path`, and puts it there when all is written."""
    gfile, ops = tensorflow.io.gfile, tensorflow.raw_ops
    keys, parts, values = tensors.columns()
    aside = f"{path}_temp_{uuid.uuid4().hex}"
    try:
        with tensorflow.device("CPU"):
            prefix = f"{aside}/part-00000-of-00001"
            gfile.makedirs(aside)
            ops.SaveV2(prefix=prefix, tensor_names=keys, shape_and_slices=parts, tensors=values)
            ops.MergeV2Checkpoints(
                checkpoint_prefixes=[prefix], destination_prefix=path, delete_old_dirs=True
            )
    except BaseException:
        if gfile.exists(aside):
            gfile.rmtree(aside)
        raise


def _record(path, latest_filename):
    """Names `path` as the latest in its directory, after those that were there before."""
    directory = os.path.dirname(path)
    state = tensorflow.train.get_checkpoint_state(directory, latest_filename)
    before = [] if state is None else [p for p in state.all_model_checkpoint_paths if p != path]
    _tf.update_checkpoint_state(directory, path, [*before, path], latest_filename)
