"""Tables for a vocabulary, a list or a file: string to id and id to string."""

import uuid

import tf1shim as tf
from tf1shim.contrib.lookup import initializers, tables
from tf1shim.contrib.lookup.initializers import TextFileIndex
from tf1shim.contrib.lookup.tables import FastHashSpec


def index_table_from_tensor(
    mapping,
    num_oov_buckets=0,
    default_value=-1,
    hasher_spec=FastHashSpec,
    dtype=tf.string,
    name=None,
):
    """Returns a table from the strings (or integers) of `mapping` to their positions.

    >>> table = index_table_from_tensor([10, 20, 30], dtype=tf.int64)
    >>> ids = table.lookup(tf.constant([20, 99], tf.int64))
    >>> with tf.Session() as sess:
    ...     table.initializer.run()
    ...     print(ids.eval())
    [ 1 -1]

    A key that it does not have gets `default_value`, or one of `num_oov_buckets` ids after the
    last. Raises: ValueError for a `mapping` of another type than `dtype`.
    """
    if mapping is None:
        raise ValueError("mapping must be specified.")
    _check_index(num_oov_buckets, dtype)
    with tf.name_scope(name, "string_to_index"):
        keys = tf.convert_to_tensor(mapping)
        if keys.dtype.is_integer != dtype.is_integer:
            needed = "integer" if dtype.is_integer else "non-integer"
            raise ValueError(f"Expected {needed}, got {keys.dtype}.")
        if not dtype.is_integer and keys.dtype.base_dtype != dtype:
            raise ValueError(f"Expected {dtype}, got {keys.dtype}.")
        ids = tf.cast(tf.range(tf.size(keys)), tf.int64)
        with tf.name_scope(None, "hash_table"):
            keys = tf.cast(keys, tf.int64) if keys.dtype.is_integer else keys
            init = initializers.KeyValueTensorInitializer(
                keys, ids, keys.dtype.base_dtype, tf.int64, name="table_init"
            )
            table = _table(init, default_value)
        return _with_buckets(table, num_oov_buckets, hasher_spec, dtype)


def index_table_from_file(
    vocabulary_file=None,
    num_oov_buckets=0,
    vocab_size=None,
    default_value=-1,
    hasher_spec=FastHashSpec,
    key_dtype=tf.string,
    name=None,
    key_column_index=TextFileIndex.WHOLE_LINE,
    value_column_index=TextFileIndex.LINE_NUMBER,
    delimiter="\t",
):
    r"""Returns a table from the lines of a file to their numbers.

    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/words"
    >>> _ = open(path, "w").write("one\ntwo\n")
    >>> table = index_table_from_file(path, num_oov_buckets=1)
    >>> ids = table.lookup(tf.constant(["two", "three"]))
    >>> with tf.Session() as sess:
    ...     table.initializer.run()
    ...     print(ids.eval())
    [1 2]

    Raises: ValueError for an empty `vocabulary_file` or a `vocab_size` below 1; TypeError for keys
    that are neither integers nor strings.
    """
    _check_file(vocabulary_file)
    if num_oov_buckets < 0:
        _check_index(num_oov_buckets, key_dtype)
    if vocab_size is not None and vocab_size < 1:
        shown = vocabulary_file
        if isinstance(shown, tf.Tensor):
            shown = tf.get_static_value(shown) or "?"
        raise ValueError(
            f"vocab_size must be greater than 0, got {vocab_size}. vocabulary_file: {shown}"
        )
    _check_index(num_oov_buckets, key_dtype)
    with tf.name_scope(name, "string_to_index"):
        with tf.name_scope(None, "hash_table"):
            init = initializers.TextFileIdTableInitializer(
                vocabulary_file,
                key_column_index,
                value_column_index,
                vocab_size,
                delimiter,
                "table_init",
                tf.int64 if key_dtype.is_integer else key_dtype,
            )
            table = _table(init, default_value)
        return _with_buckets(table, num_oov_buckets, hasher_spec, key_dtype)


def index_to_string_table_from_tensor(mapping, default_value="UNK", name=None):
    """Returns a table from positions (int64) to the strings of `mapping`.

    >>> words = index_to_string_table_from_tensor(["a", "b"]).lookup(tf.constant([1, 2], tf.int64))
    >>> with tf.Session() as sess:
    ...     tf.tables_initializer().run()
    ...     print(words.eval())
    [b'b' b'UNK']
    """
    if mapping is None:
        raise ValueError("mapping must be specified.")
    with tf.name_scope(name, "index_to_string"):
        strings = tf.convert_to_tensor(mapping, tf.string)
        ids = tf.cast(tf.range(tf.size(strings)), tf.int64)
        init = initializers.KeyValueTensorInitializer(
            ids, strings, tf.int64, tf.string, name="table_init"
        )
        return _table(init, default_value)


def index_to_string_table_from_file(
    vocabulary_file,
    vocab_size=None,
    default_value="UNK",
    name=None,
    key_column_index=TextFileIndex.LINE_NUMBER,
    value_column_index=TextFileIndex.WHOLE_LINE,
    delimiter="\t",
):
    r"""Returns a table from line numbers (int64) to the lines of a file.

    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/words"
    >>> _ = open(path, "w").write("one\ntwo\n")
    >>> words = index_to_string_table_from_file(path).lookup(tf.constant([1], tf.int64))
    >>> with tf.Session() as sess:
    ...     tf.tables_initializer().run()
    ...     print(words.eval())
    [b'two']
    """
    _check_file(vocabulary_file)
    if vocab_size is not None and vocab_size < 1:
        raise ValueError(f"vocab_size must be greater than 0, got {vocab_size}.")
    with tf.name_scope(name, "index_to_string"):
        init = initializers.TextFileStringTableInitializer(
            vocabulary_file,
            key_column_index,
            value_column_index,
            vocab_size,
            delimiter,
            "table_init",
        )
        return _table(init, default_value)


def string_to_index_table_from_tensor(
    mapping, num_oov_buckets=0, default_value=-1, hasher_spec=FastHashSpec, name=None
):
    """Returns `index_table_from_tensor`'s table, for strings only.

    >>> string_to_index_table_from_tensor(["a"]).key_dtype
    tf.string
    """
    with tf.name_scope(name, "string_to_index") as scope:
        mapping = tf.convert_to_tensor(mapping)
    if mapping.dtype.base_dtype != tf.string:
        raise ValueError("string_to_index_table_from_tensor requires string.")
    return index_table_from_tensor(mapping, num_oov_buckets, default_value, hasher_spec, name=scope)


def string_to_index_table_from_file(
    vocabulary_file=None,
    num_oov_buckets=0,
    vocab_size=None,
    default_value=-1,
    hasher_spec=FastHashSpec,
    name=None,
):
    """Returns `index_table_from_file`'s table, for strings only.

    >>> string_to_index_table_from_file("words").key_dtype
    tf.string
    """
    return index_table_from_file(
        vocabulary_file, num_oov_buckets, vocab_size, default_value, hasher_spec, name=name
    )


def string_to_index(tensor, mapping, default_value=-1, name=None):
    """Looks the strings of `tensor` up in a new table of `mapping`.

    >>> ids = string_to_index(tf.constant(["b"]), ["a", "b"])
    >>> with tf.Session() as sess:
    ...     tf.tables_initializer().run()
    ...     print(ids.eval())
    [1]
    """
    table = index_table_from_tensor(mapping, default_value=default_value, name=name)
    return table.lookup(tensor)


def index_to_string(tensor, mapping, default_value="UNK", name=None):
    """Looks the int64 ids of `tensor` up in a new table of `mapping`.

    >>> words = index_to_string(tf.constant([1], tf.int64), ["a", "b"])
    >>> with tf.Session() as sess:
    ...     tf.tables_initializer().run()
    ...     print(words.eval())
    [b'b']
    """
    return index_to_string_table_from_tensor(mapping, default_value, name).lookup(tensor)


def _table(init, default_value):
    """Every table but that of the same file has a name of its own."""
    shared_name = init._shared_name or f"hash_table_{uuid.uuid4()}"
    return tables.HashTable(init, default_value, shared_name)


def _with_buckets(table, num_oov_buckets, hasher_spec, key_dtype):
    if not num_oov_buckets:
        return table
    return tables.IdTableWithHashBuckets(
        table, num_oov_buckets, hasher_spec=hasher_spec, key_dtype=key_dtype
    )


def _check_index(num_oov_buckets, key_dtype):
    if num_oov_buckets < 0:
        raise ValueError(f"num_oov_buckets must be greater or equal than 0, got {num_oov_buckets}.")
    if not key_dtype.is_integer and key_dtype.base_dtype != tf.string:
        raise TypeError("Only integer and string keys are supported.")


def _check_file(vocabulary_file):
    if vocabulary_file is None or vocabulary_file == "":
        raise ValueError("vocabulary_file must be specified and must not be empty.")
