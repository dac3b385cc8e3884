"""TensorFlow 1 programs whose graphs are written to files by real TensorFlow 1.15.5.

Each builds its graph with `tf` and returns what a run does: `train`, the operation of a step,
`fetch`, the tensors to look at, and `feeds`, a feed for each step by the tensor's name. Python 3.7
and TensorFlow 1.15.5 run them (`record.py`).
"""

PROGRAMS = {}


def program(build):
    """Puts a function that builds a graph among the programs."""
    PROGRAMS[build.__name__] = build
    return build


def data(rows=8, columns=3):
    """Inputs and targets of a regression."""
    import numpy as np

    x = np.linspace(-1, 1, rows * columns).reshape(rows, columns).astype(np.float32)
    y = np.sin(3 * x.sum(1, keepdims=True)).astype(np.float32)
    return x, y


def regression(tf):
    """Placeholders for inputs and targets, and three feeds of them."""
    x_data, y_data = data()
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    y = tf.placeholder(tf.float32, [None, 1], name="y")
    feed = {"x:0": x_data.tolist(), "y:0": y_data.tolist()}
    return x, y, [feed] * 3


@program
def adam(tf):
    """A dense net with Adam, decayed rate, moving averages, a summary and a local variable."""
    x, y, feeds = regression(tf)
    step = tf.train.get_or_create_global_step()
    with tf.variable_scope("net", regularizer=lambda w: 0.1 * tf.reduce_sum(w * w)):
        w1 = tf.get_variable("w1", [3, 4], initializer=tf.glorot_uniform_initializer(seed=1))
        b1 = tf.get_variable("b1", [4], initializer=tf.zeros_initializer())
        w2 = tf.get_variable("w2", [4, 1], initializer=tf.glorot_uniform_initializer(seed=2))
    out = tf.matmul(tf.tanh(tf.matmul(x, w1) + b1), w2, name="out")
    loss = tf.reduce_mean(tf.square(out - y)) + tf.losses.get_regularization_loss()
    rate = tf.train.exponential_decay(0.1, step, 2, 0.5)
    train = tf.train.AdamOptimizer(rate).minimize(loss, step)
    ema = tf.train.ExponentialMovingAverage(0.9, step)
    with tf.control_dependencies([train]):
        train = ema.apply(tf.trainable_variables())
    tf.summary.scalar("loss", loss)
    tf.add_to_collection("seen", w1)
    tf.get_variable("seen_rows", initializer=0, collections=[tf.GraphKeys.LOCAL_VARIABLES])
    fetch = [loss, rate, step.value(), ema.average(w1).value(), tf.summary.merge_all()]
    return {"train": train, "fetch": fetch, "feeds": feeds}


@program
def batch_norm_dropout(tf):
    """tf.layers: batch normalization with its update ops, dropout with a seed, momentum."""
    x, y, feeds = regression(tf)
    training = tf.placeholder_with_default(False, [], name="training")
    h = tf.layers.dense(x, 5, kernel_initializer=tf.glorot_uniform_initializer(seed=3))
    h = tf.nn.relu(tf.layers.batch_normalization(h, training=training))
    h = tf.layers.dropout(h, 0.4, training=training, seed=4)
    out = tf.layers.dense(h, 1, kernel_initializer=tf.glorot_uniform_initializer(seed=5))
    loss = tf.losses.mean_squared_error(y, out)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train = tf.train.MomentumOptimizer(0.05, 0.9, use_nesterov=True).minimize(loss)
    feeds = [dict(feed, **{"training:0": True}) for feed in feeds]
    return {"train": train, "fetch": [loss, out], "feeds": feeds}


@program
def optimizers(tf):
    """Every optimizer, on a dense variable and on rows of an embedding."""
    t = tf.train
    made = {
        "sgd": t.GradientDescentOptimizer(0.1),
        "momentum": t.MomentumOptimizer(0.1, 0.9),
        "nesterov": t.MomentumOptimizer(0.1, 0.9, use_nesterov=True),
        "adam": t.AdamOptimizer(0.1),
        "adagrad": t.AdagradOptimizer(0.1),
        "adadelta": t.AdadeltaOptimizer(0.5),
        "rmsprop": t.RMSPropOptimizer(0.01),
        "centered": t.RMSPropOptimizer(0.01, momentum=0.5, centered=True),
        "ftrl": t.FtrlOptimizer(0.1, l1_regularization_strength=0.01),
        "ftrl2": t.FtrlOptimizer(0.1, l2_shrinkage_regularization_strength=0.01),
        "proximal": t.ProximalGradientDescentOptimizer(0.1, 0.01, 0.01),
        "proximal_adagrad": t.ProximalAdagradOptimizer(0.1, l1_regularization_strength=0.01),
        "adagrad_da": t.AdagradDAOptimizer(0.1, t.get_or_create_global_step()),
    }
    ids = tf.placeholder(tf.int32, [None], name="ids")
    losses, trains = [], []
    for name, optimizer in sorted(made.items()):
        with tf.variable_scope(name):
            w = tf.get_variable("w", initializer=[1.0, -2.0, 0.5])
            table = tf.get_variable("table", [5, 3], initializer=tf.constant_initializer(0.3))
        rows = tf.nn.embedding_lookup(table, ids)
        losses.append(tf.reduce_sum(tf.square(rows * w - 1.0)))
        trains.append(optimizer.minimize(losses[-1]))
    with tf.control_dependencies(trains):
        train = tf.assign_add(tf.train.get_or_create_global_step(), 1).op
    feeds = [{"ids:0": ids} for ids in ([0, 1, 1], [3], [4, 0])]
    return {"train": train, "fetch": losses, "feeds": feeds}


@program
def updates(tf):
    """Updates made by hand: scatters, slices, chains of assignments, counters, conditions."""
    v = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], name="v")
    n = tf.Variable(0, name="n")
    grows = tf.Variable([1.0], validate_shape=False, name="grows")
    one, row = tf.constant([1]), tf.constant([[2.0, 3.0]])
    values, last = [], tf.no_op()
    for name in "add sub mul div min max update".split():
        with tf.control_dependencies([last]):
            value = getattr(tf, "scatter_" + name)(v, one, row, name="scatter_" + name)
            values.append(value + 0.0)
        last = values[-1].op
    for name in "add sub update".split():
        with tf.control_dependencies([last]):
            value = getattr(tf, "scatter_nd_" + name)(v, [[0, 1], [2, 0]], [9.0, 8.0])
            values.append(tf.add(value, 0.0, name="nd_" + name))
        last = values[-1].op
    with tf.control_dependencies([last]):
        values.append(v[1:, :1].assign([[7.0], [7.5]]) + 0.0)
    with tf.control_dependencies([values[-1].op]):
        chained = tf.assign_add(tf.assign_sub(tf.assign(n, n + 10), 3), 1, name="chained")
    with tf.control_dependencies([chained]):
        counted = n.count_up_to(1000)
        grown = tf.assign(grows, tf.concat([grows, [2.0]], 0), validate_shape=False, name="grown")
    big = tf.placeholder(tf.bool, [], name="big")
    with tf.control_dependencies([chained, counted, grown]):
        cond = tf.cond(big, lambda: tf.assign_add(n, 100), lambda: tf.assign(n, 5), name="branch")
        with tf.control_dependencies([cond]):
            after = tf.add(n, 0, name="after")
            kept = tf.identity(n, name="kept")
    initialized = tf.is_variable_initialized(v)
    b = tf.Variable(v.initialized_value() * 2.0, name="b")
    fetch = [*values, cond, after, kept, initialized, b.value()]
    return {
        "train": tf.group(after, chained, grown),
        "fetch": fetch,
        "feeds": [{"big:0": True}, {"big:0": False}, {"big:0": True}],
        "fetch_while_training": True,
    }


@program
def rnn(tf):
    """dynamic_rnn of an LSTM: a while loop of TensorFlow 1, and its gradient."""
    import numpy as np

    x_data = np.cos(np.arange(2 * 4 * 3)).reshape(2, 4, 3).astype(np.float32)
    x = tf.placeholder(tf.float32, [None, 4, 3], name="x")
    lengths = tf.placeholder(tf.int32, [None], name="lengths")
    cell = tf.nn.rnn_cell.LSTMCell(
        3, use_peepholes=True, initializer=tf.random_uniform_initializer(-0.5, 0.5, seed=6)
    )
    out, state = tf.nn.dynamic_rnn(cell, x, lengths, dtype=tf.float32)
    loss = tf.reduce_sum(tf.square(out - 0.1))
    optimizer = tf.train.RMSPropOptimizer(0.05)
    grads, variables = zip(*optimizer.compute_gradients(loss))
    clipped, norm = tf.clip_by_global_norm(grads, 1.0)
    train = optimizer.apply_gradients(zip(clipped, variables))
    feed = {"x:0": x_data.tolist(), "lengths:0": [4, 2]}
    return {"train": train, "fetch": [loss, norm, state.h], "feeds": [feed] * 3}


@program
def loops(tf):
    """Loops and conditions that read and write variables inside."""
    v = tf.get_variable("v", initializer=1.5)
    total = tf.get_variable("total", initializer=0.0, trainable=False)

    def body(i, x):
        with tf.control_dependencies([tf.assign_add(total, 1.0)]):
            return i + 1, tf.cond(x > 10.0, lambda: x + v, lambda: x * v)

    _, out = tf.while_loop(lambda i, x: i < 4, body, [0, tf.constant(2.0)], name="loop")
    (grad,) = tf.gradients(out, v)
    train = tf.train.GradientDescentOptimizer(0.01).apply_gradients([(grad, v)])
    return {"train": train, "fetch": [out, grad], "feeds": [{}] * 3, "total": total.name}


@program
def inputs(tf):
    """Queues and their runners, a dataset, tables of strings and ints."""
    words = tf.constant(["a", "b", "c", "d"])
    producer = tf.train.input_producer(words, shuffle=False)
    word = tf.train.batch([producer.dequeue()], 2, num_threads=1)
    table = tf.contrib.lookup.HashTable(
        tf.contrib.lookup.KeyValueTensorInitializer(
            tf.constant(["a", "b", "c"]), tf.constant([3, 2, 1], tf.int64)
        ),
        -1,
    )
    names = tf.contrib.lookup.index_to_string_table_from_tensor(["zero", "one", "two"])
    dataset = tf.data.Dataset.from_tensor_slices([1.0, 2.0, 3.0, 4.0])
    dataset = dataset.map(lambda x: x * 10.0).repeat().batch(2)
    iterator = dataset.make_initializable_iterator()
    once = tf.data.Dataset.range(100).filter(lambda i: i % 3 < 1).make_one_shot_iterator()
    number = table.lookup(word)
    w = tf.get_variable("w", initializer=[0.0, 0.0])
    batch = iterator.get_next()
    tf.add_to_collection(tf.GraphKeys.TABLE_INITIALIZERS, iterator.initializer)
    fetch = [word, number, names.lookup(tf.abs(number)), batch, once.get_next()]
    train = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_sum(tf.square(w - batch)))
    return {
        "train": train,
        "fetch": fetch,
        "feeds": [{}] * 3,
        "queues": True,
        "fetch_while_training": True,
    }


@program
def partitioned(tf):
    """Variables in parts, one that is an embedding too; a cached one; Adagrad."""
    parts = tf.fixed_size_partitioner(2)
    p = tf.get_variable("p", [5, 2], partitioner=parts, initializer=tf.ones_initializer())
    e = tf.get_variable("e", [6, 2], partitioner=parts, initializer=tf.ones_initializer())
    with tf.variable_scope("cached", caching_device="/cpu:0"):
        c = tf.get_variable("c", initializer=2.0)
    ids = tf.placeholder(tf.int64, [None], name="ids")
    rows = tf.nn.embedding_lookup(e, ids)
    loss = c * tf.reduce_sum(tf.square(tf.convert_to_tensor(p) - 3.0)) + tf.reduce_sum(rows * rows)
    train = tf.train.AdagradOptimizer(0.5).minimize(loss)
    feeds = [{"ids:0": ids} for ids in ([0, 5], [2, 2, 3], [4])]
    return {"train": train, "fetch": [loss, rows], "feeds": feeds}
