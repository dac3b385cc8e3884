"""``tf.contrib.opt``: three steps of each optimizer, on a dense and a sparse problem."""

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def dense(tf):
    """A loss in two dense variables."""
    w = tf.get_variable("w", initializer=ramp(3, 2))
    b = tf.get_variable("scope/b", initializer=ramp(2) + 2)
    y = tf.matmul(tf.constant(ramp(4, 3)), w) + b
    return tf.reduce_mean(tf.square(y - 1.0))


def sparse(tf):
    """A loss in an embedding, of whose rows two are used, one of them twice."""
    rows = tf.get_variable("rows", initializer=ramp(5, 2))
    used = tf.nn.embedding_lookup(rows, [3, 1, 3])
    return tf.reduce_sum(tf.square(used) * tf.constant(ramp(3, 2) + 1.5))


# TensorFlow 1 let weights decay while it computed the gradients, or before or after. These
# gradients do not depend on the weights.
def constant(tf):
    """A loss that is linear in its variables."""
    w = tf.get_variable("w", initializer=ramp(3, 2))
    b = tf.get_variable("scope/b", initializer=ramp(2) + 2)
    return tf.reduce_sum(w * ramp(3, 2)) + tf.reduce_sum(b * ramp(2))


def constant_sparse(tf):
    """A loss that is linear in an embedding."""
    rows = tf.get_variable("rows", initializer=ramp(5, 2))
    return tf.reduce_sum(tf.nn.embedding_lookup(rows, [3, 1, 3]) * ramp(3, 2))


def trained(tf, train_op, steps=3, init_ops=()):
    """All variables' values after some steps, the names of the slots among them."""
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        sess.run(list(init_ops))
        for _ in range(steps):
            sess.run(train_op)
        variables = tf.global_variables() + tf.local_variables()
        return {v.op.name: np.asarray(value) for v, value in zip(variables, sess.run(variables))}


LINEAR = (constant, constant_sparse)


def optimizer(name, make, losses=(dense, sparse), **how):
    """Adds a case for each problem: ``make(tf.contrib.opt, tf, step)`` is the optimizer."""
    for loss in losses:

        def program(tf, loss=loss):
            step = tf.train.get_or_create_global_step()
            opt = make(tf.contrib.opt, tf, step)
            train_op = opt.minimize(loss(tf), global_step=step)
            if name.startswith("drop"):
                # An operation of a branch is in no collection of ours.
                del tf.get_collection_ref(tf.GraphKeys.TRAIN_OP)[:]
            return {
                "trained": trained(tf, train_op),
                "slots": opt.get_slot_names(),
                "train_op": train_op,
                "name": opt.get_name(),
            }

        program.__name__ = "%s_%s" % (name, loss.__name__)
        table.case(program, gradients=False, **how)


optimizer("adamax", lambda opt, tf, step: opt.AdaMaxOptimizer(0.1))
optimizer(
    "adamax_arguments", lambda opt, tf, step: opt.AdaMaxOptimizer(0.1, 0.8, 0.9, 0.01, name="M")
)
optimizer("lazy_adam", lambda opt, tf, step: opt.LazyAdamOptimizer(0.1))
optimizer("lazy_adam_betas", lambda opt, tf, step: opt.LazyAdamOptimizer(0.1, 0.7, 0.8, 0.1))
optimizer("nadam", lambda opt, tf, step: opt.NadamOptimizer(0.1))
optimizer("adam_gs", lambda opt, tf, step: opt.AdamGSOptimizer(step, 0.1))
optimizer("lazy_adam_gs", lambda opt, tf, step: opt.LazyAdamGSOptimizer(step, 0.1))
optimizer("add_sign", lambda opt, tf, step: opt.AddSignOptimizer(0.05))
optimizer(
    "add_sign_decay",
    lambda opt, tf, step: opt.AddSignOptimizer(
        0.05, 0.7, 0.5, lambda step: 1.0 / (2.0 + tf.cast(step, tf.float32))
    ),
)
optimizer("power_sign", lambda opt, tf, step: opt.PowerSignOptimizer(0.05))
optimizer("power_sign_base", lambda opt, tf, step: opt.PowerSignOptimizer(0.05, 2.0, 0.5))
optimizer("lars", lambda opt, tf, step: opt.LARSOptimizer(1.0, 0.9, 0.01, 0.1))
optimizer(
    "lars_skip", lambda opt, tf, step: opt.LARSOptimizer(0.1, skip_list=["b"], use_nesterov=True)
)
optimizer("reg_adagrad", lambda opt, tf, step: opt.RegAdagradOptimizer(0.1))
optimizer("adam_w", lambda opt, tf, step: opt.AdamWOptimizer(0.05, 0.1), LINEAR)
optimizer("momentum_w", lambda opt, tf, step: opt.MomentumWOptimizer(0.05, 0.1, 0.9), LINEAR)
optimizer(
    "sgd_w",
    lambda opt, tf, step: opt.extend_with_decoupled_weight_decay(tf.train.GradientDescentOptimizer)(
        0.05, learning_rate=0.1
    ),
    LINEAR,
)
optimizer("ggt", lambda opt, tf, step: opt.GGTOptimizer(0.01, window=4), [dense], rtol=1e-2)
optimizer("shampoo", lambda opt, tf, step: opt.ShampooOptimizer(step, learning_rate=0.1), rtol=1e-3)
optimizer(
    "shampoo_iterative",
    lambda opt, tf, step: opt.ShampooOptimizer(step, learning_rate=0.1, use_iterative_root=True),
    rtol=1e-2,
    atol=1e-3,
)
optimizer(
    "shampoo_diagonal",
    lambda opt, tf, step: opt.ShampooOptimizer(step, 2, learning_rate=0.1, mat_gbar_weight=0.5),
    rtol=1e-3,
)
optimizer(
    "shampoo_momentum",
    lambda opt, tf, step: opt.ShampooOptimizer(
        step, 1, 0.5, 0.5, 0.9, 0.1, lambda step: 0.1 / step
    ),
    rtol=1e-3,
)
optimizer(
    "shampoo_intervals",
    lambda opt, tf, step: opt.ShampooOptimizer(
        step, learning_rate=0.1, svd_interval=2, precond_update_interval=2
    ),
    rtol=1e-3,
)
optimizer(
    "drop_stale_gradient",
    lambda opt, tf, step: opt.DropStaleGradientOptimizer(tf.train.GradientDescentOptimizer(0.1), 3),
)
optimizer(
    "drop_every_gradient",
    lambda opt, tf, step: opt.DropStaleGradientOptimizer(tf.train.MomentumOptimizer(0.1, 0.9), -1),
)


def clipping(loss, name, dims):
    def program(tf):
        value = loss(tf)
        var = tf.trainable_variables()[0]
        opt = tf.contrib.opt.VariableClippingOptimizer(
            tf.train.AdagradOptimizer(0.1), {var: dims}, 0.5
        )
        train_op = opt.minimize(value)
        return {"trained": trained(tf, train_op), "train_op": train_op}

    program.__name__ = name
    table.case(program, gradients=False)


clipping(dense, "variable_clipping_dense", [0])
clipping(sparse, "variable_clipping_sparse", [1])
clipping(sparse, "variable_clipping_sparse_all", [0, 1])


@table.case(gradients=False)
def reg_adagrad_without_slots(tf):
    opt = tf.contrib.opt.RegAdagradOptimizer(0.1, 0.5)
    loss = dense(tf)
    opt.minimize(loss)
    with opt.avoid_updating_slots():
        return trained(tf, opt.minimize(loss * 0.1), 2)


@table.case(gradients=False)
def weight_decay_of_some(tf):
    loss = constant(tf)
    opt = tf.contrib.opt.AdamWOptimizer(0.1, 0.01)
    pairs = opt.compute_gradients(loss)
    return trained(tf, opt.apply_gradients(pairs, decay_var_list=[pairs[0][1]]))


@table.case(gradients=False)
def weight_decay_of_some_by_minimize(tf):
    loss = constant(tf)
    opt = tf.contrib.opt.MomentumWOptimizer(0.1, 0.01, 0.9)
    return trained(tf, opt.minimize(loss, decay_var_list=[tf.trainable_variables()[0]]))


@table.case(gradients=False)
def moving_average(tf):
    loss = dense(tf)
    opt = tf.contrib.opt.MovingAverageOptimizer(tf.train.AdamOptimizer(0.1), 0.5)
    train_op = opt.minimize(loss)
    return {"trained": trained(tf, train_op), "train_op": train_op}


@table.case(gradients=False)
def moving_average_saver_too_early(tf):
    opt = tf.contrib.opt.MovingAverageOptimizer(tf.train.AdamOptimizer(0.1))
    return opt.swapping_saver()


@table.case(gradients=False)
def moving_average_saver_of_half(tf):
    opt = tf.contrib.opt.MovingAverageOptimizer(tf.train.GradientDescentOptimizer(0.1))
    opt.minimize(dense(tf))
    return opt.swapping_saver(tf.trainable_variables())


@table.case(gradients=False)
def multitask(tf):
    w = tf.get_variable("w", initializer=ramp(3))
    opt = tf.contrib.opt.MultitaskOptimizerWrapper(tf.train.MomentumOptimizer(0.1, 0.9))
    step = tf.get_variable("n", initializer=0, trainable=False)
    with tf.control_dependencies([step.assign_add(1)]):
        grad = tf.constant(ramp(3)) * tf.cast(tf.mod(tf.identity(step), 2), tf.float32)
    train_op = opt.apply_gradients([(grad, w)])
    return {"trained": trained(tf, train_op, 1)}


@table.case(gradients=False)
def multitask_of_no_optimizer(tf):
    return tf.contrib.opt.MultitaskOptimizerWrapper(0.1)


@table.case(gradients=False)
def clip_gradients_by_global_norm(tf):
    w = tf.get_variable("w", initializer=ramp(3))
    pairs = [(tf.constant(ramp(3) * 10), w), (tf.zeros([2]), w), (None, w)]
    clipped, norm = tf.contrib.opt.clip_gradients_by_global_norm(pairs, 3.0)
    with tf.Session() as sess:
        return {"g": sess.run([clipped[0][0], clipped[1][0]])[0], "norm": sess.run(norm)}


@table.case
def lars_negative_momentum(tf):
    return tf.contrib.opt.LARSOptimizer(0.1, -1.0)


@table.case
def add_sign_without_step(tf):
    decay = tf.contrib.opt.AddSignOptimizer(0.1, sign_decay_fn=lambda step: step + 1.0)
    return decay.minimize(dense(tf))


def distributed(name, make_getter, make):
    """A worker alone, that is the chief: four steps, two periods."""

    def program(tf):
        step = tf.train.get_or_create_global_step()
        getter = make_getter(tf.contrib.opt)
        with tf.variable_scope("", custom_getter=getter):
            loss = dense(tf)
            tf.get_variable("other", initializer=1.0, trainable=False, collections=["others"])
        opt = make(tf.contrib.opt, tf, getter)
        train_op = opt.minimize(loss, global_step=step)
        del tf.get_collection_ref(tf.GraphKeys.TRAIN_OP)[1:]
        hook = (
            opt.make_session_run_hook()
            if name.startswith("model")
            else opt.make_session_run_hook(True, 0)
        )
        hook.begin()
        return {
            "trained": trained(tf, train_op, 4, [hook._variable_init_op]),
        }

    program.__name__ = name
    table.case(program, gradients=False)


distributed(
    "elastic_average",
    lambda opt: opt.ElasticAverageCustomGetter("/cpu:0"),
    lambda opt, tf, getter: opt.ElasticAverageOptimizer(
        tf.train.AdagradOptimizer(0.1), 1, getter, 2, moving_rate=0.3
    ),
)
distributed(
    "elastic_average_rho",
    lambda opt: opt.ElasticAverageCustomGetter("/cpu:0"),
    lambda opt, tf, getter: opt.ElasticAverageOptimizer(
        tf.train.GradientDescentOptimizer(0.1), 1, getter, 2, rho=0.2
    ),
)
distributed(
    "agn",
    lambda opt: opt.AGNCustomGetter("/cpu:0"),
    lambda opt, tf, getter: opt.AGNOptimizer(tf.train.MomentumOptimizer(0.1, 0.9), 1, getter, 2),
)
distributed(
    "model_average",
    lambda opt: opt.ModelAverageCustomGetter("/cpu:0"),
    lambda opt, tf, getter: opt.ModelAverageOptimizer(
        tf.train.AdagradOptimizer(0.1), 1, True, getter, 2
    ),
)


@table.case(gradients=False)
def scipy(tf):
    w = tf.get_variable("w", initializer=ramp(3) + 2)
    v = tf.get_variable("v", initializer=ramp(2, 2))
    loss = tf.reduce_sum(tf.square(w - 1)) + tf.reduce_sum(tf.square(v + 2))
    opt = tf.contrib.opt.ScipyOptimizerInterface(loss, options={"maxiter": 50})
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        opt.minimize(sess)
        return {"w": sess.run(w), "v": sess.run(v)}


@table.case(gradients=False)
def scipy_bounds(tf):
    w = tf.get_variable("w", initializer=ramp(3) + 2)
    opt = tf.contrib.opt.ScipyOptimizerInterface(
        tf.reduce_sum(tf.square(w)), var_to_bounds={w: ([1.0, 0.5, 0.0], np.inf)}
    )
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        opt.minimize(sess)
        return {"w": sess.run(w)}


@table.case(gradients=False, atol=1e-3)
def scipy_constraints(tf):
    w = tf.get_variable("w", initializer=np.array([7.0, 7.0], np.float32))
    opt = tf.contrib.opt.ScipyOptimizerInterface(
        tf.reduce_sum(tf.square(w)),
        equalities=[w[1] - 2.0],
        inequalities=[w[0] - 1.0],
        method="SLSQP",
    )
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        opt.minimize(sess)
        return {"w": sess.run(w)}


@table.case(gradients=False)
def scipy_with_bounds_given(tf):
    w = tf.get_variable("w", initializer=ramp(3))
    opt = tf.contrib.opt.ScipyOptimizerInterface(tf.reduce_sum(w), bounds=[])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return opt.minimize(sess)
