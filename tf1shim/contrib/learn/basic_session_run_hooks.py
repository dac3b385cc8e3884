"""``tf.contrib.learn.python.learn.basic_session_run_hooks``: `tf.train`'s hooks, by its path."""

import tf1shim as tf

LoggingTensorHook = tf.train.LoggingTensorHook
StopAtStepHook = tf.train.StopAtStepHook
CheckpointSaverHook = tf.train.CheckpointSaverHook
StepCounterHook = tf.train.StepCounterHook
NanLossDuringTrainingError = tf.train.NanLossDuringTrainingError
NanTensorHook = tf.train.NanTensorHook
SummarySaverHook = tf.train.SummarySaverHook
