"""What all predictors have: a session, what to feed and what to fetch."""


class Predictor:
    """Called with a dict of arrays it returns a dict of arrays.

    >>> import tf1shim as tf
    >>> class Double(Predictor):
    ...     def __init__(self):
    ...         self._graph = tf.Graph()
    ...         with self._graph.as_default():
    ...             x = tf.placeholder(tf.float32)
    ...             self._session = tf.Session()
    ...             self._feed_tensors, self._fetch_tensors = {"x": x}, {"y": 2.0 * x}
    >>> Double()({"x": 3.0})
    {'y': np.float32(6.0)}

    Raises: ValueError for keys that it has no tensor for.
    """

    @property
    def graph(self):
        """The graph."""
        return self._graph

    @property
    def session(self):
        """The session."""
        return self._session

    @property
    def feed_tensors(self):
        """The tensors to feed, by key."""
        return self._feed_tensors

    @property
    def fetch_tensors(self):
        """The tensors to fetch, by key."""
        return self._fetch_tensors

    def __repr__(self):
        return (
            f"{type(self).__name__} with feed tensors {self._feed_tensors} and fetch_tensors "
            f"{self._fetch_tensors}"
        )

    def __call__(self, input_dict):
        """Returns the outputs for the inputs `input_dict`."""
        unexpected = set(input_dict) - set(self.feed_tensors)
        if unexpected:
            raise ValueError(
                f"Got unexpected keys in input_dict: {unexpected}\n"
                f"expected: {set(self.feed_tensors)}"
            )
        feeds = {
            tensor: input_dict[key]
            for key, tensor in self.feed_tensors.items()
            if input_dict.get(key) is not None
        }
        return self._session.run(fetches=self.fetch_tensors, feed_dict=feeds)
