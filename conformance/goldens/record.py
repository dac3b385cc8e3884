"""Records what TensorFlow 1.15.5 makes of the tables.

``python -m conformance.goldens [TABLE ...]`` starts this file on TensorFlow 1.15.5 (Python 3.7).
For each table it writes, to `data/`, the facts (.json), the numbers (.npz) and a checkpoint with
the variables' values (.ckpt).
"""

import importlib
import json
import os
import sys
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data")


def tables():
    """The names of all tables."""
    files = os.listdir(os.path.join(HERE, "tables"))
    return sorted(f[:-3] for f in files if f.endswith(".py") and not f.startswith("_"))


def record(name):
    """Writes the goldens of the table `name`."""
    import numpy as np
    import tensorflow as tf

    from conformance.goldens.cases import outcome

    table = importlib.import_module("conformance.goldens.tables." + name).table
    facts, arrays, weights = {}, {}, {}
    for case in table.cases.values():
        try:
            made = outcome(case, tf)
        except Exception:
            print("%s.%s cannot be run:" % (name, case.name))
            raise
        facts[case.name] = made.facts
        for key, value in made.arrays.items():
            kind, _, rest = key.partition("/")
            if kind == "weight":
                weights[case.name + "/" + rest] = value
            elif kind != "initial" or case.seeded:
                arrays[case.name + "//" + key] = value
        shown = made.facts.get("raises") or "%d outputs" % len(made.facts["outputs"])
        print("%s.%s: %s" % (name, case.name, shown))
    with open(os.path.join(DATA, name + ".json"), "w") as stream:
        # A line for each case: a change of one shows as one.
        lines = (
            "%s: %s" % (json.dumps(k), json.dumps(v, sort_keys=True)) for k, v in facts.items()
        )
        stream.write("{\n" + ",\n".join(lines) + "\n}\n")
    np.savez_compressed(os.path.join(DATA, name + ".npz"), **arrays)
    save(os.path.join(DATA, name + ".ckpt"), weights)


def save(path, values):
    """Writes a checkpoint of TensorFlow's format with `values`, a dict of arrays."""
    import tensorflow as tf

    for old in (path + ".index", path + ".data-00000-of-00001"):
        if os.path.exists(old):
            os.remove(old)
    tf.reset_default_graph()
    names = sorted(values)
    if names:
        tensors = [tf.constant(values[n]) for n in names]
        with tf.Session() as sess:
            sess.run(
                tf.raw_ops.SaveV2(
                    prefix=path,
                    tensor_names=names,
                    shape_and_slices=[""] * len(names),
                    tensors=tensors,
                )
            )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    import tensorflow

    tensorflow.compat.v1.logging.set_verbosity("ERROR")
    sys.path.insert(0, os.path.dirname(os.path.dirname(HERE)))
    for wanted in sys.argv[1:] or tables():
        record(wanted)
