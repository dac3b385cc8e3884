"""Looking embeddings up: of sparse ids, and of ids that repeat.

>>> import tf1shim as tf
>>> embeddings = tf.get_variable("embeddings", [5, 4])
>>> embedding_lookup_unique(embeddings, [[1, 1], [1, 2]]).shape.as_list()
[2, 2, 4]
"""

import tf1shim as tf
from tf1shim.contrib.names import missing


def safe_embedding_lookup_sparse(
    embedding_weights,
    sparse_ids,
    sparse_weights=None,
    combiner=None,
    default_id=None,
    name=None,
    partition_strategy="div",
    max_norm=None,
):
    """Combines the embeddings of each row's ids; a row may be empty or have ids that are invalid.

    >>> import tf1shim as tf
    >>> embeddings = tf.constant([[1.0], [2.0], [3.0]])
    >>> ids = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [1, 2, -1], [2, 2])
    >>> with tf.Session() as sess:
    ...   print(sess.run(safe_embedding_lookup_sparse(embeddings, ids, combiner="sum")).tolist())
    [[5.0], [0.0]]

    Ids below 0 are left out and, unless the combiner is ``sum``, weights that are not above 0.
    Args: `embedding_weights`, a tensor, variable or list of parts; `combiner`, ``mean`` (if None),
    ``sqrtn`` or ``sum``; `default_id`, whose embedding an empty row gets, zeros if None.
    Raises: ValueError if there are no embeddings, or the weights have another dtype.
    """
    if combiner is None:
        tf.logging.warn(
            'The default value of combiner will change from "mean" to "sqrtn" after 2016/11/01.'
        )
        combiner = "mean"
    if embedding_weights is not None:
        parts = embedding_weights
        if isinstance(parts, (tf.Tensor, tf.Variable)):
            parts = [parts]
        dtype = None if sparse_weights is None else sparse_weights.dtype
        embedding_weights = [tf.convert_to_tensor(part, dtype=dtype) for part in parts]
        tf.assert_same_float_dtype([*embedding_weights, sparse_weights])
    return tf.nn.safe_embedding_lookup_sparse(
        embedding_weights,
        sparse_ids,
        sparse_weights,
        combiner=combiner,
        default_id=default_id,
        name=name,
        partition_strategy=partition_strategy,
        max_norm=max_norm,
    )


def embedding_lookup_unique(params, ids, partition_strategy="mod", name=None):
    """`tf.nn.embedding_lookup` that looks each id up once, which saves time if they repeat.

    Args: `params`, a tensor, variable or list of parts; `ids`, of any shape.
    """
    with tf.name_scope(name, "EmbeddingLookupUnique", [params, ids]):
        ids = tf.convert_to_tensor(ids)
        shape = tf.shape(ids)
        unique_ids, indices = tf.unique(tf.reshape(ids, tf.reduce_prod(shape, keepdims=True)))
        embeddings = tf.nn.embedding_lookup(params, unique_ids, partition_strategy)
        found = tf.reshape(
            tf.gather(embeddings, indices), tf.concat([shape, tf.shape(embeddings)[1:]], 0)
        )
        found.set_shape(ids.get_shape().concatenate(embeddings.get_shape()[1:]))
        return found


_HASHED = ("its kernel, SparseFeatureCross, was part of tf.contrib", "tf.sparse.cross_hashed")
__getattr__ = missing(
    __name__,
    {
        "scattered_embedding_lookup": _HASHED,
        "scattered_embedding_lookup_sparse": _HASHED,
        "embedding_lookup_sparse_with_distributed_aggregation": (
            "it only spread the work of tf.nn.embedding_lookup_sparse over servers",
            "tf.nn.embedding_lookup_sparse",
        ),
    },
)
