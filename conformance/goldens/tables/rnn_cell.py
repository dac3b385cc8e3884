"""``tf.nn.rnn_cell`` and the functions that unroll cells: ``tf.nn.dynamic_rnn`` and its like."""

import copy

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def cells(tf):
    """A cell of each kind, by name."""
    cell = tf.nn.rnn_cell
    return {
        "basic": cell.BasicRNNCell(4),
        "gru": cell.GRUCell(4),
        "basic_lstm": cell.BasicLSTMCell(4),
        "lstm": cell.LSTMCell(4),
    }


def names(variables):
    """The variables' names."""
    return [v.name for v in variables]


# --- cells, called -------------------------------------------------------------------------------
@table.case
def basic_rnn(tf):
    cell = tf.nn.rnn_cell.BasicRNNCell(4)
    x = tf.constant(ramp(3, 2))
    y, state = cell(x, cell.zero_state(3, tf.float32))
    z, state = cell(x + 1.0, state)
    return {
        "y": y,
        "z": z,
        "state": state,
        "sizes": [cell.state_size, cell.output_size],
        "names": [cell.name, cell.scope_name, names(cell.variables)],
    }


@table.case
def gru(tf):
    cell = tf.nn.rnn_cell.GRUCell(4)
    x = tf.constant(ramp(3, 2))
    y, state = cell(x, cell.zero_state(3, tf.float32))
    return {"y": cell(x, state), "names": [cell.name, names(cell.variables)]}


@table.case
def gru_initializers_and_activation(tf):
    cell = tf.nn.rnn_cell.GRUCell(
        4,
        activation=tf.nn.relu,
        kernel_initializer=tf.constant_initializer(0.1),
        bias_initializer=tf.constant_initializer(0.2),
        name="g",
    )
    return {"y": cell(tf.constant(ramp(3, 2)), tf.constant(ramp(3, 4)))}


@table.case
def basic_lstm(tf):
    cell = tf.nn.rnn_cell.BasicLSTMCell(4, forget_bias=0.5)
    x = tf.constant(ramp(3, 2))
    y, state = cell(x, cell.zero_state(3, tf.float32))
    z, state = cell(x + 1.0, state)
    size = cell.state_size
    return {
        "z": z,
        "state": state,
        "sizes": [size.c, size.h, cell.output_size],
        "names": [cell.name, names(cell.variables), type(state).__name__, type(size).__name__],
    }


@table.case
def basic_lstm_one_tensor(tf):
    cell = tf.nn.rnn_cell.BasicLSTMCell(4, state_is_tuple=False)
    y, state = cell(tf.constant(ramp(3, 2)), cell.zero_state(3, tf.float32))
    return {"y": y, "state": state, "size": cell.state_size}


@table.case
def lstm(tf):
    cell = tf.nn.rnn_cell.LSTMCell(4)
    x = tf.constant(ramp(3, 2))
    y, state = cell(x, cell.zero_state(3, tf.float32))
    z, state = cell(x + 1.0, state)
    return {"z": z, "state": state, "names": [cell.name, names(cell.variables)]}


@table.case
def lstm_peepholes(tf):
    cell = tf.nn.rnn_cell.LSTMCell(4, use_peepholes=True, name="peeps")
    x = tf.constant(ramp(3, 2))
    y, state = cell(x, cell.zero_state(3, tf.float32))
    return {"y": cell(x, state), "names": names(cell.variables)}


@table.case
def lstm_projection_and_clips(tf):
    cell = tf.nn.rnn_cell.LSTMCell(4, num_proj=3, cell_clip=0.2, proj_clip=0.1, forget_bias=0.0)
    x = tf.constant(5.0 * ramp(3, 2))
    y, state = cell(x, cell.zero_state(3, tf.float32))
    z, state = cell(x, state)
    return {"z": z, "state": state, "sizes": list(cell.state_size) + [cell.output_size]}


@table.case
def lstm_peepholes_projection_one_tensor(tf):
    cell = tf.nn.rnn_cell.LSTMCell(
        4,
        use_peepholes=True,
        num_proj=3,
        state_is_tuple=False,
        initializer=tf.random_uniform_initializer(-0.1, 0.1, seed=1),
        activation=tf.nn.relu,
    )
    y, state = cell(tf.constant(ramp(3, 2)), cell.zero_state(3, tf.float32))
    return {"y": y, "state": state, "size": cell.state_size}


@table.case
def lstm_sharded(tf):
    cell = tf.nn.rnn_cell.LSTMCell(4, num_unit_shards=2, num_proj=2, num_proj_shards=1)
    y, state = cell(tf.constant(ramp(3, 2)), cell.zero_state(3, tf.float32))
    return {"y": y, "state": state}


@table.case(seeded=True)
def lstm_initializer_of_the_scope(tf):
    with tf.variable_scope("net", initializer=tf.random_uniform_initializer(-0.1, 0.1, seed=2)):
        cell = tf.nn.rnn_cell.LSTMCell(4)
        y, state = cell(tf.constant(ramp(3, 2)), cell.zero_state(3, tf.float32))
    return {"y": y}


@table.case
def lstm_partitioned_scope(tf):
    with tf.variable_scope("net", partitioner=tf.fixed_size_partitioner(2)):
        cell = tf.nn.rnn_cell.LSTMCell(4)
        y, state = cell(tf.constant(ramp(3, 2)), cell.zero_state(3, tf.float32))
    return {"y": y}


@table.case
def cells_of_all_kinds_float64(tf):
    x = tf.constant(ramp(3, 2).astype("float64"))
    made = {}
    for name, cell in cells(tf).items():
        made[name] = cell(x, cell.zero_state(3, tf.float64))[0]
    return made


@table.case
def cells_with_a_dtype(tf):
    cell = tf.nn.rnn_cell.LSTMCell(4, dtype=tf.float64)
    return {"y": cell(tf.constant(ramp(3, 2).astype("float64")), cell.zero_state(3, tf.float64))}


@table.case(rtol=2e-2, atol=2e-2)
def cells_float16(tf):
    cell = tf.nn.rnn_cell.GRUCell(4)
    return {"y": cell(tf.constant(ramp(3, 2).astype("float16")), cell.zero_state(3, tf.float16))}


@table.case
def cells_in_scopes(tf):
    x = tf.constant(ramp(3, 2))
    with tf.variable_scope("outer"):
        cell = tf.nn.rnn_cell.BasicLSTMCell(4)
        y, state = cell(x, cell.zero_state(3, tf.float32))
        with tf.variable_scope("inner"):
            z, _ = cell(x, state)
    other = tf.nn.rnn_cell.GRUCell(4)
    w, _ = other(x, other.zero_state(3, tf.float32), scope="given")
    return {"y": y, "z": z, "w": w, "names": [cell.scope_name, other.scope_name, other.name]}


@table.case
def cells_scope_object(tf):
    x = tf.constant(ramp(3, 2))
    cell = tf.nn.rnn_cell.GRUCell(4)
    with tf.variable_scope("decoder") as scope:
        y, state = cell(x, cell.zero_state(3, tf.float32), scope)
    return {"y": y, "names": names(cell.variables)}


@table.case
def cells_reused(tf):
    x = tf.constant(ramp(3, 2))
    first = tf.nn.rnn_cell.GRUCell(4, name="g")
    second = tf.nn.rnn_cell.GRUCell(4, name="g", reuse=True)
    auto = tf.nn.rnn_cell.GRUCell(4, name="g", reuse=tf.AUTO_REUSE)
    return [c(x, c.zero_state(3, tf.float32))[0] for c in (first, second, auto)]


@table.case
def cells_in_a_reused_scope(tf):
    def net(x):
        cell = tf.nn.rnn_cell.BasicRNNCell(4)
        return cell(x, cell.zero_state(3, tf.float32))[0]

    x = tf.constant(ramp(3, 2))
    with tf.variable_scope("net"):
        y = net(x)
    with tf.variable_scope("net", reuse=True):
        z = net(x + 1.0)
    return {"y": y, "z": z}


@table.case
def cells_not_trainable(tf):
    cell = tf.nn.rnn_cell.LSTMCell(4, trainable=False)
    y, _ = cell(tf.constant(ramp(3, 2)), cell.zero_state(3, tf.float32))
    return {"y": y}


@table.case
def zero_states(tf):
    cell = tf.nn.rnn_cell
    multi = cell.MultiRNNCell([cell.LSTMCell(4), cell.GRUCell(3)])
    batch = tf.placeholder_with_default(3, [])
    return {
        "lstm": cell.BasicLSTMCell(4).zero_state(3, tf.float32),
        "multi": multi.zero_state(2, tf.float64),
        "unknown": cell.GRUCell(4).zero_state(batch, tf.float32),
        "tensor": cell.GRUCell(4).zero_state(tf.constant(2), tf.float32),
    }


@table.case
def zero_state_in_words(tf):
    cell = tf.nn.rnn_cell.LSTMCell(4)
    state = cell.zero_state(2, tf.float32)
    again = tf.nn.rnn_cell.LSTMStateTuple(state.c + 1.0, h=state.h)
    return {
        "again": again,
        "dtype": again.dtype.name,
        "fields": again._fields,
        "is": isinstance(state, tf.nn.rnn_cell.LSTMStateTuple),
    }


@table.case
def state_tuple_of_two_dtypes(tf):
    state = tf.nn.rnn_cell.LSTMStateTuple(tf.zeros([1]), tf.zeros([1], tf.float64))
    return state.dtype


# --- cells of cells ------------------------------------------------------------------------------
@table.case
def multi(tf):
    cell = tf.nn.rnn_cell
    many = cell.MultiRNNCell([cell.BasicLSTMCell(4), cell.GRUCell(3), cell.BasicRNNCell(2)])
    x = tf.constant(ramp(3, 2))
    y, state = many(x, many.zero_state(3, tf.float32))
    z, state = many(x, state)
    return {
        "z": z,
        "state": state,
        "output": many.output_size,
        "names": [names(many.variables), names(many.trainable_weights), many.name],
    }


@table.case
def multi_one_tensor(tf):
    cell = tf.nn.rnn_cell
    many = cell.MultiRNNCell(
        [cell.LSTMCell(4, state_is_tuple=False), cell.GRUCell(3)], state_is_tuple=False
    )
    y, state = many(tf.constant(ramp(3, 2)), many.zero_state(3, tf.float32))
    return {"y": y, "state": state, "size": many.state_size}


@table.case
def multi_of_nothing(tf):
    return tf.nn.rnn_cell.MultiRNNCell([])


@table.case(same_text=False)
def multi_of_a_cell(tf):
    return tf.nn.rnn_cell.MultiRNNCell(tf.nn.rnn_cell.GRUCell(3))


@table.case
def multi_one_tensor_of_tuples(tf):
    cell = tf.nn.rnn_cell
    return cell.MultiRNNCell([cell.LSTMCell(4)], state_is_tuple=False)


@table.case(same_text=False)
def multi_of_one_cell_twice(tf):
    cell = tf.nn.rnn_cell
    many = cell.MultiRNNCell([cell.BasicLSTMCell(4)] * 2)
    return many(tf.constant(ramp(3, 2)), many.zero_state(3, tf.float32))


@table.case
def multi_of_one_cell_twice_that_fits(tf):
    cell = tf.nn.rnn_cell
    many = cell.MultiRNNCell([cell.BasicLSTMCell(4)] * 2)
    return {"y": many(tf.constant(ramp(3, 4)), many.zero_state(3, tf.float32))}


@table.case
def dropout_wrapper(tf):
    cell = tf.nn.rnn_cell
    wrapped = cell.DropoutWrapper(cell.LSTMCell(4), 0.5, 0.6, 0.7, seed=5)
    x = tf.constant(ramp(3, 2))
    y, state = wrapped(x, wrapped.zero_state(3, tf.float32))
    z, state = wrapped(x, state)
    return {
        "z": z,
        "state": state,
        "sizes": list(wrapped.state_size) + [wrapped.output_size],
        "names": [names(wrapped.variables), type(wrapped.wrapped_cell).__name__],
    }


@table.case
def dropout_wrapper_of_everything_kept(tf):
    cell = tf.nn.rnn_cell
    wrapped = cell.DropoutWrapper(cell.GRUCell(4))
    return {"y": wrapped(tf.constant(ramp(3, 2)), wrapped.zero_state(3, tf.float32))}


@table.case
def dropout_wrapper_keeps_a_tensor(tf):
    cell = tf.nn.rnn_cell
    keep = tf.placeholder_with_default(0.5, [])
    wrapped = cell.DropoutWrapper(cell.GRUCell(4), output_keep_prob=keep, seed=5)
    return {"y": wrapped(tf.constant(ramp(3, 2)), wrapped.zero_state(3, tf.float32))}


@table.case
def dropout_wrapper_variational(tf):
    cell = tf.nn.rnn_cell
    wrapped = cell.DropoutWrapper(
        cell.LSTMCell(4),
        input_keep_prob=0.5,
        output_keep_prob=0.6,
        state_keep_prob=0.7,
        variational_recurrent=True,
        input_size=2,
        dtype=tf.float32,
        seed=5,
    )
    x = tf.constant(ramp(3, 2))
    y, state = wrapped(x, wrapped.zero_state(3, tf.float32))
    return {"y": y, "z": wrapped(x, state)}


@table.case
def dropout_wrapper_state_filter(tf):
    cell = tf.nn.rnn_cell
    wrapped = cell.DropoutWrapper(
        cell.LSTMCell(4),
        state_keep_prob=0.5,
        seed=5,
        dropout_state_filter_visitor=lambda s: (
            cell.LSTMStateTuple(c=True, h=False) if isinstance(s, tuple) else True
        ),
    )
    return {"y": wrapped(tf.constant(ramp(3, 2)), wrapped.zero_state(3, tf.float32))}


@table.case
def dropout_wrapper_of_no_cell(tf):
    return tf.nn.rnn_cell.DropoutWrapper(tf.constant(1.0))


@table.case
def dropout_wrapper_of_too_much(tf):
    return tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.GRUCell(4), output_keep_prob=1.5)


@table.case
def dropout_wrapper_variational_without_dtype(tf):
    return tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.GRUCell(4), variational_recurrent=True)


@table.case
def dropout_wrapper_variational_without_size(tf):
    return tf.nn.rnn_cell.DropoutWrapper(
        tf.nn.rnn_cell.GRUCell(4), 0.5, variational_recurrent=True, dtype=tf.float32
    )


@table.case
def residual_wrapper(tf):
    cell = tf.nn.rnn_cell
    plain = cell.ResidualWrapper(cell.GRUCell(2))
    own = cell.ResidualWrapper(cell.LSTMCell(2, name="own"), lambda i, o: i * 2.0 + o)
    x = tf.constant(ramp(3, 2))
    return {
        "plain": plain(x, plain.zero_state(3, tf.float32)),
        "own": own(x, own.zero_state(3, tf.float32)),
        "sizes": [plain.output_size, plain.state_size],
    }


@table.case
def residual_wrapper_of_other_sizes(tf):
    cell = tf.nn.rnn_cell.ResidualWrapper(tf.nn.rnn_cell.GRUCell(4))
    return cell(tf.constant(ramp(3, 2)), cell.zero_state(3, tf.float32))


@table.case
def device_wrapper(tf):
    cell = tf.nn.rnn_cell.DeviceWrapper(tf.nn.rnn_cell.GRUCell(4), "/cpu:0")
    y, state = cell(tf.constant(ramp(3, 2)), cell.zero_state(3, tf.float32))
    return {"y": y, "devices": [y.device, tf.global_variables()[0].device]}


@table.case
def wrappers_in_a_stack(tf):
    cell = tf.nn.rnn_cell

    def layer(residual):
        made = cell.DropoutWrapper(cell.BasicLSTMCell(2), output_keep_prob=0.8, seed=3)
        return cell.ResidualWrapper(made) if residual else made

    stack = cell.MultiRNNCell([layer(False), layer(True)])
    x = tf.constant(ramp(3, 4, 2))
    outputs, state = tf.nn.dynamic_rnn(stack, x, dtype=tf.float32)
    return {"outputs": outputs, "state": state, "names": names(stack.variables)}


@table.case
def cells_deepcopied(tf):
    cell = tf.nn.rnn_cell
    first = cell.DropoutWrapper(cell.BasicLSTMCell(2), output_keep_prob=0.8, seed=3)
    stack = cell.MultiRNNCell([first] + [copy.deepcopy(first) for _ in range(2)])
    return {"y": stack(tf.constant(ramp(3, 2)), stack.zero_state(3, tf.float32))}


# --- own cells -----------------------------------------------------------------------------------
@table.case
def own_cell_of_the_oldest_kind(tf):
    class Old(tf.nn.rnn_cell.RNNCell):
        def __init__(self, units):
            self._units = units

        @property
        def state_size(self):
            return self._units

        @property
        def output_size(self):
            return self._units

        def __call__(self, inputs, state, scope=None):
            with tf.variable_scope(scope or type(self).__name__):
                w = tf.get_variable("W", [inputs.shape[1].value + self._units, self._units])
                new = tf.tanh(tf.matmul(tf.concat([inputs, state], 1), w))
            return new, new

    cell = Old(3)
    outputs, state = tf.nn.dynamic_rnn(cell, tf.constant(ramp(2, 4, 2)), dtype=tf.float32)
    return {"outputs": outputs, "state": state, "zero": cell.zero_state(2, tf.float32)}


@table.case
def own_cell_with_build(tf):
    class Minimal(tf.nn.rnn_cell.RNNCell):
        def __init__(self, units, **kwargs):
            super(Minimal, self).__init__(**kwargs)
            self._units = units

        @property
        def state_size(self):
            return (self._units, tf.TensorShape([2]))

        @property
        def output_size(self):
            return self._units

        def build(self, inputs_shape):
            depth = inputs_shape[1].value
            self._w = self.add_variable("w", shape=[depth + self._units, self._units])
            self._b = self.add_variable(
                "b", shape=[self._units], initializer=tf.zeros_initializer()
            )
            self.built = True

        def call(self, inputs, state):
            h, count = state
            h = tf.tanh(tf.matmul(tf.concat([inputs, h], 1), self._w) + self._b)
            return h, (h, count + 1.0)

    cell = Minimal(3)
    outputs, state = tf.nn.dynamic_rnn(cell, tf.constant(ramp(2, 4, 2)), dtype=tf.float32)
    return {
        "outputs": outputs,
        "state": state,
        "names": [cell.name, cell.scope_name, names(cell.trainable_variables)],
    }


@table.case
def own_cell_with_get_variable(tf):
    class Getter(tf.nn.rnn_cell.RNNCell):
        state_size = output_size = 3

        def call(self, inputs, state):
            w = tf.get_variable("w", [5, 3])
            new = tf.matmul(tf.concat([inputs, state], 1), w)
            return new, new

    cell = Getter(name="getter")
    outputs, state = tf.nn.static_rnn(
        cell, tf.unstack(tf.constant(ramp(4, 2, 2))), dtype=tf.float32
    )
    return {"outputs": outputs, "state": state, "names": names(cell.variables)}


@table.case
def own_cell_around_another(tf):
    class Twice(tf.nn.rnn_cell.RNNCell):
        def __init__(self, cell):
            super(Twice, self).__init__()
            self._cell = cell

        @property
        def state_size(self):
            return self._cell.state_size

        @property
        def output_size(self):
            return self._cell.output_size

        def call(self, inputs, state):
            _, state = self._cell(inputs, state)
            return self._cell(inputs, state)

    cell = Twice(tf.nn.rnn_cell.GRUCell(3))
    outputs, state = tf.nn.dynamic_rnn(cell, tf.constant(ramp(2, 4, 2)), dtype=tf.float32)
    return {"outputs": outputs, "state": state}


@table.case
def own_subclass_of_lstm(tf):
    class Scaled(tf.nn.rnn_cell.BasicLSTMCell):
        def call(self, inputs, state):
            output, state = super(Scaled, self).call(inputs, state)
            return output * 2.0, state

    cell = Scaled(3)
    return {
        "y": cell(tf.constant(ramp(3, 2)), cell.zero_state(3, tf.float32)),
        "is": isinstance(cell, tf.nn.rnn_cell.RNNCell),
        "name": cell.name,
    }


@table.case
def rnn_cell_itself(tf):
    return tf.nn.rnn_cell.RNNCell().state_size


# --- unrolled ------------------------------------------------------------------------------------
@table.case
def dynamic(tf):
    outputs, state = tf.nn.dynamic_rnn(
        tf.nn.rnn_cell.BasicLSTMCell(3), tf.constant(ramp(2, 4, 2)), dtype=tf.float32
    )
    return {"outputs": outputs, "state": state}


@table.case
def dynamic_of_all_kinds(tf):
    x = tf.constant(ramp(2, 4, 2))
    return {
        name: tf.nn.dynamic_rnn(cell, x, sequence_length=[2, 4], dtype=tf.float32, scope=name)
        for name, cell in sorted(cells(tf).items())
    }


@table.case(gradients=False)  # It asks for some itself.
def dynamic_with_lengths_and_state(tf):
    cell = tf.nn.rnn_cell.LSTMCell(3)
    x = tf.constant(ramp(3, 4, 2))
    initial = tf.nn.rnn_cell.LSTMStateTuple(tf.constant(ramp(3, 3)), tf.constant(-ramp(3, 3)))
    outputs, state = tf.nn.dynamic_rnn(cell, x, tf.constant([2, 0, 4]), initial)
    return {
        "outputs": outputs,
        "state": state,
        "gradient": tf.gradients(tf.reduce_sum(outputs * outputs), [x, initial.c, initial.h]),
    }


@table.case
def dynamic_time_major(tf):
    cell = tf.nn.rnn_cell.GRUCell(3)
    outputs, state = tf.nn.dynamic_rnn(
        cell,
        tf.constant(ramp(4, 2, 2)),
        sequence_length=tf.constant([3, 4], tf.int64),
        dtype=tf.float32,
        time_major=True,
        swap_memory=True,
        parallel_iterations=1,
        scope="rnn",
    )
    return {"outputs": outputs, "state": state}


@table.case
def dynamic_of_unknown_shape(tf):
    x = tf.placeholder_with_default(ramp(2, 4, 2), [None, None, 2])
    lengths = tf.placeholder_with_default([1, 3], [None])
    outputs, state = tf.nn.dynamic_rnn(
        tf.nn.rnn_cell.BasicLSTMCell(3), x, lengths, dtype=tf.float32
    )
    return {"outputs": outputs, "state": state}


@table.case
def dynamic_twice_shared(tf):
    x = tf.constant(ramp(2, 4, 2))
    cell = tf.nn.rnn_cell.GRUCell(3)
    with tf.variable_scope("net"):
        y, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    with tf.variable_scope("net", reuse=True):
        z, _ = tf.nn.dynamic_rnn(cell, x + 1.0, dtype=tf.float32)
    return {"y": y, "z": z}


@table.case
def dynamic_one_cell_in_two_scopes(tf):
    x = tf.constant(ramp(2, 4, 2))
    cell = tf.nn.rnn_cell.GRUCell(3)
    y, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32, scope="a")
    z, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32, scope="b")
    return {"y": y, "z": z}


@table.case
def dynamic_twice_without_reuse(tf):
    x = tf.constant(ramp(2, 4, 2))
    tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), x, dtype=tf.float32)
    return tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), x, dtype=tf.float32)


@table.case
def dynamic_multi_with_dropout(tf):
    cell = tf.nn.rnn_cell
    stack = cell.MultiRNNCell(
        [cell.DropoutWrapper(cell.LSTMCell(3), output_keep_prob=0.5, seed=s) for s in (1, 2)]
    )
    outputs, state = tf.nn.dynamic_rnn(
        stack, tf.constant(ramp(2, 4, 2)), sequence_length=[4, 2], dtype=tf.float32
    )
    return {"outputs": outputs, "state": state}


@table.case
def dynamic_trained(tf):
    outputs, _ = tf.nn.dynamic_rnn(
        tf.nn.rnn_cell.LSTMCell(3, use_peepholes=True, num_proj=2),
        tf.constant(ramp(2, 4, 2)),
        sequence_length=[4, 2],
        dtype=tf.float32,
    )
    loss = tf.reduce_mean(tf.square(tf.layers.dense(outputs[:, -1], 1) - 0.5))
    return {"loss": loss, "train": tf.train.GradientDescentOptimizer(0.1).minimize(loss)}


@table.case
def dynamic_of_nested_inputs(tf):
    class Both(tf.nn.rnn_cell.RNNCell):
        state_size = output_size = 2

        def call(self, inputs, state):
            a, b = inputs
            new = tf.tanh(a + b + state)
            return new, new

    x = tf.constant(ramp(2, 4, 2))
    outputs, state = tf.nn.dynamic_rnn(Both(), (x, 2.0 * x), dtype=tf.float32)
    return {"outputs": outputs, "state": state}


@table.case
def dynamic_without_dtype_or_state(tf):
    return tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), tf.constant(ramp(2, 4, 2)))


@table.case
def dynamic_of_a_matrix(tf):
    return tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), tf.constant(ramp(2, 4)), dtype=tf.float32)


@table.case
def dynamic_of_unknown_depth(tf):
    x = tf.placeholder(tf.float32, [None, None, None])
    return tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), x, dtype=tf.float32)


@table.case
def dynamic_with_wrong_lengths(tf):
    x = tf.constant(ramp(2, 4, 2))
    lengths = tf.constant([[1, 2]])
    return tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), x, lengths, dtype=tf.float32)


@table.case
def dynamic_of_no_cell(tf):
    return tf.nn.dynamic_rnn("cell", tf.constant(ramp(2, 4, 2)), dtype=tf.float32)


@table.case
def bidirectional(tf):
    cell = tf.nn.rnn_cell
    outputs, states = tf.nn.bidirectional_dynamic_rnn(
        cell.LSTMCell(3),
        cell.LSTMCell(3),
        tf.constant(ramp(2, 4, 2)),
        sequence_length=[2, 4],
        dtype=tf.float32,
    )
    return {"outputs": outputs, "states": states}


@table.case
def bidirectional_time_major(tf):
    cell = tf.nn.rnn_cell
    x = tf.constant(ramp(4, 2, 2))
    outputs, states = tf.nn.bidirectional_dynamic_rnn(
        cell.GRUCell(3),
        cell.BasicRNNCell(2),
        x,
        initial_state_fw=tf.ones([2, 3]),
        initial_state_bw=tf.ones([2, 2]),
        time_major=True,
        scope="both",
    )
    return {"outputs": outputs, "states": states}


@table.case
def bidirectional_stacked(tf):
    cell = tf.nn.rnn_cell
    x = tf.constant(ramp(2, 4, 2))
    for i in range(2):
        with tf.variable_scope("layer%d" % i):
            outputs, _ = tf.nn.bidirectional_dynamic_rnn(
                cell.GRUCell(2), cell.GRUCell(2), x, [3, 4], dtype=tf.float32
            )
            x = tf.concat(outputs, 2)
    return {"x": x}


@table.case
def static(tf):
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)
    inputs = tf.unstack(tf.constant(ramp(4, 2, 2)))
    outputs, state = tf.nn.static_rnn(cell, inputs, dtype=tf.float32)
    return {"outputs": outputs, "state": state}


@table.case
def static_with_lengths(tf):
    cell = tf.nn.rnn_cell.LSTMCell(3)
    inputs = tf.unstack(tf.constant(ramp(4, 3, 2)))
    outputs, state = tf.nn.static_rnn(
        cell,
        inputs,
        initial_state=cell.zero_state(3, tf.float32),
        sequence_length=tf.constant([2, 0, 4]),
        scope="s",
    )
    return {"outputs": outputs, "state": state}


@table.case
def static_of_unknown_batch(tf):
    x = tf.placeholder_with_default(ramp(2, 4, 2), [None, 4, 2])
    outputs, state = tf.nn.static_rnn(
        tf.nn.rnn_cell.GRUCell(3), tf.unstack(x, axis=1), dtype=tf.float32
    )
    return {"outputs": outputs, "state": state}


@table.case
def static_of_nothing(tf):
    return tf.nn.static_rnn(tf.nn.rnn_cell.GRUCell(3), [], dtype=tf.float32)


@table.case
def static_of_one_tensor(tf):
    return tf.nn.static_rnn(tf.nn.rnn_cell.GRUCell(3), tf.constant(ramp(4, 2, 2)), dtype=tf.float32)


@table.case
def static_bidirectional(tf):
    cell = tf.nn.rnn_cell
    inputs = tf.unstack(tf.constant(ramp(4, 2, 2)))
    made = tf.nn.static_bidirectional_rnn(
        cell.BasicLSTMCell(3),
        cell.BasicLSTMCell(3),
        inputs,
        dtype=tf.float32,
        sequence_length=[2, 4],
    )
    return dict(zip(("outputs", "forward", "backward"), made))


@table.case
def static_state_saving(tf):
    class Saver(object):
        def __init__(self):
            self.states = {"c": tf.constant(ramp(2, 3)), "h": tf.constant(ramp(2, 3))}
            self.saved = {}

        def state(self, name):
            return self.states[name]

        def save_state(self, name, value):
            self.saved[name] = value
            return tf.identity(value, name="save_" + name)

    saver = Saver()
    inputs = tf.unstack(tf.constant(ramp(4, 2, 2)))
    outputs, state = tf.nn.static_state_saving_rnn(
        tf.nn.rnn_cell.LSTMCell(3), inputs, saver, ("c", "h")
    )
    return {"outputs": outputs, "state": state, "saved": saver.saved}


@table.case
def raw(tf):
    cell = tf.nn.rnn_cell.LSTMCell(3)
    x = tf.constant(ramp(4, 2, 2))
    steps = tf.TensorArray(tf.float32, 4).unstack(x)
    lengths = tf.constant([2, 4])

    def loop(time, output, state, _):
        following = cell.zero_state(2, tf.float32) if output is None else state
        finished = time >= lengths
        inputs = tf.cond(
            tf.reduce_all(finished), lambda: tf.zeros([2, 2]), lambda: steps.read(time)
        )
        return finished, inputs, following, output, None

    outputs, state, _ = tf.nn.raw_rnn(cell, loop)
    return {"outputs": outputs.stack(), "state": state}


@table.case
def raw_with_loop_state(tf):
    cell = tf.nn.rnn_cell.GRUCell(3)

    def loop(time, output, state, count):
        if output is None:
            state, count = cell.zero_state(2, tf.float32), tf.constant(0)
            emitted = tf.zeros([5])
        else:
            count = count + 1
            emitted = tf.concat([output, 2.0 * output[:, :2]], 1)
        finished = tf.fill([2], time >= 3)
        return finished, tf.ones([2, 2]), state, emitted, count

    outputs, state, count = tf.nn.raw_rnn(cell, loop, scope="decode")
    return {"outputs": outputs.stack(), "state": state, "count": count}


@table.case
def raw_without_a_function(tf):
    return tf.nn.raw_rnn(tf.nn.rnn_cell.GRUCell(3), "loop")


@table.case
def cells_in_a_while_loop(tf):
    cell = tf.nn.rnn_cell.LSTMCell(2)
    x = tf.constant(ramp(3, 2))
    cell.build(x.shape)
    zero = cell.zero_state(3, tf.float32)

    def body(i, state):
        return i + 1, cell(x, state)[1]

    _, state = tf.while_loop(lambda i, _: i < 4, body, (0, zero))
    return {"state": state}


@table.case
def cells_in_scan(tf):
    cell = tf.nn.rnn_cell.GRUCell(2)
    x = tf.constant(ramp(4, 3, 2))
    cell.build(x.shape[1:])
    return {"y": tf.scan(lambda state, step: cell(step, state)[1], x, tf.zeros([3, 2]))}


@table.case
def cells_trained_step_by_step(tf):
    cell = tf.nn.rnn_cell.BasicRNNCell(3)
    x = tf.constant(ramp(4, 2, 2))
    state, outputs = cell.zero_state(2, tf.float32), []
    with tf.variable_scope("RNN"):
        for step in range(4):
            if step > 0:
                tf.get_variable_scope().reuse_variables()
            output, state = cell(x[step], state)
            outputs.append(output)
    loss = tf.reduce_mean(tf.square(tf.stack(outputs)))
    return {"loss": loss, "train": tf.train.GradientDescentOptimizer(0.1).minimize(loss)}


# --- misuse --------------------------------------------------------------------------------------
@table.case
def cell_of_three_dimensions(tf):
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)
    return cell(tf.constant(ramp(2, 4, 2)), cell.zero_state(2, tf.float32))


@table.case
def cell_of_unknown_depth(tf):
    cell = tf.nn.rnn_cell.GRUCell(3)
    return cell(tf.placeholder(tf.float32, [2, None]), cell.zero_state(2, tf.float32))


@table.case
def lstm_of_unknown_depth(tf):
    cell = tf.nn.rnn_cell.LSTMCell(3)
    return cell(tf.placeholder(tf.float32, [2, None]), cell.zero_state(2, tf.float32))


@table.case
def cell_of_another_depth(tf):
    cell = tf.nn.rnn_cell.GRUCell(3)
    cell(tf.constant(ramp(2, 4)), cell.zero_state(2, tf.float32))
    return cell(tf.constant(ramp(2, 3)), cell.zero_state(2, tf.float32))


@table.case
def cell_shared_without_reuse(tf):
    x = tf.constant(ramp(2, 4))
    for _ in range(2):
        cell = tf.nn.rnn_cell.GRUCell(3, name="g")
        cell(x, cell.zero_state(2, tf.float32))


@table.case
def cell_config(tf):
    config = tf.nn.rnn_cell.LSTMCell(3, use_peepholes=True, name="l").get_config()
    kept = ("name", "num_units", "use_peepholes", "cell_clip", "num_proj", "forget_bias")
    return {k: config[k] for k in kept}


@table.case
def cell_of_a_negative_size(tf):
    cell = tf.nn.rnn_cell.GRUCell(-3)
    return cell(tf.constant(ramp(2, 4)), tf.zeros([2, 3]))
