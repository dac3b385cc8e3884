"""``tf.contrib.lookup``."""

import os
import tempfile

from conformance.goldens.cases import Table

table = Table(__name__)
WORDS = ["emerson", "lake", "palmer"]


def words(tf, text="emerson\nlake\npalmer\n"):
    path = os.path.join(tempfile.mkdtemp(), "words")
    with open(path, "w") as stream:
        stream.write(text)
    return path


def queries(tf):
    return tf.constant(["lake", "and", "palmer", "emerson"])


def found(made, keys):
    return {"ids": made.lookup(keys), "size": made.size(), "name": made.name}


@table.case
def index_from_tensor(tf):
    return found(tf.contrib.lookup.index_table_from_tensor(WORDS, default_value=7), queries(tf))


@table.case
def index_from_tensor_with_buckets(tf):
    made = tf.contrib.lookup.index_table_from_tensor(WORDS, num_oov_buckets=5, name="ids")
    return found(made, queries(tf))


@table.case
def index_from_tensor_with_strong_hash(tf):
    lookup = tf.contrib.lookup
    made = lookup.index_table_from_tensor(
        WORDS, num_oov_buckets=5, hasher_spec=lookup.StrongHashSpec([3, 4])
    )
    return found(made, queries(tf))


@table.case
def index_from_integers(tf):
    made = tf.contrib.lookup.index_table_from_tensor([10, 20], 3, dtype=tf.int32)
    return found(made, tf.constant([20, 10, 5, 6]))


@table.case
def index_of_sparse(tf):
    keys = tf.SparseTensor([[0, 1], [2, 0]], ["lake", "and"], [3, 2])
    made = tf.contrib.lookup.index_table_from_tensor(WORDS)
    return {"values": made.lookup(keys).values}


@table.case
def index_of_sparse_with_buckets(tf):
    keys = tf.SparseTensor([[0, 1], [2, 0]], ["lake", "and"], [3, 2])
    made = tf.contrib.lookup.index_table_from_tensor(WORDS, 2)
    return {"values": made.lookup(keys).values}


@table.case
def index_from_nothing(tf):
    return tf.contrib.lookup.index_table_from_tensor(None)


@table.case
def index_from_tensor_of_another_type(tf):
    return tf.contrib.lookup.index_table_from_tensor([1, 2])


@table.case
def index_from_floats(tf):
    return tf.contrib.lookup.index_table_from_tensor([1.0], dtype=tf.float32)


@table.case
def index_with_negative_buckets(tf):
    return tf.contrib.lookup.index_table_from_tensor(WORDS, -1)


@table.case
def index_of_keys_of_another_type(tf):
    return tf.contrib.lookup.index_table_from_tensor(WORDS).lookup(tf.constant([1]))


@table.case
def index_of_keys_of_another_type_with_buckets(tf):
    return tf.contrib.lookup.index_table_from_tensor(WORDS, 2).lookup(tf.constant([1]))


@table.case
def index_from_file(tf):
    return found(tf.contrib.lookup.index_table_from_file(words(tf), 2), queries(tf))


@table.case
def index_from_file_of_two_lines(tf):
    made = tf.contrib.lookup.index_table_from_file(words(tf), vocab_size=2)
    return {"ids": made.lookup(queries(tf))}


@table.case
def index_from_columns(tf):
    path = words(tf, "x,1\ny,5\n")
    made = tf.contrib.lookup.index_table_from_file(
        path, key_column_index=0, value_column_index=1, delimiter=",", name="columns"
    )
    return {"ids": made.lookup(tf.constant(["y", "x"]))}


@table.case
def index_from_file_of_integers(tf):
    made = tf.contrib.lookup.index_table_from_file(words(tf, "5\n7\n"), 1, key_dtype=tf.int64)
    return {"ids": made.lookup(tf.constant([7, 8], tf.int64))}


@table.case
def index_from_no_file(tf):
    return tf.contrib.lookup.index_table_from_file("")


@table.case
def index_from_file_without_lines(tf):
    return tf.contrib.lookup.index_table_from_file("words", vocab_size=0)


@table.case
def strings_from_tensor(tf):
    made = tf.contrib.lookup.index_to_string_table_from_tensor(WORDS)
    return found(made, tf.constant([1, 9], tf.int64))


@table.case
def strings_from_file(tf):
    made = tf.contrib.lookup.index_to_string_table_from_file(words(tf), default_value="?")
    return found(made, tf.constant([1, 9], tf.int64))


@table.case
def strings_from_file_of_negative_size(tf):
    return tf.contrib.lookup.index_to_string_table_from_file("words", -3)


@table.case
def string_to_index(tf):
    return tf.contrib.lookup.string_to_index(queries(tf), tf.constant(WORDS))


@table.case
def index_to_string(tf):
    return tf.contrib.lookup.index_to_string(tf.constant([2, 5], tf.int64), tf.constant(WORDS))


@table.case
def string_to_index_table_from_tensor(tf):
    made = tf.contrib.lookup.string_to_index_table_from_tensor(WORDS, 1)
    return found(made, queries(tf))


@table.case
def string_to_index_table_from_integers(tf):
    return tf.contrib.lookup.string_to_index_table_from_tensor([1])


@table.case
def string_to_index_table_from_file(tf):
    made = tf.contrib.lookup.string_to_index_table_from_file(words(tf), default_value=4)
    return found(made, queries(tf))


@table.case
def hash_table(tf):
    lookup = tf.contrib.lookup
    pairs = lookup.KeyValueTensorInitializer([1, 2], [0.5, 1.5], tf.int64, tf.float32)
    made = lookup.HashTable(pairs, -1.0, name="half")
    keys, _ = made.export()
    outcome = found(made, tf.constant([2, 3], tf.int64))
    outcome.update(count=tf.size(keys), init=made.init, default=made.default_value)
    return outcome


@table.case
def hash_tables_in_scopes(tf):
    lookup = tf.contrib.lookup
    with tf.name_scope("a"):
        one = lookup.HashTable(lookup.KeyValueTensorInitializer(["a"], [1]), 0, "common")
        two = lookup.HashTable(lookup.KeyValueTensorInitializer(["a"], [1]), 0, "common")
        return {"one": one.lookup(tf.constant("a")), "two": two.lookup(tf.constant("b"))}


@table.case(same_text=False)
def hash_table_with_another_default(tf):
    lookup = tf.contrib.lookup
    return lookup.HashTable(lookup.KeyValueTensorInitializer(["a"], [1]), "x")


@table.case
def text_file_table(tf):
    lookup = tf.contrib.lookup
    init = lookup.TextFileInitializer(
        words(tf, "x|1|2\ny|5|6\n"), tf.string, 0, tf.int64, 2, delimiter="|", name="file"
    )
    made = lookup.HashTable(init, -1)
    outcome = found(made, tf.constant(["y", "z"]))
    outcome["init"] = made.init
    return outcome


def misuse(name, *arguments):
    def program(tf):
        types = {"string": tf.string, "int64": tf.int64, "float32": tf.float32}
        return tf.contrib.lookup.TextFileInitializer(*[types.get(a, a) for a in arguments])

    program.__name__ = name
    table.case(program)


misuse("text_file_no_name", "", "string", 0, "int64", 1)
misuse("text_file_key_below", "f", "string", -3, "int64", 1)
misuse("text_file_key_line_number", "f", "string", -1, "int64", 1)
misuse("text_file_key_whole_line", "f", "float32", -2, "int64", 1)
misuse("text_file_value_below", "f", "string", -2, "int64", -4)
misuse("text_file_value_line_number", "f", "string", -2, "string", -1)
misuse("text_file_value_whole_line", "f", "string", -2, "int64", -2)
misuse("text_file_empty", "f", "string", -2, "int64", -1, 0)


@table.case
def initializer_of_another_type(tf):
    lookup = tf.contrib.lookup
    other = lookup.HashTable(lookup.KeyValueTensorInitializer(["a"], [1]), 0)
    return lookup.KeyValueTensorInitializer([1], [1]).initialize(other)


@table.case
def buckets_alone(tf):
    made = tf.contrib.lookup.IdTableWithHashBuckets(None, 10, name="alone/")
    outcome = found(made, queries(tf))
    outcome["init"] = made.init
    return outcome


@table.case
def buckets_none(tf):
    return tf.contrib.lookup.IdTableWithHashBuckets(None, 0)


@table.case
def buckets_of_floats(tf):
    return tf.contrib.lookup.IdTableWithHashBuckets(None, 2, key_dtype=tf.float32)


@table.case
def buckets_with_another_hasher(tf):
    return tf.contrib.lookup.IdTableWithHashBuckets(None, 2, hasher_spec="fast")


@table.case
def buckets_around_another_type(tf):
    lookup = tf.contrib.lookup
    inner = lookup.HashTable(lookup.KeyValueTensorInitializer(["a"], ["b"]), "c")
    return lookup.IdTableWithHashBuckets(inner, 2)


@table.case
def buckets_with_unknown_hash(tf):
    spec = tf.contrib.lookup.HasherSpec("slow", None)
    made = tf.contrib.lookup.IdTableWithHashBuckets(None, 2, spec)
    return made.lookup(queries(tf))


@table.case
def strong_hash_of_one(tf):
    return tf.contrib.lookup.StrongHashSpec([1])


@table.case
def strong_hash_of_floats(tf):
    return tf.contrib.lookup.StrongHashSpec([1.0, 2.0])


@table.case
def mutable_hash_table(tf):
    made = tf.contrib.lookup.MutableHashTable(tf.string, tf.int64, -1)
    with tf.control_dependencies(
        [made.insert(tf.constant(["a", "b"]), tf.constant([1, 2], tf.int64))]
    ):
        return {"v": made.lookup(tf.constant(["b", "c"])), "name": made.name}


@table.case
def mutable_dense_hash_table(tf):
    made = tf.contrib.lookup.MutableDenseHashTable(tf.int64, tf.int64, -1, 0, -5)
    keys = tf.constant([11, 12], tf.int64)
    with tf.control_dependencies([made.insert(keys, keys * 2)]):
        return {"v": made.lookup(tf.constant([12, 13], tf.int64)), "name": made.name}
