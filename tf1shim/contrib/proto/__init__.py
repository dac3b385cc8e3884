"""``tf.contrib.proto``: serialized messages to tensors and back; `tf.io`'s own.

>>> import tf1shim as tf
>>> tf.contrib.proto.decode_proto is tf.io.decode_proto
True
"""

import tf1shim as tf
from tf1shim.contrib.names import missing

decode_proto = tf.io.decode_proto
encode_proto = tf.io.encode_proto

__all__ = ["decode_proto", "encode_proto"]
__getattr__ = missing(__name__)
