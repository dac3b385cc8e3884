"""Monitored sessions, hooks and Supervisor run TensorFlow 1.15.5's way, on our sessions."""

import pytest
import state_oracle
import tensorflow
import training_programs

import tf1shim as tf

OUTCOMES = state_oracle.Programs("training")


@pytest.mark.parametrize("name", training_programs.PROGRAMS)
def test_training_programs_do_what_tf_1_15_does(name):
    """Values, files, events, orders of calls and first lines of errors are TensorFlow 1.15.5's."""
    assert OUTCOMES.differences(name) == {}


def test_every_loop_opens_our_session():
    """Whoever opens a session for the program opens one of ours."""
    tf.train.get_or_create_global_step()
    init = tf.global_variables_initializer()
    manager = tf.train.SessionManager()

    sessions = [manager.prepare_session("", init_op=init), manager.recover_session("")[0]]
    with tf.train.SingularMonitoredSession() as monitored:
        sessions.append(monitored.raw_session())
    with tf.train.Supervisor(logdir=None).managed_session() as sess:
        sessions.append(sess)

    assert {type(sess) for sess in sessions} == {tf.Session}


def test_session_variables_and_seeds_work_in_a_monitored_session():
    """Its values are TF2 variables, and its random numbers those of a plain session."""
    tf.get_variable("v", initializer=2.0)
    drawn = tf.random_uniform([2], seed=3)
    with tf.Session() as sess:
        expected = [sess.run(drawn).tolist() for _ in range(2)]

    with tf.train.SingularMonitoredSession() as sess:
        variables = sess.raw_session().variables
        found = [sess.run(drawn).tolist() for _ in range(2)]

    assert found == expected
    assert isinstance(variables["v:0"], tensorflow.Variable)


def test_tensorflows_own_loops_stay_tensorflows():
    """TensorFlow's classes, and the sessions that they open, are as they were."""
    v1 = tensorflow.compat.v1
    with tensorflow.Graph().as_default():
        v1.get_variable("v", initializer=2.0)
        with v1.train.SingularMonitoredSession() as sess:
            assert type(sess.raw_session()) is v1.Session

    assert tf.train.MonitoredSession is not v1.train.MonitoredSession
    assert v1.train.SessionManager.__module__.startswith("tensorflow.")
