"""Lookup tables: filled once by an initializer, with buckets for the keys that they do not have."""

import collections
import functools
import numbers

import tf1shim as tf


class LookupInterface:
    """What every lookup table has.

    >>> LookupInterface(tf.string, tf.int64).value_dtype
    tf.int64
    """

    def __init__(self, key_dtype, value_dtype):
        self._key_dtype = tf.as_dtype(key_dtype)
        self._value_dtype = tf.as_dtype(value_dtype)
        self._resource_handle = None

    @property
    def key_dtype(self):
        """The type of the keys."""
        return self._key_dtype

    @property
    def value_dtype(self):
        """The type of the values."""
        return self._value_dtype

    @property
    def resource_handle(self):
        """The table's resource, a tensor; None if it has none."""
        return self._resource_handle

    @property
    def name(self):
        """The table's name."""
        raise NotImplementedError

    def size(self, name=None):
        """Returns the number of pairs, a tensor."""
        raise NotImplementedError

    def lookup(self, keys, name=None):
        """Returns the values for `keys`, a tensor or sparse tensor."""
        raise NotImplementedError

    def _check_keys(self, keys):
        if keys.dtype.base_dtype != self._key_dtype:
            raise TypeError(
                f"Signature mismatch. Keys must be dtype {self._key_dtype}, got {keys.dtype}."
            )


class InitializableLookupTableBase(LookupInterface):
    """A table that an initializer fills; a subclass says which resource it is.

    >>> issubclass(HashTable, InitializableLookupTableBase)
    True
    """

    def __init__(self, default_value, initializer):
        super().__init__(initializer.key_dtype, initializer.value_dtype)
        self._default_value = tf.convert_to_tensor(default_value, self._value_dtype)
        self._default_value.get_shape().merge_with(tf.TensorShape([]))
        self._initializer = initializer
        with tf.init_scope():
            self._resource_handle = self._create_resource()
        self._init_op = self._initialize()

    def _create_resource(self):
        raise NotImplementedError

    def _initialize(self):
        return self._initializer.initialize(self)

    @property
    def initializer(self):
        """The operation that fills the table."""
        return self._init_op

    @property
    def default_value(self):
        """The value of keys that the table does not have."""
        return self._default_value

    def size(self, name=None):
        """Returns the number of pairs, a tensor."""
        with tf.name_scope(name, f"{self.name}_Size", [self.resource_handle]):
            return tf.raw_ops.LookupTableSizeV2(table_handle=self.resource_handle)

    def lookup(self, keys, name=None):
        """Returns the values for `keys`, a tensor or sparse tensor."""
        tensor = keys.values if isinstance(keys, tf.SparseTensor) else keys
        self._check_keys(keys)
        inputs = (self.resource_handle, tensor, self._default_value)
        with tf.name_scope(name, f"{self.name}_Lookup", inputs):
            values = tf.raw_ops.LookupTableFindV2(
                table_handle=self.resource_handle, keys=tensor, default_value=self._default_value
            )
        values.set_shape(tensor.get_shape())
        return _like(keys, values)


def _like(keys, values):
    if isinstance(keys, tf.SparseTensor):
        return tf.SparseTensor(keys.indices, values, keys.dense_shape)
    return values


class HashTable(InitializableLookupTableBase):
    """A table that does not change once it is filled.

    >>> pairs = tf.contrib.lookup.KeyValueTensorInitializer([1, 2], ["one", "two"])
    >>> table = HashTable(pairs, "many")
    >>> names = table.lookup(tf.constant([2, 3]))
    >>> with tf.Session() as sess:
    ...     table.init.run()
    ...     print(names.eval())
    [b'two' b'many']

    Tables with the same `shared_name` are one within a session.
    """

    def __init__(self, initializer, default_value, shared_name=None, name=None):
        self._shared_name = shared_name
        self._name = name or "hash_table"
        self._table_name = None
        super().__init__(default_value, initializer)
        self._value_shape = self._default_value.get_shape()

    def _create_resource(self):
        handle = tf.raw_ops.HashTableV2(
            shared_name=self._shared_name or "",
            key_dtype=self._key_dtype,
            value_dtype=self._value_dtype,
            name=self._name,
        )
        self._table_name = handle.op.name.split("/")[-1]
        return handle

    @property
    def init(self):
        """The operation that fills the table."""
        return self.initializer

    @property
    def name(self):
        """The last part of its operation's name."""
        return self._table_name

    def export(self, name=None):
        """Returns all keys and all values, two tensors."""
        with tf.name_scope(name, f"{self.name}_Export", [self.resource_handle]) as name:
            keys, values = tf.raw_ops.LookupTableExportV2(
                table_handle=self.resource_handle,
                Tkeys=self._key_dtype,
                Tvalues=self._value_dtype,
                name=name,
            )
        values.set_shape(keys.get_shape().concatenate(self._value_shape))
        return keys, values


class HasherSpec(collections.namedtuple("HasherSpec", ["hasher", "key"])):
    """Which function hashes strings to buckets, and its key.

    >>> HasherSpec("fasthash", None) == FastHashSpec
    True
    """

    __slots__ = ()


FastHashSpec = HasherSpec("fasthash", None)


class StrongHashSpec(HasherSpec):
    """A hash with a key of two integers, which nobody can guess.

    >>> StrongHashSpec([1, 2]).hasher
    'stronghash'
    """

    __slots__ = ()

    def __new__(cls, key):
        """Makes the specification of the key `key`."""
        if len(key) != 2:
            raise ValueError(f"key must have size 2, got {len(key)}.")
        if not all(isinstance(part, numbers.Integral) for part in key):
            raise TypeError(f"Invalid key {key}. Must be unsigned integer values.")
        return super().__new__(cls, "stronghash", key)


_HASHES = {
    "fasthash": lambda key: tf.string_to_hash_bucket_fast,
    "legacy": lambda key: tf.string_to_hash_bucket,
    "stronghash": lambda key: functools.partial(tf.string_to_hash_bucket_strong, key=key),
}


class IdTableWithHashBuckets(LookupInterface):
    """A table of ids, and buckets for the keys that it does not have.

    >>> words = tf.contrib.lookup.index_table_from_tensor(["a", "b"])
    >>> table = IdTableWithHashBuckets(words, 3)
    >>> ids = table.lookup(tf.constant(["b", "c"]))
    >>> with tf.Session() as sess:
    ...     table.init.run()
    ...     known, other = ids.eval()
    >>> print(known, 2 <= other < 5)
    1 True

    Without a `table` every key goes to a bucket. Raises: TypeError for keys that are neither
    integers nor strings, ValueError if there is neither table nor bucket.
    """

    def __init__(self, table, num_oov_buckets, hasher_spec=FastHashSpec, name=None, key_dtype=None):
        name = name.rstrip("/") if name else name
        if table:
            key_dtype = table.key_dtype if key_dtype is None else key_dtype
            _check_inner(table, key_dtype)
            name = name or table.name
        elif num_oov_buckets <= 0:
            raise ValueError("oov_buckets must be > 0 if no table is supplied.")
        else:
            key_dtype = tf.string if key_dtype is None else key_dtype
            name = name or "hash_bucket"
        if not key_dtype.is_integer and key_dtype != tf.string:
            raise TypeError(f"Invalid key_dtype, expected integer or string, got {key_dtype}.")
        if not isinstance(hasher_spec, HasherSpec):
            raise TypeError(f"hasher_spec must be of type HasherSpec, got {hasher_spec}")
        self._table = table or None
        self._num_oov_buckets = num_oov_buckets
        self._hasher_spec = hasher_spec
        self._table_name = name.split("/")[-1] if name else None
        super().__init__(key_dtype, tf.int64)
        self._resource_handle = self._table and self._table.resource_handle

    @property
    def initializer(self):
        """The operation that fills the table."""
        if self._table is not None:
            return self._table.initializer
        with tf.name_scope(None, "init"):
            return tf.no_op()

    @property
    def init(self):
        """The operation that fills the table."""
        return self.initializer

    @property
    def name(self):
        """The table's name: by default the inner table's."""
        return self._table_name

    def size(self, name=None):
        """Returns the number of pairs, a tensor."""
        with tf.name_scope(name, f"{self.name}_Size"):
            inner = self._table.size() if self._table else tf.convert_to_tensor(0, tf.int64)
            return inner + self._num_oov_buckets

    def lookup(self, keys, name=None):
        """Returns the values for `keys`, a tensor or sparse tensor."""
        self._check_keys(keys)
        values = keys.values if isinstance(keys, tf.SparseTensor) else keys
        if self._table and self._table.key_dtype.base_dtype == tf.int64:
            values = tf.cast(values, tf.int64)
        if not self._num_oov_buckets:
            return _like(keys, self._table.lookup(values, name=name))
        hasher = self._hasher_spec
        if hasher.hasher not in _HASHES:
            raise ValueError(f"Unknown hasher {hasher.hasher}")
        with tf.name_scope(name, f"{self.name}_Lookup"):
            strings = values if values.dtype.base_dtype == tf.string else tf.as_string(values)
            ids = _HASHES[hasher.hasher](hasher.key)(
                strings, num_buckets=self._num_oov_buckets, name="hash_bucket"
            )
            if self._table:
                known = self._table.lookup(values)
                buckets = tf.add(ids, self._table.size())
                is_known = tf.not_equal(known, self._table.default_value)
                ids = tf.where_v2(is_known, known, buckets)
        return _like(keys, ids)


def _check_inner(table, key_dtype):
    if table.key_dtype not in (tf.int64, tf.string):
        types = (tf.int64, tf.string)
        raise TypeError(f"Invalid key dtype, expected one of {types}, but got {key_dtype}.")
    if table.key_dtype.is_integer != key_dtype.is_integer:
        needed = "integer" if key_dtype.is_integer else "non-integer"
        raise TypeError(f"Invalid key dtype, expected {needed} but got {table.key_dtype}.")
    if table.value_dtype != tf.int64:
        raise TypeError(f"Invalid value dtype, expected {tf.int64} but got {table.value_dtype}.")
