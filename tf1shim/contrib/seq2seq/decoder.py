"""`Decoder` and `dynamic_decode`: a decoder run step by step until every sequence has ended."""

from __future__ import annotations

import abc

import tf1shim as tf


class Decoder(abc.ABC):
    """What `dynamic_decode` runs: an initial state and a step.

    >>> import tf1shim as tf
    >>> class Count(tf.contrib.seq2seq.Decoder):
    ...     batch_size, output_size, output_dtype = 2, tf.TensorShape([]), tf.int32
    ...     def initialize(self, name=None):
    ...         return tf.constant([False, False]), tf.constant([0, 0]), tf.constant([0, 0])
    ...     def step(self, time, inputs, state, name=None):
    ...         return state, state + 1, inputs, tf.equal(state, [1, 3])
    >>> outputs, _, lengths = tf.contrib.seq2seq.dynamic_decode(Count())
    >>> with tf.Session() as sess:
    ...     print(*sess.run([outputs, lengths]))
    [[0 1 2 3]
     [0 1 2 3]] [2 4]

    A decoder gives `batch_size`, `output_size` and `output_dtype`, the latter two in the structure
    of the outputs.
    """

    @property
    def batch_size(self):
        """The number of sequences: an int or a scalar tensor."""
        raise NotImplementedError

    @property
    def output_size(self):
        """The shape of a step's outputs, without the batch dimension: ints or `TensorShape`s."""
        raise NotImplementedError

    @property
    def output_dtype(self):
        """The dtypes of a step's outputs."""
        raise NotImplementedError

    @abc.abstractmethod
    def initialize(self, name=None):
        """Returns ``(finished, inputs, state)``, all as they are before the first step."""
        raise NotImplementedError

    @abc.abstractmethod
    def step(self, time, inputs, state, name=None):
        """Returns ``(outputs, state, inputs, finished)``: a step's outputs, and the next step's."""
        raise NotImplementedError

    def finalize(self, outputs, final_state, sequence_lengths):
        """Returns ``(outputs, state)`` made of those of all steps; optional."""
        raise NotImplementedError

    @property
    def tracks_own_finished(self):
        """True if `step` itself knows which sequences had ended before, as it reorders them."""
        return False


def dynamic_decode(
    decoder,
    output_time_major=False,
    impute_finished=False,
    maximum_iterations=None,
    parallel_iterations=32,
    swap_memory=False,
    scope=None,
    **kwargs,
):
    """Steps through `decoder` until all its sequences are finished.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> s2s = tf.contrib.seq2seq
    >>> helper = s2s.TrainingHelper(tf.ones([2, 5, 3]), [5, 2])
    >>> cell = tf.nn.rnn_cell.GRUCell(4)
    >>> decoder = s2s.BasicDecoder(cell, helper, cell.zero_state(2, tf.float32))
    >>> outputs, state, lengths = s2s.dynamic_decode(decoder)
    >>> [v.name for v in tf.trainable_variables()][0]
    'decoder/gru_cell/gates/kernel:0'
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     sess.run(tf.shape(outputs.rnn_output)), sess.run(lengths)
    (array([2, 5, 4], dtype=int32), array([5, 2], dtype=int32))

    Args:
        decoder: A `Decoder`.
        output_time_major: Outputs are ``[time, batch, ...]``; else ``[batch, time, ...]``.
        impute_finished: A sequence that has ended outputs zeros and keeps its state.
        maximum_iterations: Stops after as many steps, an int or a scalar tensor.
        parallel_iterations: For `tf.while_loop`.
        swap_memory: For `tf.while_loop`.
        scope: The variable scope, by default ``decoder``.
        **kwargs: Taken and not used, as in TensorFlow 1 for a `Decoder`.

    Returns:
        ``(outputs, state, lengths)``: of all steps, after the last, and of each sequence.

    Raises:
        TypeError: `decoder` is no `Decoder`.
        ValueError: `maximum_iterations` is no scalar.
    """
    if not isinstance(decoder, Decoder):
        raise TypeError(f"Expected decoder to be type Decoder, but saw: {type(decoder)}")
    with tf.variable_scope(scope, "decoder") as varscope:
        # Weights are read once, before the loop; not within another loop, which may change them.
        if not tf.get_default_graph().building_function and varscope.caching_device is None:
            varscope.set_caching_device(lambda op: op.device)
        limit = maximum_iterations
        if limit is not None:
            limit = tf.convert_to_tensor(limit, dtype=tf.int32, name="maximum_iterations")
            if limit.shape.ndims != 0:
                raise ValueError("maximum_iterations must be a scalar")
        finished, inputs, state = decoder.initialize()
        zeros = _create_zero_outputs(decoder.output_size, decoder.output_dtype, decoder.batch_size)
        if limit is not None:
            finished = tf.logical_or(finished, 0 >= limit)
        lengths = tf.zeros_like(finished, dtype=tf.int32)
        start = tf.constant(0, dtype=tf.int32)
        arrays = tf.nest.map_structure(
            lambda size, dtype: tf.TensorArray(
                dtype,
                size=0,
                dynamic_size=True,
                element_shape=_element_shape(decoder.batch_size, size),
            ),
            decoder.output_size,
            decoder.output_dtype,
        )

        def unfinished(time, arrays, state, inputs, finished, lengths):
            return tf.logical_not(tf.reduce_all(finished))

        def step(time, arrays, state, inputs, finished, lengths):
            outputs, next_state, next_inputs, ended = decoder.step(time, inputs, state)
            if not decoder.tracks_own_finished:
                ended = tf.logical_or(ended, finished)
            now = tf.fill(tf.shape(lengths), time + 1)
            lengths = tf.where(tf.logical_not(finished), now, lengths)
            for before, after in ((state, next_state), (arrays, outputs), (inputs, next_inputs)):
                tf.nest.assert_same_structure(before, after)
            if impute_finished:
                outputs = tf.nest.map_structure(
                    lambda out, zero: tf.where(finished, zero, out), outputs, zeros
                )
                next_state = tf.nest.map_structure(
                    lambda new, old: _kept(finished, new, old), next_state, state
                )
            arrays = tf.nest.map_structure(lambda a, out: a.write(time, out), arrays, outputs)
            return time + 1, arrays, next_state, next_inputs, ended, lengths

        _, arrays, state, _, _, lengths = tf.while_loop(
            unfinished,
            step,
            loop_vars=(start, arrays, state, inputs, finished, lengths),
            parallel_iterations=parallel_iterations,
            maximum_iterations=limit,
            swap_memory=swap_memory,
        )
        outputs = tf.nest.map_structure(lambda a: a.stack(), arrays)
        try:
            outputs, state = decoder.finalize(outputs, state, lengths)
        except NotImplementedError:
            pass  # A decoder need not have one.
        if not output_time_major:
            outputs = tf.nest.map_structure(_transpose_batch_time, outputs)
    return outputs, state, lengths


def _kept(finished, new, old):
    """`old` where a sequence has ended, else `new`; what is not per sequence is always `new`."""
    if isinstance(old, tf.TensorArray):
        return new
    new.set_shape(old.shape)
    return new if new.shape.ndims == 0 else tf.where(finished, old, new)


def _element_shape(batch_size, size):
    if not isinstance(size, tf.TensorShape) or size.ndims == 0:
        return None
    batch = tf.get_static_value(tf.convert_to_tensor(batch_size, name="batch_size"))
    return tf.TensorShape([None if batch is None else int(batch)]).concatenate(size)


def _create_zero_outputs(size, dtype, batch_size):
    """Zeros as the outputs of a step, in the structure of `size` and `dtype`."""
    return tf.nest.map_structure(lambda s, d: _zero_state_tensors(s, batch_size, d), size, dtype)


def _zero_state_tensors(state_size, batch_size, dtype):
    """Zeros of shape ``[batch_size, size...]`` for each size of a structure."""

    def zeros(size):
        parts = [_dimensions(batch_size), _dimensions(size)]
        made = tf.zeros(tf.concat([p for p, _ in parts], 0), dtype=dtype)
        made.set_shape(parts[0][1].concatenate(parts[1][1]))
        return made

    return tf.nest.map_structure(zeros, state_size)


def _dimensions(size):
    """A size as a vector tensor and as a static shape: it is an int, a shape or a tensor."""
    if not tf.is_tensor(size):
        shape = size if isinstance(size, tf.TensorShape) else tf.TensorShape(size)
        return tf.constant(shape.as_list(), dtype=tf.int32), shape
    vector = tf.expand_dims(size, 0) if size.shape.ndims == 0 else size
    value = tf.get_static_value(vector)
    known = [None] * vector.shape[0].value if value is None else [int(v) for v in value]
    return vector, tf.TensorShape(known)


def _transpose_batch_time(x):
    """`x` with its first two dimensions exchanged; as it is if it has fewer."""
    shape = x.shape
    if shape.ndims is not None and shape.ndims < 2:
        return x
    turned = tf.transpose(x, tf.concat(([1, 0], tf.range(2, tf.rank(x))), axis=0))
    if shape.ndims is not None:
        turned.set_shape(tf.TensorShape([shape[1], shape[0]]).concatenate(shape[2:]))
    return turned
