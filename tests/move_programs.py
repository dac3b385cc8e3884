"""One small model, its training in TF1 (any of them) and in TF2, with optimizers of both."""

import numpy as np

X = np.linspace(-1, 1, 12).reshape(4, 3).astype(np.float32)
Y = np.array([[1, 0], [0, 1], [0.5, 0.5], [2, -1]], np.float32)

# TF1's optimizer and Keras' of the same arguments. Large epsilons show where each stands.
OPTIMIZERS = {
    "gradient_descent": ("GradientDescentOptimizer(0.1)", "SGD(0.1)"),
    "adam": (
        "AdamOptimizer(0.05, beta1=0.8, beta2=0.95, epsilon=1e-2)",
        "Adam(0.05, beta_1=0.8, beta_2=0.95, epsilon=1e-2)",
    ),
    "momentum": ("MomentumOptimizer(0.05, 0.9)", "SGD(0.05, momentum=0.9)"),
    "nesterov": (
        "MomentumOptimizer(0.05, 0.9, use_nesterov=True)",
        "SGD(0.05, momentum=0.9, nesterov=True)",
    ),
    "rmsprop": (
        "RMSPropOptimizer(0.05, decay=0.8, epsilon=1e-2)",
        "RMSprop(0.05, rho=0.8, epsilon=1e-2)",
    ),
    "rmsprop_momentum": (
        "RMSPropOptimizer(0.05, decay=0.8, momentum=0.7, epsilon=1e-2)",
        "RMSprop(0.05, rho=0.8, momentum=0.7, epsilon=1e-2)",
    ),
    "rmsprop_centered": (
        "RMSPropOptimizer(0.05, decay=0.8, epsilon=1e-2, centered=True)",
        "RMSprop(0.05, rho=0.8, epsilon=1e-2, centered=True)",
    ),
    "rmsprop_both": (
        "RMSPropOptimizer(0.05, decay=0.8, momentum=0.7, epsilon=1e-2, centered=True)",
        "RMSprop(0.05, rho=0.8, momentum=0.7, epsilon=1e-2, centered=True)",
    ),
    # TF1's has no epsilon: any of Keras' will do.
    "adagrad": (
        "AdagradOptimizer(0.3, initial_accumulator_value=0.1)",
        "Adagrad(0.3, initial_accumulator_value=0.1, epsilon=1e-2)",
    ),
    "adadelta": (
        "AdadeltaOptimizer(2.0, rho=0.9, epsilon=1e-2)",
        "Adadelta(2.0, rho=0.9, epsilon=1e-2)",
    ),
    "ftrl": (
        "FtrlOptimizer(0.2, l1_regularization_strength=0.01, l2_regularization_strength=0.02, "
        "l2_shrinkage_regularization_strength=0.03)",
        "Ftrl(0.2, l1_regularization_strength=0.01, l2_regularization_strength=0.02, "
        "l2_shrinkage_regularization_strength=0.03)",
    ),
    "ftrl_power": (
        "FtrlOptimizer(0.2, learning_rate_power=-0.7, initial_accumulator_value=0.3)",
        "Ftrl(0.2, learning_rate_power=-0.7, initial_accumulator_value=0.3)",
    ),
}
NAMES = ("net/w", "net/b", "p/part_0", "p/part_1")


def loss(tf):
    """The loss of the model, in a TF1."""
    with tf.variable_scope("net"):
        start = tf.constant_initializer(np.arange(6).reshape(3, 2) / 6.0)
        w = tf.get_variable("w", [3, 2], initializer=start)
        b = tf.get_variable("b", [2], initializer=tf.zeros_initializer())
    p = tf.get_variable(
        "p",
        [4, 2],
        initializer=tf.ones_initializer(),
        partitioner=tf.fixed_size_partitioner(2),
    )
    return tf.reduce_mean(tf.square(tf.matmul(X, w) + b + tf.convert_to_tensor(p) - Y))


def run(tf, name, steps, path, load=None):
    """Trains in a TF1, from a checkpoint or from the start, and saves; the weights afterwards."""
    tf.reset_default_graph()
    optimizer = eval("tf.train." + OPTIMIZERS[name][0], {"tf": tf})
    step = tf.train.get_or_create_global_step()
    train = optimizer.minimize(loss(tf), global_step=step)
    with tf.Session() as sess:
        if load:
            tf.train.Saver().restore(sess, load)
        else:
            sess.run(tf.global_variables_initializer())
        for _ in range(steps):
            sess.run(train)
        tf.train.Saver().save(sess, path)
        return [sess.run(n + ":0") for n in NAMES]
