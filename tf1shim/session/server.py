"""`Server`: TensorFlow's own, whose target our sessions know.

A session on a server's target runs in this process, as every session of ours does. What it holds
lives on with the server, and every session on a server of the same cluster sees it.
"""

from __future__ import annotations

import tensorflow

from tf1shim import _tf
from tf1shim.graph import bound_class

v1 = _tf.v1
# Tasks that compute nothing of their own: their variables may as well live here.
HOLDING_VARIABLES = {"ps"}

_clusters = {}
_by_target = {}


class Cluster:
    """The part of a cluster that is this process: where sessions on its servers keep their state.

    `container` is the runtime's name of that place, `resources` what was put there.
    """

    def __init__(self, definition):
        self.container = _tf.as_bytes(f"tf1shim/cluster/{len(_clusters)}")
        self.resources = {}
        self.spec = v1.train.ClusterSpec(definition)

    def local_device(self, device):
        """`device`, a `DeviceSpec`, without its task; None if the cluster has no such task."""
        if device.job is None:
            return device
        if device.job not in self.spec.jobs:
            return None
        if device.task is not None and device.task not in self.spec.task_indices(device.job):
            return None
        return device.replace(job=None, replica=None, task=None)

    def check(self, target):
        """UnimplementedError if several tasks of the cluster would have to share variables."""
        workers = [
            f"/job:{job}/task:{task}"
            for job in self.spec.jobs
            if job not in HOLDING_VARIABLES
            for task in self.spec.task_indices(job)
        ]
        if len(workers) > 1:
            raise tensorflow.errors.UnimplementedError(
                None,
                None,
                f"The session on {target} would share no variables with the other workers of its "
                f"cluster: {', '.join(workers)}.\n"
                "  tf1shim runs every session in its own process, and so trains with one worker; "
                "'ps' tasks may be as many as you like.\n"
                '  give the cluster one worker:  tf.train.ClusterSpec({"ps": [...], "worker": '
                "[address]})",
            )


class Server(bound_class(v1.train.Server)):
    """A task of a cluster; ``tf.Session(server.target)`` runs in this process.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> server = tf.train.Server.create_local_server()
    >>> v = tf.get_variable("v", initializer=1.0)
    >>> with tf.Session(server.target) as sess:
    ...     sess.run(v.initializer)
    >>> with tf.Session(server.target) as sess:     # the server has kept it
    ...     print(sess.run(v))
    1.0

    Differences from TF1: a cluster with several workers is refused when a session is opened.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/train/Server
    """

    def __init__(
        self,
        server_or_cluster_def,
        job_name=None,
        task_index=None,
        protocol=None,
        config=None,
        start=True,
    ):
        super().__init__(server_or_cluster_def, job_name, task_index, protocol, config, start)
        definition, target = self.server_def.cluster, _tf.as_bytes(self.target)
        addresses = [a for job in definition.job for a in job.tasks.values()]
        # Servers that let the system choose their port have the cluster for themselves.
        is_own = any(address.endswith(":0") for address in addresses)
        key = target if is_own else definition.SerializeToString(deterministic=True)
        if key not in _clusters:
            _clusters[key] = Cluster(definition)
        _by_target[target] = _clusters[key]

    @staticmethod
    def create_local_server(config=None, start=True):
        """A server of a cluster of its own: the job 'local' with one task."""
        return Server({"local": ["localhost:0"]}, protocol="grpc", config=config, start=start)


def cluster_of(target):
    """The `Cluster` of the server in this process whose target is `target`, or None."""
    return _by_target.get(target)
