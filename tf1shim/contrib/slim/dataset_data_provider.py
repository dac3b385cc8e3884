"""`DatasetDataProvider`: reads a data set with several readers."""

from tf1shim.contrib.slim import data_provider, parallel_reader


class DatasetDataProvider(data_provider.DataProvider):
    """Gives one sample of a `Dataset` after the other, as tensors; batch them with ``tf.train``.

    Args:
        dataset: The `Dataset`.
        num_readers: How many readers read beside each other.
        reader_kwargs: Arguments of the reader.
        shuffle: If files and records are shuffled.
        num_epochs: How often all is read; None for no end.
        common_queue_capacity: How many records the readers' queue holds.
        common_queue_min: How many it holds at least, when shuffling.
        record_key: The name of the item that is the record's key.
        seed: The seed of the shuffling.
        scope: The name scope.

    Raises:
        ValueError: An item of the data set is called `record_key`, or there are no files.
    """

    def __init__(
        self,
        dataset,
        num_readers=1,
        reader_kwargs=None,
        shuffle=True,
        num_epochs=None,
        common_queue_capacity=256,
        common_queue_min=128,
        record_key="record_key",
        seed=None,
        scope=None,
    ):
        key, data = parallel_reader.parallel_read(
            dataset.data_sources,
            reader_class=dataset.reader,
            num_epochs=num_epochs,
            num_readers=num_readers,
            reader_kwargs=reader_kwargs,
            shuffle=shuffle,
            capacity=common_queue_capacity,
            min_after_dequeue=common_queue_min,
            seed=seed,
            scope=scope,
        )
        items = dataset.decoder.list_items()
        tensors = dict(zip(items, dataset.decoder.decode(data, items)))
        if record_key in tensors:
            text = "The item name used for `record_key` cannot also be used for a dataset item: %s"
            raise ValueError(text, record_key)
        tensors[record_key] = key
        super().__init__(items_to_tensors=tensors, num_samples=dataset.num_samples)
