"""`optimize_loss`: a training step with everything around it.

>>> import tf1shim as tf
>>> w = tf.get_variable("w", initializer=3.0)
>>> step = tf.train.get_or_create_global_step()
>>> train = tf.contrib.layers.optimize_loss(w * w, step, 0.25, "SGD")
>>> with tf.Session() as sess:
...   sess.run(tf.global_variables_initializer())
...   print(sess.run(train), sess.run(w), sess.run(step))
9.0 1.5 1
"""

import tf1shim as tf
from tf1shim.contrib.layers.clipping import (
    _clip_gradients_by_norm,
    adaptive_clipping_fn,  # noqa: F401
    map_gradient,
)

OPTIMIZER_CLS_NAMES = {
    "Adagrad": tf.train.AdagradOptimizer,
    "Adam": tf.train.AdamOptimizer,
    "Ftrl": tf.train.FtrlOptimizer,
    "Momentum": lambda learning_rate: tf.train.MomentumOptimizer(learning_rate, momentum=0.9),
    "RMSProp": tf.train.RMSPropOptimizer,
    "SGD": tf.train.GradientDescentOptimizer,
}

OPTIMIZER_SUMMARIES = [
    "learning_rate",
    "loss",
    "gradients",
    "gradient_norm",
    "global_gradient_norm",
]


def optimize_loss(
    loss,
    global_step,
    learning_rate,
    optimizer,
    gradient_noise_scale=None,
    gradient_multipliers=None,
    clip_gradients=None,
    learning_rate_decay_fn=None,
    update_ops=None,
    variables=None,
    name=None,
    summaries=None,
    colocate_gradients_with_ops=False,
    increment_global_step=True,
):
    """A tensor that, when evaluated, does one training step and gives the loss before it.

    >>> import tf1shim as tf
    >>> w = tf.get_variable("w", initializer=3.0)
    >>> train = optimize_loss(w * w, None, 0.1, tf.train.AdamOptimizer, clip_gradients=1.0)
    >>> train.name, [v.op.name for v in tf.global_variables()][:2]
    ('OptimizeLoss/control_dependency:0', ['w', 'OptimizeLoss/learning_rate'])

    Args:
      loss: a scalar.
      global_step: the variable that counts the steps; None for that of the graph, if it has one.
      learning_rate: a float, a scalar tensor, or None if the optimizer brings its own.
      optimizer: a name of `OPTIMIZER_CLS_NAMES`, a class or function that takes the learning rate,
        or an optimizer.
      gradient_noise_scale: what normal noise is multiplied with and added to the gradients.
      gradient_multipliers: factors of gradients, by variable or its name.
      clip_gradients: the largest global norm, as a float; or a function of gradients and variables.
      learning_rate_decay_fn: a function of learning rate and step.
      update_ops: what to run before; those of the collection ``UPDATE_OPS`` if None.
      variables: what to train; all trainable variables if None.
      name: the scope, ``OptimizeLoss`` if None.
      summaries: some of `OPTIMIZER_SUMMARIES`; the loss, the learning rate and the global norm if
        None.
      colocate_gradients_with_ops: True to place gradients where their operations are.
      increment_global_step: False not to count.

    Raises: ValueError for an optimizer, learning rate, clipping or summary of another kind.
    """
    loss = tf.convert_to_tensor(loss)
    tf.assert_scalar(loss)
    if global_step is None:
        global_step = tf.train.get_global_step()
    else:
        tf.train.assert_global_step(global_step)
    with tf.variable_scope(name, "OptimizeLoss", [loss, global_step]):
        if update_ops is None:
            update_ops = dict.fromkeys(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
        if update_ops:
            loss = _after(list(update_ops), loss)
        rate = None if learning_rate is None else _learning_rate(learning_rate)
        if summaries is None:
            summaries = ["loss", "learning_rate", "global_gradient_norm"]
        for summary in summaries:
            if summary not in OPTIMIZER_SUMMARIES:
                raise ValueError(
                    f"Summaries should be one of [{', '.join(OPTIMIZER_SUMMARIES)}], you provided "
                    f"{summary}."
                )
        if learning_rate is not None and learning_rate_decay_fn is not None:
            if global_step is None:
                raise ValueError("global_step is required for learning_rate_decay_fn.")
            rate = learning_rate_decay_fn(rate, global_step)
            if "learning_rate" in summaries:
                tf.summary.scalar("learning_rate", rate)
        opt = _optimizer(optimizer, rate, learning_rate)
        gradients = opt.compute_gradients(
            loss,
            tf.trainable_variables() if variables is None else variables,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
        )
        if gradient_noise_scale is not None:
            gradients = _add_scaled_noise_to_gradients(gradients, gradient_noise_scale)
        if gradient_multipliers is not None:
            gradients = _multiply_gradients(gradients, gradient_multipliers)
            if not gradients:
                raise ValueError(
                    "Empty list of (gradient, var) pairs encountered. This is most likely to be "
                    "caused by an improper value of gradient_multipliers."
                )
        norms = "global_gradient_norm" in summaries or "gradient_norm" in summaries
        if norms:
            _summarize_norm("gradient_norm", gradients)
        if isinstance(clip_gradients, float):
            gradients = _clip_gradients_by_norm(gradients, clip_gradients)
        elif callable(clip_gradients):
            gradients = clip_gradients(gradients)
        elif clip_gradients is not None:
            raise ValueError(f"Unknown type {type(clip_gradients)} for clip_gradients")
        if "loss" in summaries:
            tf.summary.scalar("loss", loss)
        _summarize_gradients(gradients, summaries)
        if clip_gradients is not None and norms:
            _summarize_norm("clipped_gradient_norm", gradients)
        step = global_step if increment_global_step else None
        updates = opt.apply_gradients(gradients, global_step=step, name="train")
        return _after([updates], loss)


def _after(dependencies, tensor):
    with tf.name_scope(None, "control_dependency", [*dependencies, tensor]) as scope:
        with tf.control_dependencies(dependencies):
            return tf.identity(tensor, name=scope)


def _learning_rate(rate):
    """The learning rate as a tensor or, of a float, a variable."""
    if isinstance(rate, tf.Tensor) and rate.get_shape().ndims == 0:
        return rate
    if not isinstance(rate, float):
        raise ValueError(
            f"Learning rate should be 0d Tensor or float. Got {rate} of type {type(rate)}"
        )
    if rate < 0.0:
        # Two arguments, as in TensorFlow 1: the text is not filled in.
        raise ValueError("Invalid learning_rate %s.", rate)
    start = tf.constant_initializer(rate)
    return tf.get_variable("learning_rate", [], trainable=False, initializer=start)


def _optimizer(optimizer, rate, learning_rate):
    """The optimizer that a name, class, function or optimizer stands for."""
    base = tf.train.Optimizer
    if isinstance(optimizer, str):
        _require(rate, f"string ({optimizer})")
        if optimizer not in OPTIMIZER_CLS_NAMES:
            raise ValueError(
                f"Optimizer name should be one of [{', '.join(OPTIMIZER_CLS_NAMES)}], you provided "
                f"{optimizer}."
            )
        return OPTIMIZER_CLS_NAMES[optimizer](learning_rate=rate)
    if isinstance(optimizer, type) and issubclass(optimizer, base):
        _require(rate, f"class ({optimizer})")
        return optimizer(learning_rate=rate)
    if isinstance(optimizer, base):
        return optimizer
    if callable(optimizer):
        made = optimizer() if learning_rate is None else optimizer(rate)
        if not isinstance(made, base):
            raise ValueError(
                f"Unrecognized optimizer: function should return subclass of Optimizer. Got {made}."
            )
        return made
    raise ValueError(
        "Unrecognized optimizer: should be string, subclass of Optimizer, instance of subclass of "
        f"Optimizer or function with one argument. Got {optimizer}."
    )


def _require(rate, kind):
    if rate is None:
        raise ValueError(f"Learning rate is None, but should be specified if optimizer is {kind}.")


def _summarize_norm(tag, gradients):
    norm = tf.global_norm([gradient for gradient, _ in gradients])
    tf.summary.scalar(f"global_norm/{tag}", norm)


def _summarize_gradients(gradients, summaries):
    for gradient, variable in gradients:
        values = gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient
        if values is None:
            continue
        name = variable.name.replace(":", "_")
        if "gradients" in summaries:
            tf.summary.histogram(f"gradients/{name}", values)
        if "gradient_norm" in summaries:
            tf.summary.scalar(f"gradient_norm/{name}", tf.global_norm([values]))


def _add_scaled_noise_to_gradients(grads_and_vars, gradient_noise_scale):
    noisy = []
    for gradient, variable in grads_and_vars:
        if gradient is not None:
            sparse = isinstance(gradient, tf.IndexedSlices)
            shape = gradient.dense_shape if sparse else gradient.get_shape()
            gradient = gradient + tf.truncated_normal(shape) * gradient_noise_scale
        noisy.append((gradient, variable))
    return noisy


def _multiply_gradients(grads_and_vars, gradient_multipliers):
    multiplied = []
    for gradient, variable in grads_and_vars:
        key = variable if variable in gradient_multipliers else variable.name
        if gradient is not None and key in gradient_multipliers:
            gradient = map_gradient(_times(gradient_multipliers[key]), gradient)
        multiplied.append((gradient, variable))
    return multiplied


def _times(multiplier):
    return lambda values: values * tf.cast(multiplier, values.dtype)
