"""Hue, saturation and value, changed in the YIQ color space.

>>> import tf1shim as tf
>>> from tf1shim.contrib.image.python.ops.distort_image_ops import adjust_hsv_in_yiq
>>> darker = adjust_hsv_in_yiq(tf.constant([[[0.5, 0.5, 0.5]]]), scale_value=0.5)
>>> with tf.Session() as sess:
...     print(sess.run(darker).round(2))
[[[0.25 0.25 0.25]]]
"""

import numpy as np

import tf1shim as tf

_YIQ = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])


def adjust_hsv_in_yiq(image, delta_hue=0, scale_saturation=1, scale_value=1, name=None):
    """Turns the hue by an angle in radians, scales saturation and value.

    >>> adjust_hsv_in_yiq(tf.zeros([2, 2, 3], tf.uint8), 0.1).dtype
    tf.uint8
    """
    with tf.name_scope(name, "adjust_hsv_in_yiq", [image]) as name:
        image = tf.convert_to_tensor(image, name="image")
        pixels = tf.image.convert_image_dtype(image, tf.float32)
        hue, saturation, value = (
            tf.cast(v, tf.float32) for v in (delta_hue, scale_saturation, scale_value)
        )
        u, w = saturation * tf.cos(hue), saturation * tf.sin(hue)
        one, zero = tf.ones([]), tf.zeros([])
        turn = value * tf.stack([[one, zero, zero], [zero, u, -w], [zero, w, u]])
        to_yiq = tf.constant(_YIQ, tf.float32)
        to_rgb = tf.constant(np.linalg.inv(_YIQ), tf.float32)
        matrix = tf.matmul(to_rgb, tf.matmul(turn, to_yiq))
        changed = tf.tensordot(pixels, matrix, axes=[[-1], [1]])
        changed.set_shape(image.get_shape())
        return tf.image.convert_image_dtype(changed, image.dtype)


def random_hsv_in_yiq(
    image,
    max_delta_hue=0,
    lower_saturation=1,
    upper_saturation=1,
    lower_value=1,
    upper_value=1,
    seed=None,
):
    """`adjust_hsv_in_yiq` by random amounts.

    >>> random_hsv_in_yiq(tf.zeros([2, 2, 3]), 0.1, 0.5, 1.5).shape.as_list()
    [2, 2, 3]

    Raises: ValueError for a negative amount, or a lower bound above the upper.
    """
    if max_delta_hue < 0:
        raise ValueError("max_delta must be non-negative.")
    bounds = {
        "saturation": (lower_saturation, upper_saturation),
        "value": (lower_value, upper_value),
    }
    for what, (lower, _) in bounds.items():
        if lower < 0:
            raise ValueError(f"lower_{what} must be non-negative.")
    for what, (lower, upper) in bounds.items():
        if lower > upper:
            raise ValueError(f"lower_{what} must be < upper_{what}.")

    def draw(lower, upper):
        return lower if lower == upper else tf.random_uniform([], lower, upper, seed=seed)

    hue = draw(-max_delta_hue, max_delta_hue)
    return adjust_hsv_in_yiq(image, hue, *(draw(*pair) for pair in bounds.values()))
