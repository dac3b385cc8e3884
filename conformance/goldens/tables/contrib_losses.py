"""``tf.contrib.losses``."""

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def inputs(tf, *shape):
    """A trainable variable with probabilities, and labels 0 or 1."""
    p = tf.get_variable("p", initializer=0.4 * ramp(*shape) + 0.5)
    return p + 0.0, tf.constant((ramp(*shape) > 0).astype(np.float32))


def add(name, weights=1.0, shape=(4, 3), suffix="", **arguments):
    """Adds a case of the loss `name` of predictions and labels of `shape`."""

    def program(tf):
        p, labels = inputs(tf, *shape)
        kwargs = dict(arguments)
        if weights is not None:
            kwargs["weights"] = tf.constant(weights) if isinstance(weights, np.ndarray) else weights
        return {"loss": getattr(tf.contrib.losses, name)(p, labels, **kwargs)}

    program.__name__ = name + suffix
    table.case(program)


ROW = np.array([0.5, 0.0, 2.0, 1.0], np.float32)
for loss in ("absolute_difference", "mean_squared_error", "log_loss", "sigmoid_cross_entropy",
             "softmax_cross_entropy", "mean_pairwise_squared_error"):
    add(loss)
    add(loss, 0, suffix="_weight_0")
    add(loss, ROW, suffix="_per_example")
    add(loss, ROW[:, None], suffix="_column", scope="mine")
for loss in ("absolute_difference", "mean_squared_error", "log_loss", "sigmoid_cross_entropy"):
    add(loss, np.abs(ramp(4, 3)), suffix="_per_element")
    add(loss, np.abs(ramp(2, 3)), (2, 3, 4), suffix="_rank_3")
add("log_loss", epsilon=0.1, suffix="_epsilon")
add("sigmoid_cross_entropy", label_smoothing=0.1, suffix="_smooth")
add("softmax_cross_entropy", label_smoothing=0.1, suffix="_smooth")
add("hinge_loss", None)
add("hinge_loss", None, scope="mine", suffix="_scope")
add("cosine_distance", axis=1)
add("cosine_distance", ROW, dim=1, suffix="_dim")
add("cosine_distance", suffix="_without_axis")
add("cosine_distance", axis=1, dim=1, suffix="_both")
add("mean_squared_error", np.abs(ramp(3)), suffix="_wrong_weights")


@table.case
def sparse_softmax_cross_entropy(tf):
    p, _ = inputs(tf, 4, 3)
    labels = tf.constant([[0], [2], [1], [1]], tf.int64)
    return {
        "one": tf.contrib.losses.sparse_softmax_cross_entropy(p, labels),
        "two": tf.contrib.losses.sparse_softmax_cross_entropy(p, labels, ROW, scope="again"),
    }


@table.case
def compute_weighted_loss(tf):
    losses = tf.constant([1, 2, 6])
    return {
        "int": tf.contrib.losses.compute_weighted_loss(losses),
        "list": tf.contrib.losses.compute_weighted_loss([1.0, 2.0, 3.0], [1, 0, 1]),
        "scope": tf.contrib.losses.compute_weighted_loss([1.0, 2.0], 2.0, "mine"),
    }


@table.case
def unknown_rank(tf):
    return tf.contrib.losses.compute_weighted_loss(tf.placeholder(tf.float32))


@table.case
def unknown_rank_of_weights(tf):
    return tf.contrib.losses.compute_weighted_loss([1.0], tf.placeholder(tf.float32))


@table.case
def unknown_rank_of_differences(tf):
    x = tf.placeholder(tf.float32)
    return tf.contrib.losses.mean_pairwise_squared_error(x, x)


@table.case
def weights_none(tf):
    return tf.contrib.losses.compute_weighted_loss([1.0], None)


@table.case
def shapes_differ(tf):
    return tf.contrib.losses.mean_squared_error(tf.zeros([2, 3]), tf.zeros([3, 2]))


@table.case
def total(tf):
    losses = tf.contrib.losses
    p, labels = inputs(tf, 4, 3)
    with tf.name_scope("a"):
        losses.log_loss(p, labels)
    with tf.contrib.framework.arg_scope([losses.add_loss], loss_collection=None):
        losses.mean_squared_error(p, labels)
    losses.add_loss(tf.constant(1.0), "others")
    tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, tf.constant(0.25, name="b/r"))
    return {
        "total": losses.get_total_loss(),
        "without": losses.get_total_loss(add_regularization_losses=False, name="mine"),
        "losses": losses.get_losses(),
        "named": losses.get_losses("a"),
        "others": losses.get_losses(loss_collection="others"),
        "regularization": losses.get_regularization_losses(),
        "none": losses.get_regularization_losses("a"),
    }


@table.case
def total_of_nothing(tf):
    return tf.contrib.losses.get_total_loss()
