"""``python -m conformance.api [MODULE ...]``: the names TF1 had, and what is wrong with each."""

import sys

from conformance.api.names import by_module, demand, problem, rows


def main(modules):
    """Prints a line per module; with `modules`, a line per problem in them."""
    for module in modules:
        for name in by_module()[module]:
            wrong = problem(name)
            if wrong:
                print(f"{demand().get(name, 0):3}  {name}  {wrong}")
    if not modules:
        for row in rows():
            print(f"{row.module:32} {row.names:>6} {row.resolve:>8} {row.wanted:>7} {row.met:>6}")


if __name__ == "__main__":
    main(sys.argv[1:])
