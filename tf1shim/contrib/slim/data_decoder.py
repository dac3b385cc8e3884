"""`DataDecoder`: what makes items of a record."""

import abc


class DataDecoder(abc.ABC):
    """Base class of decoders: `TFExampleDecoder` is one."""

    @abc.abstractmethod
    def decode(self, data, items):
        """The tensors of the named `items`, from the record `data`."""

    @abc.abstractmethod
    def list_items(self):
        """The names of the items there are."""
