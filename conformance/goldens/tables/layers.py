"""``tf.layers``."""

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


@table.case
def dense(tf):
    return {"y": tf.layers.dense(tf.constant(ramp(4, 3)), 5, tf.nn.relu)}


@table.case(seeded=True)
def dense_twice_shared_and_regularized(tf):
    x = tf.constant(ramp(4, 3))
    arguments = dict(
        units=3,
        name="shared",
        kernel_initializer=tf.truncated_normal_initializer(stddev=0.1, seed=3),
        kernel_regularizer=lambda w: 0.1 * tf.reduce_sum(w * w),
    )
    y = tf.layers.dense(x, **arguments)
    return {"y": y, "z": tf.layers.dense(y, reuse=True, **arguments)}


@table.case
def batch_normalization_training(tf):
    x = tf.constant(ramp(2, 4, 4, 3))
    return {"y": tf.layers.batch_normalization(x, training=True)}


@table.case
def dense_of_unknown_width(tf):
    return tf.layers.dense(tf.placeholder(tf.float32, [None, None]), 5)
