"""``tf.contrib.feature_column``: columns of sequences; `tf.feature_column`'s own.

>>> import tf1shim as tf
>>> column = tf.contrib.feature_column.sequence_numeric_column("price")
>>> column.key
'price'
"""

import tf1shim as tf
from tf1shim.contrib.names import missing

__all__ = [
    "sequence_categorical_column_with_hash_bucket",
    "sequence_categorical_column_with_identity",
    "sequence_categorical_column_with_vocabulary_file",
    "sequence_categorical_column_with_vocabulary_list",
    "sequence_numeric_column",
]
globals().update({name: getattr(tf.feature_column, name) for name in __all__})
__getattr__ = missing(
    __name__,
    {
        "sequence_input_layer": (
            "TensorFlow 2 made what it asks of a column private",
            "tf.keras.experimental.SequenceFeatures",
        )
    },
)
