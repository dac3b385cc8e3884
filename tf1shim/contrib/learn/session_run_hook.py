"""``tf.contrib.learn.python.learn.session_run_hook``: the first home of `tf.train`'s classes."""

import tf1shim as tf

SessionRunHook = tf.train.SessionRunHook
SessionRunArgs = tf.train.SessionRunArgs
SessionRunContext = tf.train.SessionRunContext
SessionRunValues = tf.train.SessionRunValues
