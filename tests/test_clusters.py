"""Servers, clusters of one process and session configurations, as in TensorFlow 1.15.5."""

import cluster_programs
import pytest
import state_oracle

import tf1shim as tf

OUTCOMES = state_oracle.Programs("cluster")


# As in TF1, the thread of `SyncReplicasOptimizer` ends only when its session closes, in an error.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("name", cluster_programs.PROGRAMS)
def test_cluster_programs_do_what_tf_1_15_does(name):
    """Sessions on a server share and keep variables; placement and errors are 1.15.5's."""
    assert OUTCOMES.differences(name) == {}


def test_a_cluster_with_several_workers_is_refused():
    """Workers that would train apart from each other are refused when a session is opened."""
    ps, one, two = cluster_programs._addresses(3)
    cluster = {"ps": [ps], "worker": [one, two]}
    server = tf.train.Server(cluster, job_name="worker", task_index=0)
    tf.constant(1)

    with pytest.raises(tf.errors.UnimplementedError, match="would share no variables") as caught:
        tf.Session(server.target)

    assert "/job:worker/task:1" in str(caught.value)


def test_a_target_of_no_server_here_is_refused():
    """A server elsewhere cannot run our sessions."""
    with pytest.raises(tf.errors.NotFoundError, match="No session factory registered"):
        tf.Session("grpc://elsewhere:2222")
