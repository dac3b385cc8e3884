"""Decoding ``tf.train.Example``: a handler for each item makes it of the features."""

from __future__ import annotations

import abc

import tf1shim as tf
from tf1shim.contrib.slim import data_decoder


class ItemHandler(abc.ABC):
    """Base class of handlers: makes an item of the features that it names in `keys`."""

    def __init__(self, keys):
        self._keys = keys if isinstance(keys, (tuple, list)) else [keys]

    @property
    def keys(self):
        """The names of the features that the item is made of."""
        return self._keys

    @abc.abstractmethod
    def tensors_to_item(self, keys_to_tensors):
        """The item, from a dict of the features' tensors."""


class ItemHandlerCallback(ItemHandler):
    """Makes an item with a function of the dict of features."""

    def __init__(self, keys, func):
        super().__init__(keys)
        self._func = func

    def tensors_to_item(self, keys_to_tensors):
        """What the function makes of the features."""
        return self._func(keys_to_tensors)


class BoundingBox(ItemHandler):
    """Boxes ``[boxes, 4]``, of four features with one side each.

    `keys` are their names, ``ymin xmin ymax xmax`` if not given, each after `prefix`.

    Raises:
        ValueError: There are not four.
    """

    def __init__(self, keys=None, prefix=""):
        if keys is None:
            keys = ["ymin", "xmin", "ymax", "xmax"]
        elif len(keys) != 4:
            raise ValueError(f"BoundingBox expects 4 keys but got {len(keys)}")
        super().__init__([prefix + key for key in keys])

    def tensors_to_item(self, keys_to_tensors):
        """The boxes."""
        sides = (keys_to_tensors[key] for key in self._keys)
        sides = [tf.expand_dims(_values(side), 0) for side in sides]
        return tf.transpose(tf.concat(sides, 0))


class Tensor(ItemHandler):
    """A feature as a dense tensor, of the shape that other features or `shape` say.

    `default_value` fills what a sparse feature has not.

    Raises:
        ValueError: Both `shape_keys` and `shape` are given.
    """

    def __init__(self, tensor_key, shape_keys=None, shape=None, default_value=0):
        if shape_keys and shape is not None:
            raise ValueError("Cannot specify both shape_keys and shape parameters.")
        if shape_keys and not isinstance(shape_keys, list):
            shape_keys = [shape_keys]
        self._tensor_key = tensor_key
        self._shape_keys = shape_keys
        self._shape = shape
        self._default_value = default_value
        super().__init__([tensor_key, *(shape_keys or ())])

    def tensors_to_item(self, keys_to_tensors):
        """The tensor."""
        tensor, shape = keys_to_tensors[self._tensor_key], self._shape
        if self._shape_keys:
            sizes = [_dense(keys_to_tensors[key]) for key in self._shape_keys]
            shape = tf.reshape(tf.stack(sizes), [-1])
        if not isinstance(tensor, tf.SparseTensor):
            return tensor if shape is None else tf.reshape(tensor, shape)
        if shape is not None:
            tensor = tf.sparse_reshape(tensor, shape)
        return tf.sparse_tensor_to_dense(tensor, self._default_value)


class LookupTensor(Tensor):
    """A feature as a dense tensor, each element replaced by what a table has for it."""

    def __init__(self, tensor_key, table, shape_keys=None, shape=None, default_value=""):
        self._table = table
        super().__init__(tensor_key, shape_keys, shape, default_value)

    def tensors_to_item(self, keys_to_tensors):
        """The looked up tensor."""
        return self._table.lookup(super().tensors_to_item(keys_to_tensors))


class BackupHandler(ItemHandler):
    """What one handler makes, or another where that has no elements.

    Raises:
        ValueError: One of them is no `ItemHandler`.
    """

    def __init__(self, handler, backup):
        for what, given in (("Primary", handler), ("Backup", backup)):
            if not isinstance(given, ItemHandler):
                raise ValueError(f"{what} handler is of type {type(given)} instead of ItemHandler")
        self._handler = handler
        self._backup = backup
        super().__init__(handler.keys + backup.keys)

    def tensors_to_item(self, keys_to_tensors):
        """The item of the first handler, or of the second."""
        item = self._handler.tensors_to_item(keys_to_tensors)
        return tf.cond(
            pred=tf.equal(tf.reduce_prod(tf.shape(item)), 0),
            true_fn=lambda: self._backup.tensors_to_item(keys_to_tensors),
            false_fn=lambda: item,
        )


class SparseTensor(ItemHandler):
    """A sparse tensor, of one feature with indices and one with values.

    The shape is that of the feature `shape_key`, or `shape`, or that of the indices. With
    `densify` the item is dense, with `default_value` where there is no value.
    """

    def __init__(
        self,
        indices_key=None,
        values_key=None,
        shape_key=None,
        shape=None,
        densify=False,
        default_value=0,
    ):
        self._indices_key = indices_key or "indices"
        self._values_key = values_key or "values"
        self._shape_key = shape_key
        self._shape = shape
        self._densify = densify
        self._default_value = default_value
        keys = [self._indices_key, self._values_key]
        super().__init__([*keys, shape_key] if shape_key else keys)

    def tensors_to_item(self, keys_to_tensors):
        """The sparse or dense tensor."""
        indices = keys_to_tensors[self._indices_key]
        if self._shape_key:
            shape = _dense(keys_to_tensors[self._shape_key])
        else:
            shape = self._shape or indices.dense_shape
        # The feature's values take the place of the last column of its indices.
        columns = tf.shape(indices.indices)[1]
        kept = tf.slice(indices.indices, [0, 0], tf.stack([-1, columns - 1]))
        last = tf.reshape(tf.cast(indices.values, tf.int64), [-1, 1])
        values = keys_to_tensors[self._values_key].values
        tensor = tf.SparseTensor(tf.concat([kept, last], 1), values, shape)
        if self._densify:
            tensor = tf.sparse_tensor_to_dense(tensor, self._default_value)
        return tensor


class Image(ItemHandler):
    """A decoded image, of a feature with its bytes and one with the name of its format.

    Args:
        image_key: The feature with the bytes; ``image/encoded`` if not given.
        format_key: The feature with the format; ``image/format`` if not given. Raw bytes have
            ``raw`` or ``RAW``; other formats are told from the bytes.
        shape: The shape of the image; without one raw images cannot be told their sizes.
        channels: How many channels the image gets.
        dtype: The type of the pixels.
        repeated: If the feature has several images.
        dct_method: How JPEG is decoded, as ``tf.image.decode_jpeg`` takes it.
    """

    def __init__(
        self,
        image_key=None,
        format_key=None,
        shape=None,
        channels=3,
        dtype=tf.uint8,
        repeated=False,
        dct_method="",
    ):
        self._image_key = image_key or "image/encoded"
        self._format_key = format_key or "image/format"
        super().__init__([self._image_key, self._format_key])
        self._shape = shape
        self._channels = channels
        self._dtype = dtype
        self._repeated = repeated
        self._dct_method = dct_method

    def tensors_to_item(self, keys_to_tensors):
        """The image, or the images."""
        data, form = keys_to_tensors[self._image_key], keys_to_tensors[self._format_key]
        if self._repeated:
            return tf.map_fn(lambda x: self._decode(x, form), data, dtype=self._dtype)
        return self._decode(data, form)

    def _decode(self, data, form):
        def of_any_format():
            return tf.cast(tf.image.decode_image(data, channels=self._channels), self._dtype)

        def of_jpeg():
            image = tf.image.decode_jpeg(data, channels=self._channels, dct_method=self._dct_method)
            return tf.cast(image, self._dtype)

        def of_file():
            return tf.cond(tf.image.is_jpeg(data), of_jpeg, of_any_format, name="cond_jpeg")

        def of_raw():
            return tf.decode_raw(data, out_type=self._dtype)

        raw = tf.logical_or(tf.equal(form, "raw"), tf.equal(form, "RAW"))
        image = tf.case([(raw, of_raw)], default=of_file, exclusive=True)
        image.set_shape([None, None, self._channels])
        return image if self._shape is None else tf.reshape(image, self._shape)


class TFExampleDecoder(data_decoder.DataDecoder):
    """Decodes a serialized ``tf.train.Example``.

    >>> import tf1shim as tf
    >>> decoder = TFExampleDecoder(
    ...     {"n": tf.FixedLenFeature([], tf.int64)}, {"number": Tensor("n")})
    >>> example = tf.train.Example()
    >>> example.features.feature["n"].int64_list.value.append(7)
    >>> (number,) = decoder.decode(tf.constant(example.SerializeToString()), ["number"])
    >>> with tf.Session() as sess:
    ...     int(sess.run(number))
    7

    Args:
        keys_to_features: How to parse it, as ``tf.parse_single_example`` takes it.
        items_to_handlers: The `ItemHandler` of each item.
    """

    def __init__(self, keys_to_features, items_to_handlers):
        self._keys_to_features = keys_to_features
        self._items_to_handlers = items_to_handlers

    def list_items(self):
        """The names of the items."""
        return list(self._items_to_handlers.keys())

    def decode(self, serialized_example, items=None):
        """The tensors of the named items, of all if there are none named."""
        example = tf.parse_single_example(serialized_example, self._keys_to_features)
        for key, feature in sorted(self._keys_to_features.items()):
            if isinstance(feature, tf.FixedLenFeature):
                example[key] = tf.reshape(example[key], feature.shape)
        outputs = []
        for item in items or self._items_to_handlers:
            handler = self._items_to_handlers[item]
            outputs.append(handler.tensors_to_item({key: example[key] for key in handler.keys}))
        return outputs


def _dense(tensor):
    return tf.sparse_tensor_to_dense(tensor) if isinstance(tensor, tf.SparseTensor) else tensor


def _values(tensor):
    return tensor.values if isinstance(tensor, tf.SparseTensor) else tensor
