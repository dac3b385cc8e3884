"""Operations on sets: those of ``tf.sets``."""

import tf1shim as tf

set_size = tf.sets.set_size
set_intersection = tf.sets.set_intersection
set_difference = tf.sets.set_difference
set_union = tf.sets.set_union
