"""``tf.contrib.image``."""

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def named(tf, tensors):
    """The same tensors with names of ours: TensorFlow 2 has other operations for them."""
    return {key: tf.identity(tensor, name=key) for key, tensor in tensors.items()}


def picture(tf, *shape):
    """A trainable image, so that gradients are compared too."""
    return tf.get_variable("picture", initializer=ramp(*shape))


@table.case
def rotate(tf):
    return {"y": tf.contrib.image.rotate(picture(tf, 5, 6), 0.7)}


@table.case
def rotate_batch_bilinear(tf):
    images = picture(tf, 2, 5, 4, 3)
    return {"y": tf.contrib.image.rotate(images, [0.3, -1.2], "BILINEAR", name="turn")}


@table.case
def rotate_integers(tf):
    return {"y": tf.contrib.image.rotate(tf.constant(np.arange(12).reshape(3, 4)), np.pi / 2)}


@table.case
def rotate_strings(tf):
    return tf.contrib.image.rotate(tf.constant([["a"]]), 1.0)


@table.case
def rotate_five_dimensions(tf):
    return tf.contrib.image.rotate(tf.zeros([1, 1, 1, 1, 1]), 1.0)


@table.case
def rotate_unknown_rank(tf):
    return tf.contrib.image.rotate(tf.placeholder(tf.float32), 1.0)


@table.case
def translate(tf):
    return {"y": tf.contrib.image.translate(picture(tf, 5, 6, 1), [1.5, -1])}


@table.case
def translate_each(tf):
    images = picture(tf, 2, 3, 4, 1)
    return {"y": tf.contrib.image.translate(images, [[1, 0], [0, -1]], "BILINEAR")}


@table.case
def translations_of_rank_three(tf):
    return tf.contrib.image.translate(tf.zeros([2, 2]), [[[1.0]]])


@table.case
def transform(tf):
    matrix = [1.1, 0.1, -0.5, 0.2, 0.9, 0.3, 0.01, 0.02]
    image = picture(tf, 5, 6)
    return {
        "y": tf.contrib.image.transform(image, matrix),
        "z": tf.contrib.image.transform(image, matrix, "bilinear", [3, 9]),
    }


@table.case
def transform_to_three_dimensions(tf):
    return tf.contrib.image.transform(tf.zeros([2, 2]), [0.0] * 8, output_shape=[1, 2, 3])


@table.case
def transform_by_rank_three(tf):
    return tf.contrib.image.transform(tf.zeros([2, 2]), [[[0.0] * 8]])


@table.case
def transforms(tf):
    image = tf.contrib.image
    turns = image.angles_to_projective_transforms([0.5, 1.0], 4.0, 6.0)
    moves = image.translations_to_projective_transforms([[1.0, 2.0], [3.0, 4.0]])
    matrices = image.flat_transforms_to_matrices(turns)
    return {
        "turns": turns,
        "moves": moves,
        "composed": image.compose_transforms(turns, moves, turns),
        "matrices": matrices,
        "flat": image.matrices_to_flat_transforms(matrices * 2.0),
    }


@table.case
def angles_of_rank_two(tf):
    return tf.contrib.image.angles_to_projective_transforms([[1.0]], 4.0, 4.0)


@table.case
def flat_transforms_of_rank_three(tf):
    return tf.contrib.image.flat_transforms_to_matrices([[[1.0] * 8]])


@table.case
def dense_image_warp(tf):
    flow = tf.constant(3 * ramp(2, 4, 5, 2))
    return {"y": tf.contrib.image.dense_image_warp(picture(tf, 2, 4, 5, 3), flow)}


def spline(order, weight=0.0):
    def program(tf):
        points = tf.constant(ramp(2, 5, 2))
        values = tf.get_variable("values", initializer=ramp(2, 5, 3))
        queries = tf.constant(0.7 * ramp(2, 4, 2))
        return {"y": tf.contrib.image.interpolate_spline(points, values, queries, order, weight)}

    program.__name__ = "spline_of_order_%d%s" % (order, "_smooth" if weight else "")
    table.case(program, rtol=1e-2, atol=1e-3)


for order in (1, 2, 3, 4, 6):
    spline(order)
spline(2, 0.1)


@table.case(rtol=1e-2, atol=1e-3)
def sparse_image_warp(tf):
    image = picture(tf, 1, 5, 6, 1)
    sources = tf.constant([[[1.0, 1.0], [3.0, 4.0], [2.0, 2.0]]])
    targets = tf.constant([[[1.5, 1.0], [3.0, 3.0], [2.0, 2.5]]])
    warped, flow = tf.contrib.image.sparse_image_warp(
        image, sources, targets, num_boundary_points=2
    )
    free, _ = tf.contrib.image.sparse_image_warp(image, sources, targets, 1, 0.1)
    return {"warped": warped, "flow": flow, "free": free}


@table.case(gradients=False)
def connected_components(tf):
    random = np.random.RandomState(0).randint(0, 3, (2, 12, 9))
    snake = np.ones((9, 9), np.int32)
    snake[1::4, :-1] = snake[3::4, 1:] = 0
    return named(
        tf,
        {
            "random": tf.contrib.image.connected_components(tf.constant(random)),
            "snake": tf.contrib.image.connected_components(tf.constant(snake)),
            "floats": tf.contrib.image.connected_components(tf.constant(random[0], tf.float32)),
            "bools": tf.contrib.image.connected_components(tf.constant(random[1] > 0)),
            "full": tf.contrib.image.connected_components(tf.ones([2, 3], tf.int32)),
            "strings": tf.contrib.image.connected_components(tf.constant([["a", "a", "", "b"]])),
        },
    )


@table.case
def connected_components_of_a_line(tf):
    return tf.contrib.image.connected_components(tf.constant([1]))


@table.case(gradients=False)
def bipartite_match(tf):
    distances = tf.constant(ramp(4, 6))
    match = tf.contrib.image.bipartite_match
    rows, columns = match(distances, 4.0)
    some, some_columns = match(distances, tf.constant([2.0]))
    best, best_columns = match(distances, [3.0], top_k=2)
    tall, tall_columns = match(tf.transpose(distances), 6.0)
    found = [rows, columns, some, some_columns, best, best_columns, tall, tall_columns]
    return named(tf, dict(zip("abcdefgh", found)))


@table.case(gradients=False)
def hsv_in_yiq(tf):
    from importlib import import_module

    root = tf.__name__.partition(".")[0]
    ops = import_module(root + ".contrib.image.python.ops.distort_image_ops")
    image = tf.constant(np.abs(ramp(3, 4, 3)))
    return {
        "same": ops.adjust_hsv_in_yiq(image),
        "changed": ops.adjust_hsv_in_yiq(image, 0.5, 0.7, 1.3),
        "bytes": ops.adjust_hsv_in_yiq(tf.cast(image * 200, tf.uint8), -0.3, 0.8, 0.7),
    }
