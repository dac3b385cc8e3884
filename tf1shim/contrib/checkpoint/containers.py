"""Objects kept under names of their own."""

import collections

from tf1shim import _tf


class UniqueNameTracker(_tf.TrackableDataStructure):
    """Keeps objects for `tf.train.Checkpoint` under names that it makes unique.

    >>> import tf1shim as tf
    >>> slots = UniqueNameTracker()
    >>> x = slots.track(tf.Variable(3.0), "x")  # Kept as "x",
    >>> y = slots.track(tf.Variable(4.0), "y")  # as "y",
    >>> z = slots.track(tf.Variable(5.0), "x")  # as "x_1".
    >>> len(slots.variables)
    3
    """

    def __init__(self):
        super().__init__()
        self._maybe_initialize_trackable()
        self._name_counts = collections.Counter()

    @property
    def _values(self):
        return list(self._trackable_children().values())

    def track(self, trackable, base_name):
        """Keeps `trackable` as `base_name`, or with a number behind it; returns `trackable`.

        Raises: ValueError for what is not trackable.
        """
        if not isinstance(trackable, _tf.Trackable):
            raise ValueError(
                f"Expected a trackable value, got {trackable} which does not inherit from "
                "tf.track.Trackable."
            )
        # Another base name may have taken the next one: "x_1" itself.
        taken = True
        while taken:
            count = self._name_counts[base_name]
            name = f"{base_name}_{count}" if count else base_name
            self._name_counts[base_name] += 1
            taken = self._lookup_dependency(name) is not None
        self._track_value(trackable, name=name)
        return trackable
