"""``tf.contrib.learn.python.learn.monitored_session``: the first home of `tf.train`'s classes."""

import tf1shim as tf

Scaffold = tf.train.Scaffold
SessionCreator = tf.train.SessionCreator
ChiefSessionCreator = tf.train.ChiefSessionCreator
WorkerSessionCreator = tf.train.WorkerSessionCreator
MonitoredSession = tf.train.MonitoredSession
