"""Strategies whose arguments `tf.distribute` has changed, and what is known of replicas."""

import tf1shim as tf


class MirroredStrategy(tf.distribute.MirroredStrategy):
    """Copies variables to several devices of this machine.

    >>> MirroredStrategy(["/cpu:0"]).num_replicas_in_sync
    1

    Args: `devices`, or how many GPUs (`num_gpus`, `num_gpus_per_worker`); by default all.
    `cross_tower_ops` is an older name of `cross_device_ops`. Raises: ValueError if both of such a
    pair are given.
    """

    def __init__(
        self,
        devices=None,
        num_gpus=None,
        num_gpus_per_worker=None,
        cross_device_ops=None,
        auto_shard_dataset=False,
        cross_tower_ops=None,
    ):
        if cross_device_ops and cross_tower_ops:
            raise ValueError("Specify only one of `cross_device_ops` or `cross_tower_ops`.")
        if num_gpus is not None and num_gpus_per_worker is not None:
            raise ValueError("Must not specify both `num_gpus` and `num_gpus_per_worker`.")
        count = num_gpus_per_worker if num_gpus is None else num_gpus
        if devices is not None and count is not None:
            raise ValueError("Must only specify one of `devices` or `num_gpus`.")
        if count is not None:
            devices = [f"/device:GPU:{i}" for i in range(count)]
        if auto_shard_dataset:
            raise NotImplementedError("auto_shard_dataset: shard with tf.data.Dataset.shard")
        super().__init__(devices, cross_device_ops or cross_tower_ops)

    def experimental_run_v2(self, fn, args=(), kwargs=None):
        """Runs `fn` in each replica: ``run`` by its first name."""
        return self.run(fn, args, kwargs)


def get_cross_replica_context():
    """The strategy, outside its replicas; None in a replica.

    >>> get_cross_replica_context() is None
    True
    """
    return tf.distribute.get_strategy() if tf.distribute.in_cross_replica_context() else None


def require_replica_context(replica_ctx):
    """Raises RuntimeError unless `replica_ctx` is the replica that runs here.

    >>> require_replica_context(tf.distribute.get_replica_context())
    """
    if replica_ctx is None or replica_ctx is not tf.distribute.get_replica_context():
        raise RuntimeError("Need to be inside the replica context of `replica_ctx`.")
