"""``tf.keras.utils.HDF5Matrix``, which Keras has left out since TensorFlow 1.15."""

from __future__ import annotations

import numpy as np


class HDF5Matrix:
    """Rows `start` to `end` of a dataset in an HDF5 file, for ``fit`` and ``predict``.

    >>> import h5py, tempfile
    >>> path = tempfile.mkdtemp() + "/data.h5"
    >>> with h5py.File(path, "w") as file:
    ...     _ = file.create_dataset("x", data=[[1, 2], [3, 4], [5, 6]])
    >>> x = HDF5Matrix(path, "x", start=1, normalizer=lambda rows: rows * 10)
    >>> x.shape, x[0:1].tolist()
    ((2, 2), [[30, 40]])

    Raises: IndexError for rows behind `end`.
    """

    refs = {}

    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None):
        import h5py

        if datapath not in self.refs:
            self.refs[datapath] = h5py.File(datapath, "r")
        self.data = self.refs[datapath][dataset]
        self.start = start
        self.end = self.data.shape[0] if end is None else end
        self.normalizer = normalizer

    def __len__(self):
        return self.end - self.start

    def __getitem__(self, key):
        if isinstance(key, slice):
            start = 0 if key.start is None else key.start
            stop = len(self) if key.stop is None else key.stop
            rows = slice(start + self.start, stop + self.start)
            last = rows.stop - 1
        elif isinstance(key, (int, np.integer)):
            rows = last = key + self.start
        else:
            rows = [int(row) + self.start for row in key]
            last = max(rows)
        if last >= self.end:
            raise IndexError(f"row {last - self.start} of {len(self)}")
        found = self.data[rows]
        return found if self.normalizer is None else self.normalizer(found)

    @property
    def shape(self):
        """The shape, as of an array."""
        return (len(self), *self.data.shape[1:])

    @property
    def dtype(self):
        """The dtype of the dataset."""
        return self.data.dtype

    @property
    def ndim(self):
        """The number of dimensions."""
        return self.data.ndim

    @property
    def size(self):
        """The number of values."""
        return int(np.prod(self.shape))
