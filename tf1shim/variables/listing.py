"""The variables of the default graph, by collection."""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.graph import in_graph
from tf1shim.variables.variable import variable_of_value

_KEYS = _tf.v1.GraphKeys


@in_graph
def global_variables(scope=None):
    """The variables that are saved and shared: all but local ones.

    >>> import tf1shim as tf
    >>> a, b = tf.Variable(0, name="a"), tf.get_variable("net/b", [2])
    >>> tf.global_variables() == [a, b], tf.global_variables("net") == [b]
    (True, True)

    `scope` is a regular expression that the start of the name must match.

    Raises: nothing.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/global_variables
    """
    return _collected(_KEYS.GLOBAL_VARIABLES, scope)


@in_graph
def local_variables(scope=None):
    """The variables of this process only: counters of metrics and input pipelines.

    >>> import tf1shim as tf
    >>> n = tf.get_local_variable("n", [])
    >>> tf.local_variables() == [n]
    True

    Raises: nothing.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/local_variables
    """
    return _collected(_KEYS.LOCAL_VARIABLES, scope)


@in_graph
def trainable_variables(scope=None):
    """The variables that optimizers change unless told otherwise.

    >>> import tf1shim as tf
    >>> w, step = tf.Variable(1.0), tf.Variable(0, trainable=False)
    >>> tf.trainable_variables() == [w]
    True

    Raises: nothing.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/trainable_variables
    """
    return _collected(_KEYS.TRAINABLE_VARIABLES, scope)


@in_graph
def model_variables(scope=None):
    """The variables put into ``MODEL_VARIABLES``, which libraries of models fill.

    >>> import tf1shim as tf
    >>> w = tf.get_variable("w", [2], collections=[tf.GraphKeys.MODEL_VARIABLES])
    >>> tf.model_variables() == [w]
    True

    Raises: nothing.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/model_variables
    """
    return _collected(_KEYS.MODEL_VARIABLES, scope)


@in_graph
def moving_average_variables(scope=None):
    """The variables of which `ExponentialMovingAverage` keeps averages.

    >>> import tf1shim as tf
    >>> w = tf.Variable(1.0)
    >>> tf.add_to_collection(tf.GraphKeys.MOVING_AVERAGE_VARIABLES, w)
    >>> tf.moving_average_variables() == [w]
    True

    Raises: nothing.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/moving_average_variables
    """
    return _collected(_KEYS.MOVING_AVERAGE_VARIABLES, scope)


def _collected(key, scope):
    return _tf.get_default_graph().get_collection(key, scope)


@in_graph
def get_global_step(graph=None):
    """The variable that counts the steps, or None: that of the collection or named 'global_step'.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> step = tf.Variable(0, name="global_step", trainable=False)
    >>> tf.train.get_global_step() is step
    True

    Differences from TF1: one found by its name is the variable; TF1 gave a reference to it.
    Raises: TypeError if what is found is no scalar integer, or the collection has several.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/train/get_global_step
    """
    found = _tf.v1.train.get_global_step(graph)
    named = variable_of_value(found)
    return found if named is None else named
