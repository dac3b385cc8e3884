"""``tf.contrib.cluster_resolver``: which machines make up a cluster.

>>> import tf1shim as tf
>>> cluster = tf.train.ClusterSpec({"worker": ["localhost:2222"]})
>>> resolver = tf.contrib.cluster_resolver.SimpleClusterResolver(cluster, task_type="worker")
>>> resolver.cluster_spec().as_dict()
{'worker': ['localhost:2222']}

They are `tf.distribute.cluster_resolver`'s own.
"""

import tf1shim as tf
from tf1shim.contrib.names import missing

_SAME = (
    "ClusterResolver GCEClusterResolver KubernetesClusterResolver SimpleClusterResolver "
    "SlurmClusterResolver TFConfigClusterResolver TPUClusterResolver"
)
globals().update({name: getattr(tf.distribute.cluster_resolver, name) for name in _SAME.split()})
UnionClusterResolver = tf.distribute.cluster_resolver.UnionResolver

__all__ = ["UnionClusterResolver", *_SAME.split()]
__getattr__ = missing(__name__)
