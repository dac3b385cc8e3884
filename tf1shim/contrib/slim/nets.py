"""Networks for images, by file: ``nets.vgg.vgg_16``, ``nets.resnet_v2.resnet_v2_50`` ...

>>> import tf1shim as tf
>>> from tf1shim.contrib.slim.nets import vgg
>>> logits, end_points = vgg.vgg_a(tf.zeros([1, 224, 224, 3]), num_classes=10)
>>> logits.name, "vgg_a/pool5" in end_points
('vgg_a/fc8/squeezed:0', True)
"""

from tf1shim.contrib.slim import (  # noqa: F401
    alexnet,
    inception,
    overfeat,
    resnet_utils,
    resnet_v1,
    resnet_v2,
    vgg,
)
