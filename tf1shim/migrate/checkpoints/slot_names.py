"""What the slots of an optimizer are called in a checkpoint, and how many steps it has made."""

from __future__ import annotations

import re

import numpy as np

_POWER = re.compile(r"(?P<scope>(?:.*/)?)beta1_power(?:_(?P<number>\d+))?$")
_TINY = np.finfo(np.float32).tiny


def nth(name, number):
    """TF1's name for the `number`-th thing that is called `name`: w, w_1, w_2.

    >>> nth("Adam", 0), nth("Adam", 1)
    ('Adam', 'Adam_1')
    """
    return f"{name}_{number}" if number else name


def series(keys, scope, weight, base):
    """The names in `keys` of the slots that are numbered from `base` on.

    >>> series({"w/Adam", "w/Adam_1", "w/Adam_3"}, "", "w", "Adam")
    ['w/Adam', 'w/Adam_1']
    """
    match = re.fullmatch(r"(.*)_(\d+)", base)
    # "Adam_2" goes on with "Adam_3", unless it is a name of its own, with "Adam_2_1".
    if match and f"{scope}{weight}/{nth(base, 1)}" not in keys:
        stem, number = match[1], int(match[2])
    else:
        stem, number = base, 0
    found = []
    while (name := f"{scope}{weight}/{nth(stem, number)}") in keys:
        found.append(name)
        number += 1
    return found


def heads(keys, weights, own):
    """``{(scope, base)}`` of all series that every one of `weights` has in `keys`.

    `own` are the names of variables that are no slots.
    """
    slots = {}
    for key in set(keys) - set(own):
        stem, _, base = key.rpartition("/")
        parts = stem.split("/")
        for n in range(len(parts)):
            scope = "".join(f"{part}/" for part in parts[:n])
            slots.setdefault("/".join(parts[n:]), set()).add((scope, base))
    found = set.intersection(*(slots.get(weight, set()) for weight in weights))
    return {(scope, base) for scope, base in found if (scope, _before(base)) not in found}


def _before(base):
    """The name before `base` in its series: Adam_1 of Adam_2, Adam of Adam_1."""
    stem, _, number = base.rpartition("_")
    return nth(stem, int(number) - 1) if stem and number.isdigit() else None


def powers(keys):
    """``{scope: [number, ...]}`` of the names of beta1_power that have their beta2_power."""
    found = {}
    for key in keys:
        match = _POWER.fullmatch(key)
        if match and key.replace("beta1_power", "beta2_power") in keys:
            found.setdefault(match["scope"], []).append(int(match["number"] or 0))
    return {scope: sorted(numbers) for scope, numbers in found.items()}


def steps_from(power1, power2, beta1, beta2, global_step=None):
    """How many steps Adam has made; None if its betas never gave these powers.

    >>> steps_from(0.9**4, 0.999**4, 0.9, 0.999)
    3
    >>> steps_from(0.9**4, 0.999**4, 0.95, 0.999) is None
    True

    TF1 multiplies a 32-bit number once a step. So beta1's power vanishes after 830 steps, and
    beta2's is a little off after many; where both leave it open, `global_step` decides.
    """
    low, high = -0.01, np.inf
    for power, beta in ((float(power1), beta1), (float(power2), beta2)):
        beta = float(np.float32(beta))
        if not 0.0 < beta < 1.0:
            if power not in (0.0, 1.0):
                return None
            continue
        if power < _TINY:  # vanished, or about to
            low = max(low, np.log(_TINY) / np.log(beta) - 1.5)
            continue
        steps = np.log(power) / np.log(beta) - 1
        slack = 0.01 + (steps + 1) * 1.2e-7 / -np.log(beta)
        low, high = max(low, steps - slack), min(high, steps + slack)
    if np.floor(high) < low:
        return None
    if global_step is not None and low <= global_step <= high:
        return int(global_step)
    return int(np.ceil(low) if np.isinf(high) else np.rint((low + high) / 2))


def powers_after(steps, beta):
    """TF1's beta power after `steps` steps, a 32-bit number.

    >>> print(powers_after(0, 0.9))
    0.9
    """
    return np.float32(float(np.float32(beta)) ** (steps + 1))
