"""``tf.contrib.image``: rotations, warps, components.

>>> import tf1shim as tf
>>> image = tf.constant([[1, 2], [3, 4]])
>>> with tf.Session() as sess:
...     print(sess.run(tf.contrib.image.translate(image, [1, 0])))
[[0 1]
 [0 3]]
"""

from tf1shim.contrib.image.dense_image_warp import dense_image_warp
from tf1shim.contrib.image.image_ops import (
    angles_to_projective_transforms,
    compose_transforms,
    flat_transforms_to_matrices,
    matrices_to_flat_transforms,
    rotate,
    transform,
    translate,
    translations_to_projective_transforms,
)
from tf1shim.contrib.image.interpolate_spline import interpolate_spline
from tf1shim.contrib.image.matching import bipartite_match, connected_components
from tf1shim.contrib.image.sparse_image_warp import sparse_image_warp
from tf1shim.contrib.names import missing

__all__ = [
    "angles_to_projective_transforms",
    "bipartite_match",
    "compose_transforms",
    "connected_components",
    "dense_image_warp",
    "flat_transforms_to_matrices",
    "interpolate_spline",
    "matrices_to_flat_transforms",
    "rotate",
    "sparse_image_warp",
    "transform",
    "translate",
    "translations_to_projective_transforms",
]
__getattr__ = missing(
    __name__,
    {
        "single_image_random_dot_stereograms": (
            "its kernel was not carried over to TensorFlow 2",
            "a library for stereograms, called by tf.py_func",
        )
    },
)
