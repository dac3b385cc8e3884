"""Strings of a list, one after the other, with the place in a variable."""

import random

import tf1shim as tf


def obtain_next(string_list_tensor, counter):
    """Moves `counter`, an int64 variable, to the next place of the list; returns what is there.

    >>> counter = tf.get_variable("counter", initializer=tf.constant(-1, tf.int64))
    >>> obtain_next(tf.constant(["a"]), counter).dtype
    tf.string

    After the last place comes the first.
    """
    strings = tf.convert_to_tensor(string_list_tensor, tf.string)
    size = tf.size(strings, out_type=tf.int64)
    return tf.gather(strings, tf.assign(counter, tf.mod(counter + 1, size)))


def seek_next(string_list, shuffle=False, seed=None, num_epochs=None):
    """Returns a tensor that is the next string of a list each time it is run.

    >>> name = seek_next(["a", "b"], num_epochs=1)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     print(sess.run(name), sess.run(name))
    b'a' b'b'

    Its variables are ``obtain_next/obtain_next_counter`` and so on, and saved with the others.
    After `num_epochs` it raises `tf.errors.OutOfRangeError`. With `shuffle` it shuffles
    `string_list` itself, for each epoch anew.
    """
    if shuffle and seed:
        random.seed(seed)
    names = []
    for _ in range(num_epochs or 1):
        if shuffle:
            random.shuffle(string_list)
        names += string_list
    with tf.variable_scope("obtain_next"):

        def variable(name, value, dtype):
            return tf.get_variable(
                name, initializer=tf.constant(value, dtype), dtype=dtype, trainable=False
            )

        counter = variable("obtain_next_counter", -1, tf.int64)
        with tf.colocate_with(counter):
            strings = variable("obtain_next_expanded_list", names, tf.string)
        if not num_epochs:
            return obtain_next(strings, counter)
        count = variable("obtain_next_filename_counter", 0, tf.int64).count_up_to(len(names))
        with tf.control_dependencies([count]):
            return obtain_next(strings, counter)
