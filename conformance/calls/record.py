"""Records what TensorFlow 1.15.5 makes of the tables: ``python -m conformance.calls [TABLE ...]``
starts this file there (Python 3.7).
"""

import json
import os
import sys
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))


def record(table):
    """Writes `data/TABLE.json`: a line for each program."""
    import tensorflow as tf

    from conformance.calls.calls import outcomes, programs

    lines, calls = [], 0
    for program in programs(table):
        tf.reset_default_graph()
        found = outcomes(tf, program)
        for number, each in enumerate(found):
            refused = each.get("raises") or each.get("fails")
            if refused:
                print(f"{table}: {program[:60]} [{number}]: {refused}")
        calls += len(found)
        lines.append(f"{json.dumps(program)}: {json.dumps(found)}")
    assert len(set(lines)) == len(lines), "a program stands twice"
    with open(os.path.join(HERE, "data", f"{table}.json"), "w") as stream:
        stream.write("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{table}: {calls} calls")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.path[0] = os.path.dirname(os.path.dirname(HERE))
    import tensorflow

    from conformance.calls.calls import tables

    tensorflow.compat.v1.logging.set_verbosity("FATAL")
    for wanted in sys.argv[1:] or tables():
        record(wanted)
