"""TensorFlow 1 code that both ``tf_upgrade_v2`` and the report read, by what is in it."""

RENAMES = """\
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 3])
y = tf.log(x) + tf.random_normal([2]) + tf.to_float(tf.to_int32(x)) + tf.div(x, 2.0)
z = tf.where(tf.is_nan(x), tf.zeros_like(x), x)
with tf.variable_scope("net", reuse=tf.AUTO_REUSE), tf.name_scope("scope"):
    w = tf.get_variable("w", [3, 2], initializer=tf.truncated_normal_initializer(stddev=0.1))
    b = tf.get_variable("b", [2], initializer=tf.zeros_initializer())
    c = tf.get_variable("c", [2], initializer=tf.constant_initializer(0.1))
with tf.gfile.GFile("names") as names, tf.device(lambda op: "/cpu:0"):
    table = tf.gfile.Exists("table")
tf.assert_equal(x, y)
tf.app.run()
"""

ARGUMENTS = """\
import tensorflow as tf

a = tf.reduce_sum(x, reduction_indices=[1], keep_dims=True)
b = tf.argmax(x, dimension=1)
c = tf.expand_dims(x, dim=0) + tf.squeeze(x, squeeze_dims=[0])
d = tf.nn.conv2d(x, filter=w, strides=[1, 1, 1, 1], padding="SAME", use_cudnn_on_gpu=False)
e = tf.nn.conv2d(x, w, [1, 1, 1, 1], "SAME")
f = tf.nn.dropout(x, 0.5)
g = tf.nn.dropout(x, keep_prob=rate)
h = tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)
i = tf.nn.weighted_cross_entropy_with_logits(targets=labels, logits=logits, pos_weight=2.0)
j = tf.image.resize_bilinear(x, [2, 2], align_corners=True)
k = tf.transpose(x, [1, 0], "name")
l = tf.cond(p, fn1=lambda: a, fn2=lambda: b)
m = tf.while_loop(c, d, [e], return_same_structure=False)
n = tf.nn.dilation2d(x, w, [1, 1, 1, 1], [1, 1, 1, 1], "SAME")
o = tf.nn.embedding_lookup(tables, ids, partition_strategy="div")
p = tf.gradients(loss, xs, colocate_gradients_with_ops=True)
q = tf.reduce_max(*args)
r = tf.nn.moments(x, **options)
s = tf.strings.split(x)
t = tf.norm(x, keep_dims=True)
u = tf.name_scope(None, "default", [x])
v = tf.zeros_like(x, optimize=False)
w = tf.shape(x, "name", tf.int64)
"""

TRAINING = """\
import tensorflow as tf

flags = tf.app.flags
flags.DEFINE_integer("steps", 10, "steps")
rate = tf.train.exponential_decay(0.1, step, 10, 0.9)
loss = tf.losses.mean_squared_error(labels, predictions)
value, update = tf.metrics.accuracy(labels, predictions)
optimizer = tf.train.AdamOptimizer(rate)
train_op = optimizer.minimize(loss, colocate_gradients_with_ops=True)
grads = optimizer.compute_gradients(loss, colocate_gradients_with_ops=True)
tf.summary.scalar("loss", loss)
merged = tf.summary.merge_all()
iterator = dataset.make_one_shot_iterator()
other = dataset.make_initializable_iterator(shared_name="it")
saver = tf.train.Saver()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    saver.save(sess, "model")
model.save("model.h5")
strategy = tf.distribute.MirroredStrategy()
loaded = tf.saved_model.load(sess, ["serve"], "model")
"""

CONTRIB = """\
import tensorflow as tf
import tensorflow.contrib.slim as slim
from tensorflow.contrib import layers as contrib_layers
from tensorflow.contrib.rnn import GRUCell

init = tf.contrib.layers.xavier_initializer()
other = tf.contrib.layers.variance_scaling_initializer(factor=1.0)
decay = tf.contrib.layers.l2_regularizer(0.1)
norm = contrib_layers.layer_norm(x)
net = slim.conv2d(x, 3, [3, 3], weights_regularizer=slim.l2_regularizer(0.1))
cell = tf.contrib.rnn.BasicLSTMCell(3)
helper = tf.contrib.seq2seq.TrainingHelper(x, lengths)
strategy = tf.contrib.distribute.MirroredStrategy()
tf.contrib.summary.scalar("loss", loss, family="train")
"""

#: What ``tf_upgrade_v2`` says nothing of: (line of code, symbol that the report finds there).
OVERLOOKED = [
    ("from tensorflow.contrib import slim", "contrib.slim"),
    ("from tensorflow.contrib.rnn import GRUCell", "contrib.rnn.GRUCell"),
    ("net = tf.layers.dense(x, 3)", "layers.dense"),
    ("net = tf.layers.conv2d(x, 3, 3)", "layers.conv2d"),
    ("n = x.get_shape()[1].value", ".value"),
    ("n = [d.value for d in x.shape]", ".value"),
    ("spec = tf.estimator.EstimatorSpec(mode)", "estimator.EstimatorSpec"),
    ("estimator.train(input_fn=read)", "input_fn="),
    ("with tf.Graph().as_default(): pass", "Graph"),
    ("sess.run(y, feed_dict={x: 1})", ".run"),
    ("saver.restore(sess, path)", ".restore"),
    ("f = getattr(tf, 'placeholder')", "placeholder"),
    ("slim = tf.contrib.slim; y = slim.conv2d(x, 3, 3)", "contrib.slim.conv2d"),
    ("from tensorflow.python.ops import rnn_cell_impl", "python.ops.rnn_cell_impl"),
    ("from tensorflow.examples.tutorials.mnist import input_data",
     "examples.tutorials.mnist.input_data"),
    ("v.initialized_value()", ".initialized_value"),
    ("tf.random_normal_initializer()", "random_normal_initializer"),
]  # fmt: skip

PROGRAMS = {
    "renames": RENAMES,
    "arguments": ARGUMENTS,
    "training": TRAINING,
    "contrib": CONTRIB,
}

#: A program of TensorFlow 2, in which nothing is left to do.
NATIVE = """\
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3, activation="relu")
        self.lstm = tf.keras.layers.LSTM(4)
        self.w = tf.Variable(tf.zeros([3]), trainable=False, name="w")

    def call(self, x, training=False):
        x = tf.nn.dropout(x, rate=0.1) if training else x
        n = tf.shape(x)[0] + x.shape[1] + x.get_shape()[1]
        return tf.where(x > 0, self.dense(x), 0.0), tf.reshape(x, [n, -1])

net, optimizer = Net(), tf.keras.optimizers.Adam(1e-3)
writer = tf.summary.create_file_writer("logs")
data = tf.data.Dataset.from_tensor_slices(np.ones([4, 3])).batch(2).prefetch(tf.data.AUTOTUNE)

@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(
            tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=net(x)), axis=0)
    grads = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(grads, net.trainable_variables))
    with writer.as_default(step=0):
        tf.summary.scalar("loss", loss)
        tf.summary.image("x", x, step=1)
    return tf.math.log(loss)

tf.random.set_seed(1)
image = tf.image.resize(tf.random.uniform([1, 4, 4, 3]), [2, 2])
words = tf.strings.split(tf.constant("a b"))
checkpoint = tf.train.Checkpoint(net=net)
checkpoint.save("model")
for x in data:
    tf.print(step(x, tf.one_hot([1, 2], 3)))
"""
