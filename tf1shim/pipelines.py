"""``tf.train.maybe_batch`` and its like, for sparse tensors too.

TensorFlow keeps a sparse tensor only where `keep_input` is a vector, one item an example: on a
scalar it looks for an op inside of a branch, where that no longer can be found.
"""

from __future__ import annotations

import functools
import inspect

import tensorflow

from tf1shim.graph import in_graph

v1 = tensorflow.compat.v1
NAMES = "maybe_batch maybe_batch_join maybe_shuffle_batch maybe_shuffle_batch_join"


def keeping_sparse(fn):
    """Binds `fn`, which batches tensors as far as `keep_input` says."""
    signature = inspect.signature(fn)
    what = next(iter(signature.parameters))

    @functools.wraps(fn)
    def call(*args, **kwargs):
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        arguments = given.arguments
        flat = tensorflow.nest.flatten(arguments[what])
        if any(isinstance(t, tensorflow.SparseTensor) for t in flat):
            keep = v1.convert_to_tensor(arguments["keep_input"])
            if keep.shape.rank == 0:
                rows = 1
                if arguments["enqueue_many"]:
                    rows = _rows(flat[0])
                else:
                    arguments[what] = tensorflow.nest.map_structure(_as_row, arguments[what])
                arguments["keep_input"] = v1.fill(v1.reshape(rows, [1]), keep)
                arguments["enqueue_many"] = True
        return fn(*given.args, **given.kwargs)

    return in_graph(call)


def _as_row(tensor):
    """`tensor` as the only one of a batch."""
    if isinstance(tensor, tensorflow.SparseTensor):
        return v1.sparse.expand_dims(tensor, 0)
    return v1.expand_dims(tensor, 0)


def _rows(tensor):
    sparse = isinstance(tensor, tensorflow.SparseTensor)
    return tensor.dense_shape[0] if sparse else v1.shape(tensor)[0]


FUNCTIONS = {f"train.{name}": keeping_sparse(getattr(v1.train, name)) for name in NAMES.split()}
