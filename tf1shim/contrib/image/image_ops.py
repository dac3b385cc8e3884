"""Projective transforms of images: eight numbers each, a 3 by 3 matrix without its last 1."""

import tf1shim as tf

_TYPES = (tf.uint8, tf.int32, tf.int64, tf.float16, tf.float32, tf.float64)


def rotate(images, angles, interpolation="NEAREST", name=None):
    """Rotates images counterclockwise about their centers, by angles in radians.

    >>> import math
    >>> with tf.Session() as sess:
    ...     print(sess.run(rotate(tf.constant([[1, 2], [3, 4]]), math.pi / 2)))
    [[2 4]
     [1 3]]

    Args: `images` have 2 (rows, columns), 3 (and channels) or 4 dimensions (of a batch); one angle
    for all, or one for each; `interpolation` is "NEAREST" or "BILINEAR". Raises: TypeError for
    other types or ranks.
    """
    with tf.name_scope(name, "rotate"):
        given = tf.convert_to_tensor(images)
        images = _batch(given)
        height, width = (tf.cast(tf.shape(images)[i], tf.float32)[None] for i in (1, 2))
        transforms = angles_to_projective_transforms(angles, height, width)
        return _unbatch(transform(images, transforms, interpolation), given)


def translate(images, translations, interpolation="NEAREST", name=None):
    """Moves images by ``[dx, dy]``, to the right and down; what comes in is 0.

    >>> with tf.Session() as sess:
    ...     print(sess.run(translate(tf.constant([[1, 2], [3, 4]]), [0, 1])))
    [[0 0]
     [1 2]]
    """
    with tf.name_scope(name, "translate"):
        return transform(images, translations_to_projective_transforms(translations), interpolation)


def transform(images, transforms, interpolation="NEAREST", output_shape=None, name=None):
    """Applies projective transforms, which map a point of the output to one of the input.

    >>> with tf.Session() as sess:
    ...     print(sess.run(transform([[1, 2], [3, 4]], [1, 0, 1, 0, 1, 0, 0, 0])))
    [[2 0]
     [4 0]]

    Args: ``[a0, a1, a2, b0, b1, b2, c0, c1]`` takes the output's (x, y) from the input's
    ``((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)`` with ``k = c0 x + c1 y + 1``; one for all
    images or one for each. `output_shape`, ``[height, width]``, is the input's by default.
    """
    with tf.name_scope(name, "transform"):
        given = tf.convert_to_tensor(images, name="images")
        transforms = tf.convert_to_tensor(transforms, tf.float32, name="transforms")
        images = _batch(given)
        if output_shape is None:
            output_shape = tf.shape(images)[1:3]
            known = tf.get_static_value(output_shape)
            output_shape = output_shape if known is None else known
        output_shape = tf.convert_to_tensor(output_shape, tf.int32, name="output_shape")
        if not output_shape.get_shape().is_compatible_with([2]):
            raise ValueError(
                "output_shape must be a 1-D Tensor of 2 elements: new_height, new_width"
            )
        rank = len(transforms.get_shape())
        if rank not in (1, 2):
            raise TypeError("Transforms should have rank 1 or 2.")
        transforms = transforms[None] if rank == 1 else transforms
        output = _with_gradient(images, transforms, output_shape, interpolation.upper())
        return _unbatch(output, given)


# TensorFlow 2 has the operation and not its gradient. In a graph TensorFlow 1's own means to name
# one leaves the operation as it is; eager code has only `tf.custom_gradient`.
_GRADIENT = "tf1shim.contrib.image.transform"


def _with_gradient(images, transforms, output_shape, interpolation):
    if tf.executing_eagerly():

        @tf.custom_gradient
        def differentiable(images):
            output = _transform(images, transforms, output_shape, interpolation)
            return output, lambda grad: _inverted(grad, images, transforms, interpolation)

        return differentiable(images)
    with tf.get_default_graph().gradient_override_map({"ImageProjectiveTransformV2": _GRADIENT}):
        return _transform(images, transforms, output_shape, interpolation)


def _transform(images, transforms, output_shape, interpolation):
    return tf.raw_ops.ImageProjectiveTransformV2(
        images=images,
        transforms=transforms,
        output_shape=output_shape,
        interpolation=interpolation,
    )


def _inverted(grad, images, transforms, interpolation):
    matrices = flat_transforms_to_matrices(transforms)
    inverse = matrices_to_flat_transforms(tf.matrix_inverse(matrices))
    return _transform(grad, inverse, tf.shape(images)[1:3], interpolation)


@tf.RegisterGradient(_GRADIENT)
def _gradient(op, grad):
    images, transforms = op.inputs[:2]
    interpolation = op.get_attr("interpolation").decode()
    return [_inverted(grad, images, transforms, interpolation), None, None]


def _batch(images):
    """`images` as four dimensions: a batch, rows, columns, channels."""
    if images.dtype.base_dtype not in _TYPES:
        raise TypeError(f"Invalid dtype {images.dtype}.")
    rank = images.get_shape().ndims
    if rank is None:
        raise TypeError("image_or_images rank must be statically known")
    if not 2 <= rank <= 4:
        raise TypeError("Images should have rank between 2 and 4.")
    return {2: lambda: images[None, :, :, None], 3: lambda: images[None, :, :, :]}.get(
        rank, lambda: images
    )()


def _unbatch(output, given):
    """`output` with the rank of the images `given`."""
    rank = given.get_shape().ndims
    return {2: lambda: output[0, :, :, 0], 3: lambda: output[0, :, :, :]}.get(
        rank, lambda: output
    )()


def angles_to_projective_transforms(angles, image_height, image_width, name=None):
    """Returns the transforms that rotate images of a size about their centers.

    >>> with tf.Session() as sess:
    ...     print(sess.run(angles_to_projective_transforms(0.0, 4.0, 4.0)) + 0.0)
    [[1. 0. 0. 0. 1. 0. 0. 0.]]
    """
    with tf.name_scope(name, "angles_to_projective_transforms"):
        angles = tf.convert_to_tensor(angles, tf.float32, name="angles")
        if len(angles.get_shape()) > 1:
            raise TypeError("Angles should have rank 0 or 1.")
        angles = angles[None] if len(angles.get_shape()) == 0 else angles
        sin, cos = tf.sin(angles), tf.cos(angles)
        right, down = image_width - 1, image_height - 1
        x = (right - (cos * right - sin * down)) / 2.0
        y = (down - (sin * right + cos * down)) / 2.0
        columns = [column[:, None] for column in (cos, -sin, x, sin, cos, y)]
        return tf.concat([*columns, tf.zeros((tf.shape(angles)[0], 2), tf.float32)], axis=1)


def translations_to_projective_transforms(translations, name=None):
    """Returns the transforms that move images by ``[dx, dy]``.

    >>> with tf.Session() as sess:
    ...     print(sess.run(translations_to_projective_transforms([3.0, 4.0])))
    [[ 1.  0. -3.  0.  1. -4.  0.  0.]]
    """
    with tf.name_scope(name, "translations_to_projective_transforms"):
        translations = tf.convert_to_tensor(translations, tf.float32, name="translations")
        rank = translations.get_shape().ndims
        if rank is None:
            raise TypeError("translation_or_translations rank must be statically known")
        if rank not in (1, 2):
            raise TypeError("Translations should have rank 1 or 2.")
        translations = translations[None] if rank == 1 else translations
        count = tf.shape(translations)[0]
        one, zero = tf.ones((count, 1), tf.float32), tf.zeros((count, 1), tf.float32)
        x, y = -translations[:, 0, None], -translations[:, 1, None]
        return tf.concat([one, zero, x, zero, one, y, zero, zero], axis=1)


def compose_transforms(*transforms):
    """Returns the transform that is all of `transforms` after each other, the last first.

    >>> move = translations_to_projective_transforms([1.0, 0.0])
    >>> with tf.Session() as sess:
    ...     print(sess.run(compose_transforms(move, move)))
    [[ 1.  0. -2.  0.  1.  0.  0.  0.]]
    """
    assert transforms, "transforms cannot be empty"
    with tf.name_scope("compose_transforms"):
        composed = flat_transforms_to_matrices(transforms[0])
        for other in transforms[1:]:
            composed = tf.matmul(composed, flat_transforms_to_matrices(other))
        return matrices_to_flat_transforms(composed)


def flat_transforms_to_matrices(transforms):
    """Returns transforms as 3 by 3 matrices.

    >>> with tf.Session() as sess:
    ...     print(sess.run(flat_transforms_to_matrices([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])))
    [[[1. 2. 3.]
      [4. 5. 6.]
      [7. 8. 1.]]]
    """
    with tf.name_scope("flat_transforms_to_matrices"):
        transforms = tf.convert_to_tensor(transforms, name="transforms")
        if transforms.shape.ndims not in (1, 2):
            raise ValueError(f"Transforms should be 1D or 2D, got: {transforms}")
        transforms = tf.reshape(transforms, tf.constant([-1, 8]))
        last = tf.ones([tf.shape(transforms)[0], 1])
        return tf.reshape(tf.concat([transforms, last], axis=1), tf.constant([-1, 3, 3]))


def matrices_to_flat_transforms(transform_matrices):
    """Returns 3 by 3 matrices as transforms.

    >>> with tf.Session() as sess:
    ...     print(sess.run(matrices_to_flat_transforms(2.0 * tf.eye(3))))
    [[1. 0. 0. 0. 1. 0. 0. 0.]]
    """
    with tf.name_scope("matrices_to_flat_transforms"):
        matrices = tf.convert_to_tensor(transform_matrices, name="transform_matrices")
        if matrices.shape.ndims not in (2, 3):
            raise ValueError(f"Matrices should be 2D or 3D, got: {matrices}")
        transforms = tf.reshape(matrices, tf.constant([-1, 9]))
        return (transforms / transforms[:, 8:9])[:, :8]
