"""``tf.contrib.cudnn_rnn``: the compatible cells; of cuDNN's layers, what needs no GPU."""

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def steps(tf, cell):
    """Two steps of `cell`."""
    y, state = cell(tf.constant(ramp(2, 3)), cell.zero_state(2, tf.float32))
    z, state = cell(tf.constant(ramp(2, 3) * 0.5), state)
    return {"y": y, "z": z, "state": state}


@table.case
def compatible_lstm_cell(tf):
    return steps(tf, tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(4))


@table.case
def compatible_gru_cell(tf):
    ones = tf.constant_initializer(0.2)
    return steps(tf, tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(4, kernel_initializer=ones))


@table.case
def compatible_gru_cell_in_a_loop(tf):
    cells = [tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(4) for _ in range(2)]
    outputs, _ = tf.nn.dynamic_rnn(
        tf.nn.rnn_cell.MultiRNNCell(cells), tf.constant(ramp(2, 4, 3)), dtype=tf.float32
    )
    return {"outputs": outputs}


@table.case(same_text=False)
def compatible_gru_cell_of_unknown_width(tf):
    cell = tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(4)
    return cell(tf.placeholder(tf.float32, [2, None]), tf.zeros([2, 4]))


def described(tf, kind, **kwargs):
    """The layer in a graph of its own, which nobody runs: in words."""
    with tf.Graph().as_default():
        with tf.variable_scope("s"):
            layer = getattr(tf.contrib.cudnn_rnn, "Cudnn" + kind)(2, 4, **kwargs)
            y, state = layer(tf.constant(ramp(5, 2, 3)))
            z, _ = layer(tf.constant(ramp(5, 2, 3)), sequence_lengths=[5, 3], training=False)
        tf.train.Saver()
        saved = tf.get_default_graph().get_operation_by_name("save/SaveV2/tensor_names")
        return {
            "tensors": [str(t) for t in (y, z) + state],
            "variables": [str(v) for v in tf.global_variables()],
            "trainable": [v.name for v in layer.trainable_weights],
            "saved": [n.decode() for n in saved.get_attr("value").string_val],
            "saveable": layer.saveable.name,
            "shapes": str([layer.canonical_weight_shapes, layer.canonical_bias_shapes]),
            "layer": [layer.num_layers, layer.num_units, layer.num_dirs, layer.input_size,
                      layer.input_mode, layer.direction, layer.rnn_mode],
            "state_shape": str(layer.state_shape(7)),
        }


@table.case
def lstm(tf):
    return described(tf, "LSTM")


@table.case
def lstm_bidirectional(tf):
    return described(tf, "LSTM", direction="bidirectional", name="mine")


@table.case
def gru(tf):
    return described(tf, "GRU", dropout=0.5, seed=3)


@table.case
def gru_bidirectional(tf):
    return described(tf, "GRU", direction="bidirectional")


@table.case
def rnn_tanh(tf):
    return described(tf, "RNNTanh")


@table.case
def rnn_relu_bidirectional(tf):
    return described(tf, "RNNRelu", direction="bidirectional")


@table.case
def unbuilt(tf):
    return tf.contrib.cudnn_rnn.CudnnLSTM(1, 4).input_size


@table.case
def unbuilt_shapes(tf):
    return tf.contrib.cudnn_rnn.CudnnGRU(1, 4).canonical_weight_shapes


@table.case
def wrong_direction(tf):
    return tf.contrib.cudnn_rnn.CudnnLSTM(1, 4, direction="up")


@table.case
def wrong_input_mode(tf):
    return tf.contrib.cudnn_rnn.CudnnLSTM(1, 4, input_mode="no_input")


@table.case
def wrong_type(tf):
    return tf.contrib.cudnn_rnn.CudnnLSTM(1, 4, dtype=tf.int32)


@table.case(same_text=False)
def inputs_of_wrong_rank(tf):
    return tf.contrib.cudnn_rnn.CudnnLSTM(1, 4)(tf.constant(ramp(2, 3)))


@table.case(same_text=False)
def inputs_of_unknown_width(tf):
    return tf.contrib.cudnn_rnn.CudnnLSTM(1, 4)(tf.placeholder(tf.float32, [5, 2, None]))


@table.case(same_text=False)
def state_that_is_no_tuple(tf):
    layer = tf.contrib.cudnn_rnn.CudnnGRU(1, 4)
    return layer(tf.constant(ramp(5, 2, 3)), initial_state=[tf.zeros([1, 2, 4])])
