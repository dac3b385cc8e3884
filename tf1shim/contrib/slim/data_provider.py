"""`DataProvider`: what gives the items of a data set as tensors."""

import abc


class DataProvider(abc.ABC):  # noqa: B024 - as TensorFlow 1's, which had no abstract method either
    """Base class of providers: `DatasetDataProvider` is one.

    Args:
        items_to_tensors: The tensors by name.
        num_samples: How many samples there are.
    """

    def __init__(self, items_to_tensors, num_samples):
        self._items_to_tensors = items_to_tensors
        self._num_samples = num_samples

    def get(self, items):
        """The tensors of the named `items`, a list.

        Raises:
            ValueError: `items` is no list or tuple, or has a name that is none.
        """
        if not isinstance(items, (list, tuple)):
            raise ValueError("items must be a list or tuple")
        known = self.list_items()
        for item in items:
            if item not in known:
                raise ValueError(f"Item [{item}] is invalid. Valid entries include: {known}")
        return [self._items_to_tensors[item] for item in items]

    def list_items(self):
        """The names of the items."""
        return self._items_to_tensors.keys()

    def num_samples(self):
        """How many samples there are."""
        return self._num_samples
