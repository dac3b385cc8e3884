"""What the layers share: their variables' names and collections, and the order of their ends."""

import functools

import tf1shim as tf
from tf1shim.contrib.framework.variables import model_variable
from tf1shim.contrib.layers.initializers import xavier_initializer
from tf1shim.contrib.layers.utils import collect_named_outputs, get_variable_collections

DATA_FORMAT_NCHW = "NCHW"
DATA_FORMAT_NHWC = "NHWC"
DATA_FORMAT_NCDHW = "NCDHW"
DATA_FORMAT_NDHWC = "NDHWC"

# The layers' default initializers.
XAVIER = xavier_initializer()
ZEROS = tf.zeros_initializer()

# What of a variable `tf.layers` asks for; the rest, such as constraints, was dropped in TF1 too.
_KEPT = frozenset(
    "shape dtype initializer regularizer trainable collections caching_device partitioner "
    "use_resource synchronization aggregation".split()
)
DENSE_NAMES = {"bias": "biases", "kernel": "weights"}
SEPARABLE_NAMES = {
    "bias": "biases",
    "depthwise_kernel": "depthwise_weights",
    "pointwise_kernel": "pointwise_weights",
}


def _model_variable_getter(getter, name, rename=None, **asked):
    """A custom getter that makes model variables; `rename` has their last names' replacements."""
    path, slash, last = name.rpartition("/")
    return model_variable(
        path + slash + (rename or {}).get(last, last),
        custom_getter=getter,
        **{"dtype": None, **{k: v for k, v in asked.items() if k in _KEPT}},
    )


def _build_variable_getter(rename=None):
    return functools.partial(_model_variable_getter, rename=rename)


def layer_scope(scope, default_name, inputs, reuse=None, rename=None):
    """The variable scope of a layer of `tf.layers`: its variables become model variables."""
    getter = _build_variable_getter(rename)
    return tf.variable_scope(scope, default_name, [inputs], reuse=reuse, custom_getter=getter)


def _add_variable_to_collections(variable, collections_set, collections_name):
    """Adds a variable, or the parts of a partitioned one, to the collections for its name."""
    for collection in get_variable_collections(collections_set, collections_name) or []:
        for var in [variable] if isinstance(variable, tf.Variable) else variable:
            if var not in tf.get_collection(collection):
                tf.add_to_collection(collection, var)


def collect_variables(collections, **variables):
    """Adds each variable that there is to the collections for its name."""
    for name, variable in variables.items():
        if variable is not None:
            _add_variable_to_collections(variable, collections, name)


def finished(outputs, alias, collections, activation_fn, normalizer_fn=None, params=None):
    """`outputs` normalized, then activated, then collected."""
    if normalizer_fn is not None:
        outputs = normalizer_fn(outputs, **(params or {}))
    if activation_fn is not None:
        outputs = activation_fn(outputs)
    return collect_named_outputs(collections, alias, outputs)


def channels_format(data_format, *allowed):
    """``channels_first`` or ``channels_last``.

    Raises: ValueError if the format is none of those allowed.
    """
    if allowed and data_format not in allowed:
        raise ValueError(f"data_format has to be either {' or '.join(allowed)}.")
    return "channels_first" if (data_format or "").startswith("NC") else "channels_last"
