"""Calls that are not TensorFlow 1.15.5's: why, how the program begins, which of its calls."""

from __future__ import annotations

_WHY = {
    "another op does it today": [
        ("[tf.while_loop(lambda i, s: ", [1]),
        ("a = tf.TensorArray(tf.float3", [0, 1, 2, 3, 4, 5]),
        ('[tf.Print(A, [A], "no "), tf', [8]),
        ('v = tf.Variable(A, name="v")', [14, 15, 19]),
        ("v = tf.Variable([1.0, 2.0, 3", [7, 8]),
        ("tf.TensorArray(tf.float32, 2", [0]),
        ("[tf.trace(C), tf.linalg.trac", [12]),
        ("[tf.negative(A), tf.negative", [3]),
        ("[tf.add_n([A, A, P]), tf.acc", [1]),
        ("[tf.nn.max_pool(IMAGE, [1, 2", [15]),
        ("[tf.image.sample_distorted_b", [2, 3]),
        ("s = tf.SparseTensor(indices=", [19]),
        ("r = tf.ragged.constant([[1, ", [1, 7, 18]),
    ],
    "two shapes with the same unknown dimensions are equal today": [
        ("s = tf.TensorShape([None, 3]", [12]),
    ],
    "more is accepted today": [
        ("a = tf.TensorArray(tf.float3", [6]),
        ('[tf.Print(A, [A], "no "), tf', [7]),
        ("[tf.train.Feature(int64_list", [4]),
        ("[tf.truediv(N, 2), tf.truedi", [1]),
        ("[tf.transpose(A), tf.transpo", [3]),
        ("[tf.nn.moments(A, [0]), tf.n", [0, 1]),
        ("[tf.image.psnr(IMAGE, IMAGE ", [5]),
        ("s = tf.SparseTensor(indices=", [37]),
    ],
    "the error is of another class today": [
        ("tf.matmul(A, I)", [0]),
        ("tf.scalar_mul([1.0, 2.0], A)", [0]),
        ("tf.nn.moments(A, axes=5)", [0]),
        ("tf.image.convert_image_dtype", [0]),
    ],
    "the text of the error is today's": [
        ("tf.name_scope(1).__enter__()", [0]),
        ("tf.group([1])", [0]),
        ("tf.FIFOQueue(3, [tf.float32]", [0]),
        ("[tf.fft(Z), tf.ifft(Z), tf.f", [19]),
        ("tf.matmul(A, A, transpose_a=", [0]),
        ('tf.einsum("ij,jk->ik", tf.constant(A))', [0]),
        ('tf.einsum("ij,jk->ik", tf.constant(A),', [0]),
        ("tf.assert_rank(A, 3)", [0]),
        ("tf.assert_rank_in(A, [1, 3])", [0]),
        ("tf.assert_type(tf.constant(A", [0]),
        ("tf.assert_integer(A)", [0]),
        ("[tf.reduce_join(S), tf.reduc", [1]),
        ("tf.concat(0, [A, A])", [0]),
        ("tf.constant([[1], [1, 2]])", [0]),
        ("tf.nn.softmax(A, 3)", [0]),
        ("tf.FixedLenFeature()", [0]),
        ("tf.random_normal()", [0]),
        ("tf.variance_scaling_initializer(m", [0]),
    ],
    "a tensor, where 1.15 left arrays to Python": [
        ("[tf.divide(N, 2), tf.divide(", [0, 2]),
    ],
}

# What is neither 1.15.5's nor compat.v1's.
OURS = {
    ('v = tf.Variable(A, name="v")', 14): "variables are ours",
    ('v = tf.Variable(A, name="v")', 15): "variables are ours",
    ("v = tf.Variable([1.0, 2.0, 3", 8): "variables are ours",
}

# (how the program begins, the number of the call) -> why.
NOT_115 = {
    (program, number): why
    for why, programs in _WHY.items()
    for program, numbers in programs
    for number in numbers
}
