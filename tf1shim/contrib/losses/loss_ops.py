"""The losses of ``tf.contrib.losses``: predictions first, and a mean over the present elements."""

import tf1shim as tf
from tf1shim.contrib.framework import add_arg_scope


@add_arg_scope
def add_loss(loss, loss_collection=tf.GraphKeys.LOSSES):
    """Adds a loss to a collection; does nothing if `loss_collection` is None.

    >>> import tf1shim as tf
    >>> tf.contrib.losses.add_loss(tf.constant(2.0, name="mine"))
    >>> [t.name for t in tf.get_collection(tf.GraphKeys.LOSSES)]
    ['mine:0']
    """
    if loss_collection:
        tf.add_to_collection(loss_collection, loss)


def get_losses(scope=None, loss_collection=tf.GraphKeys.LOSSES):
    """The losses of a collection, those whose name starts with `scope` if it is given."""
    return tf.get_collection(loss_collection, scope)


def get_regularization_losses(scope=None):
    """The regularization losses, those whose name starts with `scope` if it is given."""
    return tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES, scope)


def get_total_loss(add_regularization_losses=True, name="total_loss"):
    """The sum of all losses, with the regularization losses unless told otherwise.

    >>> import tf1shim as tf
    >>> tf.contrib.losses.add_loss(tf.constant(2.0))
    >>> tf.contrib.losses.add_loss(tf.constant(3.0))
    >>> with tf.Session() as sess:
    ...     float(sess.run(tf.contrib.losses.get_total_loss()))
    5.0

    Raises:
        ValueError: There is none.
    """
    losses = get_losses()
    if add_regularization_losses:
        losses += get_regularization_losses()
    return tf.add_n(losses, name=name)


def compute_weighted_loss(losses, weights=1.0, scope=None):
    """The mean of `losses` over the elements whose weight is not zero, added to the losses.

    >>> import tf1shim as tf
    >>> loss = tf.contrib.losses.compute_weighted_loss([2.0, 4.0, 6.0], [1.0, 0.0, 2.0])
    >>> with tf.Session() as sess:
    ...     float(sess.run(loss))
    7.0

    Args:
        losses: ``[batch, d1, ... dN]``, of any number type; the result has the same.
        weights: A scalar, or ``[batch, d1, ... dK]`` with K at most N; a last dimension of 1 is
            left out. Each weight counts for all elements beneath it.
        scope: The name scope.

    Raises:
        ValueError: The rank of either is unknown.
    """
    with tf.name_scope(scope, "weighted_loss", [losses, weights]):
        losses = tf.convert_to_tensor(losses)
        kind = losses.dtype
        losses = tf.cast(losses, tf.float32)
        weights = tf.cast(tf.convert_to_tensor(weights), tf.float32)
        _check_rank("losses", losses)
        _check_rank("weights", weights)
        if weights.get_shape().ndims > 1 and weights.get_shape().dims[-1].is_compatible_with(1):
            weights = tf.squeeze(weights, [-1])
        total = tf.reduce_sum(_scale_losses(losses, weights))
        mean = tf.div_no_nan(total, _num_present(losses, weights), name="value")
        mean = tf.cast(mean, kind)
        add_loss(mean)
        return mean


def absolute_difference(predictions, labels=None, weights=1.0, scope=None):
    """The weighted mean of ``|predictions - labels|``.

    >>> import tf1shim as tf
    >>> predictions, labels = tf.constant([1.0, 5.0]), tf.constant([2.0, 2.0])
    >>> loss = tf.contrib.losses.absolute_difference(predictions, labels)
    >>> with tf.Session() as sess:
    ...     loss.name, float(sess.run(loss))
    ('absolute_difference/value:0', 2.0)

    Raises:
        ValueError: The shapes of predictions and labels differ, or weights do not fit.
    """
    return _of_floats(
        "absolute_difference", lambda p, y: tf.abs(p - y), predictions, labels, weights, scope
    )


def mean_squared_error(predictions, labels=None, weights=1.0, scope=None):
    """The weighted mean of ``(predictions - labels) ** 2``; raises as `absolute_difference`."""
    return _of_floats(
        "mean_squared_error", tf.squared_difference, predictions, labels, weights, scope
    )


def log_loss(predictions, labels=None, weights=1.0, epsilon=1e-7, scope=None):
    """The weighted mean of the log loss of probabilities; raises as `absolute_difference`.

    `epsilon` is added to what the logarithm is taken of.
    """

    def loss(p, y):
        return -tf.multiply(y, tf.log(p + epsilon)) - tf.multiply(1 - y, tf.log(1 - p + epsilon))

    return _of_floats("log_loss", loss, predictions, labels, weights, scope)


def cosine_distance(predictions, labels=None, axis=None, weights=1.0, scope=None, dim=None):
    """The weighted mean of 1 minus the dot product along `axis`, of vectors of length 1.

    `dim` is the old name of `axis`.

    Raises:
        ValueError: Both or none of `axis` and `dim` are given; or as `absolute_difference`.
    """
    if dim is not None:
        if axis is not None:
            raise ValueError("Cannot specify both 'dim' and 'axis'")
        axis = dim
    if axis is None:
        raise ValueError("You must specify 'axis'.")

    def loss(p, y):
        return 1 - tf.reduce_sum(tf.multiply(p, y), axis=[axis])

    return _of_floats("cosine_distance_loss", loss, predictions, labels, weights, scope)


def hinge_loss(logits, labels=None, scope=None):
    """The hinge loss of each element: neither weighted nor added to the losses.

    `labels` are 0 or 1, `logits` above 0 for a prediction of 1.
    """
    with tf.name_scope(scope, "hinge_loss", [logits, labels]) as scope:
        logits.get_shape().assert_is_compatible_with(labels.get_shape())
        labels = tf.cast(labels, tf.float32)
        ones = tf.ones_like(labels)
        return tf.nn.relu(ones - (2 * labels - ones) * logits)


def sigmoid_cross_entropy(logits, multi_class_labels, weights=1.0, label_smoothing=0, scope=None):
    """The weighted mean of the sigmoid cross entropy of independent classes.

    `label_smoothing`, if above 0, moves the labels towards 1/2.

    Raises:
        ValueError: The shapes of logits and labels differ, or weights do not fit.
    """
    values = [logits, multi_class_labels, weights]
    with tf.name_scope(scope, "sigmoid_cross_entropy_loss", values) as scope:
        logits.get_shape().assert_is_compatible_with(multi_class_labels.get_shape())
        labels = tf.cast(multi_class_labels, logits.dtype)
        if label_smoothing > 0:
            labels = labels * (1 - label_smoothing) + 0.5 * label_smoothing
        losses = tf.nn.sigmoid_cross_entropy_with_logits(
            labels=labels, logits=logits, name="xentropy"
        )
        return compute_weighted_loss(losses, weights, scope=scope)


def softmax_cross_entropy(logits, onehot_labels, weights=1.0, label_smoothing=0, scope=None):
    """The weighted mean of the softmax cross entropy with one-hot labels.

    >>> import tf1shim as tf
    >>> logits, labels = tf.zeros([3, 4]), tf.one_hot([0, 1, 2], 4)
    >>> loss = tf.contrib.losses.softmax_cross_entropy(logits, labels)
    >>> with tf.Session() as sess:
    ...     round(float(sess.run(loss)), 3)
    1.386

    `label_smoothing`, if above 0, moves the labels towards 1 / classes.

    Raises:
        ValueError: The shapes of logits and labels differ, or weights do not fit.
    """
    values = [logits, onehot_labels, weights]
    with tf.name_scope(scope, "softmax_cross_entropy_loss", values) as scope:
        logits.get_shape().assert_is_compatible_with(onehot_labels.get_shape())
        labels = tf.cast(onehot_labels, logits.dtype)
        if label_smoothing > 0:
            classes = tf.cast(tf.shape(labels)[1], logits.dtype)
            labels = labels * (1.0 - label_smoothing) + label_smoothing / classes
        losses = tf.nn.softmax_cross_entropy_with_logits(
            labels=labels, logits=logits, name="xentropy"
        )
        return compute_weighted_loss(losses, weights, scope=scope)


def sparse_softmax_cross_entropy(logits, labels, weights=1.0, scope=None):
    """The weighted mean of the softmax cross entropy with class numbers.

    `labels` is ``[batch]`` or ``[batch, 1]``, of int32 or int64.
    """
    values = [logits, labels, weights]
    with tf.name_scope(scope, "sparse_softmax_cross_entropy_loss", values) as scope:
        labels = tf.reshape(labels, shape=[tf.shape(labels)[0]])
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=labels, logits=logits, name="xentropy"
        )
        return compute_weighted_loss(losses, weights, scope=scope)


def mean_pairwise_squared_error(predictions, labels=None, weights=1.0, scope=None):
    """The weighted sum, over the batch, of how pairs of elements of an example differ.

    For each example: the mean of ``((p[i] - p[j]) - (y[i] - y[j])) ** 2`` over its pairs.

    Raises:
        ValueError: The shapes of predictions and labels differ, or a rank is unknown.
    """
    values = [predictions, labels, weights]
    with tf.name_scope(scope, "mean_pairwise_squared_error", values) as scope:
        predictions, labels = _floats(predictions, labels)
        weights = tf.cast(tf.convert_to_tensor(weights), tf.float32)
        diffs = predictions - labels
        _check_rank("diffs", diffs)
        _check_rank("weights", weights)
        axis = list(range(1, diffs.get_shape().ndims))
        present = _num_present(diffs, weights, per_batch=True)
        squares = tf.reduce_sum(tf.square(diffs), axis=axis)
        square = tf.square(tf.reduce_sum(diffs, axis=axis))
        term1 = 2.0 * tf.div_no_nan(squares, present, name="value")
        term2 = 2.0 * tf.div_no_nan(square, tf.square(present), name="value")
        loss = _scale_losses(term1 - term2, weights)
        loss = tf.where(tf.reduce_sum(present) > 0, loss, tf.zeros_like(loss), name="value")
        add_loss(loss)
        return loss


def _of_floats(name, loss, predictions, labels, weights, scope):
    """The weighted mean of ``loss(predictions, labels)``, both as float32."""
    with tf.name_scope(scope, name, [predictions, labels, weights]) as scope:
        losses = loss(*_floats(predictions, labels))
        return compute_weighted_loss(losses, weights, scope=scope)


def _floats(predictions, labels):
    predictions.get_shape().assert_is_compatible_with(labels.get_shape())
    return tf.cast(predictions, tf.float32), tf.cast(labels, tf.float32)


def _check_rank(what, tensor):
    if tensor.get_shape().ndims is None:
        raise ValueError(f"{what}.get_shape().ndims cannot be None")


def _scale_losses(losses, weights):
    """The sum of `losses`, each times the weight that it is beneath."""
    axis = list(range(weights.get_shape().ndims, losses.get_shape().ndims))
    return tf.reduce_sum(tf.multiply(tf.reduce_sum(losses, axis=axis), weights))


def _num_present(losses, weights, per_batch=False):
    """How many elements of `losses` have a weight that is not zero, in all or for each example."""
    rank = weights.get_shape().ndims
    if rank == 0:
        batch = tf.reshape(tf.slice(tf.shape(losses), [0], [1]), [])
        each = tf.cast(tf.size(losses), tf.float32) / tf.cast(batch, tf.float32)
        each = tf.where(tf.equal(weights, 0), 0.0, each)
        each = tf.ones(tf.reshape(batch, [1])) * each
    else:
        nonzero = tf.cast(tf.not_equal(weights, 0), tf.float32)
        beneath = tf.reduce_prod(tf.slice(tf.shape(losses), [rank], [-1]))
        each = tf.reduce_sum(nonzero, axis=list(range(1, rank)))
        each = each * tf.cast(beneath, tf.float32)
    return each if per_batch else tf.reduce_sum(each)
