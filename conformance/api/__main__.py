"""``python -m conformance.api [MODULE ...]``: the names TF1 had, and what is wrong with each."""

import sys

from conformance.api.names import NAMES, by_module, demand, problem


def main(modules):
    """Prints a line per module; with `modules`, a line per problem in them."""
    if modules:
        for module in modules:
            for name in by_module()[module]:
                wrong = problem(name)
                if wrong:
                    print(f"{demand().get(name, 0):3}  {name}  {wrong}")
        return
    print(f"{'module':32} {'names':>6} {'resolve':>8} {'differ':>7} {'demand':>7} {'met':>6}")
    totals = [0] * 5
    for module, names in sorted(by_module().items()):
        problems = {name: problem(name) or "" for name in names}
        missing = {name for name, text in problems.items() if text.startswith("missing")}
        wanted = sum(demand().get(name, 0) for name in names)
        met = wanted - sum(demand().get(name, 0) for name in missing)
        row = [len(names), len(names) - len(missing),
               sum(bool(t) for t in problems.values()) - len(missing), wanted, met]  # fmt: skip
        totals = [a + b for a, b in zip(totals, row)]
        print(f"{module:32} {row[0]:6} {row[1]:8} {row[2]:7} {row[3]:7} {row[4]:6}")
    print(f"{'all':32} {totals[0]:6} {totals[1]:8} {totals[2]:7} {totals[3]:7} {totals[4]:6}")
    assert totals[0] == len(NAMES)


if __name__ == "__main__":
    main(sys.argv[1:])
