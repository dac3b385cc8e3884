"""``tf.contrib.legacy_seq2seq``: unrolled encoders and decoders over lists of tensors.

>>> import tf1shim as tf
>>> inputs = [tf.constant([1, 2]), tf.constant([3, 0])]
>>> outputs, state = tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq(
...     inputs, inputs, tf.nn.rnn_cell.GRUCell(4), num_encoder_symbols=5, num_decoder_symbols=6,
...     embedding_size=3)
>>> [o.shape.as_list() for o in outputs]
[[2, 6], [2, 6]]
"""

from tf1shim.contrib.legacy_seq2seq.decoders import (
    attention_decoder,
    embedding_attention_decoder,
    embedding_rnn_decoder,
    rnn_decoder,
)
from tf1shim.contrib.legacy_seq2seq.losses import (
    model_with_buckets,
    sequence_loss,
    sequence_loss_by_example,
)
from tf1shim.contrib.legacy_seq2seq.seq2seq import (
    basic_rnn_seq2seq,
    embedding_attention_seq2seq,
    embedding_rnn_seq2seq,
    embedding_tied_rnn_seq2seq,
    one2many_rnn_seq2seq,
    tied_rnn_seq2seq,
)
from tf1shim.contrib.names import missing

__getattr__ = missing(__name__)
