"""Records where TensorFlow 1.15.5 defined its public names: run it with TensorFlow 1.15.5.

``.venv-tf115/bin/python conformance/api/record_python.py > tf1shim/python/defined.tsv``

A line for each module beneath ``tensorflow.python``, tab, and the
public names that it defines, each as ``name`` or, where they differ, ``name=public.path``.
"""

import importlib
import os
import pkgutil
import sys
import warnings

SKIPPED = ("test", "benchmark", "debug.examples", "debug.cli", "keras", "kernel_tests")


def modules(root):
    """The names of the modules beneath `root` that can be imported."""
    package = importlib.import_module(root)
    yield root, package
    for found in pkgutil.walk_packages(package.__path__, root + ".", onerror=lambda name: None):
        if any(word in found.name for word in SKIPPED):
            continue
        try:
            yield found.name, importlib.import_module(found.name)
        except Exception as error:  # modules for other platforms
            sys.stderr.write(f"{found.name}: {error}\n")


def public(value):
    """The first public path of an object of TensorFlow's v1 API, or None."""
    from tensorflow.python.util import tf_decorator

    names = vars(tf_decorator.unwrap(value)[1]).get("_tf_api_names_v1")
    names = [n for n in names or () if not n.startswith(("estimator", "keras"))]
    return min(names, key=lambda n: (n.count("."), names.index(n))) if names else None


def main():
    """Prints the table."""
    for name, module in modules("tensorflow.python"):
        if "_pb2" in name:
            continue
        found = []
        for key, value in sorted(vars(module).items()):
            path = public(value) if hasattr(value, "__dict__") and callable(value) else None
            if path and getattr(value, "__module__", "").endswith(name.partition(".")[2]):
                found.append(key if key == path else key + "=" + path)
        sys.stdout.write("{}\t{}\n".format(name.partition(".")[2], " ".join(found)))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    main()
