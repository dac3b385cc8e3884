"""What fills a lookup table: tensors of keys and values, or a file with a line for each pair."""

import tf1shim as tf

TextFileIndex = tf.lookup.TextFileIndex


class TableInitializerBase:
    """What every initializer has: the types of keys and values, and ``initialize(table)``.

    >>> TableInitializerBase(tf.string, tf.int64).key_dtype
    tf.string
    """

    # Tables with the same name are one; '' makes a table that is shared with none.
    _shared_name = ""

    def __init__(self, key_dtype, value_dtype):
        self._key_dtype = tf.as_dtype(key_dtype)
        self._value_dtype = tf.as_dtype(value_dtype)

    @property
    def key_dtype(self):
        """The type of the keys."""
        return self._key_dtype

    @property
    def value_dtype(self):
        """The type of the values."""
        return self._value_dtype

    def initialize(self, table):
        """Returns the operation that fills `table`; `tf.tables_initializer` will run it."""
        raise NotImplementedError

    def _check(self, table):
        for what in ("key", "value"):
            here, there = getattr(self, f"{what}_dtype"), getattr(table, f"{what}_dtype")
            if here.base_dtype != there:
                raise TypeError(f"Invalid {what} dtype, expected {there} but got {here}.")


class KeyValueTensorInitializer(TableInitializerBase):
    """Fills a table from two tensors.

    >>> init = KeyValueTensorInitializer(["a", "b"], [1, 2], value_dtype=tf.int64)
    >>> init.key_dtype, init.value_dtype
    (tf.string, tf.int64)
    """

    def __init__(self, keys, values, key_dtype=None, value_dtype=None, name=None):
        self._keys = tf.convert_to_tensor(keys, key_dtype, name="keys")
        self._values = tf.convert_to_tensor(values, value_dtype, name="values")
        self._name = "key_value_init" if name is None else name
        super().__init__(self._keys.dtype, self._values.dtype)

    def initialize(self, table):
        """Returns the operation that fills `table`; `tf.tables_initializer` runs it."""
        self._check(table)
        handle = table.resource_handle
        with tf.name_scope(self._name, values=(handle, self._keys, self._values)):
            init_op = tf.raw_ops.LookupTableImportV2(
                table_handle=handle, keys=self._keys, values=self._values
            )
        tf.add_to_collection(tf.GraphKeys.TABLE_INITIALIZERS, init_op)
        return init_op


class TextFileInitializer(TableInitializerBase):
    r"""Fills a table from a text file: a pair for each line.

    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/words"
    >>> _ = open(path, "w").write("one\ntwo\n")
    >>> init = TextFileInitializer(path, tf.string, TextFileIndex.WHOLE_LINE,
    ...                            tf.int64, TextFileIndex.LINE_NUMBER)
    >>> table = tf.contrib.lookup.HashTable(init, -1)
    >>> found = table.lookup(tf.constant(["two"]))
    >>> with tf.Session() as sess:
    ...     sess.run(table.init)
    ...     print(sess.run(found))
    [1]

    Args: key and value are columns, counted from 0 and parted by `delimiter`; or the line's number
    (int64) or the whole line (string), as `TextFileIndex` says. `vocab_size`: how many lines the
    file has, if that is known. Raises: ValueError for columns that cannot have such a type.
    """

    def __init__(
        self,
        filename,
        key_dtype,
        key_index,
        value_dtype,
        value_index,
        vocab_size=None,
        delimiter="\t",
        name=None,
    ):
        if not isinstance(filename, tf.Tensor) and not filename:
            raise ValueError(f"Filename required for {name}.")
        super().__init__(key_dtype, value_dtype)
        whole_line = self.key_dtype.is_integer or self.key_dtype == tf.string
        _check_column("Key", key_index, self.key_dtype, whole_line, "integer or string,")
        whole_line = self.value_dtype == tf.string
        _check_column("Value", value_index, self.value_dtype, whole_line, f"dtype {tf.string},")
        if vocab_size is not None and vocab_size <= 0:
            raise ValueError(f"Invalid vocab_size {vocab_size}.")
        self._columns = {"key_index": key_index, "value_index": value_index}
        self._vocab_size = vocab_size
        self._delimiter = delimiter
        self._name = name
        self._filename_arg = filename
        self._filename = tf.convert_to_tensor(filename, tf.string, name="asset_path")

    @property
    def _shared_name(self):
        size = [self._vocab_size] if self._vocab_size else []
        parts = ["hash_table", self._filename_arg, *size, *self._columns.values()]
        return "_".join(map(str, parts))

    def initialize(self, table):
        """Returns the operation that fills `table`; `tf.tables_initializer` runs it."""
        self._check(table)
        with tf.name_scope(self._name, "text_file_init", (table.resource_handle,)):
            init_op = tf.raw_ops.InitializeTableFromTextFileV2(
                table_handle=table.resource_handle,
                filename=self._filename,
                vocab_size=-1 if self._vocab_size is None else self._vocab_size,
                delimiter=self._delimiter,
                **self._columns,
            )
        tf.add_to_collection(tf.GraphKeys.TABLE_INITIALIZERS, init_op)
        if self._filename.op.type == "Const":
            tf.add_to_collection(tf.GraphKeys.ASSET_FILEPATHS, self._filename)
        return init_op


def _check_column(what, index, dtype, is_whole_line, needed):
    if index < -2:
        raise ValueError(f"Invalid {what.lower()} index {index}.")
    if index == TextFileIndex.LINE_NUMBER and dtype != tf.int64:
        problem = f"dtype {tf.int64},"
    elif index == TextFileIndex.WHOLE_LINE and not is_whole_line:
        problem = needed
    else:
        return
    raise ValueError(f"Signature mismatch. {what}s must be {problem} got {dtype}.")


class TextFileStringTableInitializer(TextFileInitializer):
    """Fills a table from int64 ids to strings: by default from line numbers to lines.

    >>> TextFileStringTableInitializer("words").value_dtype
    tf.string
    """

    def __init__(
        self,
        filename,
        key_column_index=TextFileIndex.LINE_NUMBER,
        value_column_index=TextFileIndex.WHOLE_LINE,
        vocab_size=None,
        delimiter="\t",
        name="text_file_string_table_init",
    ):
        types = (tf.int64, key_column_index, tf.string, value_column_index)
        super().__init__(filename, *types, vocab_size, delimiter, name)


class TextFileIdTableInitializer(TextFileInitializer):
    """Fills a table from strings to int64 ids: by default from lines to their numbers.

    >>> TextFileIdTableInitializer("words").value_dtype
    tf.int64
    """

    def __init__(
        self,
        filename,
        key_column_index=TextFileIndex.WHOLE_LINE,
        value_column_index=TextFileIndex.LINE_NUMBER,
        vocab_size=None,
        delimiter="\t",
        name="text_file_id_table_init",
        key_dtype=tf.string,
    ):
        types = (key_dtype, key_column_index, tf.int64, value_column_index)
        super().__init__(filename, *types, vocab_size, delimiter, name)
