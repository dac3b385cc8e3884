"""TF1 programs on lookup tables, Python functions, session handles and composite tensors.

Real TensorFlow 1.15 runs them too (Python 3.7); what it finds is in lookup_outcomes.json.
"""

import numpy as np
from dataset_programs import in_directory, written
from state_programs import Facts


@in_directory
def tables(tf, directory):
    facts = Facts()
    path = written(directory, "words", b"a\nb\nc\n")
    lookup = tf.contrib.lookup
    pairs = tf.lookup.KeyValueTensorInitializer(["a", "b"], tf.constant([1, 2], tf.int64))
    initializer = tf.lookup.TextFileInitializer(
        path, tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64,
        tf.lookup.TextFileIndex.LINE_NUMBER)
    static = tf.lookup.StaticHashTable(pairs, -1, name="static")
    made = {
        "static": static,
        "file": tf.lookup.StaticHashTable(initializer, -1),
        "vocabulary": tf.lookup.StaticVocabularyTable(initializer, 2),
        "buckets alone": tf.lookup.StaticVocabularyTable(None, 3),
        "hash": lookup.HashTable(pairs, -1),
        "index from file": lookup.index_table_from_file(path, num_oov_buckets=1),
        "index from tensor": lookup.index_table_from_tensor(["x", "b"], default_value=7),
        "with buckets": lookup.IdTableWithHashBuckets(static, 2),
    }
    keys, sparse = tf.constant(["b", "?", "a"]), tf.SparseTensor([[0], [4]], ["b", "?"], [5])
    found = {label: table.lookup(keys) for label, table in made.items()}
    strings = lookup.index_to_string_table_from_file(path, default_value="none")
    other = lookup.index_to_string_table_from_tensor(["p", "q"])
    back = [t.lookup(tf.constant([1, 9], tf.int64)) for t in (strings, other)]
    facts["asks"] = [static.name, static.key_dtype.name, static.value_dtype.name]
    facts["shape"] = str(found["static"].shape)
    facts["collection"] = len(tf.get_collection(tf.GraphKeys.TABLE_INITIALIZERS))
    with tf.Session() as sess:
        facts.learn("too early", lambda: sess.run(found["static"]))
        facts.learn("one initialized", lambda: [
            sess.run(static.initializer), sess.run(found["static"])][1])
        sess.run(tf.tables_initializer())
        for label in sorted(found):
            facts[label] = sess.run(found[label])
        facts["back"] = sess.run(back)
        facts["sizes"] = sess.run([made["static"].size(), made["vocabulary"].size()])
        facts["sparse"] = sess.run(static.lookup(sparse))
        facts.learn("initialized again", lambda: sess.run(tf.tables_initializer()))
        with tf.Session() as second:
            facts.learn("second session", lambda: second.run(found["file"]))
    facts.learn("wrong keys", lambda: static.lookup(tf.constant([1])))
    facts.learn("no such file", lambda: lookup.index_table_from_file(""))
    return facts


@in_directory
def mutable_tables(tf, directory):
    facts = Facts()
    make = tf.contrib.lookup
    table = make.MutableHashTable(tf.string, tf.int64, -1, name="table")
    dense = make.MutableDenseHashTable(
        tf.int64, tf.float32, [0.0, 0.0], empty_key=-1, deleted_key=-2, name="dense")
    put = table.insert(tf.constant(["a", "b"]), tf.constant([1, 2], tf.int64))
    dense_put = dense.insert(tf.constant([3], tf.int64), [[1.0, 2.0]])
    look, size = table.lookup(tf.constant(["b", "z"])), table.size()
    pairs, dense_look = table.export(), dense.lookup(tf.constant([3, 4], tf.int64))
    remove = table.remove(tf.constant(["a"]))
    saver = tf.train.Saver(tf.get_collection(tf.GraphKeys.SAVEABLE_OBJECTS))
    facts["collection"] = len(tf.get_collection(tf.GraphKeys.SAVEABLE_OBJECTS))
    with tf.Session() as sess:
        sess.run(put)
        sess.run(dense_put)
        facts["found"] = [sess.run(look), sess.run(size), sess.run(dense_look)]
        facts["exported"] = [sorted(part.tolist()) for part in sess.run(pairs)]
        path = saver.save(sess, directory + "/m")
        sess.run(remove)
        facts["removed"] = [sess.run(size), sess.run(table.lookup(tf.constant(["a"])))]
        with tf.Session() as other:
            facts["other session"] = other.run(size)
            saver.restore(other, path)
            facts["restored"] = [other.run(look), other.run(dense_look)]
    facts["keys"] = [name for name, _ in tf.train.list_variables(directory + "/m")]
    facts.learn("wrong values", lambda: table.insert(tf.constant(["a"]), tf.constant(["x"])))
    return facts


def python_functions(tf):
    facts = Facts()
    x = tf.placeholder(tf.float32, [None])
    calls = []

    def count(a):
        calls.append(len(calls))
        return a * 2, np.int64(len(calls))

    def refuse(a):
        raise ValueError("refused")

    pair = tf.py_func(count, [x], [tf.float32, tf.int64], name="mine")
    none = tf.py_func(lambda a: calls.append("op"), [x], [])
    text = tf.py_func(lambda a, s: [s + b"!", b"x"], [x, "s"], [tf.string] * 2)
    facts["made"] = [pair[0].name, str(pair[0].shape), type(none).__name__, text[0].op.type]
    eager = tf.py_function(lambda a: a * a, [x], tf.float32)
    grad = tf.gradients(eager, x)[0]
    numpy = tf.numpy_function(lambda a: a + 1, [x], tf.float32)
    with tf.Session() as sess:
        feed = {x: [1.0, 2.0]}
        facts["twice"] = [sess.run(pair, feed), sess.run(pair, feed)]
        facts["text"] = sess.run(text, feed)
        facts["eager"] = sess.run([eager, grad, numpy], feed)
        sess.run(none, feed)
        facts["calls"] = calls
        for label, make in [
            ("raises", lambda: tf.py_func(refuse, [x], tf.float32)),
            ("key", lambda: tf.py_func(lambda a: {}[1], [x], tf.float32)),
            ("stops", lambda: tf.py_func(lambda a: next(iter([])), [x], tf.float32)),
            ("wrong dtype", lambda: tf.py_func(lambda a: np.int32(1), [x], tf.float32)),
            ("wrong number", lambda: tf.py_func(lambda a: (a, a, a), [x], [tf.float32] * 2)),
            ("not implemented", lambda: tf.py_func(no_such, [x], tf.float32)),
            ("no gradient", lambda: tf.gradients(tf.py_func(abs, [x], tf.float32), x)[0]),
        ]:
            try:
                sess.run(make(), feed)
                facts[label] = "nothing"
            except Exception as e:
                facts[label] = type(e).__name__
    return facts


def no_such(a):
    """Raises what a class not finished raises."""
    raise NotImplementedError("later")


def prints(tf):
    facts = Facts()
    x = tf.constant([1.0, 2.0])
    printed = tf.Print(x, [x], "x is ", summarize=1)
    facts["names"] = [printed.name, tf.Assert(True, [x]) is None]
    checks = [tf.assert_equal(x, x), tf.assert_rank(x, 1), tf.assert_less(x, 3.0)]
    bad = tf.placeholder(tf.float32, [None])
    fails = {
        "assert": tf.Assert(tf.reduce_all(bad > 0), [bad], summarize=1),
        "positive": tf.assert_positive(bad, message="must be positive"),
        "equal": tf.assert_equal(bad, x),
        "rank": tf.assert_rank(tf.placeholder_with_default([[1.0]], None), 1),
    }
    with tf.Session() as sess:
        sess.run([c for c in checks if c is not None])
        facts["value"] = sess.run(printed)
        for label in sorted(fails):
            facts.learn(label, lambda label=label: sess.run(fails[label], {bad: [-1.0, 2.0]}))
    facts.learn("static", lambda: tf.assert_rank(x, 2))
    facts.learn("static equal", lambda: tf.assert_equal(tf.constant(1), tf.constant(2)))
    return facts


def handles(tf):
    facts = Facts()
    a = tf.placeholder(tf.float32, [None])
    kept = tf.get_session_handle(a * 2)
    with tf.Session() as sess:
        handle = sess.run(kept, {a: [1.0, 2.0]})
        facts["handle"] = [type(handle).__name__, handle.handle.split(";")[0], handle.eval()]
        holder, value = tf.get_session_tensor(handle.handle, tf.float32)
        total = tf.reduce_sum(value) + 1.0
        facts["holder"] = [holder.dtype.name, value.dtype.name, str(value.shape)]
        facts["fed"] = sess.run([value, total], {holder: handle.handle})
        facts.learn("fed itself", lambda: sess.run(total, {a: handle, holder: handle.handle}))
        facts.learn("as a value", lambda: sess.run(a + 1.0, {a: handle}))
        other = sess.run([kept, a], {a: [5.0]})
        facts["other"] = [other[0].eval(), other[1]]
        facts["same"] = other[0].handle == handle.handle
        gone, delete = tf.delete_session_tensor(handle.handle)
        facts["deleted"] = sess.run(delete, {gone: handle.handle})
        facts.learn("after", lambda: sess.run(total, {holder: handle.handle}))
        raw = other[0].get_raw_handle()
        facts["raw"] = sess.run(value, {holder: raw})
        facts.learn("wrong dtype", lambda: sess.run(
            tf.get_session_tensor(raw, tf.int32)[1], {holder: raw}))
    return facts


def composites(tf):
    facts = Facts()
    sp = tf.sparse_placeholder(tf.float32)
    value = tf.SparseTensorValue([[0, 1], [1, 2]], [1.0, 2.0], [2, 3])
    sl = tf.IndexedSlices(tf.constant([[1.0, 2.0]]), tf.constant([1]), tf.constant([3, 2]))
    rag = tf.ragged.constant([[1, 2], [], [3]])
    held = tf.ragged.placeholder(tf.int32, 1, [])
    dense = tf.sparse_tensor_to_dense(sp * 2.0)
    facts["made"] = [str(sp.shape), str(sl.dense_shape.shape), str(rag.shape), rag.ragged_rank]
    with tf.Session() as sess:
        facts["sparse"] = sess.run([sp, dense], {sp: value})
        facts["as tuple"] = sess.run(dense, {sp: ([[0, 0]], [3.0], [2, 3])})
        facts["slices"] = sess.run([sl, -sl])
        facts["to tensor"] = sess.run(tf.convert_to_tensor(sl))
        bare = tf.IndexedSlices(tf.placeholder(tf.float32), tf.placeholder(tf.int32))
        facts["fed slices"] = sess.run(bare, {bare: ([[9.0, 9.0]], [0])})
        facts["ragged"] = [sess.run(t).to_list() for t in (rag, rag + 1, rag * rag)]
        facts["reduced"] = sess.run([tf.reduce_sum(rag, 1), rag.to_tensor()])
        fed = tf.ragged.constant_value([[7], [8, 9]], dtype=np.int32, row_splits_dtype="int64")
        facts["fed ragged"] = sess.run(held, {held: fed}).to_list()
        facts["sparse ops"] = sess.run([
            tf.sparse_add(sp, sp).values, tf.sparse_reduce_sum(sp, 1), (sp / 2.0).values,
        ], {sp: value})
        facts["evaluated"] = sp.eval({sp: value}).values
    return facts


ALL = [tables, mutable_tables, python_functions, prints, handles, composites]
PROGRAMS = {program.__name__: program for program in ALL}
