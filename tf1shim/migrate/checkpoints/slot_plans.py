"""For each Keras optimizer, the names of its slots in a TF1 checkpoint."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Mapping

from tf1shim.migrate.checkpoints import messages, slot_names, slots
from tf1shim.migrate.checkpoints.holders import Weight, trainable_weights
from tf1shim.migrate.checkpoints.slot_names import nth

_AVERAGE = "ExponentialMovingAverage"


@dataclasses.dataclass
class Plan:
    """One optimizer: what it trains, and TF1's names of its slots and powers."""

    optimizer: object
    kind: slots.Kind
    #: What it trains, in its order, and whether it has made its variables for that.
    trained: list[Weight]
    is_built: bool
    #: Of those the ones that are moved, with their names in the checkpoint.
    pairs: list[tuple[Weight, str]]
    #: Whether the name was given, not found.
    is_asked: bool
    scope: str = ""
    base: str = ""
    powers_scope: str | None = None
    #: ``{(number of the pair, number of the slot): name}``
    names: dict[tuple[int, int], str] = dataclasses.field(default_factory=dict)
    #: The names of beta1_power that it may have, the likeliest first.
    powers: list[str] = dataclasses.field(default_factory=list)
    refused: list[str] = dataclasses.field(default_factory=list)

    @property
    def slots(self):
        """The slots that TF1's optimizer has, in its order."""
        return self.kind.in_tf1(self.optimizer)

    def entries(self):
        """Of each slot of each part: the name, the slot, the weight, its place in the optimizer."""
        place = {id(weight.variable): n for n, weight in enumerate(self.trained)}
        for (number, which), name in self.names.items():
            weight = self.pairs[number][0]
            yield name, self.slots[which], weight, place[id(weight.variable)]


def plans(optimizer, holder, weights, pairs, keys=None):
    """A `Plan` for each optimizer.

    Args: `optimizer` one of Keras, a list of them in the order in which the TF1 program made its
    own (None for an Adam that stays behind), or a dict of TF1's names for them ("scope/Adam");
    `keys` the names in a checkpoint, or None for the names that TF1 would give.
    Raises: TypeError, ValueError where TF1's names leave open which is meant.
    """
    made, taken = [], collections.Counter()
    for asked, found in _entries(optimizer):
        if found is None:
            made.append(None)
            continue
        kind = slots.kind_of(found)
        trained = slots.trained_by(found, weights)
        is_built = trained is not None
        if not is_built:
            trained = trainable_weights(holder, weights)
        ids = {id(weight.variable) for weight in trained}
        moved = [pair for pair in pairs if id(pair[0].variable) in ids]
        plan = Plan(found, kind, trained, is_built, moved, is_asked=asked is not None)
        plan.refused += slots.differences(found, kind)
        if asked:
            scope, slash, plan.base = asked.rpartition("/")
            plan.powers_scope = plan.scope = scope + slash
            if keys is not None and not _has_slots(plan, keys):
                plan.scope = ""  # a name scope, which slots do not take, only powers
        else:
            plan.scope, plan.base = _chosen(plan, keys, {key for _, key in pairs})
        _name_slots(plan, keys, taken)
        made.append(plan)
    _check_counts(made, keys, taken)
    _name_powers(made, keys)
    return [plan for plan in made if plan is not None]


def _entries(optimizer):
    if isinstance(optimizer, Mapping):
        return list(optimizer.items())
    return [(None, o) for o in (optimizer if isinstance(optimizer, (list, tuple)) else [optimizer])]


def _chosen(plan, keys, own):
    """Scope and name under which the checkpoint has the slots; TF1's own name if it has none."""
    name, default = plan.kind.name, ("", plan.kind.name)
    if keys is None or not plan.pairs:
        return default
    weights = sorted({key for _, key in plan.pairs})
    found = slot_names.heads(keys, weights, own)
    fitting = sorted(head for head in found if head[1] == name)
    if not plan.slots:
        if fitting:
            plan.refused.append(
                f"{plan.optimizer.name} keeps nothing, but the checkpoint has slots of TF1's {name}"
                f"Optimizer ({fitting[0][0]}{weights[0]}/{name}): give it the same momentum"
            )
        return default
    if not fitting:
        fitting = sorted(
            (scope, base)
            for scope, base in found
            if base != _AVERAGE
            and len(slot_names.series(keys, scope, weights[0], base)) == len(plan.slots)
        )
    if len(fitting) > 1:
        raise messages.several_optimizers(plan.optimizer.name, [s + base for s, base in fitting])
    return fitting[0] if fitting else default


def _has_slots(plan, keys):
    return all(slot_names.series(keys, plan.scope, key, plan.base) for _, key in plan.pairs)


def _name_slots(plan, keys, taken):
    parts = collections.defaultdict(list)
    for number, (_, key) in enumerate(plan.pairs):
        parts[key].append(number)
    for key, numbers in parts.items():
        place = (plan.scope, plan.base, key)
        start, count = taken[place], len(plan.slots)
        names = slot_names.series(keys, plan.scope, key, plan.base) if keys is not None else []
        for slot in range(count):
            known = names[start + slot : start + slot + 1]
            name = known[0] if known else f"{plan.scope}{key}/{_default(plan, start + slot)}"
            plan.names.update({(number, slot): name for number in numbers})
        taken[place] += count


def _default(plan, number):
    """TF1's name for the slot `number` where the checkpoint does not have it."""
    match = re.fullmatch(rf"({re.escape(plan.kind.name)})_(\d+)", plan.base)
    return nth(match[1], int(match[2]) + number) if match else nth(plan.base, number)


def _check_counts(made, keys, taken):
    """More slots than the optimizer has, or fewer: TF1's was another one, or there were several."""
    for plan in made:
        if plan is None or keys is None or not plan.slots:
            continue
        for _, key in plan.pairs:
            found = slot_names.series(keys, plan.scope, key, plan.base)
            count = taken[plan.scope, plan.base, key]
            if found and len(found) != count and not (plan.is_asked and len(found) > count):
                plan.refused.append(
                    f"{plan.optimizer.name} would have {count} slots of each variable, but the "
                    f"checkpoint has {len(found)}: {', '.join(found)}; TF1's optimizer had other "
                    "arguments (centered=True?), or there were several: optimizer=[first, second]"
                )
                break


def _name_powers(made, keys):
    """Which beta1_power is whose: those in one scope are numbered in the order of making."""
    found = slot_names.powers(keys) if keys is not None else {}
    places, left = collections.Counter(), 0
    for plan in made:
        if plan is None:
            left += 1
        elif plan.kind.has_powers:
            plan.powers_scope = _powers_scope(plan, found)
            plan.powers = [nth("beta1_power", places[plan.powers_scope] + left)]
            places[plan.powers_scope] += 1
    for plan in made:
        if plan is None or not plan.kind.has_powers:
            continue
        scope = plan.powers_scope
        if places[scope] == 1 and not left and len(found.get(scope, ())) > 1:
            plan.powers = [nth("beta1_power", number) for number in found[scope]]
        plan.powers = [scope + name for name in plan.powers]


def _powers_scope(plan, found):
    """The scope of the powers: the slots' own, or the one that there is."""
    scope = plan.scope if plan.powers_scope is None else plan.powers_scope
    if scope in found or not found:
        return scope
    if len(found) > 1:
        names = [f"{scope}beta1_power" for scope in sorted(found)]
        raise messages.several_optimizers(plan.optimizer.name, names)
    return next(iter(found))
