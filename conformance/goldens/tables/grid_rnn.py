"""``tf.contrib.grid_rnn``: each grid, its dimensions and its options."""

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def steps(tf, cell, width=3, state=None):
    """Two steps of `cell` in a scope."""
    if state is None:
        state = cell.zero_state(2, tf.float32)
    found = {"sizes": str((cell.output_size, cell.state_size))}
    with tf.variable_scope("s"):
        found["y0"], state = cell(tf.constant(ramp(2, width)), state)
        tf.get_variable_scope().reuse_variables()
        found["y1"], found["state"] = cell(tf.constant(ramp(2, width) * 0.5), state)
    return found


@table.case
def grid1_basic_rnn(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid1BasicRNNCell(4))


@table.case
def grid1_basic_lstm(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid1BasicLSTMCell(4, forget_bias=0.5))


@table.case
def grid1_lstm(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid1LSTMCell(4, use_peepholes=True))


@table.case
def grid1_lstm_flat_output(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid1LSTMCell(4, output_is_tuple=False))


@table.case
def grid2_basic_rnn(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid2BasicRNNCell(4))


@table.case
def grid2_basic_rnn_tied(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid2BasicRNNCell(4, tied=True))


@table.case
def grid2_basic_lstm(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid2BasicLSTMCell(4))


@table.case
def grid2_lstm(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid2LSTMCell(4, forget_bias=0.5, use_peepholes=True))


@table.case
def grid2_lstm_tied(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid2LSTMCell(4, tied=True))


@table.case
def grid2_lstm_non_recurrent(tf):
    with tf.variable_scope("t", initializer=tf.constant_initializer(0.5)):
        return steps(tf, tf.contrib.grid_rnn.Grid2LSTMCell(4, non_recurrent_fn=tf.tanh))


@table.case
def grid2_gru(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid2GRUCell(4))


@table.case
def grid3_lstm(tf):
    return steps(tf, tf.contrib.grid_rnn.Grid3LSTMCell(4))


@table.case
def grid3_lstm_tied_non_recurrent(tf):
    with tf.variable_scope("t", initializer=tf.constant_initializer(0.5)):
        cell = tf.contrib.grid_rnn.Grid3LSTMCell(4, tied=True, non_recurrent_fn=tf.nn.relu)
        return steps(tf, cell)


@table.case
def grid_of_flat_states(tf):
    cell = tf.contrib.grid_rnn.GridRNNCell(
        4, num_dims=2, input_dims=0, output_dims=[0, 1], priority_dims=0,
        cell_fn=lambda n: tf.nn.rnn_cell.LSTMCell(n), state_is_tuple=False, output_is_tuple=False,
    )
    return steps(tf, cell, state=tf.constant(ramp(2, 16)))


@table.case
def grid_of_several_inputs(tf):
    cell = tf.contrib.grid_rnn.GridRNNCell(
        4, num_dims=3, input_dims=[0, 2], output_dims=[1, 2], cell_fn=tf.nn.rnn_cell.GRUCell
    )
    return steps(tf, cell, width=6)


@table.case
def grid_with_a_default_scope(tf):
    cell = tf.contrib.grid_rnn.Grid2LSTMCell(4)
    y, state = cell(tf.constant(ramp(2, 3)), cell.zero_state(2, tf.float32), scope="mine")
    return {"y": y, "state": state}


@table.case
def grid_unrolled(tf):
    ys, state = tf.nn.static_rnn(
        tf.contrib.grid_rnn.Grid2LSTMCell(4), tf.unstack(tf.constant(ramp(3, 2, 3))),
        dtype=tf.float32,
    )
    return {"ys": ys, "state": state}


@table.case
def grid_of_wrong_dimensions(tf):
    return tf.contrib.grid_rnn.GridRNNCell(4, num_dims=2, input_dims=2)


@table.case
def grid_of_no_dimensions(tf):
    return tf.contrib.grid_rnn.GridRNNCell(4, num_dims=0)


@table.case
def grid_of_no_cells(tf):
    return tf.contrib.grid_rnn.GridRNNCell(4, cell_fn=lambda n: "cell")


@table.case
def grid_of_too_few_states(tf):
    cell = tf.contrib.grid_rnn.Grid2GRUCell(4)
    return cell(tf.constant(ramp(2, 3)), (tf.zeros([2, 4]),))
