"""``tf.contrib.distribute``: what `tf.distribute` has of it.

>>> import tf1shim as tf
>>> tf.contrib.distribute.has_distribution_strategy()
False
>>> tf.contrib.distribute.OneDeviceStrategy("/cpu:0").num_replicas_in_sync
1
"""

import tf1shim as tf
from tf1shim.contrib.distribute.monitor import Monitor, Step
from tf1shim.contrib.distribute.strategies import (
    MirroredStrategy,
    get_cross_replica_context,
    require_replica_context,
)
from tf1shim.contrib.names import missing

_SAME = (
    "CrossDeviceOps OneDeviceStrategy ReplicaContext get_loss_reduction get_replica_context "
    "get_strategy has_strategy in_cross_replica_context"
)
globals().update({name: getattr(tf.distribute, name) for name in _SAME.split()})
DistributionStrategy = tf.distribute.Strategy
get_distribution_strategy = tf.distribute.get_strategy
has_distribution_strategy = tf.distribute.has_strategy

__all__ = [
    "DistributionStrategy",
    "MirroredStrategy",
    "Monitor",
    "Step",
    "get_cross_replica_context",
    "get_distribution_strategy",
    "has_distribution_strategy",
    "require_replica_context",
    *_SAME.split(),
]

_CLUSTER = "a session of tf1shim runs on one machine"
_ESTIMATOR = "it configures tf.estimator, which TensorFlow 2.16 removed"
_STEPS = "TensorFlow 2 took the iterators out of which it was made"
_TPU = "TPU contrib code needs TensorFlow 1's runtime"
__getattr__ = missing(
    __name__,
    {
        "AllReduceCrossDeviceOps": ("TensorFlow 2 removed it", "tf.distribute.NcclAllReduce"),
        "CollectiveAllReduceStrategy": (
            _CLUSTER,
            "tf.compat.v2.distribute.MultiWorkerMirroredStrategy",
        ),
        "DistributeConfig": (_ESTIMATOR, "a tf.distribute strategy"),
        "MultiWorkerAllReduce": (_CLUSTER, "tf.distribute.NcclAllReduce"),
        "ParameterServerStrategy": (
            _CLUSTER,
            "tf.compat.v2.distribute.experimental.ParameterServerStrategy",
        ),
        "StandardInputStep": (_STEPS, "a training loop"),
        "StandardSingleLossStep": (_STEPS, "a training loop"),
        "TPUStrategy": (_TPU, "tf.compat.v2.distribute.TPUStrategy"),
        "UpdateContext": ("TensorFlow 2 made it private", "strategy.extended.update"),
        "initialize_tpu_system": (_TPU, "tf.compat.v2.tpu.experimental.initialize_tpu_system"),
        "run_standard_tensorflow_server": (_CLUSTER, "tf.compat.v2.distribute.Server"),
    },
)
