"""What tf1shim promises about TensorFlow 1, checked against TensorFlow 1."""

from importlib.metadata import version

#: The TensorFlow whose wording and arguments the tables of reviewed differences are of.
REVIEWED = "2.21"


def is_reviewed():
    """True if the installed TensorFlow is the one that those tables are of."""
    return version("tensorflow").startswith(REVIEWED + ".")
