"""The op that trains a model, what is done to its gradients, and the loop that runs it."""

from __future__ import annotations

import tf1shim as tf

USE_GLOBAL_STEP = 0  # The default of `global_step`: the graph's own.


def create_train_op(
    total_loss,
    optimizer,
    global_step=USE_GLOBAL_STEP,
    update_ops=None,
    variables_to_train=None,
    transform_grads_fn=None,
    summarize_gradients=False,
    gate_gradients=tf.train.Optimizer.GATE_OP,
    aggregation_method=None,
    colocate_gradients_with_ops=False,
    check_numerics=True,
):
    """A tensor that trains when it is evaluated, and is the loss.

    >>> import tf1shim as tf
    >>> w = tf.get_variable("w", initializer=4.0)
    >>> train_op = tf.contrib.training.create_train_op(
    ...     w * w, tf.train.GradientDescentOptimizer(0.25))
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     print(train_op.name, sess.run(train_op), sess.run([w, tf.train.get_global_step()]))
    train_op/control_dependency:0 16.0 [np.float32(2.0), np.int64(1)]

    The update ops (of batch normalization, for example) run first: those of ``UPDATE_OPS``, or
    the given `update_ops`. Then come gradients of `variables_to_train` (all trainable ones),
    ``transform_grads_fn(grads_and_vars)``, summaries if `summarize_gradients`, the `optimizer`,
    and `global_step` counts; None counts none. With `check_numerics` a loss that is no number is
    an error. The tensor is added to the collection ``TRAIN_OP``.
    """
    if global_step is USE_GLOBAL_STEP:
        global_step = tf.train.get_or_create_global_step()
    of_graph = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    update_ops = _unique(of_graph if update_ops is None else update_ops)
    if not {id(op) for op in of_graph} <= {id(op) for op in update_ops}:
        tf.logging.warning(
            "update_ops in create_train_op does not contain all the update_ops in "
            "GraphKeys.UPDATE_OPS"
        )
    if update_ops:
        with tf.control_dependencies(update_ops):
            barrier = tf.no_op(name="update_barrier")
        total_loss = with_dependencies([barrier], total_loss)

    if variables_to_train is None:
        variables_to_train = tf.trainable_variables()
    else:
        trainable = tf.trainable_variables()
        assert all(v.trainable or v in trainable for v in variables_to_train)
    assert variables_to_train

    grads = optimizer.compute_gradients(
        total_loss,
        variables_to_train,
        gate_gradients=gate_gradients,
        aggregation_method=aggregation_method,
        colocate_gradients_with_ops=colocate_gradients_with_ops,
    )
    if transform_grads_fn:
        grads = transform_grads_fn(grads)
    if summarize_gradients:
        with tf.name_scope("summarize_grads"):
            add_gradients_summaries(grads)
    updates = optimizer.apply_gradients(grads, global_step=global_step)
    with tf.name_scope("train_op"):
        if check_numerics:
            total_loss = tf.check_numerics(total_loss, "LossTensor is inf or nan")
        train_op = with_dependencies([updates], total_loss)
    tf.add_to_collection(tf.GraphKeys.TRAIN_OP, train_op)
    return train_op


def with_dependencies(dependencies, tensor, name=None):
    """`tensor`, once the ops in `dependencies` have run."""
    with tf.name_scope(name, "control_dependency", [*dependencies, tensor]) as name:
        with tf.colocate_with(tensor), tf.control_dependencies(dependencies):
            return tf.identity(tensor, name=name)


def _unique(ops):
    return list({id(op): op for op in ops}.values())


def add_gradients_summaries(grads_and_vars):
    """A histogram and the norm of each gradient, as summaries; returns them.

    >>> import tf1shim as tf
    >>> w = tf.get_variable("w", [2])
    >>> [s.name for s in tf.contrib.training.add_gradients_summaries([(tf.ones([2]), w)])]
    ['w_gradient:0', 'w_gradient_norm:0']
    """
    return summarize_gradients_with("_", grads_and_vars)


def summarize_gradients_with(separator, grads_and_vars):
    """`add_gradients_summaries`, with this between the variable's name and the summary's."""
    summaries = []
    for grad, var in grads_and_vars:
        if grad is None:
            tf.logging.info("Var %s has no gradient", var.op.name)
            continue
        name, values = f"{var.op.name}{separator}gradient", _values(grad)
        summaries.append(tf.summary.histogram(name, values))
        summaries.append(tf.summary.scalar(f"{name}_norm", tf.global_norm([values])))
    return summaries


def clip_gradient_norms(gradients_to_variables, max_norm):
    """The pairs of gradient and variable, each gradient's norm clipped to `max_norm`."""
    return [
        (grad if grad is None else _changed(grad, lambda g: tf.clip_by_norm(g, max_norm)), var)
        for grad, var in gradients_to_variables
    ]


def clip_gradient_norms_fn(max_norm):
    """`clip_gradient_norms` with this norm, as `create_train_op` takes it."""
    return lambda gradients_to_variables: clip_gradient_norms(gradients_to_variables, max_norm)


def multiply_gradients(grads_and_vars, gradient_multipliers):
    """The pairs of gradient and variable, gradients multiplied by their variable's factor.

    `gradient_multipliers` is a dict, by variable or by variable name; what it has not is left.

    Raises:
        ValueError: The arguments are no list and no dict, the dict is empty, or a variable in it
            has no gradient.
    """
    if not isinstance(grads_and_vars, list):
        raise ValueError("`grads_and_vars` must be a list.")
    if not gradient_multipliers:
        raise ValueError("`gradient_multipliers` is empty.")
    if not isinstance(gradient_multipliers, dict):
        raise ValueError("`gradient_multipliers` must be a dict.")
    multiplied = []
    for grad, var in grads_and_vars:
        key = var if var in gradient_multipliers else var.op.name
        if key in gradient_multipliers:
            if grad is None:
                raise ValueError("Requested multiple of `None` gradient.")
            factor = tf.convert_to_tensor(gradient_multipliers[key], dtype=grad.dtype)
            grad = _changed(grad, lambda g, factor=factor: g * factor)
        multiplied.append((grad, var))
    return multiplied


def _values(grad):
    return grad.values if isinstance(grad, tf.IndexedSlices) else grad


def _changed(grad, change):
    """The gradient with its values changed, sparse if it was."""
    if isinstance(grad, tf.IndexedSlices):
        return tf.IndexedSlices(change(grad.values), grad.indices, grad.dense_shape)
    return change(grad)


def train(
    train_op,
    logdir,
    master="",
    is_chief=True,
    scaffold=None,
    hooks=None,
    chief_only_hooks=None,
    save_checkpoint_secs=600,
    save_summaries_steps=100,
    config=None,
    max_wait_secs=7200,
    run_metadata=None,
):
    """Runs `train_op` in a ``tf.train.MonitoredTrainingSession`` until a hook stops it.

    Returns its last value. The arguments are those of the session; `logdir` is where checkpoints
    and summaries go.

    Raises:
        ValueError: There is no `logdir`, but checkpoints or summaries are to be saved.
    """
    if logdir is None and is_chief:
        if save_summaries_steps:
            raise ValueError("logdir cannot be None when save_summaries_steps is not None")
        if save_checkpoint_secs:
            raise ValueError("logdir cannot be None when save_checkpoint_secs is not None")
    with tf.train.MonitoredTrainingSession(
        master=master,
        is_chief=is_chief,
        checkpoint_dir=logdir,
        scaffold=scaffold,
        hooks=hooks,
        chief_only_hooks=chief_only_hooks,
        save_checkpoint_secs=save_checkpoint_secs,
        save_summaries_steps=save_summaries_steps,
        config=config,
        max_wait_secs=max_wait_secs,
    ) as session:
        loss = None
        while not session.should_stop():
            loss = session.run(train_op, run_metadata=run_metadata)
    return loss
