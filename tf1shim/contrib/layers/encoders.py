"""Embeddings of sequences of ids, as they are or averaged.

>>> import tf1shim as tf
>>> tf.contrib.layers.embed_sequence([[1, 2], [3, 0]], vocab_size=5, embed_dim=4).shape.as_list()
[2, 2, 4]
"""

import tf1shim as tf
from tf1shim.contrib.framework.variables import model_variable
from tf1shim.contrib.layers.embedding_ops import (
    embedding_lookup_unique,
    safe_embedding_lookup_sparse,
)
from tf1shim.contrib.layers.sparse_ops import dense_to_sparse_tensor


def bow_encoder(
    ids,
    vocab_size,
    embed_dim,
    sparse_lookup=True,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """The mean of the embeddings of each row's ids.

    >>> import tf1shim as tf
    >>> bow_encoder([[1, 2], [3, 0]], vocab_size=5, embed_dim=4).shape.as_list()
    [2, 4]

    Args: `ids`, a dense or sparse matrix; `sparse_lookup`, False to count zeros of a dense one,
    which are left out otherwise (a row without ids has the embedding of 0).
    Raises: ValueError without sizes; TypeError for sparse ids without `sparse_lookup`.
    """
    if not vocab_size or not embed_dim:
        raise ValueError("Must specify vocab size and embedding dimension")
    with tf.variable_scope(scope, "bow_encoder", [ids], reuse=reuse):
        embeddings = model_variable(
            "embeddings",
            shape=[vocab_size, embed_dim],
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )
        sparse = isinstance(ids, tf.SparseTensor)
        if sparse_lookup:
            ids = ids if sparse else dense_to_sparse_tensor(ids)
            return safe_embedding_lookup_sparse([embeddings], ids, combiner="mean", default_id=0)
        if sparse:
            # Two arguments, as in TensorFlow 1: the text is not filled in.
            raise TypeError("ids are expected to be dense Tensor, got: %s", ids)
        return tf.reduce_mean(tf.nn.embedding_lookup(embeddings, ids), axis=1)


def embed_sequence(
    ids,
    vocab_size=None,
    embed_dim=None,
    unique=False,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """The embedding of each id.

    >>> import tf1shim as tf
    >>> y = embed_sequence([[1, 2]], vocab_size=5, embed_dim=4)
    >>> [v.op.name for v in tf.model_variables()]
    ['EmbedSequence/embeddings']

    Args: `vocab_size` and `embed_dim` may be None with `reuse`; `unique`, True to look each id up
    once.
    Raises: ValueError without sizes.
    """
    if not (reuse or (vocab_size and embed_dim)):
        raise ValueError(
            "Must specify vocab size and embedding dimension when not reusing. Got "
            f"vocab_size={vocab_size} and embed_dim={embed_dim}"
        )
    with tf.variable_scope(scope, "EmbedSequence", [ids], reuse=reuse):
        known = embed_dim is not None and not (reuse and vocab_size is None)
        embeddings = model_variable(
            "embeddings",
            shape=[vocab_size, embed_dim] if known else None,
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )
        lookup = embedding_lookup_unique if unique else tf.nn.embedding_lookup
        return lookup(embeddings, ids)
