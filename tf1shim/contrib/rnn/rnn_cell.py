"""The cells and wrappers that were TensorFlow 1's file of this name."""
# ruff: noqa: F401

from tf1shim.contrib.rnn.conv_lstm_cells import (
    Conv1DLSTMCell,
    Conv2DLSTMCell,
    Conv3DLSTMCell,
    ConvLSTMCell,
    _conv,
)
from tf1shim.contrib.rnn.core_rnn_cell import _Linear
from tf1shim.contrib.rnn.gated_cells import (
    CFNCell,
    IntersectionRNNCell,
    MinimalRNNCell,
    NASCell,
    SRUCell,
    UGRNNCell,
)
from tf1shim.contrib.rnn.grid_lstm_cells import (
    BidirectionalGridLSTMCell,
    GridLSTMCell,
)
from tf1shim.contrib.rnn.independent_cells import IndRNNCell, IndyGRUCell, IndyLSTMCell
from tf1shim.contrib.rnn.lstm_cells import (
    CoupledInputForgetGateLSTMCell,
    GLSTMCell,
    PhasedLSTMCell,
    _random_exp_initializer,
)
from tf1shim.contrib.rnn.normalized_lstm_cells import (
    LayerNormBasicLSTMCell,
    LayerNormLSTMCell,
    WeightNormLSTMCell,
)
from tf1shim.contrib.rnn.ntm_cell import NTMCell, NTMControllerState
from tf1shim.contrib.rnn.shared import (
    LayerRNNCell,
    LSTMStateTuple,
    RNNCell,
    _get_concat_variable,
    _get_sharded_variable,
)
from tf1shim.contrib.rnn.time_freq_lstm_cell import TimeFreqLSTMCell
from tf1shim.contrib.rnn.wrappers import AttentionCellWrapper, CompiledWrapper, HighwayWrapper
