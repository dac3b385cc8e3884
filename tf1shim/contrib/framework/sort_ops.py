"""Sorting: `tf.sort` and `tf.argsort`."""

import tf1shim as tf

sort = tf.sort
argsort = tf.argsort
