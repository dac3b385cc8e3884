"""Shapes of samples, batches and events, and matrices of them."""

import contextlib

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    parameter,
    pick_vector,
    rotate_transpose,
    with_dependencies,
)
from tf1shim.graph import in_graph


def _known(*tensors):
    """The tensors' values, or None if one is not known."""
    values = [tf.get_static_value(t) for t in tensors]
    return None if any(v is None for v in values) else values


class _DistributionShape:
    """Which dimensions of a tensor are samples, which batches and which events: in this order.

    Args: `batch_ndims` and `event_ndims`, int32 scalars.

    Raises: ValueError if they are None, no scalars or negative; TypeError if not int32.
    """

    name = parameter("name", "The name scope.")
    batch_ndims = parameter("batch_ndims", "How many dimensions a batch has, a tensor.")
    event_ndims = parameter("event_ndims", "How many dimensions an event has, a tensor.")
    validate_args = parameter("validate_args", "Whether the session checks what is not known.")

    def __init__(
        self, batch_ndims=None, event_ndims=None, validate_args=False, name="DistributionShape"
    ):
        for which, ndims in (("batch_ndims", batch_ndims), ("event_ndims", event_ndims)):
            if ndims is None:
                raise ValueError(f"{which} cannot be None")
        self._validate_args = validate_args
        self._name = name
        with tf.name_scope(name), tf.name_scope("init"):
            self._batch_ndims, self._batch_ndims_is_0 = self._ndims(batch_ndims, "batch_ndims")
            self._event_ndims, self._event_ndims_is_0 = self._ndims(event_ndims, "event_ndims")

    def _ndims(self, ndims, name):
        """The checked tensor, and whether it is 0: a bool, or a tensor if that is not known."""
        ndims = self._assert_non_negative_int32_scalar(tf.convert_to_tensor(ndims, name=name))
        known = tf.get_static_value(ndims)
        return ndims, tf.equal(ndims, 0) if known is None else bool(known == 0)

    @contextlib.contextmanager
    def _name_scope(self, name, values):
        with tf.name_scope(self.name):
            values = [*values, self.batch_ndims, self.event_ndims]
            with tf.name_scope(name, values=values) as scope:
                yield scope

    @in_graph
    def get_ndims(self, x, name="get_ndims"):
        """How many dimensions `x` has, a tensor."""
        with self._name_scope(name, [x]):
            x = tf.convert_to_tensor(x, name="x")
            if x.shape.ndims is None:
                return tf.rank(x, name="ndims")
            return tf.convert_to_tensor(x.shape.ndims, dtype=tf.int32, name="ndims")

    @in_graph
    def get_sample_ndims(self, x, name="get_sample_ndims"):
        """How many dimensions the samples in `x` have, a tensor.

        Raises: ValueError if `x` has fewer dimensions than a batch of events.
        """
        with self._name_scope(name, [x]):
            ndims = self.get_ndims(x, name=name)
            known = _known(ndims, self.batch_ndims, self.event_ndims)
            if known:
                ndims, batch, event = known
                if ndims - batch - event < 0:
                    raise ValueError(
                        f"expected batch_ndims({batch}) + event_ndims({event}) <= ndims({ndims})"
                    )
                return tf.convert_to_tensor(ndims - batch - event, name="sample_ndims")
            with tf.name_scope("sample_ndims"):
                found = ndims - self.batch_ndims - self.event_ndims
                if self.validate_args:
                    found = with_dependencies([tf.assert_non_negative(found)], found)
            return found

    def _parts(self, x, name):
        """``(name, start, size)`` of the samples', the batch's and the event's dimensions."""
        zero = tf.zeros([], dtype=tf.int32, name="zero")
        sample = self.get_sample_ndims(x, name=name)
        return [
            ("sample", [zero], sample),
            ("batch", [sample], self.batch_ndims),
            ("event", [sample, self.batch_ndims], self.event_ndims),
        ]

    @in_graph
    def get_dims(self, x, name="get_dims"):
        """The numbers of the samples', the batch's and the event's dimensions, three tensors."""
        with self._name_scope(name, [x]):
            found = []
            for part, starts, size in self._parts(x, name):
                known = _known(size, *starts)
                if known:
                    start = sum(known[1:])
                    dims = list(range(start, start + known[0]))
                    found.append(tf.convert_to_tensor(dims, dtype=tf.int32, name=f"{part}_dims"))
                else:
                    found.append(tf.range(sum(starts), sum(starts) + size))
            return tuple(found)

    @in_graph
    def get_shape(self, x, name="get_shape"):
        """The shapes of the samples, the batch and the event, three tensors."""
        with self._name_scope(name, [x]):
            x = tf.convert_to_tensor(x, name="x")
            found = []
            for part, starts, size in self._parts(x, name):
                known = _known(size, *starts)
                sizes = [None]
                if known and x.shape.ndims is not None:
                    start = sum(known[1:])
                    sizes = x.shape.as_list()[start : start + known[0]]
                if None in sizes:
                    found.append(tf.slice(tf.shape(x), [sum(starts)], [size]))
                else:
                    found.append(tf.convert_to_tensor(sizes, dtype=tf.int32, name=f"{part}_shape"))
            return tuple(found)

    @in_graph
    def make_batch_of_event_sample_matrices(
        self, x, expand_batch_dim=True, name="make_batch_of_event_sample_matrices"
    ):
        """`x` in the shape ``batch + event + [samples]``, and the shape of the samples.

        A scalar event becomes ``[1]``, as does a scalar batch with `expand_batch_dim`.
        """
        with self._name_scope(name, [x]):
            x = tf.convert_to_tensor(x, name="x")
            sample_shape, batch_shape, event_shape = self.get_shape(x)
            event_shape = pick_vector(self._event_ndims_is_0, [1], event_shape)
            if expand_batch_dim:
                batch_shape = pick_vector(self._batch_ndims_is_0, [1], batch_shape)
            x = tf.reshape(x, tf.concat([[-1], batch_shape, event_shape], 0))
            return rotate_transpose(x, shift=-1), sample_shape

    @in_graph
    def undo_make_batch_of_event_sample_matrices(
        self,
        x,
        sample_shape,
        expand_batch_dim=True,
        name="undo_make_batch_of_event_sample_matrices",
    ):
        """What `make_batch_of_event_sample_matrices` made `x` of, with the same arguments."""
        with self._name_scope(name, [x, sample_shape]):
            x = tf.convert_to_tensor(x, name="x")
            sample_shape = tf.convert_to_tensor(sample_shape, name="sample_shape")
            x = rotate_transpose(x, shift=1)
            if _known(self.batch_ndims, self.event_ndims):
                added = [-1] if self._event_ndims_is_0 else []
                if self._batch_ndims_is_0 and expand_batch_dim:
                    added.append(1)
                if added:
                    x = tf.squeeze(x, axis=added)
                _, batch_shape, event_shape = self.get_shape(x)
            else:
                shape = tf.shape(x)
                batch_shape = shape[1 : 1 + self.batch_ndims]
                was_added = tf.logical_and(expand_batch_dim, self._batch_ndims_is_0)
                start = tf.where_v2(was_added, 2, 1 + self.batch_ndims)
                event_shape = shape[start : start + self.event_ndims]
            return tf.reshape(x, tf.concat([sample_shape, batch_shape, event_shape], 0))

    def _assert_non_negative_int32_scalar(self, x):
        x = tf.convert_to_tensor(x, name="x")
        if x.dtype.base_dtype != tf.int32:
            raise TypeError(f"{x.name}.dtype={x.dtype} is not {tf.int32}")
        known = tf.get_static_value(x)
        if x.shape.ndims is not None and known is not None:
            if x.shape.ndims != 0:
                raise ValueError(f"{x.name}.ndims={x.shape.ndims} is not 0 (scalar)")
            if known < 0:
                raise ValueError(f"{x.name}.value={known} cannot be negative")
            return x
        if not self.validate_args:
            return x
        return with_dependencies([tf.assert_rank(x, 0), tf.assert_non_negative(x)], x)
