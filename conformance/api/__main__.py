"""The names TF1 had that TensorFlow 2 removed: ``python -m conformance.api [MODULE ...]``.

Without arguments a line per module, as README.md has them; with modules, a line per name of theirs
that is missing or has other arguments.
"""

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
        print("| module | names | uses |\n|---|---|---|")
        for row in rows():
            print(f"| {row.module} | {row.resolve} / {row.names} | {row.met} / {row.wanted} |")


if __name__ == "__main__":
    main(sys.argv[1:])
