"""Programs about sessions: their graphs, threads, callables and metadata.

Each is a function of the TF1 namespace; what TensorFlow 1.15.5 makes of it is in
session_outcomes.json. Python 3.7 and TensorFlow 1.15 read this file too.
"""

import threading

import numpy as np

PROGRAMS = {}


def program(fn):
    """Adds a program."""
    PROGRAMS[fn.__name__] = fn
    return fn


def run(tf, fetches, feed_dict=None):
    """One run in a session of its own, variables initialized."""
    with tf.Session() as sess:
        if tf.global_variables():
            sess.run(tf.global_variables_initializer())
        return sess.run(fetches, feed_dict)


@program
def two_sessions_two_values(tf):
    v = tf.Variable(1.0, name="v")
    add = tf.assign_add(v, 1.0)
    one, two = tf.Session(), tf.Session()
    one.run(v.initializer)
    two.run(v.initializer)
    one.run(add)
    return [one.run(v), two.run(v), one.close(), two.run(add)]


@program
def session_of_given_graph(tf):
    g = tf.Graph()
    with g.as_default():
        c = tf.constant(3)
    with tf.Session(graph=g) as sess:
        inside = tf.get_default_graph() is g
        return [sess.run(c), c.eval(), inside, sess.graph is g]


@program
def default_graph_after_session(tf):
    before = tf.get_default_graph()
    with tf.Session(graph=tf.Graph()):
        tf.constant(1)
    return [tf.get_default_graph() is before, tf.get_default_session() is None]


@program
def eval_and_run(tf):
    x = tf.placeholder(tf.float32, [])
    v = tf.Variable(2.0, name="v")
    with tf.Session() as sess:
        v.initializer.run()
        tf.no_op().run()
        other = [v.eval(), (x * v).eval({x: 3}), (x + 1).eval(feed_dict={x: 1}, session=sess)]
        tf.assign(v, x).op.run({x: 9})
        tf.group(v.initializer).run(session=sess)
        return [*other, v.eval(sess)]


@program
def as_default_does_not_close(tf):
    c = tf.constant(1)
    sess = tf.Session()
    with sess.as_default() as entered:
        first = [c.eval(), entered is sess, tf.get_default_session() is sess]
    with sess.as_default():
        with sess.as_default():
            first.append(c.eval())
    return [*first, tf.get_default_session() is None, sess.run(c)]


@program
def nested_sessions(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as outer:
        outer.run(v.initializer)
        with tf.Session() as inner:
            inner.run(v.initializer)
            tf.assign(v, 5.0).eval()
            seen = [v.eval(), tf.get_default_session() is inner]
        return [*seen, v.eval(), tf.get_default_session() is outer]


@program
def interactive_session(tf):
    sess = tf.InteractiveSession()
    c = tf.constant(2) * 3
    value = [c.eval(), tf.get_default_session() is sess, sess.close()]
    return [*value, tf.get_default_session() is None]


@program
def interactive_session_of_graph(tf):
    g = tf.Graph()
    sess = tf.InteractiveSession(graph=g)
    c = tf.constant(2) * 3
    value = [c.eval(), c.graph is g, sess.close()]
    return [*value, tf.get_default_graph() is g, sess.close()]


@program
def interactive_session_with_config(tf):
    config = tf.ConfigProto(allow_soft_placement=True)
    sess = tf.InteractiveSession(config=config)
    value = tf.constant(1).eval()
    sess.close()
    return value


@program
def close_twice(tf):
    tf.constant(1)
    sess = tf.Session()
    return [sess.close(), sess.close()]


@program
def make_callables(tf):
    x, y = tf.placeholder(tf.float32, []), tf.placeholder(tf.float32, [])
    c = tf.constant([1.0])
    with tf.Session() as sess:
        return [
            sess.make_callable(x + y, [x, y])(1, 2),
            sess.make_callable([x, {"a": x * 2}], [x])(3),
            sess.make_callable(c)(),
            sess.make_callable([c, c])(),
            sess.make_callable(tf.no_op())(),
            sess.make_callable(c.op)(),
            sess.make_callable({"a": c}, [])(),
            sess.make_callable(x + y, (x, y))(np.float32(1), 5),
            sess.make_callable(c, accept_options=True)(options=tf.RunOptions()),
            sess.make_callable(x * 2, [x], accept_options=True)(2, run_metadata=tf.RunMetadata()),
            sess.make_callable(x * 2, [x])(4, options=tf.RunOptions()),
            sess.make_callable("Const:0")() if tf.get_default_graph().get_operations() else None,
        ]


@program
def make_callable_of_state(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(v.initializer)
        step = sess.make_callable(tf.assign_add(v, 1.0))
        return [step(), step(), sess.run(v)]


@program
def make_callable_of_tensor_feed_list(tf):
    x = tf.placeholder(tf.float32)
    with tf.Session() as sess:
        sess.make_callable(x, x)


@program
def make_callable_of_none(tf):
    tf.constant(1)
    with tf.Session() as sess:
        sess.make_callable(None)


@program
def make_callable_called_with_too_few(tf):
    x, y = tf.placeholder(tf.float32, name="x"), tf.placeholder(tf.float32, name="y")
    with tf.Session() as sess:
        sess.make_callable(x + y, [x, y])(1)


@program
def make_callable_called_with_too_many(tf):
    x = tf.placeholder(tf.float32, name="x")
    with tf.Session() as sess:
        return sess.make_callable(x * 2, [x])(1, 2)


@program
def make_callable_of_closed_session(tf):
    c = tf.constant(1)
    with tf.Session() as sess:
        call = sess.make_callable(c)
    call()


@program
def make_callable_with_feeds_of_closed_session(tf):
    x = tf.placeholder(tf.float32)
    with tf.Session() as sess:
        call = sess.make_callable(x, [x])
    call(1)


@program
def growing_graph(tf):
    with tf.Session() as sess:
        seen = []
        v = tf.Variable(1.0, name="v")
        sess.run(v.initializer)
        for i in range(4):
            seen.append(sess.run(tf.assign_add(v, i)))
        w = tf.Variable(v.initialized_value() * 2, name="w")
        sess.run(w.initializer)
        return [*seen, sess.run(w)]


@program
def run_inside_py_func(tf):
    c = tf.constant(3.0)
    g = tf.get_default_graph()
    inner = tf.Session(graph=g)
    y = tf.py_func(lambda: inner.run(c) * np.float32(2), [], tf.float32)
    return run(tf, y)


@program
def same_session_inside_py_func(tf):
    c = tf.constant(3.0)
    with tf.Session() as sess:
        y = tf.py_func(lambda: sess.run(c) * np.float32(2), [], tf.float32)
        return sess.run(y)


@program
def threads_add_exactly(tf):
    v = tf.Variable(0, name="v")
    w = tf.Variable(0.0, name="w")
    add = tf.assign_add(v, 1, use_locking=True)
    both = tf.group(add, tf.assign_add(w, 1.0, use_locking=True))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        threads = [
            threading.Thread(target=lambda: [sess.run(both) for _ in range(100)]) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sess.run([v, w])


@program
def threads_use_their_own_feeds(tf):
    x = tf.placeholder(tf.float32, [])
    y = x * 2
    wrong = []
    with tf.Session() as sess:

        def work(n):
            for i in range(50):
                if sess.run(y, {x: n * 100 + i}) != (n * 100 + i) * 2:
                    wrong.append((n, i))

        threads = [threading.Thread(target=work, args=[n]) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return wrong


@program
def queue_across_threads(tf):
    queue = tf.FIFOQueue(3, tf.int32, shapes=[[]])
    x = tf.placeholder(tf.int32, [])
    put, get = queue.enqueue(x), queue.dequeue()
    with tf.Session() as sess:

        def work():
            for i in range(50):
                sess.run(put, {x: i})

        thread = threading.Thread(target=work)
        thread.start()
        seen = [int(sess.run(get)) for _ in range(50)]
        thread.join()
        return [seen == list(range(50)), sess.run(queue.size())]


@program
def thread_has_the_default_graph(tf):
    seen = []
    with tf.Session() as sess:

        def work():
            with sess.graph.as_default(), sess.as_default():
                seen.append(tf.constant(4).eval())

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    return seen


@program
def run_metadata_is_filled(tf):
    metadata = tf.RunMetadata()
    options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
    a = tf.random_normal([10, 10])
    with tf.Session() as sess:
        sess.run(tf.matmul(a, a), options=options, run_metadata=metadata)
    return [metadata.HasField("step_stats"), len(metadata.step_stats.dev_stats) > 0]


@program
def run_metadata_without_trace(tf):
    metadata = tf.RunMetadata()
    a = tf.random_normal([10, 10])
    with tf.Session() as sess:
        sess.run(tf.matmul(a, a), run_metadata=metadata)
        sess.run(a, options=tf.RunOptions(output_partition_graphs=True), run_metadata=metadata)
    return metadata.HasField("step_stats")


@program
def trace_without_metadata(tf):
    options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
    with tf.Session() as sess:
        return sess.run(tf.constant(1), options=options)


@program
def session_properties(tf):
    tf.constant(1, name="c")
    with tf.Session() as sess:
        return [sess.graph is tf.get_default_graph(), [n.name for n in sess.graph_def.node]]


@program
def session_str(tf):
    tf.constant(1, name="c")
    with tf.Session() as sess, tf.Session("") as other:
        return [sess.sess_str, other.sess_str]


@program
def device_list(tf):
    tf.constant(1, name="c")
    with tf.Session() as sess:
        return [d.device_type for d in sess.list_devices() if d.device_type == "CPU"]


@program
def config_options(tf):
    config = tf.ConfigProto(
        intra_op_parallelism_threads=1, inter_op_parallelism_threads=1, log_device_placement=False
    )
    config.gpu_options.allow_growth = True
    with tf.Session(config=config) as sess:
        return sess.run(tf.constant(1) + 1)


@program
def session_after_error(tf):
    v = tf.Variable(1.0, name="v")
    x = tf.placeholder(tf.float32, [2], name="x")
    with tf.Session() as sess:
        sess.run(v.initializer)
        sess.run(tf.assign_add(v, 1.0))
        for bad in (None, "nope", x, 3):
            try:
                sess.run(bad)
            except (TypeError, ValueError, tf.errors.OpError):
                continue
        n = len(tf.get_default_graph().get_operations())
        try:
            sess.run(x, {x: 1})
        except ValueError:
            n -= len(tf.get_default_graph().get_operations())
        return [sess.run(v), n, sess.run(x, {x: [1, 2]})]


@program
def interactive_sessions_closed_in_order(tf):
    one, two = tf.InteractiveSession(), tf.InteractiveSession()
    seen = [tf.get_default_session() is two, two.close(), tf.get_default_session() is one]
    return [*seen, one.close(), tf.get_default_session() is None]


@program
def sessions_on_two_graphs(tf):
    graphs = [tf.Graph(), tf.Graph()]
    values = []
    for i, graph in enumerate(graphs):
        with graph.as_default():
            tf.Variable(float(i), name="v")
    sessions = [tf.Session(graph=graph) for graph in graphs]
    for sess, graph in zip(sessions, graphs):
        with graph.as_default():
            sess.run(tf.global_variables_initializer())
    for sess in sessions:
        values.append(sess.run("v:0"))
    return values


@program
def close_is_felt_by_other_threads(tf):
    c = tf.constant(1)
    sess = tf.Session()
    sess.run(c)
    thread = threading.Thread(target=sess.close)
    thread.start()
    thread.join()
    try:
        sess.run(c)
    except RuntimeError as e:
        return str(e)


@program
def error_leaves_the_block(tf):
    c = tf.constant(1)
    try:
        with tf.Session() as sess:
            raise KeyError("mine")
    except KeyError:
        pass
    try:
        sess.run(c)
    except RuntimeError as e:
        return [str(e), tf.get_default_session() is None]


@program
def larger_of_a_number_and_a_multiple_of_it(tf):
    x = tf.placeholder(tf.float32, [2])
    y = tf.nn.relu(x)
    v = tf.Variable([0.5, 1.0])
    larger = [
        tf.maximum(2.0 * x, x),
        tf.maximum(x, x + x),
        tf.maximum(x / 0.5, x),
        tf.maximum(tf.identity(x) * (tf.constant(1.0) + 2.0), x),
        tf.maximum(y, 3.0 * y),
        tf.maximum(v + v, v),
        tf.maximum(0.2 * x, x),
        tf.cond(x[0] > -9.0, lambda: tf.maximum(2.0 * x, x), lambda: x),
    ]
    return [[run(tf, y, {x: values}) for y in larger] for values in ([0.5, 1.0], [-0.5, -1.0])]


@program
def closed_before_it_saw_the_graph(tf):
    def refusal(call):
        try:
            return str(type(call()))
        except (RuntimeError, tf.errors.OpError) as e:
            return [type(e).__name__, str(e)]

    c = tf.constant(1)
    new, used = tf.Session(), tf.Session()
    used.run(c)
    prepared = used.make_callable(c)
    new.close()
    used.close()
    return [
        refusal(call)
        for call in (
            lambda: new.make_callable(c),
            lambda: new.make_callable(3),
            lambda: new.make_callable(c, ["nothing"]),
            lambda: used.make_callable(c)(),
            prepared,
            new.list_devices,
            lambda: new.run(c),
        )
    ]
