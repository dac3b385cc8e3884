"""The neural Turing machine."""

from __future__ import annotations

import collections
import math

import tf1shim as tf
from tf1shim.contrib.rnn.shared import LayerRNNCell, assert_like_rnncell, width_of

NTMControllerState = collections.namedtuple(
    "NTMControllerState", ("controller_state", "read_vector_list", "w_list", "M", "time")
)


class NTMCell(LayerRNNCell):
    """A cell with a memory that a controller, another cell, reads and writes.

    >>> from tf1shim.contrib.rnn.rnn_cell import NTMCell
    >>> cell = NTMCell(tf.nn.rnn_cell.LSTMCell(4), memory_size=6, memory_vector_dim=3,
    ...                read_head_num=1, write_head_num=1)
    >>> outputs, state = cell(tf.ones([2, 5]), cell.zero_state(2, tf.float32))
    >>> outputs.shape.as_list(), state.M.shape.as_list()
    ([2, 5], [2, 6, 3])

    Args:
        controller: an RNN cell; it gets the inputs and what was read.
        memory_size: number of places of the memory.
        memory_vector_dim: width of each.
        read_head_num: number of heads that read.
        write_head_num: number of heads that erase and add.
        shift_range: how far a head moves in one step.
        output_dim: width of the output; the inputs' if None.
        clip_value: bound of what the controller tells the heads, and of the output.
        dtype: the variables' type.
        name: the layer's name.
    """

    def __init__(
        self,
        controller,
        memory_size,
        memory_vector_dim,
        read_head_num,
        write_head_num,
        shift_range=1,
        output_dim=None,
        clip_value=20,
        dtype=tf.float32,
        name=None,
    ):
        super().__init__(dtype=dtype, name=name)
        assert_like_rnncell("NTM RNN controller cell", controller)
        self.controller = controller
        self.memory_size = memory_size
        self.memory_vector_dim = memory_vector_dim
        self.read_head_num = read_head_num
        self.write_head_num = write_head_num
        self.shift_range = shift_range
        self.output_dim = output_dim
        self.clip_value = clip_value
        self.num_heads = read_head_num + write_head_num
        # Of a head: a key, its strength, a gate, the shifts, the sharpness.
        self.num_parameters_per_head = memory_vector_dim + 2 * shift_range + 4
        self.total_parameter_num = (
            self.num_parameters_per_head * self.num_heads + memory_vector_dim * 2 * write_head_num
        )

    @property
    def state_size(self):
        """Sizes of the controller's state, of what was read, of the heads' places, ..."""
        return NTMControllerState(
            controller_state=self.controller.state_size,
            read_vector_list=[self.memory_vector_dim] * self.read_head_num,
            w_list=[self.memory_size] * self.num_heads,
            M=tf.TensorShape([self.memory_size * self.memory_vector_dim]),
            time=tf.TensorShape([]),
        )

    @property
    def output_size(self):
        """Width of the output."""
        return self.output_dim

    def build(self, input_shape):
        """Makes the variables."""
        if self.output_dim is None:
            self.output_dim = width_of(input_shape)
        width, places = self.memory_vector_dim, self.memory_size

        def linear(name, rows, columns):
            start = tf.truncated_normal_initializer(stddev=1.0 / math.sqrt(rows), dtype=tf.float32)
            kernel = self.add_weight(f"{name}_kernel", [rows, columns], initializer=start)
            zeros = tf.constant_initializer(0.0, dtype=self.dtype)
            return kernel, self.add_weight(f"{name}_bias", [columns], initializer=zeros)

        def rows(name, count, columns):
            return [
                self.add_weight(
                    f"{name}_{i}",
                    [1, columns],
                    initializer=tf.keras.initializers.glorot_uniform(),
                )
                for i in range(count)
            ]

        hidden = self.controller.output_size
        self._params_kernel, self._params_bias = linear(
            "parameters", hidden, self.total_parameter_num
        )
        self._output_kernel, self._output_bias = linear(
            "output", hidden + width * self.read_head_num, self.output_dim
        )
        self._init_read_vectors = rows("initial_read_vector", self.read_head_num, width)
        self._init_address_weights = rows("initial_address_weights", self.num_heads, places)
        self._M = self.add_weight(
            "memory", [places, width], initializer=tf.constant_initializer(1e-6, dtype=self.dtype)
        )
        self.built = True

    def call(self, x, prev_state):
        """One step."""
        batch = x.get_shape()[0].value or tf.shape(x)[0]
        time = prev_state.time

        def repeated(rows, function):
            return [tf.tile(function(row), [batch, 1]) for row in rows]

        read = tf.cond(
            tf.equal(time, 0),
            lambda: repeated(self._init_read_vectors, tf.tanh),
            lambda: [tf.identity(r) for r in prev_state.read_vector_list],
        )
        read = [read] if isinstance(read, tf.Tensor) else list(read)
        hidden, controller_state = self.controller(
            tf.concat([x, *read], axis=1), prev_state.controller_state
        )
        told = tf.nn.bias_add(tf.matmul(hidden, self._params_kernel), self._params_bias)
        told = tf.clip_by_value(told, -self.clip_value, self.clip_value)
        split = self.num_parameters_per_head * self.num_heads
        heads = tf.split(told[:, :split], self.num_heads, axis=1)
        changes = tf.split(told[:, split:], 2 * self.write_head_num, axis=1)
        places = tf.cond(
            tf.equal(time, 0),
            lambda: repeated(self._init_address_weights, tf.nn.softmax),
            lambda: [tf.identity(w) for w in prev_state.w_list],
        )
        places = [places] if isinstance(places, tf.Tensor) else list(places)
        memory = tf.cond(
            tf.equal(time, 0),
            lambda: tf.tile(tf.expand_dims(self._M, 0), [batch, 1, 1]),
            lambda: tf.identity(prev_state.M),
        )
        places = [self._place(head, memory, w) for head, w in zip(heads, places)]
        read = [
            tf.reduce_sum(tf.expand_dims(w, 2) * memory, axis=1)
            for w in places[: self.read_head_num]
        ]
        new_memory = memory
        for i, w in enumerate(places[self.read_head_num :]):
            w = tf.expand_dims(w, axis=2)
            erase = tf.expand_dims(tf.sigmoid(changes[i * 2]), axis=1)
            add = tf.expand_dims(tf.tanh(changes[i * 2 + 1]), axis=1)
            new_memory = new_memory * (1 - tf.matmul(w, erase)) + tf.matmul(w, add)
        output = tf.matmul(tf.concat([hidden, *read], axis=1), self._output_kernel)
        output = tf.nn.bias_add(output, self._output_bias)
        output = tf.clip_by_value(output, -self.clip_value, self.clip_value)
        return output, NTMControllerState(controller_state, read, places, new_memory, time + 1)

    def _place(self, head, memory, prev_w):
        """Where a head is, from what it is told and from where it was."""
        width, shifts = self.memory_vector_dim, self.shift_range * 2 + 1
        key = tf.tanh(head[:, :width])
        strength = tf.nn.softplus(head[:, width])
        gate = tf.sigmoid(head[:, width + 1])
        shift = tf.nn.softmax(head[:, width + 2 : width + 2 + shifts])
        sharpness = tf.nn.softplus(head[:, -1]) + 1
        return self._addressing(key, strength, gate, shift, sharpness, memory, prev_w)

    def _addressing(self, k, beta, g, s, gamma, prev_M, prev_w):
        # The numbers are those of equations in the paper (Graves et al., 2014).
        k = tf.expand_dims(k, axis=2)
        norms = tf.sqrt(tf.reduce_sum(tf.square(prev_M), axis=2, keepdims=True)) * tf.sqrt(
            tf.reduce_sum(tf.square(k), axis=1, keepdims=True)
        )
        likeness = tf.squeeze(tf.matmul(prev_M, k) / (norms + 1e-8), axis=2)  # (6)
        amplified = tf.exp(tf.expand_dims(beta, axis=1) * likeness)
        content = amplified / tf.reduce_sum(amplified, axis=1, keepdims=True)  # (5)
        g = tf.expand_dims(g, axis=1)
        mixed = g * content + (1 - g) * prev_w  # (7)
        moved = tf.add_n(
            [
                tf.expand_dims(s[:, n % (2 * self.shift_range + 1)], 1) * tf.roll(mixed, n, axis=1)
                for n in range(-self.shift_range, self.shift_range + 1)
            ]
        )  # (8)
        sharpened = tf.pow(moved, tf.expand_dims(gamma, axis=1))
        return sharpened / tf.reduce_sum(sharpened, axis=1, keepdims=True)  # (9)

    def zero_state(self, batch_size, dtype):
        """The state before the first step; its `time` is 0."""
        width, places = self.memory_vector_dim, self.memory_size
        return NTMControllerState(
            controller_state=self.controller.zero_state(batch_size, dtype),
            read_vector_list=[tf.zeros([batch_size, width]) for _ in range(self.read_head_num)],
            w_list=[tf.zeros([batch_size, places]) for _ in range(self.num_heads)],
            M=tf.zeros([batch_size, places, width]),
            time=0,
        )
