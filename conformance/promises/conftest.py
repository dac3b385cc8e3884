"""Which promises pytest leaves out: their programs still show differences to be looked into.

``python -m conformance report`` tries them all.
"""

collect_ignore = [
    "test_errors.py",
    "test_initialization.py",
    "test_interleaving.py",
    "test_sessions.py",
    "test_variables.py",
]
