"""``tf.contrib.rnn``: a case for each cell, wrapper and stack, with its options."""

import importlib

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def deep(tf, name):
    """The module of TensorFlow 1's own path."""
    return importlib.import_module("%s.contrib.rnn.python.ops.%s" % (tf.__name__, name))


def steps(tf, cell, width=3, state=None, xs=None):
    """Two steps of `cell`."""
    if xs is None:
        xs = [tf.constant(ramp(2, width)), tf.constant(ramp(2, width)[::-1] * 0.5)]
    if state is None:
        state = cell.zero_state(2, tf.float32)
    found = {}
    for i, x in enumerate(xs):
        found["y%d" % i], state = cell(x, state)
    found["state"] = state
    found["sizes"] = str((cell.output_size, cell.state_size))
    found["trainable"] = [v.op.name for v in getattr(cell, "trainable_weights", [])]
    return found


def dynamic(tf, cell, **kwargs):
    """A loop of `cell` over sequences of two lengths."""
    outputs, state = tf.nn.dynamic_rnn(
        cell, tf.constant(ramp(2, 4, 3)), sequence_length=[4, 2], dtype=tf.float32, **kwargs
    )
    return {"outputs": outputs, "state": same(tf, state)}


def same(tf, nested):
    """The tensors under names of their own: those of loops differ."""
    return [tf.identity(t) for t in tf.nest.flatten(nested)]


def flat_steps(tf, cell, **kwargs):
    """`steps`, without the names of what a cell takes out of its loop or branch."""
    found = steps(tf, cell, **kwargs)
    return {k: same(tf, v) if k == "state" else v for k, v in found.items()}


# Linear maps and projections ---------------------------------------------------------------------


@table.case
def linear_function(tf):
    _linear = deep(tf, "core_rnn_cell")._linear

    with tf.variable_scope("s"):
        x, y = tf.constant(ramp(2, 3)), tf.constant(ramp(2, 4))
        return {"y": _linear([x, y], 5, True), "inside": tf.constant(1.0)}


@table.case
def linear_function_options(tf):
    _linear = deep(tf, "core_rnn_cell")._linear

    x = tf.constant(ramp(2, 3))
    ones = tf.ones_initializer()
    with tf.variable_scope("a"):
        y = _linear(x, 5, True, bias_initializer=ones, kernel_initializer=ones)
    with tf.variable_scope("b"):
        return {"y": y, "z": _linear(x, 2, False)}


@table.case
def linear_object(tf):
    _Linear = deep(tf, "core_rnn_cell")._Linear

    x, y = tf.constant(ramp(2, 3)), tf.constant(ramp(2, 4))
    with tf.variable_scope("s"):
        linear = _Linear([x, y], 5, True)
        return {"y": linear([x, y]), "z": linear([x * 2.0, y])}


@table.case
def linear_of_cube(tf):
    _linear = deep(tf, "core_rnn_cell")._linear

    return _linear([tf.constant(ramp(2, 3, 4))], 5, True)


@table.case
def linear_of_nothing(tf):
    _Linear = deep(tf, "core_rnn_cell")._Linear

    return _Linear([], 5, True)


@table.case
def linear_of_unknown_width(tf):
    _linear = deep(tf, "core_rnn_cell")._linear

    return _linear(tf.placeholder(tf.float32, [2, None]), 5, True)


@table.case
def embedding_wrapper(tf):
    cell = tf.contrib.rnn.EmbeddingWrapper(tf.nn.rnn_cell.LSTMCell(4), 6, 3)
    return steps(tf, cell, xs=[tf.constant([1, 2]), tf.constant([0, 5])])


@table.case
def embedding_wrapper_scope_initializer(tf):
    with tf.variable_scope("s", initializer=tf.constant_initializer(0.1)):
        cell = tf.contrib.rnn.EmbeddingWrapper(tf.nn.rnn_cell.GRUCell(4), 6, 3)
        return steps(tf, cell, xs=[tf.constant([1, 2])])


@table.case
def embedding_wrapper_of_nothing(tf):
    return tf.contrib.rnn.EmbeddingWrapper(tf.nn.rnn_cell.GRUCell(4), 0, 3)


@table.case
def embedding_wrapper_of_no_cell(tf):
    return tf.contrib.rnn.EmbeddingWrapper("cell", 1, 3)


@table.case
def input_projection_wrapper(tf):
    cell = tf.contrib.rnn.InputProjectionWrapper(tf.nn.rnn_cell.GRUCell(4), 5, tf.nn.relu)
    return steps(tf, cell)


@table.case
def output_projection_wrapper(tf):
    cell = tf.contrib.rnn.OutputProjectionWrapper(tf.nn.rnn_cell.LSTMCell(4), 5, tf.nn.relu)
    return steps(tf, cell)


@table.case
def output_projection_wrapper_in_a_loop(tf):
    return dynamic(tf, tf.contrib.rnn.OutputProjectionWrapper(tf.nn.rnn_cell.GRUCell(4), 2))


@table.case
def output_projection_wrapper_of_nothing(tf):
    return tf.contrib.rnn.OutputProjectionWrapper(tf.nn.rnn_cell.GRUCell(4), 0)


# Wrappers ----------------------------------------------------------------------------------------


@table.case
def attention_cell_wrapper(tf):
    cell = tf.contrib.rnn.AttentionCellWrapper(tf.nn.rnn_cell.LSTMCell(4), 3)
    return steps(tf, cell)


@table.case
def attention_cell_wrapper_options(tf):
    cell = tf.contrib.rnn.AttentionCellWrapper(
        tf.nn.rnn_cell.GRUCell(4), 2, attn_size=5, attn_vec_size=3, input_size=6,
        state_is_tuple=False,
    )
    return steps(tf, cell)


@table.case
def attention_cell_wrapper_in_a_loop(tf):
    return dynamic(tf, tf.contrib.rnn.AttentionCellWrapper(tf.nn.rnn_cell.GRUCell(4), 2))


@table.case
def attention_cell_wrapper_of_no_length(tf):
    return tf.contrib.rnn.AttentionCellWrapper(tf.nn.rnn_cell.GRUCell(4), 0)


@table.case
def attention_cell_wrapper_of_a_tuple(tf):
    return tf.contrib.rnn.AttentionCellWrapper(
        tf.nn.rnn_cell.LSTMCell(4), 2, state_is_tuple=False
    )


@table.case
def highway_wrapper(tf):
    return steps_reusing(tf, tf.contrib.rnn.HighwayWrapper(tf.nn.rnn_cell.GRUCell(3)))


@table.case
def highway_wrapper_uncoupled(tf):
    cell = tf.contrib.rnn.HighwayWrapper(
        tf.nn.rnn_cell.LSTMCell(3), couple_carry_transform_gates=False, carry_bias_init=0.5
    )
    return steps_reusing(tf, cell)


def steps_reusing(tf, cell):
    """Two steps in a scope: the second reuses what the wrapper got from it."""
    state = cell.zero_state(2, tf.float32)
    with tf.variable_scope("s"):
        y, state = cell(tf.constant(ramp(2, 3)), state)
    with tf.variable_scope("s", reuse=True):
        z, state = cell(tf.constant(ramp(2, 3)), state)
    return {"y": y, "z": z, "state": state}


@table.case
def highway_wrapper_of_other_width(tf):
    cell = tf.contrib.rnn.HighwayWrapper(tf.nn.rnn_cell.GRUCell(4))
    return cell(tf.constant(ramp(2, 3)), cell.zero_state(2, tf.float32))


@table.case
def compiled_wrapper(tf):
    cell = tf.contrib.rnn.CompiledWrapper(tf.nn.rnn_cell.BasicRNNCell(4))
    y, state = cell(tf.constant(ramp(2, 3)), cell.zero_state(2, tf.float32))
    return {"name": y.name, "compiled": bool(y.op.get_attr("_XlaCompile"))}


@table.case
def core_wrappers(tf):
    rnn = tf.contrib.rnn
    cells = [rnn.BasicLSTMCell(3), rnn.GRUCell(3), rnn.BasicRNNCell(3), rnn.LSTMCell(3)]
    cells[1] = rnn.ResidualWrapper(cells[1])
    cells[2] = rnn.DropoutWrapper(cells[2], output_keep_prob=1.0)
    cells[3] = rnn.DeviceWrapper(cells[3], "/cpu:0")
    return steps(tf, rnn.MultiRNNCell(cells))


# LSTMs -------------------------------------------------------------------------------------------


@table.case
def coupled_input_forget_gate(tf):
    return steps(tf, tf.contrib.rnn.CoupledInputForgetGateLSTMCell(4))


@table.case
def coupled_input_forget_gate_options(tf):
    cell = tf.contrib.rnn.CoupledInputForgetGateLSTMCell(
        4, use_peepholes=True, num_proj=3, proj_clip=0.05, num_unit_shards=2, num_proj_shards=2,
        forget_bias=0.5, state_is_tuple=False, activation=tf.nn.relu,
    )
    return steps(tf, cell)


@table.case
def coupled_input_forget_gate_layer_norm(tf):
    cell = tf.contrib.rnn.CoupledInputForgetGateLSTMCell(
        4, layer_norm=True, norm_gain=0.5, norm_shift=0.1
    )
    return steps(tf, cell)


@table.case(same_text=False)
def too_many_shards(tf):
    cell = tf.contrib.rnn.CoupledInputForgetGateLSTMCell(4, num_unit_shards=9)
    return steps(tf, cell)


@table.case
def layer_norm_basic_lstm(tf):
    return steps(tf, tf.contrib.rnn.LayerNormBasicLSTMCell(4, norm_gain=0.9, norm_shift=0.1))


@table.case
def layer_norm_basic_lstm_options(tf):
    cell = tf.contrib.rnn.LayerNormBasicLSTMCell(
        4, forget_bias=0.5, activation=tf.nn.relu, layer_norm=False, dropout_keep_prob=1.0
    )
    return steps(tf, cell)


@table.case
def layer_norm_basic_lstm_in_a_loop(tf):
    return dynamic(tf, tf.contrib.rnn.LayerNormBasicLSTMCell(4))


@table.case
def layer_norm_lstm(tf):
    LayerNormLSTMCell = deep(tf, "rnn_cell").LayerNormLSTMCell

    return steps(tf, LayerNormLSTMCell(4, layer_norm=True, norm_gain=0.9))


@table.case
def layer_norm_lstm_options(tf):
    LayerNormLSTMCell = deep(tf, "rnn_cell").LayerNormLSTMCell

    cell = LayerNormLSTMCell(
        4, use_peepholes=True, cell_clip=0.2, initializer=tf.constant_initializer(0.3), num_proj=3,
        proj_clip=0.05, forget_bias=0.5, activation=tf.nn.relu,
    )
    return steps(tf, cell)


@table.case
def weight_norm_lstm(tf):
    WeightNormLSTMCell = deep(tf, "rnn_cell").WeightNormLSTMCell

    return steps(tf, WeightNormLSTMCell(4))


@table.case
def weight_norm_lstm_options(tf):
    WeightNormLSTMCell = deep(tf, "rnn_cell").WeightNormLSTMCell

    cell = WeightNormLSTMCell(
        4, use_peepholes=True, cell_clip=0.2, initializer=tf.constant_initializer(0.3), num_proj=3,
        proj_clip=0.05, forget_bias=0.5, activation=tf.nn.relu,
    )
    return steps(tf, cell)


@table.case
def weight_norm_lstm_without_norm(tf):
    WeightNormLSTMCell = deep(tf, "rnn_cell").WeightNormLSTMCell

    return steps(tf, WeightNormLSTMCell(4, norm=False))


@table.case
def glstm(tf):
    return steps(tf, tf.contrib.rnn.GLSTMCell(4, number_of_groups=2), width=6)


@table.case
def glstm_options(tf):
    cell = tf.contrib.rnn.GLSTMCell(
        4, initializer=tf.constant_initializer(0.2), num_proj=2, number_of_groups=2,
        forget_bias=0.5, activation=tf.nn.relu,
    )
    return steps(tf, cell, width=6)


@table.case
def glstm_of_odd_units(tf):
    return tf.contrib.rnn.GLSTMCell(5, number_of_groups=2)


@table.case(same_text=False)
def glstm_of_odd_inputs(tf):
    return steps(tf, tf.contrib.rnn.GLSTMCell(4, number_of_groups=2))


@table.case
def phased_lstm(tf):
    return phased(tf, tf.float32)


@table.case
def phased_lstm_options(tf):
    return phased(tf, tf.float64, use_peepholes=True, leak=0.1, ratio_on=0.3,
                  trainable_ratio_on=False, period_init_min=2.0, period_init_max=10.0)


def phased(tf, dtype, **kwargs):
    cell = tf.contrib.rnn.PhasedLSTMCell(4, **kwargs)
    times = [tf.constant([[t], [t * 1.7 + 1.0]], dtype) for t in (0.5, 3.25)]
    return steps(tf, cell, xs=[(t, tf.constant(ramp(2, 3))) for t in times])


@table.case
def phased_lstm_in_a_loop(tf):
    times = tf.constant(ramp(2, 4, 1)) * 10.0 + 11.0
    outputs, state = tf.nn.dynamic_rnn(
        tf.contrib.rnn.PhasedLSTMCell(4), (times, tf.constant(ramp(2, 4, 3))), dtype=tf.float32
    )
    return {"outputs": outputs, "state": same(tf, state)}


@table.case
def lstm_block_cell(tf):
    return steps(tf, tf.contrib.rnn.LSTMBlockCell(4))


@table.case
def lstm_block_cell_options(tf):
    cell = tf.contrib.rnn.LSTMBlockCell(
        4, forget_bias=0.5, cell_clip=0.3, use_peephole=True, name="mine"
    )
    return steps(tf, cell)


@table.case
def lstm_block_cell_in_a_loop(tf):
    return dynamic(tf, tf.contrib.rnn.LSTMBlockCell(4, use_peephole=True))


@table.case(same_text=False)
def lstm_block_cell_of_one_state(tf):
    cell = tf.contrib.rnn.LSTMBlockCell(4)
    return cell(tf.constant(ramp(2, 3)), (tf.zeros([2, 4]),))


@table.case
def lstm_block_fused_cell(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(4)
    outputs, state = cell(tf.constant(ramp(5, 2, 3)), dtype=tf.float32)
    return {"outputs": outputs, "state": state}


@table.case
def lstm_block_fused_cell_options(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(
        4, forget_bias=0.5, cell_clip=0.3, use_peephole=True, name="mine"
    )
    first = tf.constant(ramp(2, 4)), tf.constant(ramp(2, 4)[::-1])
    outputs, state = cell(
        tf.constant(ramp(5, 2, 3)), initial_state=first, sequence_length=[3, 0]
    )
    return {"outputs": outputs, "state": state}


@table.case(same_text=False)
def lstm_block_fused_cell_of_a_list(tf):
    inputs = tf.unstack(tf.constant(ramp(5, 2, 3)))
    return tf.contrib.rnn.LSTMBlockFusedCell(4)(inputs, dtype=tf.float32)


@table.case(same_text=False)
def lstm_block_fused_cell_without_type(tf):
    return tf.contrib.rnn.LSTMBlockFusedCell(4)(tf.constant(ramp(5, 2, 3)))


# Fused -------------------------------------------------------------------------------------------


@table.case
def fused_adaptor(tf):
    cell = tf.contrib.rnn.FusedRNNCellAdaptor(tf.nn.rnn_cell.GRUCell(4))
    outputs, state = cell(tf.constant(ramp(5, 2, 3)), dtype=tf.float32, scope="s")
    return {"outputs": outputs, "state": state}


@table.case
def fused_adaptor_dynamic_reversed(tf):
    cell = tf.contrib.rnn.FusedRNNCellAdaptor(tf.nn.rnn_cell.GRUCell(4), use_dynamic_rnn=True)
    cell = tf.contrib.rnn.TimeReversedFusedRNN(cell)
    outputs, state = cell(tf.constant(ramp(5, 2, 3)), dtype=tf.float32, sequence_length=[5, 3])
    return {"outputs": outputs, "state": same(tf, state)}


@table.case
def time_reversed_list(tf):
    cell = tf.contrib.rnn.FusedRNNCellAdaptor(tf.nn.rnn_cell.LSTMCell(4))
    cell = tf.contrib.rnn.TimeReversedFusedRNN(cell)
    outputs, state = cell(tf.unstack(tf.constant(ramp(3, 2, 3))), dtype=tf.float32)
    return {"outputs": outputs, "state": state}


@table.case
def time_reversed_block(tf):
    cell = tf.contrib.rnn.TimeReversedFusedRNN(tf.contrib.rnn.LSTMBlockFusedCell(4))
    outputs, state = cell(tf.constant(ramp(5, 2, 3)), dtype=tf.float32)
    return {"outputs": outputs, "state": state}


# GRUs and others ---------------------------------------------------------------------------------


@table.case
def gru_block_cell(tf):
    return steps(tf, tf.contrib.rnn.GRUBlockCell(4))


@table.case
def gru_block_cell_v2_in_a_loop(tf):
    return dynamic(tf, tf.contrib.rnn.GRUBlockCellV2(cell_size=4))


@table.case
def gru_block_cell_of_nothing(tf):
    return tf.contrib.rnn.GRUBlockCell()


@table.case(same_text=False)
def gru_block_cell_of_other_state(tf):
    return tf.contrib.rnn.GRUBlockCell(4)(tf.constant(ramp(2, 3)), tf.zeros([2, 5]))


@table.case
def nas(tf):
    return steps(tf, tf.contrib.rnn.NASCell(4))


@table.case
def nas_options(tf):
    return steps(tf, tf.contrib.rnn.NASCell(4, num_proj=3, use_bias=True, name="mine"))


@table.case
def ugrnn(tf):
    return steps(tf, tf.contrib.rnn.UGRNNCell(4))


@table.case
def ugrnn_options(tf):
    cell = tf.contrib.rnn.UGRNNCell(
        4, initializer=tf.constant_initializer(0.2), forget_bias=0.5, activation=tf.nn.relu
    )
    return steps(tf, cell)


@table.case(same_text=False)
def ugrnn_of_unknown_width(tf):
    return steps(tf, tf.contrib.rnn.UGRNNCell(4), xs=[tf.placeholder(tf.float32, [2, None])])


@table.case
def intersection(tf):
    return steps(tf, tf.contrib.rnn.IntersectionRNNCell(4, num_in_proj=4))


@table.case
def intersection_options(tf):
    cell = tf.contrib.rnn.IntersectionRNNCell(
        3, initializer=tf.constant_initializer(0.2), forget_bias=0.5, y_activation=tf.tanh
    )
    return steps(tf, cell)


@table.case(same_text=False)
def intersection_without_projection(tf):
    return steps(tf, tf.contrib.rnn.IntersectionRNNCell(4))


@table.case
def sru(tf):
    return steps(tf, tf.contrib.rnn.SRUCell(4))


@table.case
def sru_in_a_loop(tf):
    return dynamic(tf, tf.contrib.rnn.SRUCell(4, activation=tf.nn.relu, name="mine"))


@table.case
def ind_rnn(tf):
    return steps(tf, tf.contrib.rnn.IndRNNCell(4))


@table.case
def ind_rnn_of_unknown_width(tf):
    return steps(tf, tf.contrib.rnn.IndRNNCell(4), xs=[tf.placeholder(tf.float32, [2, None])])


@table.case
def indy_gru(tf):
    return steps(tf, tf.contrib.rnn.IndyGRUCell(4))


@table.case
def indy_gru_options(tf):
    cell = tf.contrib.rnn.IndyGRUCell(
        4, activation=tf.nn.relu, kernel_initializer=tf.constant_initializer(0.2),
        bias_initializer=tf.constant_initializer(0.3), name="mine", dtype=tf.float32,
    )
    return steps(tf, cell)


@table.case
def indy_lstm(tf):
    return steps(tf, tf.contrib.rnn.IndyLSTMCell(4))


@table.case
def indy_lstm_options(tf):
    cell = tf.contrib.rnn.IndyLSTMCell(
        4, forget_bias=0.5, activation=tf.nn.relu,
        kernel_initializer=tf.constant_initializer(0.2),
        bias_initializer=tf.constant_initializer(0.3), name="mine",
    )
    return dynamic(tf, cell)


@table.case
def minimal_rnn(tf):
    MinimalRNNCell = deep(tf, "rnn_cell").MinimalRNNCell

    return steps(tf, MinimalRNNCell(4))


@table.case
def minimal_rnn_options(tf):
    MinimalRNNCell = deep(tf, "rnn_cell").MinimalRNNCell

    return steps(tf, MinimalRNNCell(4, "relu", "he_normal", "zeros", name="mine"))


@table.case
def cfn(tf):
    CFNCell = deep(tf, "rnn_cell").CFNCell

    return steps(tf, CFNCell(4))


@table.case
def ntm(tf):
    NTMCell = deep(tf, "rnn_cell").NTMCell

    return flat_steps(tf, NTMCell(tf.nn.rnn_cell.LSTMCell(4), 5, 3, 1, 1))


@table.case
def ntm_options(tf):
    NTMCell = deep(tf, "rnn_cell").NTMCell

    cell = NTMCell(
        tf.nn.rnn_cell.GRUCell(4), 6, 3, 2, 2, shift_range=2, output_dim=2, clip_value=1,
        name="mine",
    )
    return flat_steps(tf, cell)


# Convolutions ------------------------------------------------------------------------------------


@table.case
def conv_1d_lstm(tf):
    cell = tf.contrib.rnn.Conv1DLSTMCell(input_shape=[5, 2], output_channels=3, kernel_shape=[3])
    return steps(tf, cell, xs=[tf.constant(ramp(2, 5, 2)), tf.constant(ramp(2, 5, 2) * 0.5)])


@table.case
def conv_2d_lstm(tf):
    cell = tf.contrib.rnn.Conv2DLSTMCell(
        input_shape=[4, 3, 2], output_channels=3, kernel_shape=[3, 2], use_bias=False,
        forget_bias=0.5, name="mine",
    )
    x = ramp(2, 4, 3, 2)
    return steps(tf, cell, xs=[tf.constant(x), tf.constant(x * 0.5)])


@table.case
def conv_3d_lstm(tf):
    cell = tf.contrib.rnn.Conv3DLSTMCell(
        input_shape=[2, 3, 3, 1], output_channels=2, kernel_shape=[2, 2, 2], skip_connection=True
    )
    return steps(tf, cell, xs=[tf.constant(ramp(2, 2, 3, 3, 1))])


@table.case
def conv_lstm_in_a_loop(tf):
    cell = tf.contrib.rnn.ConvLSTMCell(1, [5, 2], 3, [3])
    outputs, state = tf.nn.dynamic_rnn(cell, tf.constant(ramp(2, 4, 5, 2)), dtype=tf.float32)
    return {"outputs": outputs, "state": same(tf, state)}


@table.case
def conv_lstm_of_other_rank(tf):
    return tf.contrib.rnn.ConvLSTMCell(2, [5, 2], 3, [3])


# Time and frequency ------------------------------------------------------------------------------


@table.case
def time_freq_lstm(tf):
    cell = tf.contrib.rnn.TimeFreqLSTMCell(2, feature_size=3, frequency_skip=1)
    return steps(tf, cell, width=5, state=tf.constant(ramp(2, 12)))


@table.case
def time_freq_lstm_options(tf):
    cell = tf.contrib.rnn.TimeFreqLSTMCell(
        2, use_peepholes=True, cell_clip=0.3, num_unit_shards=2, forget_bias=0.5, feature_size=2,
        frequency_skip=2,
    )
    return steps(tf, cell, width=6, state=tf.constant(ramp(2, 12)))


@table.case
def grid_lstm(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        2, feature_size=3, frequency_skip=1, num_frequency_blocks=[3]
    )
    return steps(tf, cell, width=5)


@table.case
def grid_lstm_peepholes(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        2, use_peepholes=True, cell_clip=0.3, num_unit_shards=2, forget_bias=0.5, feature_size=2,
        frequency_skip=1, num_frequency_blocks=[2, 1], start_freqindex_list=[0, 3],
        end_freqindex_list=[3, 5],
    )
    return steps(tf, cell, width=5)


@table.case
def grid_lstm_shared_and_coupled(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        2, use_peepholes=True, share_time_frequency_weights=True, feature_size=2,
        frequency_skip=2, num_frequency_blocks=[2], couple_input_forget_gates=True,
        state_is_tuple=False,
    )
    return steps(tf, cell, width=4)


@table.case
def grid_lstm_in_a_loop(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        2, feature_size=2, frequency_skip=1, num_frequency_blocks=[2]
    )
    return dynamic(tf, cell)


@table.case
def grid_lstm_without_blocks(tf):
    return tf.contrib.rnn.GridLSTMCell(2, feature_size=3, frequency_skip=1)


@table.case(same_text=False)
def grid_lstm_of_other_blocks(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        2, feature_size=3, frequency_skip=1, num_frequency_blocks=[4]
    )
    return steps(tf, cell, width=5)


@table.case
def bidirectional_grid_lstm(tf):
    cell = tf.contrib.rnn.BidirectionalGridLSTMCell(
        2, feature_size=2, frequency_skip=1, num_frequency_blocks=[2], use_peepholes=True,
        couple_input_forget_gates=True,
    )
    return steps(tf, cell)


@table.case
def bidirectional_grid_lstm_offset(tf):
    cell = tf.contrib.rnn.BidirectionalGridLSTMCell(
        2, feature_size=2, frequency_skip=1, num_frequency_blocks=[2], backward_slice_offset=1,
        share_time_frequency_weights=True,
    )
    return steps(tf, cell)


@table.case
def bidirectional_grid_lstm_negative_offset(tf):
    cell = tf.contrib.rnn.BidirectionalGridLSTMCell(
        2, feature_size=2, frequency_skip=1, num_frequency_blocks=[2], backward_slice_offset=-1
    )
    return steps(tf, cell)


# Stacks and functions ----------------------------------------------------------------------------


@table.case
def stack_bidirectional_rnn(tf):
    cells = [[tf.nn.rnn_cell.GRUCell(3) for _ in range(2)] for _ in range(2)]
    xs = tf.unstack(tf.constant(ramp(3, 2, 3)))
    ys, fw, bw = tf.contrib.rnn.stack_bidirectional_rnn(cells[0], cells[1], xs, dtype=tf.float32)
    return {"ys": ys, "fw": fw, "bw": bw}


@table.case
def stack_bidirectional_rnn_initial_states(tf):
    cells = [[tf.nn.rnn_cell.GRUCell(3)], [tf.nn.rnn_cell.GRUCell(3)]]
    xs = tf.unstack(tf.constant(ramp(3, 2, 3)))
    first = [tf.constant(ramp(2, 3))]
    ys, fw, bw = tf.contrib.rnn.stack_bidirectional_rnn(
        cells[0], cells[1], xs, initial_states_fw=first, initial_states_bw=first, scope="s"
    )
    return {"ys": ys, "fw": fw, "bw": bw}


@table.case
def stack_bidirectional_dynamic_rnn(tf):
    cells = [[tf.nn.rnn_cell.LSTMCell(3) for _ in range(2)] for _ in range(2)]
    ys, fw, bw = tf.contrib.rnn.stack_bidirectional_dynamic_rnn(
        cells[0], cells[1], tf.constant(ramp(2, 3, 3)), dtype=tf.float32, sequence_length=[3, 1]
    )
    return {"ys": ys, "states": same(tf, (fw, bw))}


@table.case
def stack_bidirectional_dynamic_rnn_time_major(tf):
    cells = [[tf.nn.rnn_cell.GRUCell(3)], [tf.nn.rnn_cell.GRUCell(3)]]
    first = [tf.constant(ramp(2, 3))]
    ys, fw, bw = tf.contrib.rnn.stack_bidirectional_dynamic_rnn(
        cells[0], cells[1], tf.constant(ramp(4, 2, 3)), first, first, time_major=True, scope="s"
    )
    return {"ys": ys, "states": same(tf, (fw, bw))}


@table.case
def stack_of_nothing(tf):
    return tf.contrib.rnn.stack_bidirectional_rnn([], [], [])


@table.case
def stack_of_no_list(tf):
    cell = tf.nn.rnn_cell.GRUCell(3)
    return tf.contrib.rnn.stack_bidirectional_dynamic_rnn((cell,), [cell], [])


@table.case
def stack_of_different_depth(tf):
    cell = tf.nn.rnn_cell.GRUCell(3)
    return tf.contrib.rnn.stack_bidirectional_dynamic_rnn([cell], [cell, cell], [])


@table.case
def stack_of_wrong_states(tf):
    cell = tf.nn.rnn_cell.GRUCell(3)
    return tf.contrib.rnn.stack_bidirectional_rnn([cell], [cell], [], initial_states_bw=3)


@table.case
def static_rnn(tf):
    xs = tf.unstack(tf.constant(ramp(3, 2, 3)))
    ys, state = tf.contrib.rnn.static_rnn(tf.contrib.rnn.LSTMCell(4), xs, dtype=tf.float32)
    zs, fw, bw = tf.contrib.rnn.static_bidirectional_rnn(
        tf.contrib.rnn.UGRNNCell(4), tf.contrib.rnn.GRUCell(4), xs, dtype=tf.float32
    )
    return {"ys": ys, "state": state, "zs": zs, "fw": fw, "bw": bw}


@table.case
def transpose_batch_time(tf):
    x = tf.contrib.rnn.transpose_batch_time(tf.constant(ramp(2, 3, 4)))
    y = tf.contrib.rnn.transpose_batch_time(tf.constant(ramp(2)))
    shape = tf.contrib.rnn.transpose_batch_time(tf.placeholder(tf.float32, [None, 5])).shape
    return {"x": x, "y": y, "shape": shape.as_list()}


@table.case
def best_effort_input_batch_size(tf):
    unknown = tf.placeholder_with_default(ramp(5, 2, 3), [None, None, 3])
    known = tf.constant(ramp(5, 2, 3))
    find = tf.contrib.rnn.best_effort_input_batch_size
    return {"known": find([unknown, known]), "unknown": find([unknown])}
