"""Programs about sessions that cannot do what they are asked.

Each is a function of the TF1 namespace; what TensorFlow 1.15.5 makes of it is in
session_outcomes.json. Python 3.7 and TensorFlow 1.15 read this file too.
"""

import threading

from session_programs import run

PROGRAMS = {}


def program(fn):
    """Adds a program."""
    PROGRAMS[fn.__name__] = fn
    return fn


def closed_while_running(tf, sess, op):
    """What a run of `op`, which waits, raises when another thread closes its session."""
    raised = []

    def work():
        try:
            sess.run(op)
        except tf.errors.OpError as e:
            raised.append(e)

    thread = threading.Thread(target=work)
    thread.start()
    threading.Event().wait(0.1)
    sess.close()
    thread.join(10)
    return raised[0]


@program
def closed_session(tf):
    c = tf.constant(1)
    sess = tf.Session()
    sess.close()
    sess.run(c)


@program
def session_after_its_block(tf):
    c = tf.constant(1)
    with tf.Session() as sess:
        pass
    sess.run(c)


@program
def eval_in_closed_session(tf):
    c = tf.constant(1)
    sess = tf.Session()
    sess.close()
    c.eval(session=sess)


@program
def reentered_session(tf):
    tf.constant(1)
    with tf.Session() as sess:
        with sess:
            pass


@program
def eval_without_session(tf):
    tf.constant(1).eval()


@program
def run_operation_without_session(tf):
    tf.no_op().run()


@program
def eval_in_session_of_another_graph(tf):
    c = tf.constant(1)
    with tf.Session(graph=tf.Graph()):
        c.eval()


@program
def run_operation_in_session_of_another_graph(tf):
    op = tf.no_op()
    with tf.Session(graph=tf.Graph()):
        op.run()


@program
def empty_graph(tf):
    tf.Session(graph=tf.Graph()).run([])


@program
def empty_graph_name(tf):
    tf.Session(graph=tf.Graph()).run("x")


@program
def session_of_no_graph(tf):
    tf.Session(graph=3)


@program
def session_of_graph_def(tf):
    tf.Session(graph=tf.GraphDef())


@program
def session_of_integer_target(tf):
    tf.Session(3)


@program
def session_of_config_as_target(tf):
    tf.Session(tf.ConfigProto())


@program
def session_of_wrong_config(tf):
    tf.Session(config={"allow_soft_placement": True})


@program
def session_of_unknown_target(tf):
    tf.constant(1)
    tf.Session("nope")


@program
def run_with_wrong_options(tf):
    c = tf.constant(1)
    with tf.Session() as sess:
        sess.run(c, options=3)


@program
def run_with_wrong_metadata(tf):
    c = tf.constant(1)
    with tf.Session() as sess:
        sess.run(c, run_metadata=3)


@program
def run_times_out(tf):
    queue = tf.FIFOQueue(1, tf.int32)
    with tf.Session() as sess:
        sess.run(queue.dequeue(), options=tf.RunOptions(timeout_in_ms=100))


@program
def operation_times_out(tf):
    queue = tf.FIFOQueue(1, tf.int32)
    with tf.Session(config=tf.ConfigProto(operation_timeout_in_ms=100)) as sess:
        sess.run(queue.dequeue())


@program
def session_after_timeout(tf):
    queue = tf.FIFOQueue(2, tf.int32)
    get = queue.dequeue()
    with tf.Session() as sess:
        try:
            sess.run(get, options=tf.RunOptions(timeout_in_ms=50))
        except tf.errors.DeadlineExceededError:
            sess.run(queue.enqueue(5))
        return sess.run(get)


@program
def close_cancels_dequeue(tf):
    queue = tf.FIFOQueue(1, tf.int32, name="queue")
    get = queue.dequeue(name="get")
    sess = tf.Session()
    sess.run(queue.size())
    raise closed_while_running(tf, sess, get)


@program
def error_of_an_op(tf):
    x = tf.placeholder(tf.float32, [None], name="x")
    y = tf.reshape(x, [2, 2], name="y")
    run(tf, y, {x: [1, 2, 3]})


@program
def assertion_fails(tf):
    with tf.control_dependencies([tf.Assert(tf.constant(False), [tf.constant("why"), 3])]):
        y = tf.constant(1) + 1
    run(tf, y)


@program
def closed_queue(tf):
    queue = tf.FIFOQueue(1, tf.int32, name="queue")
    with tf.Session() as sess:
        sess.run(queue.close())
        sess.run(queue.dequeue(name="get"))


# --- uninitialized variables -------------------------------------------------------------------


@program
def uninitialized_variable(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(v)


@program
def uninitialized_get_variable(tf):
    with tf.variable_scope("scope"):
        v = tf.get_variable("v", [2])
    with tf.Session() as sess:
        sess.run(v + 1)


@program
def uninitialized_one_of_two(tf):
    v, w = tf.Variable(1.0, name="v"), tf.Variable(1.0, name="w")
    with tf.Session() as sess:
        sess.run(v.initializer)
        sess.run(v + w)


@program
def uninitialized_in_loop(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(tf.while_loop(lambda i: i < 3, lambda i: i + v, [tf.constant(0.0)]))


@program
def uninitialized_in_cond(tf):
    v = tf.Variable(1.0, name="v")
    p = tf.placeholder(tf.bool, [])
    with tf.Session() as sess:
        sess.run(tf.cond(p, lambda: v + 1, lambda: v * 2), {p: True})


@program
def uninitialized_gather(tf):
    v = tf.Variable([1.0, 2.0], name="v")
    with tf.Session() as sess:
        sess.run(tf.gather(v, [0]))


@program
def uninitialized_assign_add(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(tf.assign_add(v, 1.0))


@program
def uninitialized_scatter(tf):
    v = tf.Variable([1.0, 2.0], name="v")
    with tf.Session() as sess:
        sess.run(tf.scatter_add(v, [0], [1.0]))


@program
def uninitialized_by_eval(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session():
        v.eval()


@program
def uninitialized_in_second_session(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(v.initializer)
    with tf.Session() as sess:
        sess.run(v)


@program
def uninitialized_initial_value(tf):
    v = tf.Variable(1.0, name="v")
    w = tf.Variable(v * 2, name="w")
    with tf.Session() as sess:
        sess.run(w.initializer)


@program
def run_without_fetches(tf):
    tf.constant(1)
    with tf.Session() as sess:
        sess.run()


@program
def node_of_an_error(tf):
    x = tf.placeholder(tf.float32, [None], name="x")
    y = tf.reshape(x, [2, 2], name="y")
    seen = []
    with tf.Session() as sess:
        for fetch in (y, y + 1, y.op):
            try:
                sess.run(fetch, {x: [1, 2, 3]})
            except tf.errors.InvalidArgumentError as e:
                seen.append([e.op is y.op, e.node_def.name, e.error_code])
    return seen


@program
def enqueue_of_cancelled_session(tf):
    queue = tf.FIFOQueue(1, tf.int32, name="queue")
    put = queue.enqueue(1)
    sess = tf.Session()
    sess.run(put)
    raise closed_while_running(tf, sess, put)


@program
def reshape_to_wrong_size(tf):
    x = tf.placeholder(tf.float32, [None], name="x")
    y = tf.reshape(tf.sqrt(tf.exp(x) + 1), [2], name="y")
    with tf.Session() as sess:
        sess.run(tf.exp(y) * 2 + 1, {x: [1, 2, 3]})
