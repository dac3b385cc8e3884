"""Which promise pytest leaves out: its programs may still have more than one outcome.

A random number drawn in a run that fails is drawn or not, as it happens, in TensorFlow 1 too;
`Builder.ordered` does not know of that yet. ``python -m conformance report`` tries all.
"""

collect_ignore = ["test_interleaving.py"]
