"""Runs prepared beforehand: callables, and runs in steps."""

from __future__ import annotations

from tf1shim.session.options import RunSettings


class Callables:
    """What a session makes of fetches and feeds that are the same each time."""

    def make_callable(self, fetches, feed_list=None, accept_options=False):
        """A function of the values of `feed_list` that returns the values of `fetches`.

        >>> import tf1shim as tf
        >>> x = tf.placeholder(tf.float32)
        >>> with tf.Session() as sess:
        ...   double = sess.make_callable(x * 2, [x])
        ...   print(double(21.0))
        42.0

        Raises: CancelledError if the session is closed, here or when it is called.
        Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Session#make_callable
        """
        if feed_list is not None:
            if not isinstance(feed_list, (list, tuple)):
                raise TypeError("`feed_list` must be a list or tuple.")
            return lambda *values, **kwargs: self.run(
                fetches, dict(zip(feed_list, values)), **kwargs
            )
        self._extend()
        self._structure(fetches)

        def call(options=None, run_metadata=None):
            self._check_not_cancelled()
            return self.run(fetches, None, options, run_metadata)

        return call if accept_options else lambda: call()

    def _make_callable_from_options(self, callable_options):
        """A function of the values of the feeds that a ``CallableOptions`` proto names.

        Keras calls it. The fetches' values come in a list; the function takes `run_metadata`.
        """
        graph, options = self._graph, callable_options
        feeds = [graph.get_tensor_by_name(name) for name in options.feed]
        fetches = tuple(graph.get_tensor_by_name(name) for name in options.fetch)
        targets = tuple(graph.get_operation_by_name(name) for name in options.target)
        connections = {
            graph.get_tensor_by_name(c.to_tensor): graph.get_tensor_by_name(c.from_tensor)
            for c in options.tensor_connection
        }
        run_options = options.run_options if options.HasField("run_options") else None

        def call(*values, run_metadata=None):
            self._check_runnable()
            settings = self._default_settings
            if run_options is not None or run_metadata is not None:
                settings = RunSettings(self._config, run_options, run_metadata)
            feed_dict = dict(zip(feeds, values))
            return self._values(fetches, targets, feed_dict, settings, connections)

        return call

    def partial_run_setup(self, fetches, feeds=None):
        """Prepares a run in steps; returns its handle for `partial_run`.

        Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Session#partial_run_setup
        """
        self._check_runnable()
        return self._partial.set_up(fetches, feeds)

    def partial_run(self, handle, fetches, feed_dict=None):
        """Goes on with a run in steps: every op of it is computed once.

        Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Session#partial_run
        """
        self._check_runnable()
        return self._partial.run(handle, fetches, feed_dict)
