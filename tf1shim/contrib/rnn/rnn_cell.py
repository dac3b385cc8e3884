"""The cells and wrappers that were TensorFlow 1's file of this name."""

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
    TimeFreqLSTMCell,
)
from tf1shim.contrib.rnn.independent_cells import IndRNNCell, IndyGRUCell, IndyLSTMCell
from tf1shim.contrib.rnn.lstm_cells import (
    CoupledInputForgetGateLSTMCell,
    GLSTMCell,
    LayerNormBasicLSTMCell,
    LayerNormLSTMCell,
    PhasedLSTMCell,
    WeightNormLSTMCell,
    _random_exp_initializer,
)
from tf1shim.contrib.rnn.ntm_cell import NTMCell, NTMControllerState
from tf1shim.contrib.rnn.shared import _get_concat_variable, _get_sharded_variable
from tf1shim.contrib.rnn.wrappers import AttentionCellWrapper, CompiledWrapper, HighwayWrapper
