"""Calls that are not TensorFlow 1.15.5's: why, how the program begins, which of its calls."""

from __future__ import annotations

_WHY = {
    "back_prop=False is an op that stops gradients, behind the loop": [
        ("[tf.while_loop(lambda i, s: ", [1]),
    ],
    "tensor arrays are lists of tensors, for loops that are functional": [
        ("a = tf.TensorArray(tf.float3", [0, 1, 2, 3, 4, 5]),
    ],
    "lists of tensors have no shape to hold a row against that was not given": [
        ("a = tf.TensorArray(tf.float3", [6]),
    ],
    "what must be used comes in a wrapper, which is an object of the same class": [
        ("tf.TensorArray(tf.float32, 2", [0]),
    ],
    "tf.add_check_numerics_ops refuses the ops of loops; functional ones are none": [
        ('[tf.Print(A, [A], "no "), tf', [7]),
    ],
    "it comes after tf.add_check_numerics_ops, which adds ops here and was refused there": [
        ('[tf.Print(A, [A], "no "), tf', [8]),
    ],
    "the op for a resource variable": [
        ('v = tf.Variable(A, name="v")', [14, 15, 19]),
        ("v = tf.Variable([1.0, 2.0, 3", [8]),
    ],
    "TensorFlow composes it of other ops today; values are equal": [
        ("[tf.negative(A), tf.negative", [3]),
        ("[tf.add_n([A, A, P]), tf.acc", [1]),
        ("s = tf.SparseTensor(indices=", [19]),
        ("r = tf.ragged.constant([[1, ", [1, 7, 18]),
    ],
    "TensorFlow gives the op another name today; values are equal": [
        ("[tf.trace(C), tf.linalg.trac", [12]),
        ("[tf.nn.max_pool(IMAGE, [1, 2", [15]),
    ],
    "TensorFlow knows how many channels come out today; values are equal": [
        ("[tf.image.sample_distorted_b", [2, 3]),
    ],
    "shapes hold None for an unknown dimension, not objects of which no two are equal": [
        ("s = tf.TensorShape([None, 3]", [12]),
    ],
    "1.15.5 stumbled over arrays that are no tensors yet": [
        ("[tf.transpose(A), tf.transpo", [3]),
        ("[tf.nn.moments(A, [0]), tf.n", [0, 1]),
        ("[tf.image.psnr(IMAGE, IMAGE ", [5]),
    ],
    "1.15.5 stumbled over an array before it came to the mistake": [
        ("tf.scalar_mul([1.0, 2.0], A)", [0]),
        ("tf.nn.moments(A, axes=5)", [0]),
    ],
    "a path beneath a directory that is not there is not there; 1.15.5 failed to list it": [
        ("[tf.train.Feature(int64_list", [4]),
    ],
    "a number takes the dtype of the array it divides": [
        ("[tf.truediv(N, 2), tf.truedi", [1]),
    ],
    "tf.identity takes whatever is made of tensors": [
        ("s = tf.SparseTensor(indices=", [37]),
    ],
    "of two mistakes the shapes are found before the dtypes": [
        ("tf.matmul(A, I)", [0]),
    ],
    "strings are refused by tf.image itself, before an op does": [
        ("tf.image.convert_image_dtype", [0]),
    ],
    "one op has the shapes, and no longer the reshape that found them to differ": [
        ('tf.einsum("ij,jk->ik", tf.constant(A), tf.constant(A))', [0]),
    ],
    "1.15.5 put an empty message before the text": [
        ("tf.assert_rank(A, 3)", [0]),
        ("tf.assert_rank_in(A, [1, 3])", [0]),
        ("tf.assert_type(tf.constant(A", [0]),
        ("tf.assert_integer(A)", [0]),
    ],
    "Python's or NumPy's own text, of today's": [
        ("tf.name_scope(1).__enter__()", [0]),
        ("tf.constant([[1], [1, 2]])", [0]),
        ("tf.FixedLenFeature()", [0]),
    ],
    "the array is in TensorFlow's text as `str` gives it": [
        ("tf.concat(0, [A, A])", [0]),
    ],
    "TensorFlow words it differently today": [
        ("tf.group([1])", [0]),
        ("tf.FIFOQueue(3, [tf.float32]", [0]),
        ("[tf.fft(Z), tf.ifft(Z), tf.f", [19]),
        ("tf.matmul(A, A, transpose_a=", [0]),
        ('tf.einsum("ij,jk->ik", tf.constant(A))', [0]),
        ("[tf.reduce_join(S), tf.reduc", [1]),
        ("tf.nn.softmax(A, 3)", [0]),
        ("tf.random_normal()", [0]),
        ("tf.variance_scaling_initializer(m", [0]),
        ("tf.tpu.CrossShardOptimizer(tf", [0]),
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
