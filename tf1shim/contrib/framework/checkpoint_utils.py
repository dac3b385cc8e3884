"""Reading checkpoints, and initializing variables from them.

>>> import tempfile
>>> import tf1shim as tf
>>> w = tf.get_variable("w", [2], initializer=tf.ones_initializer())
>>> with tf.Session() as sess:
...   sess.run(w.initializer)
...   path = tf.train.Saver().save(sess, tempfile.mkdtemp() + "/model")
>>> list_variables(path), load_variable(path, "w:0").tolist()
([('w', [2])], [1.0, 1.0])
"""

import tf1shim as tf


def load_checkpoint(filepattern):
    """A reader of the checkpoint at a path or, of a directory, the latest in it.

    Raises: ValueError if a directory has none.
    """
    path = filepattern
    if tf.gfile.IsDirectory(filepattern):
        path = tf.train.latest_checkpoint(filepattern)
    if path is None:
        raise ValueError(
            f"Couldn't find 'checkpoint' file or checkpoints in given directory {filepattern}"
        )
    return tf.train.NewCheckpointReader(path)


def load_variable(checkpoint_dir, name):
    """The value of a variable in a checkpoint, as an array.

    Raises: tf.errors.NotFoundError if there is none of that name.
    """
    return load_checkpoint(checkpoint_dir).get_tensor(name[:-2] if name.endswith(":0") else name)


def list_variables(checkpoint_dir):
    """``[(name, shape)]`` of all variables in a checkpoint, by name."""
    return sorted(load_checkpoint(checkpoint_dir).get_variable_to_shape_map().items())


def init_from_checkpoint(checkpoint_dir, assignment_map):
    """Makes the initializers of variables read from a checkpoint: `tf.train.init_from_checkpoint`.

    >>> import tempfile
    >>> import tf1shim as tf
    >>> with tf.variable_scope("old"):
    ...   w = tf.get_variable("w", [2], initializer=tf.ones_initializer())
    >>> with tf.Session() as sess:
    ...   sess.run(w.initializer)
    ...   path = tf.train.Saver().save(sess, tempfile.mkdtemp() + "/model")
    >>> with tf.variable_scope("new"):
    ...   v = tf.get_variable("w", [2])
    >>> init_from_checkpoint(path, {"old/": "new/"})
    >>> with tf.Session() as sess:
    ...   sess.run(v.initializer)
    ...   print(sess.run(v))
    [1. 1.]

    Args: `assignment_map`, of scopes or variables in the checkpoint to scopes, names of variables
    or variables (or lists of the parts of a partitioned one) of the graph. Scopes end in a slash.
    Raises: ValueError if the checkpoint or the graph has no such variable, or with another shape.
    """
    tf.train.init_from_checkpoint(checkpoint_dir, assignment_map)
