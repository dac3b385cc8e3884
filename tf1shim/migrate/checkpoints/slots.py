"""Keras optimizers and TF1's: which slot is which, and how their values differ.

What the update rules of both do to a slot is the same but for what `_KINDS` says: then the value
is converted, so that training goes on as it would have.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import tensorflow

from tf1shim.session.sharing import tf2_variable


def _same(value, optimizer):
    return value


def _always(optimizer):
    return True


@dataclasses.dataclass(frozen=True)
class Slot:
    """One slot: TF1's name for it, where Keras keeps it, how each is got from the other."""

    name: str
    keras: str
    to_keras: Callable = _same
    to_tf1: Callable = _same
    #: Whether TF1's optimizer has it, and whether Keras' has, by the optimizer's arguments.
    in_tf1: Callable = _always
    in_keras: Callable = _always
    #: What `to_keras` does, in words.
    how: str = ""


@dataclasses.dataclass(frozen=True)
class Kind:
    """What TF1 calls an optimizer of Keras, and the slots, in the order in which TF1 makes them."""

    name: str
    slots: tuple[Slot, ...]
    #: TF1 keeps powers of beta1 and beta2, where Keras computes them from the number of steps.
    has_powers: bool = False
    #: TF1's default epsilon, where Keras' is another one.
    epsilon: float | None = None

    def in_tf1(self, optimizer):
        """The slots that TF1's optimizer with the same arguments has."""
        return [slot for slot in self.slots if slot.in_tf1(optimizer)]


_KINDS = {
    "Adam": Kind(
        "Adam", (Slot("m", "_momentums"), Slot("v", "_velocities")), has_powers=True, epsilon=1e-8
    ),
    # v -= lr * accum in TF1; Keras adds what it keeps, -lr * accum.
    "SGD": Kind(
        "Momentum",
        (
            Slot(
                "momentum",
                "momentums",
                to_keras=lambda accum, optimizer: -learning_rate(optimizer) * accum,
                to_tf1=lambda kept, optimizer: kept / -learning_rate(optimizer),
                in_tf1=lambda optimizer: bool(optimizer.momentum),
                in_keras=lambda optimizer: bool(optimizer.momentum),
                how="times -learning_rate",
            ),
        ),
    ),
    # TF1 has the momentum slot whether it uses it or not.
    "RMSprop": Kind(
        "RMSProp",
        (
            Slot("rms", "_velocities"),
            Slot(
                "mg",
                "_average_gradients",
                in_tf1=lambda optimizer: optimizer.centered,
                in_keras=lambda optimizer: optimizer.centered,
            ),
            Slot("momentum", "_momentums", in_keras=lambda optimizer: optimizer.momentum > 0),
        ),
        epsilon=1e-10,
    ),
    # TF1 divides by sqrt(accum), Keras by sqrt(accum + epsilon).
    "Adagrad": Kind(
        "Adagrad",
        (
            Slot(
                "accumulator",
                "_accumulators",
                to_keras=lambda accum, optimizer: accum - optimizer.epsilon,
                to_tf1=lambda accum, optimizer: accum + optimizer.epsilon,
                how="minus epsilon",
            ),
        ),
    ),
    "Adadelta": Kind(
        "Adadelta",
        (Slot("accum", "_accumulated_grads"), Slot("accum_update", "_accumulated_delta_vars")),
        epsilon=1e-8,
    ),
    "Ftrl": Kind("Ftrl", (Slot("accum", "_accumulators"), Slot("linear", "_linears"))),
}


def kind_of(optimizer):
    """The `Kind` of an optimizer of Keras 3 or tf_keras.

    Raises: TypeError for anything else, and for optimizers that TF1 did not have.
    """
    classes = type(optimizer).__mro__
    # tf_keras' former optimizers have other update rules.
    is_former = any(cls.__name__ == "OptimizerV2" for cls in classes)
    for cls in () if is_former else classes:
        if cls.__module__.partition(".")[0] in ("keras", "tf_keras") and cls.__name__ in _KINDS:
            return _KINDS[cls.__name__]
    names = ", ".join(f"keras.optimizers.{name}" for name in _KINDS)
    raise TypeError(f"optimizer must be one of {names}, but got {type(optimizer)}")


def learning_rate(optimizer):
    """The learning rate of the next step."""
    return float(tensorflow.convert_to_tensor(optimizer.learning_rate))


def slot_variable(optimizer, slot, place):
    """Keras' variable for `slot` of the variable that the optimizer trains at `place`."""
    return tf2_variable(getattr(optimizer, slot.keras)[place])


def trained_by(optimizer, weights):
    """The weights that `optimizer` was built for, in its order; None if it is not built yet.

    Raises: ValueError if it trains variables that are not among `weights`.
    """
    if not getattr(optimizer, "built", False) and not getattr(optimizer, "_built", False):
        return None
    by_id = {id(weight.variable): weight for weight in weights}
    variables = getattr(optimizer, "_trainable_variables", None)
    if variables is None:  # tf_keras keeps their places alone
        places = optimizer._index_dict
        by_place = {
            places[key]: weight
            for weight in weights
            if (key := optimizer._var_key(weight.variable)) in places
        }
        found, count = [by_place[place] for place in sorted(by_place)], len(places)
    else:
        found = [by_id[id(tf2_variable(v))] for v in variables if id(tf2_variable(v)) in by_id]
        count = len(variables)
    if len(found) < count:
        raise ValueError(
            f"{optimizer.name} trains {count} variables, and only {len(found)} of them are in what "
            "was given.\n  to mend it: pass a list of all that holds variables: [module, ...]"
        )
    return found


def differences(optimizer, kind):
    """Why `optimizer` cannot go on as TF1's does, if it cannot."""
    if getattr(optimizer, "gradient_accumulation_steps", None):
        yield f"{optimizer.name}: gradient_accumulation_steps, which TF1 did not have"
    if getattr(optimizer, "amsgrad", False):
        yield f"{optimizer.name}: amsgrad=True, which TF1's AdamOptimizer did not have"
    if kind.name == "Momentum" and kind.in_tf1(optimizer):
        if has_schedule(optimizer):
            yield (
                f"{optimizer.name}: a learning rate that changes; Keras keeps learning rate times "
                "momentum, TF1 the momentum alone, so they go on alike with a constant one only"
            )
        elif not learning_rate(optimizer):
            yield f"{optimizer.name}: a learning rate of 0, by which Keras multiplies the momentum"


def remarks(optimizer, kind):
    """Where the defaults of TF1 and Keras differ."""
    if kind.epsilon is not None and optimizer.epsilon == 1e-7:
        yield (
            f"{optimizer.name}: epsilon is {optimizer.epsilon:g}, Keras' default; TF1's "
            f"{kind.name}Optimizer has {kind.epsilon:g} if not told otherwise"
        )


def has_schedule(optimizer):
    """True if the learning rate is computed from the number of steps."""
    return isinstance(optimizer.get_config()["learning_rate"], dict)
