"""`load_checkpoint`: TF1's checkpoints into TF2's variables and Keras' optimizers."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable

import numpy as np
import tensorflow

from tf1shim import _tf, errors
from tf1shim.migrate.checkpoints import messages, slot_names, slots
from tf1shim.migrate.checkpoints.contents import Checkpoint
from tf1shim.migrate.checkpoints.holders import weights_of
from tf1shim.migrate.checkpoints.mapping import assignments
from tf1shim.migrate.checkpoints.report import (
    LoadReport,
    Mismatch,
    Missing,
    Restored,
    advice,
    near_names,
    unused_of,
)
from tf1shim.migrate.checkpoints.slot_plans import plans
from tf1shim.session.sharing import tf2_variable

# Looking for similar names takes time; more of them help nobody.
_HINTS = 20


@_tf.never_converted
def load_checkpoint(
    module,
    path,
    assignment_map=None,
    prefix=None,
    optimizer=None,
    *,
    strict=True,
    cast=False,
):
    """Loads a TF1 checkpoint into the variables of a module, model or session; returns a report.

    >>> import tempfile, tensorflow
    >>> import tf1shim as tf
    >>> w = tensorflow.Variable([1.0, 2.0], name="net/w")
    >>> path = tf.save_checkpoint([w], tempfile.mkdtemp() + "/model")
    >>> new = tensorflow.Variable([0.0, 0.0], name="new/w")
    >>> report = tf.load_checkpoint([new], path, assignment_map={"net/": "new/"})
    >>> new.numpy().tolist(), report.ok, [entry.key for entry in report.restored]
    ([1.0, 2.0], True, ['net/w'])

    If anything fails, no variable has changed.

    Args:
      module: what has ``.variables`` (a ``tf.Module``, a Keras model or layer that is built), a
        session, or a list or dict (name -> variable) of TF2 or Keras variables. A Keras variable's
        name is its path.
      path: a checkpoint of either format of TF1, or a directory with one; also TF2's object-based
        checkpoints, by the names that their variables had.
      assignment_map: what ``tf.train.init_from_checkpoint`` takes; only what it names is loaded.
      prefix: a scope that the names have in the checkpoint.
      optimizer: a Keras optimizer (Adam, SGD, RMSprop, Adagrad, Adadelta, Ftrl) that is to go on
        as TF1's did: its slots and its number of steps are loaded too. Several: a list in the order
        in which the TF1 program made them, or a dict, {name in TF1: optimizer}.
      strict: False loads what fits and lists in the report what does not.
      cast: converts where the checkpoint has another dtype.

    Returns: a report with `restored`, `slots`, `missing`, `mismatched`, `refused`, `unused`,
    `untouched`, `notes` and `ok`; ``print(report)`` shows a table. An error has it as `.report`.

    Raises: ValueError if there is no checkpoint, no variable, or an optimizer that would not go on
    the same; tf.errors.NotFoundError for a variable that the checkpoint has not, and
    tf.errors.InvalidArgumentError for another shape or dtype, as ``Saver.restore`` does (with an
    `assignment_map` ValueError, as ``init_from_checkpoint`` does).
    """
    with _tf.eager_mode():
        checkpoint = Checkpoint(path)
        weights = weights_of(module)
        pairs = assignments(weights, assignment_map, prefix)
        load = _Load(checkpoint, cast)
        for weight, key in pairs:
            load.weight(weight, key)
        chosen = {id(weight.variable) for weight, _ in pairs}
        left = [weight.name for weight in weights if id(weight.variable) not in chosen]
        load.report.untouched += dict.fromkeys(left)
        if optimizer is not None:
            for plan in plans(optimizer, module, weights, pairs, set(checkpoint.shapes)):
                load.optimizer(plan)
        report = load.finished()
        if strict and not report.ok:
            raise messages.not_loaded(report, assignment_map is not None)
        load.run()
    return report


@dataclasses.dataclass
class _Step:
    """One tensor on its way into a variable, which may be made only when all is known to fit."""

    key: str
    part: str
    dtype: tensorflow.DType
    variable: Callable
    convert: Callable


class _Load:
    """Finds out what there is to do, all of it, and then does it."""

    def __init__(self, checkpoint, cast):
        self.checkpoint = checkpoint
        self.cast = cast
        self.report = LoadReport(checkpoint.path)
        self._builds, self._steps, self._used = [], [], set()
        self._values = []
        self._optimizers = 0

    def weight(self, weight, key):
        """Plans the loading of one weight."""
        self._add(weight.name, weight, key, self.report.restored, lambda: weight.variable)

    def optimizer(self, plan):
        """Plans the loading of one optimizer."""
        self._optimizers += 1
        optimizer, kind = plan.optimizer, plan.kind
        self.report.refused += plan.refused
        self.report.notes += slots.remarks(optimizer, kind)
        if not plan.is_built:
            self._builds.append((optimizer, [weight.variable for weight in plan.trained]))
        for key, slot, weight, place in plan.entries():
            self._used.add(key)
            if slot.in_keras(optimizer):
                self._slot(optimizer, slot, weight, place, key)
        self._steps_made(plan)

    def _slot(self, optimizer, slot, weight, place, key):
        self._add(
            f"{optimizer.name}/{weight.name}/{slot.name}",
            weight,
            key,
            self.report.slots,
            lambda: slots.slot_variable(optimizer, slot, place),
            lambda value: slot.to_keras(value, optimizer),
            slot.how,
        )

    def _add(self, label, weight, key, done, variable, convert=None, how=""):
        shape, dtype = weight.shape, weight.dtype
        if key not in self.checkpoint:
            _append(self.report.missing, Missing(label, key, _listed(shape), dtype.name))
            return
        self._used.add(key)
        found, is_dtype = self.checkpoint.shapes[key], self.checkpoint.dtypes[key]
        if not shape.is_compatible_with(found):
            wrong = Mismatch(label, key, "shape", _listed(shape), _listed(found))
            _append(self.report.mismatched, wrong)
            return
        if is_dtype != dtype:
            if not self.cast or tensorflow.string in (is_dtype, dtype):
                wrong = Mismatch(label, key, "dtype", dtype.name, is_dtype.name)
                _append(self.report.mismatched, wrong)
                return
            how = f"from {is_dtype.name}" + (f", {how}" if how else "")
        self._steps.append(_Step(key, weight.part, dtype, variable, convert or (lambda v: v)))
        _append(done, Restored(label, key, _listed(found), dtype.name, how))

    def _steps_made(self, plan):
        """Plans the number of steps: of Adam from its powers, else the global step."""
        optimizer = plan.optimizer
        total = self._global_step()
        if not plan.kind.has_powers:
            if total is None:
                note = f"{optimizer.name}: no global_step; its steps stay as they are"
                self.report.notes.append(note)
            else:
                self._iterations(optimizer, total, "global_step")
            return
        there = [key for key in plan.powers if key in self.checkpoint]
        if not there:
            entry = Missing(f"{optimizer.name}/iterations", plan.powers[0], (), "float32")
            self.report.missing.append(entry)
            return
        others = [key.replace("beta1_power", "beta2_power") for key in there]
        values = self.checkpoint.read([(key, "") for key in there + others])
        betas = optimizer.beta_1, optimizer.beta_2
        found = {}
        for key, one, two in zip(there, values, values[len(there) :]):
            made = slot_names.steps_from(one, two, *betas, total)
            if made is not None:
                found.setdefault(made, key)
        self._used.update(there, others)
        if len(found) > 1:
            raise messages.several_optimizers(optimizer.name, list(found.values()))
        if not found:
            self.report.refused.append(
                f"{optimizer.name}: beta_1={betas[0]:g}, beta_2={betas[1]:g} never give "
                f"{there[0]}={float(values[0]):g}, {others[0]}={float(values[len(there)]):g}: "
                "TF1's AdamOptimizer had other betas"
            )
            return
        ((made, key),) = found.items()
        if total is not None and total != made and slots.has_schedule(optimizer):
            self.report.refused.append(
                f"{optimizer.name}: {made} steps by {key}, but global_step is {total}; its "
                "learning rate goes by the steps, TF1's went by global_step"
            )
        self._iterations(optimizer, made, key)

    def _iterations(self, optimizer, count, key):
        variable = tf2_variable(optimizer.iterations)
        if not isinstance(variable, tensorflow.Variable):
            return  # with gradient accumulation, which is refused
        dtype = variable.dtype
        if count > dtype.max:
            wrong = Mismatch(f"{optimizer.name}/iterations", key, "dtype", dtype.name, "int64")
            self.report.mismatched.append(wrong)
            return
        self._used.add(key)
        self._values.append((variable, tensorflow.cast(count, dtype)))
        entry = Restored(f"{optimizer.name}/iterations", key, (), dtype.name, f"steps: {count}")
        self.report.slots.append(entry)

    def _global_step(self):
        key = "global_step"
        if key not in self.checkpoint or list(self.checkpoint.shapes[key]):
            return None
        if not self.checkpoint.dtypes[key].is_integer:
            return None
        return int(self.checkpoint.read([(key, "")])[0])

    def finished(self):
        """The report, complete."""
        report = self.report
        for number, entry in enumerate(report.missing[:_HINTS]):
            shape = tensorflow.TensorShape(entry.shape)
            near = near_names(self.checkpoint, entry.key, shape, self._used)
            report.missing[number] = dataclasses.replace(entry, near=near)
        report.unused += unused_of(self.checkpoint, self._used)
        report.notes += advice(report, self.checkpoint, self._optimizers)
        return report

    def run(self):
        """Reads everything, then assigns everything, or nothing."""
        tensors = self.checkpoint.read([(step.key, step.part) for step in self._steps])
        for optimizer, variables in self._builds:
            optimizer.build(variables)
        pairs = [
            (step.variable(), step.convert(tensorflow.cast(tensor, step.dtype)))
            if step.dtype != tensorflow.string
            else (step.variable(), tensor)
            for step, tensor in zip(self._steps, tensors)
        ]
        assign_all(pairs + self._values)


def assign_all(pairs):
    """Assigns to all variables of ``[(variable, value)]``, or, if one refuses, to none."""
    with contextlib.ExitStack() as undo:
        for variable, value in pairs:
            undo.callback(_put_back, variable, _value(variable))
            variable.assign(value)
        undo.pop_all()


def _put_back(variable, value):
    if value is not None:
        variable.assign(value)
    elif _tf.var_is_initialized_op(variable.handle):
        tensorflow.raw_ops.DestroyResourceOp(resource=variable.handle)


def _value(variable):
    """The value of a variable; None if a session has not given it one."""
    try:
        return tensorflow.convert_to_tensor(variable)
    except errors.FailedPreconditionError:
        return None


def _append(entries, entry):
    """Appends; the parts of one variable are one entry."""
    if not (entries and entries[-1] == entry):
        entries.append(entry)


def _listed(shape):
    shape = tensorflow.TensorShape(shape)
    return None if shape.rank is None else tuple(np.array(shape.as_list(), object))
