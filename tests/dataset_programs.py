"""TF1 programs on `tf.data`: iterators, the methods of `Dataset`, files, `tf.data.experimental`.

Real TensorFlow 1.15 runs them too (Python 3.7); what it finds is in dataset_outcomes.json.
"""

# Functions made in loops are called in the same turn.
# ruff: noqa: B023

import os
import shutil
import tempfile

import numpy as np
from state_programs import Facts


def drained(sess, item, limit=30):
    """What `item` gives until the end, at most `limit` times; then what ended it."""
    values = []
    try:
        for _ in range(limit):
            values.append(sess.run(item))
    except Exception as e:
        values.append(type(e).__name__)
    return values


def items(tf, dataset, limit=30):
    """All elements of `dataset`, through an iterator that is initialized."""
    iterator = tf.data.make_initializable_iterator(dataset)
    item = iterator.get_next()
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.tables_initializer()])
        sess.run(iterator.initializer)
        return drained(sess, item, limit)


def written(directory, name, text):
    """A file of `directory` that holds `text`."""
    path = os.path.join(directory, name)
    with open(path, "wb") as stream:
        stream.write(text)
    return path


def in_directory(program):
    """`program(tf, directory)` as a program, with a directory that is deleted afterwards."""

    def run(tf):
        directory = tempfile.mkdtemp()
        try:
            return program(tf, directory)
        finally:
            shutil.rmtree(directory)

    run.__name__ = program.__name__
    return run


def iterators(tf):
    facts = Facts()
    data = tf.data.Dataset.range(3)
    one = data.make_one_shot_iterator()
    again = tf.data.make_one_shot_iterator(data.map(lambda x: x * 2))
    size = tf.placeholder(tf.int64, [])
    sized = tf.data.make_initializable_iterator(tf.data.Dataset.range(size), shared_name="mine")
    method = data.make_initializable_iterator()
    either = tf.data.Iterator.from_structure(data.output_types, data.output_shapes)
    starts = [either.make_initializer(data), either.make_initializer(data.skip(1), name="second")]
    handle = tf.placeholder(tf.string, [])
    fed = tf.data.Iterator.from_string_handle(handle, data.output_types, data.output_shapes)
    item, fed_item, next_fed = either.get_next(), fed.get_next(), fed.get_next(name="named")
    facts["names"] = [starts[1].name, next_fed.name, one.get_next().name]
    facts["asks"] = [one.output_types.name, str(one.output_shapes), one.output_classes is tf.Tensor]
    sizes = sized.get_next()
    with tf.Session() as sess:
        facts["one shot"] = drained(sess, one.get_next())
        facts["one shot, mapped"] = drained(sess, again.get_next())
        facts.learn("not initialized", lambda: sess.run(sizes))
        for n in (2, 1):
            sess.run(sized.initializer, {size: n})
            facts[f"initialized {n}"] = drained(sess, sizes)
        sess.run(method.initializer)
        facts["method"] = drained(sess, method.get_next())
        facts.learn("no dataset", lambda: sess.run(item))
        for i, start in enumerate(starts + starts[:1]):
            sess.run(start)
            facts[f"structure {i}"] = [sess.run(item), *drained(sess, item)]
        sess.run([sized.initializer, starts[0]], {size: 2})
        strings = sess.run([sized.string_handle(), either.string_handle(name="h")])
        handles = {"sized": strings[0], "either": strings[1]}
        facts["in turn"] = [
            sess.run(fed_item, {handle: handles[k]}) for k in ("sized", "either", "sized", "either")
        ]
        facts.learn("end of one", lambda: sess.run(fed_item, {handle: handles["sized"]}))
        facts.learn("other goes on", lambda: sess.run(fed_item, {handle: handles["either"]}))
        with tf.Session() as other:
            other.run(sized.initializer, {size: 5})
            facts["other session"] = drained(other, sizes)
        facts.learn("one shot has none", lambda: one.initializer)
        facts.learn("other types", lambda: either.make_initializer(data.map(tf.to_float)))
        facts.learn("other shapes", lambda: either.make_initializer(data.batch(2)))
    return facts


def one_shot_captures(tf):
    facts = Facts()
    v = tf.Variable(3, name="v", dtype=tf.int64, use_resource=True)
    p = tf.placeholder(tf.int64, [])
    data = tf.data.Dataset.range(3)
    facts.learn("variable", lambda: tf.data.make_one_shot_iterator(data.map(lambda x: x + v)))
    facts.learn("placeholder", lambda: tf.data.make_one_shot_iterator(data.map(lambda x: x + p)))
    facts["initializable, variable"] = items(tf, data.map(lambda x: x + v))
    array = np.arange(4)
    facts["array"] = items(tf, data.map(lambda x: tf.constant(array)[x]))
    seen = []

    def note(x):
        seen.append(int(x))
        return x * 10

    mapped = data.map(lambda x: tf.py_func(note, [x], tf.int64))
    item = mapped.make_one_shot_iterator().get_next()
    with tf.Session() as sess:
        facts["py_func"] = [drained(sess, item), seen, str(item.shape)]

    def refuse(x):
        raise ValueError(f"no {x}")

    bad = data.map(lambda x: tf.py_func(refuse, [x], tf.int64))
    facts["py_func raises"] = items(tf, bad)
    table = tf.lookup.StaticHashTable(
        tf.lookup.KeyValueTensorInitializer(tf.range(3, dtype=tf.int64), ["a", "b", "c"]), "?"
    )
    facts["table"] = items(tf, tf.data.Dataset.range(4).map(table.lookup))
    return facts


def structures(tf):
    facts = Facts()
    make = tf.data.Dataset.from_tensor_slices
    nested = make({"a": [1, 2], "b": ([1.0, 2.0], ["x", "y"])})
    facts["types"] = str(sorted(nested.output_types.items()))
    facts["shapes"] = str(sorted(nested.output_shapes.items()))
    facts["nested"] = items(tf, nested)
    facts["batch types"] = [str(nested.batch(2).output_shapes["a"]), str(nested.element_spec["a"])]
    facts["tensors"] = items(tf, tf.data.Dataset.from_tensors((1, [2.0, 3.0])))
    sparse = tf.SparseTensor([[0, 0], [1, 2]], [1, 2], [2, 3])
    facts["sparse"] = items(tf, make(sparse))
    facts["sparse batch"] = items(tf, make(sparse).batch(2))
    facts["sparse classes"] = make(sparse).output_classes is tf.SparseTensor
    facts["sparse slices"] = items(tf, tf.data.Dataset.from_sparse_tensor_slices(sparse))
    ragged = tf.ragged.constant([[1, 2], [3]])
    facts["ragged"] = [v.to_list() for v in items(tf, make(ragged).batch(2), 1)]
    x = tf.placeholder(tf.float32, [None, 2])
    fed = tf.data.make_initializable_iterator(make((x, tf.range(2))).repeat(2))
    item = fed.get_next()
    facts["fed shapes"] = [str(t.shape) for t in item]
    with tf.Session() as sess:
        sess.run(fed.initializer, {x: [[1, 2], [3, 4]]})
        facts["fed"] = drained(sess, item)
        facts.learn("fed other", lambda: sess.run(fed.initializer, {x: [[1, 2]]}))
    inner = tf.data.Dataset.range(4).window(2)
    facts["window"] = items(tf, inner.flat_map(lambda w: w.batch(2)))
    facts["same class"] = [
        isinstance(d, tf.data.Dataset) for d in (inner, nested, nested.batch(2), nested.repeat())
    ]
    facts.learn("iterated", lambda: list(nested))
    facts.learn("no tensors", lambda: make([1, "a"]))
    facts.learn("unequal", lambda: items(tf, make(([1, 2], [1, 2, 3]))))
    return facts


def generators(tf):
    facts = Facts()
    make = tf.data.Dataset.from_generator

    def count():
        for i in range(3):
            yield i, [float(i)] * i

    data = make(count, (tf.int32, tf.float32), (tf.TensorShape([]), tf.TensorShape([None])))
    facts["pairs"] = [str(data.output_shapes), items(tf, data)]
    facts["padded"] = items(tf, data.padded_batch(2, ([], [None])))
    facts["repeated"] = items(tf, make(lambda: iter([1, 2]), tf.int64).repeat(2))
    facts["unknown shape"] = str(make(count, (tf.int32, tf.float32)).output_shapes)
    facts["arguments"] = items(
        tf, make(lambda n, s: [s] * n, tf.string, [], args=(tf.constant(2), "a"))
    )
    facts["dicts"] = items(tf, make(lambda: [{"a": 1}, {"a": 2}], {"a": tf.int32}, {"a": []}))

    def fail():
        yield 1
        raise KeyError("broken")

    facts["raises"] = items(tf, make(fail, tf.int32))
    facts["wrong shape"] = items(tf, make(lambda: [[1, 2]], tf.int32, [3]))
    facts["wrong type"] = items(tf, make(lambda: ["a"], tf.int32, []))
    facts.learn("no callable", lambda: make([1, 2], tf.int32))
    first, second = (tf.data.make_one_shot_iterator(data).get_next() for _ in range(2))
    with tf.Session() as sess:
        facts["two at once"] = [sess.run([first[0], second[0]]) for _ in range(3)]
    return facts


def methods(tf):
    facts = Facts()
    r = tf.data.Dataset.range
    d = r(5)
    zipped = tf.data.Dataset.zip
    for label, make in [
        ("apply", lambda: d.apply(lambda x: x.skip(3))),
        ("batch", lambda: d.batch(2)),
        ("batch without rest", lambda: d.batch(2, drop_remainder=True)),
        ("cache", lambda: d.cache().repeat(2)),
        ("concatenate", lambda: d.concatenate(r(2))),
        ("enumerate", lambda: d.enumerate(start=7)),
        ("filter", lambda: d.filter(lambda x: x % 2 < 1)),
        ("flat_map", lambda: d.flat_map(r)),
        ("interleave", lambda: d.interleave(lambda x: r(x).repeat(2), 2, block_length=2)),
        ("interleave in parallel", lambda: d.interleave(r, 2, num_parallel_calls=2)),
        ("map", lambda: d.map(lambda x: x * x)),
        ("map to none", lambda: d.map(lambda x: (x, {"t": tf.ones([2]), "n": -x}))),
        ("map in parallel", lambda: d.map(lambda x: x + 1, num_parallel_calls=4)),
        ("map, old", lambda: d.map_with_legacy_function(lambda x: (x, x + 1))),
        ("pairs", lambda: zipped((d, d)).map(lambda a, b: a + b)),
        ("padded_batch", lambda: d.map(lambda x: tf.fill([x], x)).padded_batch(2, [None])),
        ("padded value", lambda: d.map(lambda x: tf.fill([x], x)).padded_batch(
            3, [6], np.int64(-1), True)),
        ("prefetch", lambda: d.prefetch(2)),
        ("range", lambda: r(7, 1, -2)),
        ("repeat", lambda: d.take(2).repeat(2)),
        ("for ever", lambda: d.take(2).repeat()),
        ("shard", lambda: d.shard(2, 1)),
        ("skip", lambda: d.skip(3)),
        ("take", lambda: d.take(-1)),
        ("unbatch", lambda: d.batch(2).unbatch().map(lambda x: x)),
        ("window", lambda: d.window(3, shift=1, stride=2).flat_map(lambda w: w.batch(3))),
        ("zip", lambda: zipped({"a": d, "b": (r(3), d)})),
        ("with_options", lambda: d.with_options(tf.data.Options())),
        ("empty", lambda: d.filter(lambda x: x > 9)),
    ]:
        facts.learn(label, lambda: items(tf, make(), 12))
        if label != "unbatch":  # Which gives a dataset of version 2 in 1.15.
            facts.learn(label + ", what", lambda: [
                str(make().output_types), str(make().output_shapes)])
    for label, make in [
        ("bad map", lambda: d.map(3)),
        ("bad range", lambda: r()),
        ("bad padding", lambda: d.map(lambda x: [x]).padded_batch(2, [5, 5])),
        ("bad filter", lambda: d.filter(lambda x: x)),
        ("bad flat_map", lambda: d.flat_map(lambda x: x)),
        ("bad zip", lambda: zipped([d, d])),
        ("bad concatenate", lambda: d.concatenate(d.map(tf.to_float))),
        ("bad batch", lambda: d.batch(0)),
        ("bad shard", lambda: d.shard(2, 2)),
    ]:
        facts.learn(label, lambda: items(tf, make(), 3))
    total = d.reduce(np.int64(0), lambda a, b: a + b)
    with tf.Session() as sess:
        facts["reduce"] = [sess.run(total), sess.run(total)]
    facts["options"] = [d.options().experimental_deterministic]
    return facts


def shuffles(tf):
    facts = Facts()
    d = tf.data.Dataset.range(6)
    facts["seed"] = [items(tf, d.shuffle(6, seed=3)), items(tf, d.shuffle(3, seed=3))]
    facts["the same twice"] = items(tf, d.shuffle(6, 3, reshuffle_each_iteration=False).repeat(2))
    iterator = tf.data.make_initializable_iterator(d.shuffle(6, seed=5))
    item = iterator.get_next()
    for session in range(2):
        with tf.Session() as sess:
            for start in range(2):
                sess.run(iterator.initializer)
                facts[f"session {session}, start {start}"] = drained(sess, item)
    tf.set_random_seed(11)
    facts["graph seed"] = sorted(items(tf, d.shuffle(6))[:6])
    drawn = d.map(lambda x: tf.random_uniform([], seed=4))
    facts["random map"] = items(tf, drawn)
    return facts


@in_directory
def files(tf, directory):
    facts = Facts()
    lines = [written(directory, n, t) for n, t in (("a.txt", b"one\ntwo\n"), ("b.txt", b"3\r\n4"))]
    fixed = written(directory, "c.bin", b"HHaabbccF")
    records = os.path.join(directory, "d.tfrecord")
    with tf.python_io.TFRecordWriter(records) as writer:
        for text in (b"first", b"second"):
            writer.write(text)
    packed = os.path.join(directory, "e.tfrecord")
    options = tf.python_io.TFRecordOptions(tf.python_io.TFRecordCompressionType.GZIP)
    with tf.python_io.TFRecordWriter(packed, options) as writer:
        writer.write(b"packed")
    data, listed = tf.data, tf.data.Dataset.list_files
    for label, make in [
        ("lines", lambda: data.TextLineDataset(lines)),
        ("lines of a dataset", lambda: listed(lines, shuffle=False).flat_map(data.TextLineDataset)),
        ("lines of one", lambda: data.TextLineDataset(lines[0]).skip(1)),
        ("fixed", lambda: data.FixedLengthRecordDataset(fixed, 2, 2, 1)),
        ("fixed, bad", lambda: data.FixedLengthRecordDataset(fixed, 2)),
        ("records", lambda: data.TFRecordDataset(records)),
        ("two of records", lambda: data.TFRecordDataset([records, records])),
        ("parallel records", lambda: data.TFRecordDataset([records], num_parallel_reads=2)),
        ("packed", lambda: data.TFRecordDataset(packed, "GZIP")),
        ("not packed", lambda: data.TFRecordDataset(records, "GZIP")),
        ("no file", lambda: data.TextLineDataset("/no/such/file")),
    ]:
        facts.learn(label, lambda: items(tf, make()))
    pattern = os.path.join(directory, "*.txt")
    facts["listed"] = [os.path.basename(n) for n in items(tf, listed(pattern, shuffle=False))]
    shuffled = items(tf, listed(pattern, seed=1))
    facts["shuffled"] = [sorted(map(os.path.basename, shuffled[:-1])), shuffled[-1]]
    cached = data.Dataset.range(3).cache(os.path.join(directory, "cache"))
    facts["cache"] = items(tf, cached.repeat(2))
    kept = data.experimental.TFRecordWriter(os.path.join(directory, "kept"))
    with tf.Session() as sess:
        sess.run(kept.write(data.TextLineDataset(lines[0])))
    facts["kept"] = items(tf, data.TFRecordDataset(os.path.join(directory, "kept")))
    rows = written(directory, "f.csv", b"n,x,s\n1,2.5,a\n2,,b\n3,4.5,c\n")
    columns = [tf.int32, tf.constant([9.0]), tf.string]
    facts["csv"] = items(tf, data.experimental.CsvDataset(rows, columns, header=True))
    batches = data.experimental.make_csv_dataset(
        rows, 2, num_epochs=1, shuffle=False, label_name="s", column_defaults=columns
    )
    facts["csv batches"] = items(tf, batches)
    examples = os.path.join(directory, "g.tfrecord")
    with tf.python_io.TFRecordWriter(examples) as writer:
        for i in range(3):
            value = tf.train.Feature(int64_list=tf.train.Int64List(value=[i]))
            features = tf.train.Features(feature={"n": value})
            writer.write(tf.train.Example(features=features).SerializeToString())
    spec = {"n": tf.FixedLenFeature([], tf.int64)}
    facts["examples"] = items(tf, data.experimental.make_batched_features_dataset(
        examples, 2, spec, num_epochs=1, shuffle=False, reader=data.TFRecordDataset))
    parsed = data.TFRecordDataset(examples).batch(3)
    facts["parsed"] = items(tf, parsed.apply(data.experimental.parse_example_dataset(spec)))
    return facts


def experimental(tf):
    facts = Facts()
    x, d = tf.data.experimental, tf.data.Dataset.range(6)
    seeded = d.map(lambda i: i * 3 % 4)
    boundaries = {"bucket_boundaries": [3], "bucket_batch_sizes": [2, 2]}
    reducer = x.Reducer(lambda _: np.int64(0), lambda s, v: s + v, lambda s: s)
    for label, make in [
        ("Counter", lambda: x.Counter(3, 2).take(3)),
        ("RandomDataset", lambda: x.RandomDataset(5).take(3)),
        ("buckets", lambda: d.map(lambda i: tf.fill([i], i)).apply(
            x.bucket_by_sequence_length(tf.size, **boundaries))),
        ("choose", lambda: x.choose_from_datasets([d, d.skip(3)], d.take(4).map(lambda i: i % 2))),
        ("copy_to_device", lambda: d.apply(x.copy_to_device("/cpu:0"))),
        ("dense_to_sparse", lambda: d.map(lambda i: tf.fill([i], i)).apply(
            x.dense_to_sparse_batch(3, [6]))),
        ("enumerate", lambda: d.apply(x.enumerate_dataset(2))),
        ("group_by_reducer", lambda: d.apply(x.group_by_reducer(lambda i: i % 2, reducer))),
        ("group_by_window", lambda: d.apply(
            x.group_by_window(lambda i: i % 2, lambda key, w: w.batch(2), 2))),
        ("ignore_errors", lambda: d.map(
            lambda i: tf.check_numerics(1.0 / tf.to_float(i - 2), "")).apply(x.ignore_errors())),
        ("map_and_batch", lambda: d.apply(x.map_and_batch(lambda i: i + 1, 4))),
        ("old map_and_batch", lambda: d.apply(
            x.map_and_batch_with_legacy_function(lambda i: i + 1, 4, drop_remainder=True))),
        ("parallel_interleave", lambda: d.apply(
            x.parallel_interleave(tf.data.Dataset.range, 2, sloppy=False))),
        ("prefetch_to_device", lambda: d.apply(x.prefetch_to_device("/cpu:0"))),
        ("scan", lambda: d.apply(x.scan(np.int64(0), lambda s, i: (s + i, s * 10)))),
        ("sample", lambda: x.sample_from_datasets([d, d.map(lambda i: -i)], [0.5, 0.5], seed=3)),
        ("resample", lambda: d.repeat(4).apply(
            x.rejection_resample(lambda i: tf.to_int32(i % 2), [0.2, 0.8], seed=3)).map(
                lambda c, i: c)),
        ("take_while", lambda: d.apply(x.take_while(lambda i: i < 3))),
        ("unbatch", lambda: d.batch(4).apply(x.unbatch())),
        ("unique", lambda: seeded.apply(x.unique())),
    ]:
        facts.learn(label, lambda: items(tf, make(), 12))
    with tf.Session() as sess:
        facts["cardinality"] = sess.run(
            [x.cardinality(e) for e in (d, d.repeat(), d.filter(lambda i: i > 1), d.batch(4))])
        facts["constants"] = [x.INFINITE_CARDINALITY, x.UNKNOWN_CARDINALITY, x.AUTOTUNE]
        facts["single"] = sess.run(x.get_single_element(d.batch(6)))
        facts.learn("not single", lambda: sess.run(x.get_single_element(d)))
        one = tf.data.make_one_shot_iterator(d.take(1))
        optional = x.get_next_as_optional(one)
        has = optional.has_value()
        facts["optional"] = [sess.run([has, optional.get_value()]), sess.run(has)]
        facts["of"] = sess.run(x.Optional.from_value(3).get_value())
        back = x.from_variant(x.to_variant(d), x.get_structure(d))
        facts["variant"] = items(tf, back)
        facts["structures"] = [repr(x.get_structure(d)), x.TensorStructure is not None]
    options = tf.data.Options()
    options.experimental_deterministic = False
    options.experimental_optimization.map_fusion = True
    options.experimental_threading.private_threadpool_size = 2
    with_options = d.map(lambda i: i + 1).map(lambda i: i * 2).with_options(options)
    facts["options"] = [items(tf, with_options), with_options.options().experimental_deterministic]
    return facts


@in_directory
def saveable_iterators(tf, directory):
    facts = Facts()
    path = os.path.join(directory, "ckpt")
    iterator = tf.data.make_initializable_iterator(tf.data.Dataset.range(6).shuffle(6, seed=3))
    item = iterator.get_next()
    saveable = tf.data.experimental.make_saveable_from_iterator(iterator)
    tf.add_to_collection(tf.GraphKeys.SAVEABLE_OBJECTS, saveable)
    tf.train.get_or_create_global_step()
    saver = tf.train.Saver()
    facts["keys"] = saveable.name
    with tf.Session() as sess:
        sess.run([iterator.initializer, tf.global_variables_initializer()])
        begun = [sess.run(item) for _ in range(2)]
        saver.save(sess, path)
        rest = drained(sess, item)
    with tf.Session() as sess:
        sess.run(iterator.initializer)
        saver.restore(sess, path)
        facts["goes on"] = drained(sess, item) == rest
        saver.restore(sess, path)
        facts["again"] = drained(sess, item) == rest
    facts["all"] = sorted(begun + rest[:-1])
    facts["in file"] = [name for name, _ in tf.train.list_variables(path)]
    return facts


ALL = [iterators, one_shot_captures, structures, generators, methods, shuffles, files]
ALL += [experimental, saveable_iterators]
PROGRAMS = {program.__name__: program for program in ALL}
