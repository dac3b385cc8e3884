"""`tf.contrib.distribute.Monitor`, which runs a `Step` again and again."""

import tf1shim as tf


class Step:
    """A step of a training loop: a subclass's call returns its operation.

    >>> Step(tf.distribute.get_strategy()).initialize()
    []
    """

    def __init__(self, distribution):
        self._distribution = distribution

    @property
    def distribution(self):
        """The strategy that it runs under."""
        return self._distribution

    def initialize(self):
        """Returns what a session must run before the first step."""
        return []

    def __call__(self):
        """Does the step."""
        raise NotImplementedError("must be implemented in descendants")


class Monitor:
    """Runs a `Step`, or what else has ``initialize()`` and returns its operation when called.

    >>> class Count(Step):
    ...     def initialize(self): return tf.no_op()
    ...     def __call__(self): return tf.assign_add(tf.get_variable("n", initializer=0), 1)
    >>> with tf.Session() as sess:
    ...     Monitor(Count(None), sess).run_steps(3)
    ...     print(sess.run("n:0"))
    3

    Raises: ValueError without a session in graph mode, or with one in eager mode.
    """

    def __init__(self, step_callable, session=None):
        if tf.executing_eagerly():
            if session is not None:
                raise ValueError("Should not provide a `session` in Eager mode.")
            self._run_step = step_callable
        else:
            if session is None:
                raise ValueError("Should provide a `session` in Graph mode.")
            session.run(step_callable.initialize())
            self._run_step = session.make_callable(step_callable())
            session.run(tf.global_variables_initializer())

    def run_steps(self, num_steps=None):
        """Runs `num_steps` steps; with None until the input is at its end."""
        step = 0
        while num_steps is None or step < num_steps:
            try:
                self._run_step()
            except tf.errors.OutOfRangeError:
                break
            step += 1
