"""``tf.contrib.seq2seq``: decoders, attention, beam search, and the loss of sequences."""

from tf1shim.contrib.names import missing
from tf1shim.contrib.seq2seq.attention_wrapper import (
    AttentionMechanism,
    AttentionWrapper,
    AttentionWrapperState,
    BahdanauAttention,
    BahdanauMonotonicAttention,
    LuongAttention,
    LuongMonotonicAttention,
    hardmax,
    monotonic_attention,
    safe_cumprod,
)
from tf1shim.contrib.seq2seq.basic_decoder import BasicDecoder, BasicDecoderOutput
from tf1shim.contrib.seq2seq.beam_search_decoder import (
    BeamSearchDecoder,
    BeamSearchDecoderOutput,
    BeamSearchDecoderState,
    FinalBeamSearchDecoderOutput,
    tile_batch,
)
from tf1shim.contrib.seq2seq.beam_search_ops import gather_tree
from tf1shim.contrib.seq2seq.decoder import Decoder, dynamic_decode
from tf1shim.contrib.seq2seq.helper import (
    CustomHelper,
    GreedyEmbeddingHelper,
    Helper,
    InferenceHelper,
    SampleEmbeddingHelper,
    TrainingHelper,
)
from tf1shim.contrib.seq2seq.loss import sequence_loss
from tf1shim.contrib.seq2seq.scheduled import (
    ScheduledEmbeddingTrainingHelper,
    ScheduledOutputTrainingHelper,
)

__all__ = [
    "AttentionMechanism",
    "AttentionWrapper",
    "AttentionWrapperState",
    "BahdanauAttention",
    "BahdanauMonotonicAttention",
    "BasicDecoder",
    "BasicDecoderOutput",
    "BeamSearchDecoder",
    "BeamSearchDecoderOutput",
    "BeamSearchDecoderState",
    "CustomHelper",
    "Decoder",
    "FinalBeamSearchDecoderOutput",
    "GreedyEmbeddingHelper",
    "Helper",
    "InferenceHelper",
    "LuongAttention",
    "LuongMonotonicAttention",
    "SampleEmbeddingHelper",
    "ScheduledEmbeddingTrainingHelper",
    "ScheduledOutputTrainingHelper",
    "TrainingHelper",
    "dynamic_decode",
    "gather_tree",
    "hardmax",
    "monotonic_attention",
    "safe_cumprod",
    "sequence_loss",
    "tile_batch",
]

_OLD = "TensorFlow removed it in 1.2, before 1.15"

__getattr__ = missing(
    __name__,
    {
        name: (_OLD, f"tf.contrib.seq2seq.{instead}")
        for name, instead in {
            "simple_decoder_fn_train": "TrainingHelper and BasicDecoder",
            "simple_decoder_fn_inference": "GreedyEmbeddingHelper and BasicDecoder",
            "dynamic_rnn_decoder": "dynamic_decode",
            "attention_decoder_fn_train": "AttentionWrapper and TrainingHelper",
            "attention_decoder_fn_inference": "AttentionWrapper and GreedyEmbeddingHelper",
            "prepare_attention": "BahdanauAttention or LuongAttention",
            "DynamicAttentionWrapper": "AttentionWrapper",
            "DynamicAttentionWrapperState": "AttentionWrapperState",
        }.items()
    },
)
