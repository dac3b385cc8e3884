"""What TensorFlow 1 refuses: its class of error and the first line of its text are promises."""

from conformance.programs.statements import ops, sessions
from conformance.programs.strategies import Item

#: `{v}` is a variable, `{x}` a tensor or placeholder, `{s}` a session.
BUILDING = (
    "tf.get_variable('v', [3])",
    "tf.get_variable('a/b')",
    "tf.get_variable('n', [None])",
    "tf.get_variable('n')",
    "tf.get_variable('n', [2], initializer=tf.constant([1.0, 2.0]))",
    "tf.get_variable('n', initializer=tf.zeros_initializer())",
    "tf.get_variable('n', [2], dtype=tf.string)",
    "tf.get_variable('n', [2], initializer=3)",
    "tf.Variable()",
    "tf.Variable(None)",
    "tf.Variable(tf.placeholder(tf.float32))",
    "tf.Variable(1.0, collections=1)",
    "tf.Variable(1.0, name='bad name')",
    "{v}.assign([1.0, 2.0, 3.0, 4.0])",
    "{v}.assign('text')",
    "tf.assign({x}, 1.0)",
    "tf.variables_initializer({v})",
    "tf.variables_initializer([1])",
    "bool({x})",
    "list({x})",
    "len({x})",
    "{x} == 1",
    "tf.constant(0.0) in [{x}]",
    "float({x})",
    "tf.constant('a') + 1",
    "tf.matmul(tf.zeros([2, 3]), tf.zeros([2, 3]))",
    "tf.zeros([2]) + tf.zeros([3])",
    "tf.add(tf.constant(1), tf.constant(1.0))",
    "tf.reshape(tf.zeros([4]), [3])",
    "tf.concat([tf.zeros([2]), tf.zeros([2, 2])], 0)",
    "tf.gather([1, 2], [0.5])",
    "tf.constant(1.5, tf.int32)",
    "tf.placeholder('nothing')",
    "tf.cast('a', tf.float32)",
    "tf.gradients({x}, 'text')",
    "tf.gradients(tf.constant(1), [{v}])",
    "tf.train.GradientDescentOptimizer(0.1).minimize(tf.constant(1.0))",
    "tf.train.AdamOptimizer().apply_gradients([])",
    "tf.train.AdamOptimizer().minimize({x}, var_list=[{x}])",
    "tf.while_loop(lambda i: i, lambda i: (i, i), [0])",
    "tf.cond(1, lambda: 1, lambda: 2)",
    "tf.cond(tf.constant(True), lambda: tf.constant(1), lambda: tf.constant(1.0))",
    "tf.cond(tf.constant(True), 1, 2)",
    "tf.case([])",
    "tf.get_default_graph().get_tensor_by_name('v')",
    "tf.get_default_graph().get_operation_by_name('nope')",
    "tf.get_default_graph().get_tensor_by_name('v:7')",
    "tf.train.Saver({{}})",
    "tf.train.Saver([])",
    "tf.train.Saver([{x}])",
    "tf.train.Saver({{'a': 1}})",
    "tf.train.Saver([{v}, {v}])",
    "tf.make_template('t', 3)",
    "tf.add_to_collection('c', 1), tf.get_collection('c', 3)",
    "tf.import_graph_def(3)",
    "tf.set_random_seed('a')",
    "tf.get_variable_scope().reuse_variables(), tf.get_variable('fresh', [2])",
    "tf.one_hot([1], depth=None)",
    "tf.split(tf.zeros([5]), 2)",
    "tf.nn.softmax_cross_entropy_with_logits(tf.zeros([2]), tf.zeros([2]))",
    "tf.nn.embedding_lookup(None, [1])",
    "tf.TensorShape([2]).merge_with([3])",
    "tf.TensorShape(None).as_list()",
    "tf.Dimension(-1)",
    "tf.as_dtype('nothing')",
)
RUNNING = (
    "{s}.run(None)",
    "{s}.run('nothing')",
    "{s}.run('nothing:0')",
    "{s}.run(1)",
    "{s}.run([{x}, None])",
    "{s}.run({x}, {{{x}: 'text'}})",
    "{s}.run({x}, {{{x}: None}})",
    "{s}.run({x}, {{'nothing:0': 1}})",
    "{s}.run({x}, {{1: 1}})",
    "{s}.run({x}, [1])",
    "{s}.run({x}, {{{x}: {x}}})",
    "{s}.run({v})",
    "{s}.run(len)",
    "{x}.eval()",
    "{x}.op.run()",
    "{v}.eval()",
    "{v}.load(1.0)",
    "{v}.load([1.0] * 9, {s})",
    "tf.Session(graph=3)",
    "tf.Session(3)",
    "tf.Session(config=3)",
    "tf.train.Saver([{v}]).restore({s}, DIR + '/nothing')",
    "tf.train.Saver([{v}]).save({s}, DIR + '/no/such/model')",
    "tf.train.Saver([{v}]).save(None, DIR + '/model')",
    "tf.train.Saver([{v}]).restore({s}, None)",
    "{s}.run(tf.assign({v}, tf.zeros([7]), validate_shape=False))",
    "{s}.run(tf.check_numerics(tf.constant(np.nan), 'not a number'))",
    "{s}.run(tf.Assert(tf.constant(False), ['said']))",
    "{s}.run(tf.gather(tf.constant([1, 2]), tf.placeholder_with_default(5, [])))",
    "{s}.run(tf.reshape(tf.zeros([4]), tf.placeholder_with_default([3], [1])))",
    "{s}.run(tf.constant(1) // tf.constant(0))",
    "{s}.run(tf.decode_raw(['abc'], tf.int32))",
    "{s}.run(tf.string_to_number('x'))",
    "{s}.partial_run('handle', {x})",
    "{s}.make_callable(3)",
)

ENTERING = (
    "tf.variable_scope(None)",
    "tf.variable_scope(3)",
    "tf.variable_scope('a', reuse=3)",
    "tf.name_scope('bad name')",
    "tf.device(3.0)",
    "tf.control_dependencies([1])",
    "tf.Graph().as_default(), tf.get_default_graph().as_default()",
    "{s}, {s}",
    "{s}.graph.as_default(), {s}.as_default()",
    "tf.variable_scope('a'), tf.variable_scope('a', reuse=True)",
)


def start(b):
    """A variable that `BUILDING` knows by name, something to feed, and a session."""
    b.line("v1 = tf.get_variable('v', [2], initializer=tf.zeros_initializer())")
    b.line("x1 = tf.placeholder(tf.float32, [2], 'x')")
    b.known["variables"].append(Item("v1", shape=(2,)))
    b.known["placeholders"].append(Item("x1", shape=(2,)))
    b.known["sessions"].append(Item("sess1"))
    b.line("sess1 = tf.Session()")


def wrong(table):
    """A statement that is one of `table`."""

    def statement(b):
        names = {
            "v": b.any("variables").name,
            "x": b.any("placeholders", "tensors").name,
            "s": b.any("sessions").name,
        }
        b.line(f"{b.free('wrong')} = {b.pick(table).format(**names)}")

    statement.__doc__ = "Something that TensorFlow 1 refuses, or seems to."
    return statement


def enter(b):
    """Enters what may not be entered, for one line."""
    with b.block(f"with {b.pick(ENTERING).format(s=b.any('sessions').name)}:"):
        b.line(f"{b.free('wrong')} = tf.constant(1.0)")


def finalize(b):
    """Nothing may be added to the graph from now on."""
    b.line("tf.get_default_graph().finalize()")


STATEMENTS = (
    wrong(BUILDING),
    wrong(RUNNING),
    wrong(BUILDING),
    enter,
    sessions.initialize,
    ops.constant,
    sessions.close,
    sessions.run,
    finalize,
)
