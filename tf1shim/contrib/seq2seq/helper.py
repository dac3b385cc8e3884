"""Helpers: what a `BasicDecoder` reads at each step, and how it samples from its output."""

from __future__ import annotations

import abc

import tf1shim as tf
from tf1shim.contrib.seq2seq.decoder import _transpose_batch_time


class Helper(abc.ABC):
    """What a `BasicDecoder` asks at each step: for samples, and for the next inputs.

    >>> import tf1shim as tf
    >>> helper = tf.contrib.seq2seq.TrainingHelper(tf.ones([2, 5, 3]), [5, 2])
    >>> isinstance(helper, tf.contrib.seq2seq.Helper), helper.sample_ids_dtype
    (True, tf.int32)
    """

    @property
    @abc.abstractmethod
    def batch_size(self):
        """The number of sequences, a scalar tensor."""
        raise NotImplementedError("batch_size has not been implemented")

    @property
    @abc.abstractmethod
    def sample_ids_shape(self):
        """The shape of a sample, without the batch dimension."""
        raise NotImplementedError("sample_ids_shape has not been implemented")

    @property
    @abc.abstractmethod
    def sample_ids_dtype(self):
        """The dtype of a sample."""
        raise NotImplementedError("sample_ids_dtype has not been implemented")

    @abc.abstractmethod
    def initialize(self, name=None):
        """Returns ``(finished, inputs)`` for the first step."""

    @abc.abstractmethod
    def sample(self, time, outputs, state, name=None):
        """Returns the samples drawn from a step's outputs."""

    @abc.abstractmethod
    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Returns ``(finished, inputs, state)`` for the next step."""


class _Tokens(Helper):
    """A helper whose samples are token ids."""

    @property
    def sample_ids_shape(self):
        """Samples are scalars."""
        return tf.TensorShape([])

    @property
    def sample_ids_dtype(self):
        """Samples are int32."""
        return tf.int32


class CustomHelper(Helper):
    """A helper made of three functions.

    >>> import tf1shim as tf
    >>> helper = tf.contrib.seq2seq.CustomHelper(
    ...     initialize_fn=lambda: (tf.constant([False, False]), tf.zeros([2, 3])),
    ...     sample_fn=lambda time, outputs, state: tf.argmax(outputs, -1, output_type=tf.int32),
    ...     next_inputs_fn=lambda time, outputs, state, sample_ids: (
    ...         tf.equal(sample_ids, 0), outputs, state))
    >>> finished, inputs = helper.initialize()
    >>> inputs.name
    'CustomHelperInitialize/zeros:0'

    Raises:
        ValueError: `batch_size` is asked for before `initialize` was called.
    """

    def __init__(
        self,
        initialize_fn,
        sample_fn,
        next_inputs_fn,
        sample_ids_shape=None,
        sample_ids_dtype=None,
    ):
        self._initialize_fn = initialize_fn
        self._sample_fn = sample_fn
        self._next_inputs_fn = next_inputs_fn
        self._batch_size = None
        self._sample_ids_shape = tf.TensorShape(sample_ids_shape or [])
        self._sample_ids_dtype = sample_ids_dtype or tf.int32

    @property
    def batch_size(self):
        """The size of what `initialize_fn` returned as finished."""
        if self._batch_size is None:
            raise ValueError("batch_size accessed before initialize was called")
        return self._batch_size

    @property
    def sample_ids_shape(self):
        """As it was given."""
        return self._sample_ids_shape

    @property
    def sample_ids_dtype(self):
        """As it was given."""
        return self._sample_ids_dtype

    def initialize(self, name=None):
        """What `initialize_fn` returns."""
        with tf.name_scope(name, f"{type(self).__name__}Initialize"):
            finished, inputs = self._initialize_fn()
            if self._batch_size is None:
                self._batch_size = tf.size(finished)
        return finished, inputs

    def sample(self, time, outputs, state, name=None):
        """What `sample_fn` returns."""
        with tf.name_scope(name, f"{type(self).__name__}Sample", (time, outputs, state)):
            return self._sample_fn(time=time, outputs=outputs, state=state)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """What `next_inputs_fn` returns."""
        with tf.name_scope(name, f"{type(self).__name__}NextInputs", (time, outputs, state)):
            return self._next_inputs_fn(
                time=time, outputs=outputs, state=state, sample_ids=sample_ids
            )


class TrainingHelper(_Tokens):
    """Reads the given sequences, whatever was sampled: for training.

    >>> import tf1shim as tf
    >>> helper = tf.contrib.seq2seq.TrainingHelper(tf.ones([2, 5, 3]), [5, 2])
    >>> finished, inputs = helper.initialize()
    >>> inputs.shape.as_list()
    [2, 3]

    Args:
        inputs: ``[batch, time, depth]``.
        sequence_length: A vector, the length of each sequence.
        time_major: `inputs` is ``[time, batch, depth]``.
        name: Of the name scope.

    Raises:
        ValueError: `sequence_length` is no vector.
    """

    def __init__(self, inputs, sequence_length, time_major=False, name=None):
        with tf.name_scope(name, "TrainingHelper", [inputs, sequence_length]):
            self._inputs = inputs = tf.convert_to_tensor(inputs, name="inputs")
            if not time_major:
                inputs = _transpose_batch_time(inputs)
            self._input_tas = _unstack_ta(inputs)
            length = tf.convert_to_tensor(sequence_length, name="sequence_length")
            if length.shape.ndims != 1:
                raise ValueError(
                    f"Expected sequence_length to be a vector, but received shape: {length.shape}"
                )
            self._sequence_length = length
            self._zero_inputs = tf.zeros_like(inputs[0, :])
            self._batch_size = tf.size(sequence_length)

    @property
    def inputs(self):
        """The sequences, as they were given."""
        return self._inputs

    @property
    def sequence_length(self):
        """The lengths, a tensor."""
        return self._sequence_length

    @property
    def batch_size(self):
        """The number of sequences, a scalar tensor."""
        return self._batch_size

    def initialize(self, name=None):
        """The first inputs; sequences of length zero are finished."""
        with tf.name_scope(name, "TrainingHelperInitialize"):
            finished = tf.equal(0, self._sequence_length)
            return finished, self._read(0, finished)

    def sample(self, time, outputs, name=None, **unused_kwargs):
        """The most likely tokens."""
        with tf.name_scope(name, "TrainingHelperSample", [time, outputs]):
            return tf.cast(tf.argmax(outputs, axis=-1), tf.int32)

    def next_inputs(self, time, outputs, state, name=None, **unused_kwargs):
        """The inputs of the next time step; zeros once all sequences are finished."""
        with tf.name_scope(name, "TrainingHelperNextInputs", [time, outputs, state]):
            finished = time + 1 >= self._sequence_length
            return finished, self._read(time + 1, finished), state

    def _read(self, time, finished):
        return tf.cond(
            tf.reduce_all(finished),
            lambda: self._zero_inputs,
            lambda: self._input_tas.read(time),
        )


class GreedyEmbeddingHelper(_Tokens):
    """Reads the embedding of the most likely token: for inference.

    >>> import tf1shim as tf
    >>> helper = tf.contrib.seq2seq.GreedyEmbeddingHelper(
    ...     tf.constant([[0.0, 0.0], [1.0, 2.0]]), start_tokens=[1, 1, 0], end_token=0)
    >>> with tf.Session() as sess:
    ...     sess.run(helper.sample(0, tf.constant([[0.1, 0.9]]), ()))
    array([1], dtype=int32)

    Args:
        embedding: Embeddings, for `tf.nn.embedding_lookup`, or a function of token ids.
        start_tokens: A vector, the token that each sequence begins with.
        end_token: The token that ends a sequence.

    Raises:
        ValueError: `start_tokens` is no vector or `end_token` no scalar.
        TypeError: The cell's outputs are no single tensor.
    """

    def __init__(self, embedding, start_tokens, end_token):
        self._embedding_fn = embedding_function(embedding)
        self._start_tokens, self._end_token = checked_tokens(start_tokens, end_token)
        self._batch_size = tf.size(start_tokens)
        self._start_inputs = self._embedding_fn(self._start_tokens)

    @property
    def batch_size(self):
        """The number of start tokens, a scalar tensor."""
        return self._batch_size

    def initialize(self, name=None):
        """The embedded start tokens."""
        return tf.tile([False], [self._batch_size]), self._start_inputs

    def sample(self, time, outputs, state, name=None):
        """The most likely tokens."""
        return tf.argmax(_logits(outputs), axis=-1, output_type=tf.int32)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """The embeddings of the sampled tokens."""
        finished = tf.equal(sample_ids, self._end_token)
        inputs = tf.cond(
            tf.reduce_all(finished),
            lambda: self._start_inputs,
            lambda: self._embedding_fn(sample_ids),
        )
        return finished, inputs, state


class SampleEmbeddingHelper(GreedyEmbeddingHelper):
    """Reads the embedding of a token drawn from the softmax of the output: for inference.

    >>> import tf1shim as tf
    >>> helper = tf.contrib.seq2seq.SampleEmbeddingHelper(
    ...     tf.ones([3, 2]), start_tokens=[1, 1], end_token=0, softmax_temperature=0.5, seed=1)
    >>> with tf.Session() as sess:
    ...     sess.run(helper.sample(0, tf.constant([[-90.0, 90.0, 0.0]]), ()))
    array([1], dtype=int32)

    Args:
        embedding: Embeddings, for `tf.nn.embedding_lookup`, or a function of token ids.
        start_tokens: A vector, the token that each sequence begins with.
        end_token: The token that ends a sequence.
        softmax_temperature: Divides the logits; None for 1.
        seed: For drawing.
    """

    def __init__(self, embedding, start_tokens, end_token, softmax_temperature=None, seed=None):
        super().__init__(embedding, start_tokens, end_token)
        self._softmax_temperature = softmax_temperature
        self._seed = seed

    def sample(self, time, outputs, state, name=None):
        """Tokens drawn from the softmax of `outputs`."""
        logits = _logits(outputs)
        if self._softmax_temperature is not None:
            logits = logits / self._softmax_temperature
        return categorical_sample(logits=logits, seed=self._seed)


class InferenceHelper(Helper):
    """Samples with a function of its own: for inference without an embedding.

    >>> import tf1shim as tf
    >>> helper = tf.contrib.seq2seq.InferenceHelper(
    ...     sample_fn=lambda outputs: outputs, sample_shape=[3], sample_dtype=tf.float32,
    ...     start_inputs=tf.zeros([2, 3]), end_fn=lambda sample: sample[:, 0] > 1.0)
    >>> helper.sample_ids_shape
    TensorShape([Dimension(3)])

    Args:
        sample_fn: From outputs to samples.
        sample_shape: The shape of a sample, without the batch dimension.
        sample_dtype: Its dtype.
        start_inputs: The inputs of the first step.
        end_fn: From samples to a vector of bools, True for the last of a sequence.
        next_inputs_fn: From samples to the next inputs; by default they are the same.
    """

    def __init__(
        self, sample_fn, sample_shape, sample_dtype, start_inputs, end_fn, next_inputs_fn=None
    ):
        self._sample_fn = sample_fn
        self._end_fn = end_fn
        self._sample_shape = tf.TensorShape(sample_shape)
        self._sample_dtype = sample_dtype
        self._next_inputs_fn = next_inputs_fn
        self._batch_size = tf.shape(start_inputs)[0]
        self._start_inputs = tf.convert_to_tensor(start_inputs, name="start_inputs")

    @property
    def batch_size(self):
        """The number of start inputs, a scalar tensor."""
        return self._batch_size

    @property
    def sample_ids_shape(self):
        """As it was given."""
        return self._sample_shape

    @property
    def sample_ids_dtype(self):
        """As it was given."""
        return self._sample_dtype

    def initialize(self, name=None):
        """The start inputs."""
        return tf.tile([False], [self._batch_size]), self._start_inputs

    def sample(self, time, outputs, state, name=None):
        """What `sample_fn` returns."""
        return self._sample_fn(outputs)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """What `next_inputs_fn` returns, and whether `end_fn` says that this is the end."""
        make = self._next_inputs_fn
        inputs = sample_ids if make is None else make(sample_ids)
        return self._end_fn(sample_ids), inputs, state


def embedding_function(embedding):
    """`embedding` if it can be called, else a function that looks ids up in it."""
    if callable(embedding):
        return embedding
    return lambda ids: tf.nn.embedding_lookup(embedding, ids)


def checked_tokens(start_tokens, end_token):
    """Start tokens and end token as tensors; ValueError unless a vector and a scalar."""
    start = tf.convert_to_tensor(start_tokens, dtype=tf.int32, name="start_tokens")
    end = tf.convert_to_tensor(end_token, dtype=tf.int32, name="end_token")
    if start.shape.ndims != 1:
        raise ValueError("start_tokens must be a vector")
    if end.shape.ndims != 0:
        raise ValueError("end_token must be a scalar")
    return start, end


def _logits(outputs):
    if not isinstance(outputs, tf.Tensor):
        raise TypeError(f"Expected outputs to be a single Tensor, got: {type(outputs)}")
    return outputs


def _unstack_ta(tensor):
    """A `TensorArray` of the slices of `tensor` along its first dimension."""
    array = tf.TensorArray(tensor.dtype, size=tf.shape(tensor)[0], element_shape=tensor.shape[1:])
    return array.unstack(tensor)


def bernoulli_sample(probs=None, logits=None, dtype=tf.int32, sample_shape=(), seed=None):
    """Zeros and ones, of shape `sample_shape` and then that of `probs` (or `logits`)."""
    if probs is None:
        probs = tf.sigmoid(logits, name="probs")
    else:
        probs = tf.convert_to_tensor(probs, name="probs")
    shape = tf.shape(probs)

    def draw(n):
        uniform = tf.random_uniform(tf.concat([[n], shape], 0), seed=seed, dtype=probs.dtype)
        return tf.cast(tf.less(uniform, probs), dtype)

    return _call_sampler(draw, sample_shape)


def categorical_sample(logits, dtype=tf.int32, sample_shape=(), seed=None):
    """Classes drawn from the softmax of `logits`, of shape `sample_shape` and then the batch's."""
    logits = tf.convert_to_tensor(logits, name="logits")
    batch_shape = tf.shape(logits)[:-1]
    rows = logits if logits.shape.ndims == 2 else tf.reshape(logits, [-1, tf.shape(logits)[-1]])
    drawn_dtype = tf.int64 if logits.dtype.size > 4 else tf.int32

    def draw(n):
        drawn = tf.multinomial(rows, n, seed=seed, output_dtype=drawn_dtype)
        return tf.cast(tf.reshape(tf.transpose(drawn), tf.concat([[n], batch_shape], 0)), dtype)

    return _call_sampler(draw, sample_shape)


def _call_sampler(draw, sample_shape, name=None):
    """What ``draw(n)`` draws for all of `sample_shape` at once, in that shape."""
    with tf.name_scope(name, "call_sampler", values=[sample_shape]):
        shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32, name="sample_shape")
        shape = tf.reshape(shape, [-1])
        drawn = draw(tf.reduce_prod(shape))
        return tf.reshape(drawn, tf.concat([shape, tf.shape(drawn)[1:]], 0))
