"""`Dataset`: what a data set consists of, and how to read it."""


class Dataset:
    """A data set: files, how to read records from them, how to decode those.

    >>> import tf1shim as tf
    >>> decoder = tf.contrib.slim.tfexample_decoder.TFExampleDecoder({}, {})
    >>> digits = tf.contrib.slim.dataset.Dataset(
    ...     "digits-*", tf.TFRecordReader, decoder, 1797, {"image": "8 x 8"}, num_classes=10)
    >>> digits.num_samples, digits.num_classes
    (1797, 10)

    Args:
        data_sources: The files: a name, a pattern, or a list of these.
        reader: The class of the reader, ``tf.TFRecordReader`` for example.
        decoder: A `DataDecoder`.
        num_samples: How many there are.
        items_to_descriptions: What each item is, in words.
        **kwargs: Any other facts, kept as attributes.
    """

    def __init__(self, data_sources, reader, decoder, num_samples, items_to_descriptions, **kwargs):
        self.data_sources = data_sources
        self.reader = reader
        self.decoder = decoder
        self.num_samples = num_samples
        self.items_to_descriptions = items_to_descriptions
        self.__dict__.update(kwargs)
