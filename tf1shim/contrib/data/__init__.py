"""``tf.contrib.data``: transformations for `tf.data`, as functions to ``Dataset.apply``.

>>> import tf1shim as tf
>>> dataset = tf.data.Dataset.range(5).apply(tf.contrib.data.batch_and_drop_remainder(2))
>>> batch = tf.data.make_one_shot_iterator(dataset).get_next()
>>> with tf.Session() as sess:
...     print(sess.run(batch), sess.run(batch))
[0 1] [2 3]

Most are `tf.data.experimental`'s own under their older name.
"""

import tf1shim as tf
from tf1shim.contrib.data.batching import (
    assert_element_shape,
    batch_and_drop_remainder,
    padded_batch_and_drop_remainder,
    sliding_window_batch,
)
from tf1shim.contrib.data.readers import read_batch_features, reduce_dataset, sloppy_interleave
from tf1shim.contrib.names import missing

_SAME = (
    "AUTOTUNE Counter CsvDataset Optional RandomDataset Reducer SqlDataset TFRecordWriter "
    "bucket_by_sequence_length choose_from_datasets copy_to_device dense_to_sparse_batch "
    "enumerate_dataset get_next_as_optional get_single_element group_by_reducer group_by_window "
    "ignore_errors make_batched_features_dataset make_csv_dataset make_saveable_from_iterator "
    "map_and_batch parallel_interleave parse_example_dataset prefetch_to_device "
    "rejection_resample sample_from_datasets scan shuffle_and_repeat unbatch unique"
)
globals().update({name: getattr(tf.data.experimental, name) for name in _SAME.split()})

__all__ = [
    "assert_element_shape",
    "batch_and_drop_remainder",
    "padded_batch_and_drop_remainder",
    "read_batch_features",
    "reduce_dataset",
    "sliding_window_batch",
    "sloppy_interleave",
    *_SAME.split(),
]
__getattr__ = missing(
    __name__,
    {
        "CheckpointInputPipelineHook": (
            "it saves the iterator of a tf.estimator, which TensorFlow 2.16 removed",
            "tf.data.experimental.make_saveable_from_iterator and a tf.train.Saver",
        ),
        "LMDBDataset": ("TensorFlow 2 is built without LMDB", "tf.data.TFRecordDataset"),
    },
)
