"""``tf.contrib.resampler``: images at places between the pixels, as spatial transformers need.

>>> import tf1shim as tf
>>> image = tf.reshape(tf.range(4.0), [1, 2, 2, 1])
>>> with tf.Session() as sess:
...     print(sess.run(tf.contrib.resampler.resampler(image, tf.constant([[[0.5, 0.5]]]))))
[[[1.5]]]
"""

import tf1shim as tf
from tf1shim.contrib.names import missing


def resampler(data, warp, name="resampler"):
    """Interpolates images bilinearly at the places `warp`; outside they are 0.

    >>> resampler(tf.zeros([2, 4, 5, 3]), tf.zeros([2, 6, 7, 2])).shape.as_list()
    [2, 6, 7, 3]

    Args: images ``[batch, height, width, channels]``; places ``[batch, ..., 2]``, each ``(x, y)``.
    Differentiable by both.
    """
    with tf.name_scope(name, "resampler", [data, warp]):
        data = tf.convert_to_tensor(data, name="data")
        warp = tf.convert_to_tensor(warp, name="warp")
        batch, height, width, channels = tf.unstack(tf.shape(data))
        # A pixel of zeros all around: what is outside is between zeros.
        padded = tf.pad(data, [[0, 0], [1, 1], [1, 1], [0, 0]])
        places = tf.reshape(warp, [batch, -1, 2])
        x, y = places[:, :, 0], places[:, :, 1]
        inside = tf.logical_and(
            tf.logical_and(x > -1, x < tf.cast(width, x.dtype)),
            tf.logical_and(y > -1, y < tf.cast(height, y.dtype)),
        )
        x, y = (tf.where_v2(inside, at, tf.zeros_like(at)) for at in (x, y))
        left, top = tf.floor(x), tf.floor(y)
        flat = tf.reshape(padded, [-1, channels])
        offsets = tf.range(batch)[:, None] * (height + 2)

        def corner(down, right):
            rows = offsets + tf.cast(top, tf.int32) + 1 + down
            values = tf.gather(flat, rows * (width + 2) + tf.cast(left, tf.int32) + 1 + right)
            across = x - left if right else left + 1 - x
            along = y - top if down else top + 1 - y
            return values * tf.expand_dims(across * along, -1)

        value = corner(0, 0) + corner(0, 1) + corner(1, 0) + corner(1, 1)
        value = tf.where_v2(inside[:, :, None], value, tf.zeros_like(value))
        output = tf.reshape(value, tf.concat([tf.shape(warp)[:-1], [channels]], 0))
        output.set_shape(warp.get_shape()[:-1].concatenate(data.get_shape()[-1:]))
        return output


__all__ = ["resampler"]
__getattr__ = missing(__name__)
