"""Losses, gradients, optimizers and their steps."""

from conformance.programs.statements import scopes

OPTIMIZERS = (
    "GradientDescentOptimizer(0.1)",
    "AdamOptimizer(0.01)",
    "MomentumOptimizer(0.1, 0.9)",
    "MomentumOptimizer(0.1, 0.9, use_nesterov=True)",
    "AdagradOptimizer(0.1)",
    "RMSPropOptimizer(0.01)",
    "RMSPropOptimizer(0.01, centered=True, momentum=0.5)",
    "AdadeltaOptimizer(0.5)",
    "FtrlOptimizer(0.1, l1_regularization_strength=0.01)",
    "ProximalGradientDescentOptimizer(0.1, l2_regularization_strength=0.01)",
    "ProximalAdagradOptimizer(0.1)",
    "AdagradDAOptimizer(0.1, global_step)",
)


def model(b):
    """Data, and a variable."""
    b.line("x = tf.constant([[1.0, 2.0], [0.5, -1.0]])")
    b.line("global_step = tf.train.get_or_create_global_step()")
    weights(b)


def weights(b):
    """A float variable, perhaps in a scope."""
    name = b.new("variables", shape=(2,))
    with scopes.contextless(b):
        b.line(
            f"{name} = tf.get_variable({b.pick(['w', 'u', 'b'])!r}, [2], tf.float32, "
            f"initializer={b.initializer()})"
        )


def loss(b):
    """A scalar that depends on some variables."""
    v = b.any("variables")
    form = b.pick(
        [
            f"tf.reduce_sum(tf.square(x * {v.name} - 1.0))",
            f"tf.reduce_mean(tf.nn.sigmoid(x + {v.name}))",
            f"tf.reduce_sum(tf.gather({v.name}, [0, 0]))",
            f"tf.nn.l2_loss({v.name})",
            f"tf.losses.mean_squared_error(x[0], {v.name})",
            f"tf.reduce_sum(tf.nn.embedding_lookup({v.name}, [1]) * 3.0)",
            f"tf.reduce_sum(tf.stop_gradient({v.name}) * {v.name})",
            "tf.reduce_sum(x)",
        ]
    )
    name = b.new("losses")
    b.line(f"{name} = {form}")


def gradients(b):
    """``tf.gradients`` of a loss."""
    y = b.needs(loss, "losses")
    xs = [v.name for v in b.some(b.known["variables"])] or ["x"]
    options = b.keywords(
        grad_ys=["[tf.constant(2.0)]"],
        stop_gradients=["[x]"],
        unconnected_gradients=["tf.UnconnectedGradients.ZERO"],
        gate_gradients=["True"],
        aggregation_method=["tf.AggregationMethod.ADD_N"],
        name=[repr("slope")],
        colocate_gradients_with_ops=["True"],
    )
    name = b.new("results")
    b.line(f"{name} = tf.gradients({y.name}, [{', '.join(xs)}]{options})")


def optimizer(b):
    """An optimizer."""
    name = b.new("optimizers")
    b.line(f"{name} = tf.train.{b.pick(OPTIMIZERS)}")


def minimize(b):
    """A training op."""
    optimizer_ = b.needs(optimizer, "optimizers")
    y = b.needs(loss, "losses")
    variables = [v.name for v in b.some(b.known["variables"])]
    options = b.keywords(
        global_step=["global_step"],
        var_list=[f"[{', '.join(variables)}]"],
        name=[repr("step")],
        gate_gradients=["tf.train.Optimizer.GATE_NONE"],
    )
    name = b.new("actions")
    b.line(f"{name} = {optimizer_.name}.minimize({y.name}{options})")


def step(b):
    """A training op that changes one variable: what another lacks cannot stop it half-way."""
    v = b.to_change(lambda v: v.dtype == "float32")
    if v is None:
        return weights(b)
    optimizer_ = b.needs(optimizer, "optimizers")
    y = b.needs(loss, "losses")
    name = b.new("actions")
    b.line(f"{name} = {optimizer_.name}.minimize({y.name}, var_list=[{v.name}])")


def apply(b):
    """A training op of gradients that were changed."""
    optimizer_ = b.needs(optimizer, "optimizers")
    y = b.needs(loss, "losses")
    pairs = b.free("pairs")
    b.line(f"{pairs} = {optimizer_.name}.compute_gradients({y.name})")
    change = b.pick(["g", "tf.clip_by_norm(g, 0.5)", "2.0 * tf.convert_to_tensor(g)"])
    b.line(f"{pairs} = [({change}, v) for g, v in {pairs} if g is not None]")
    name = b.new("actions")
    options = b.keywords(global_step=["global_step"])
    b.line(f"{name} = {optimizer_.name}.apply_gradients({pairs}{options})")


def slots(b):
    """What an optimizer keeps."""
    optimizer_, v = b.needs(optimizer, "optimizers"), b.any("variables")
    form = b.pick(
        [
            "get_slot_names()",
            f"get_slot({v.name}, 'm')",
            f"get_slot({v.name}, 'momentum')",
            "variables()",
            "get_name()",
        ]
    )
    b.line(f"{b.free('seen')} = {optimizer_.name}.{form}")


def average(b):
    """A moving average of the variables."""
    name = b.free("ema")
    options = b.keywords(num_updates=["global_step"], zero_debias=["True"])
    b.line(f"{name} = tf.train.ExponentialMovingAverage(0.5{options})")
    v = b.any("variables")
    action = b.new("actions")
    b.line(f"{action} = {name}.apply([{v.name}])")
    b.line(f"{b.free('seen')} = {name}.average_name({v.name})")
    result = b.new("results")
    b.line(f"{result} = {name}.average({v.name})")


def decay(b):
    """A learning rate that depends on the global step."""
    name = b.new("results")
    form = b.pick(
        [
            "exponential_decay(0.1, global_step, 10, 0.9)",
            "polynomial_decay(0.1, global_step, 10)",
            "piecewise_constant(global_step, [1, 3], [0.3, 0.2, 0.1])",
            "inverse_time_decay(0.1, global_step, 10, 0.5, staircase=True)",
            "cosine_decay(0.1, global_step, 10)",
        ]
    )
    b.line(f"{name} = tf.train.{form}")


STATEMENTS = (loss, minimize, gradients, weights, apply, optimizer, slots, average, decay)
