"""The names that TF1 had: ``python -m conformance.api [MODULE ...]``.

Without arguments a line per module, as README.md has them; with modules, a line per name of theirs
that is missing or has other arguments.
"""

import sys

from conformance.api.names import by_module, demand, problems, rows


def main(modules):
    """Prints a line per module; with `modules`, a line per problem in them."""
    for module in modules:
        for name in by_module()[module]:
            for member, wrong in problems(name).items():
                print(f"{demand().get(name, 0):3}  {name} {member}  {wrong}")
    if not modules:
        print("| module | names | uses |\n|---|---|---|")
        for row in rows():
            print(row)


if __name__ == "__main__":
    main(sys.argv[1:])
