"""``tf.contrib.slim``: networks, data, training ops, summaries.

Large networks are built, but not evaluated.
"""

import binascii
import contextlib
import os
import sys
import tempfile

import numpy as np

from conformance.goldens.cases import Table, plain, ramp

try:
    from StringIO import StringIO
except ImportError:
    from io import StringIO

table = Table(__name__)


def said(fn, *args, **kwargs):
    """What a call returns, or the class and text of what it raises."""
    try:
        return fn(*args, **kwargs)
    except Exception as error:  # any error is a fact here
        return [type(error).__name__, str(error)]


def shaped(t):
    """Name and shape of a tensor or variable, as text."""
    return "%s %s" % (t.name, "x".join(str(d) for d in t.shape.as_list()))


def anatomy(tf, build, brief=False):
    """The variables, end points and collections of a network that is only built."""
    with tf.Graph().as_default() as graph:
        net, end_points = build()
        variables = [shaped(v) + "*" * (v in tf.trainable_variables())
                     for v in tf.global_variables()]
        ends = ["%s: %s" % (k, shaped(t)) for k, t in sorted(end_points.items())]
        sizes = {k: len(graph.get_collection(k)) for k in graph.get_all_collection_keys()
                 if isinstance(k, str) and "context" not in k and graph.get_collection(k)}
        losses = [t.name for t in tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)]
        kinds = {}
        for v in tf.trainable_variables():
            op = v.initializer.inputs[1].op
            while op.type in ("Identity", "ReadVariableOp"):
                op = op.inputs[0].op
            kinds[op.type.replace("V2", "")] = kinds.get(op.type.replace("V2", ""), 0) + 1
        if brief:
            variables, ends, losses = (
                [len(lines), binascii.crc32("\n".join(lines).encode()) & 0xFFFFFFFF]
                for lines in (variables, ends, losses)
            )
        return {"net": shaped(net), "variables": variables, "end_points": ends,
                "collections": sizes, "losses": losses, "initializers": kinds}


def net(module, name, size=224, scope=None, brief=False, suffix="", **how):
    """Adds a case with the anatomy of a network, within its argument scope."""

    def program(tf):
        slim = tf.contrib.slim
        nets = slim_nets(tf)
        file = getattr(nets, module)

        def build():
            x = tf.placeholder(tf.float32, [2, size, size, 3])
            with slim.arg_scope(getattr(file, scope or name + "_arg_scope")()):
                return getattr(file, name)(x, 10, **how)

        return anatomy(tf, build, brief)

    program.__name__ = name + suffix
    table.case(program)


def slim_nets(tf):
    """The module ``slim.nets``, which is not imported with slim."""
    root = tf.contrib.slim.__name__.partition(".")[0]
    return __import__(root + ".contrib.slim.nets", fromlist=["vgg"])


net("alexnet", "alexnet_v2")
net("alexnet", "alexnet_v2", 300, suffix="_large", spatial_squeeze=False, is_training=False)
net("overfeat", "overfeat", 231)
net("vgg", "vgg_a", scope="vgg_arg_scope")
net("vgg", "vgg_16", scope="vgg_arg_scope", brief=True)
net("vgg", "vgg_19", scope="vgg_arg_scope", brief=True)
net("inception", "inception_v1", brief=True, suffix="_training")
net("inception", "inception_v1", brief=True, suffix="_evaluation", is_training=False,
    dropout_keep_prob=1.0)
net("inception", "inception_v2", brief=True)
net("inception", "inception_v2", 100, brief=True, suffix="_small", depth_multiplier=0.3,
    min_depth=8, is_training=False)
net("inception", "inception_v3", 299)
net("inception", "inception_v3", 150, brief=True, suffix="_small", depth_multiplier=0.5,
    is_training=False)
net("inception", "inception_v3", 299, suffix="_none", depth_multiplier=0)
net("resnet_v1", "resnet_v1_50", scope="resnet_arg_scope", brief=True)
net("resnet_v2", "resnet_v2_50", scope="resnet_arg_scope", brief=True)
net("resnet_v1", "resnet_v1_50", 65, "resnet_arg_scope", True, "_dense", global_pool=False,
    output_stride=16)
net("resnet_v2", "resnet_v2_50", 65, "resnet_arg_scope", True, "_dense", global_pool=False,
    output_stride=8, is_training=False)
net("resnet_v1", "resnet_v1_50", 65, "resnet_arg_scope", True, "_no_stride", output_stride=6)
net("resnet_v2", "resnet_v2_50", 65, "resnet_arg_scope", True, "_wrong_stride", output_stride=64)


@table.case
def resnet_sizes(tf):
    """How many units of what kind each has, told without building them."""
    nets, found = slim_nets(tf), {}
    for module, version in ((nets.resnet_v1, "v1"), (nets.resnet_v2, "v2")):
        made = getattr(module, "resnet_%s_block" % version)("block", 64, 3, 2)
        found["block " + version] = [made.scope, made.unit_fn is module.bottleneck,
                                     [sorted(unit.items()) for unit in made.args]]
        found["size " + version] = getattr(module, "resnet_" + version).default_image_size
    return found


@table.case
def inception_end_points(tf):
    inception = slim_nets(tf).inception
    found = {}
    for base, ends in (
        (inception.inception_v1_base, ["Conv2d_1a_7x7", "MaxPool_3a_3x3", "Mixed_4c", "x"]),
        (inception.inception_v2_base, ["Conv2d_1a_7x7", "MaxPool_2a_3x3", "Mixed_4a", "x"]),
        (inception.inception_v3_base, ["Conv2d_1a_3x3", "Mixed_5b", "Mixed_6a", "Logits"]),
    ):
        for end in ends:
            with tf.Graph().as_default():
                made = said(base, tf.placeholder(tf.float32, [1, 299, 299, 3]), end)
                if hasattr(made[0], "shape"):
                    made = [shaped(made[0]), len(made[1])]
                found["%s %s" % (base.__name__, end)] = made
    return found


@table.case(rtol=1e-3, atol=1e-4)
def inception_v2_base(tf):
    inception = slim_nets(tf).inception
    x = tf.constant(ramp(1, 32, 32, 3))
    with tf.contrib.slim.arg_scope(inception.inception_v2_arg_scope()):
        made, ends = inception.inception_v2_base(x, "Mixed_3b", 8, 0.05)
    return {"net": made, "pool": ends["MaxPool_2a_3x3"]}


@table.case(rtol=1e-3, gradients=False)
def inception_v1_without_normalization(tf):
    inception = slim_nets(tf).inception
    x = tf.constant(ramp(1, 16, 16, 3))
    with tf.contrib.slim.arg_scope(inception.inception_v1_arg_scope(use_batch_norm=False)):
        made, _ = inception.inception_v1_base(x, "MaxPool_2a_3x3")
    return {"net": made}


def small_resnet(version, **how):
    """Adds a case of a residual network that is small enough to be evaluated."""

    def program(tf):
        module = getattr(slim_nets(tf), "resnet_" + version)
        block = slim_nets(tf).resnet_utils.Block
        units = [
            block("a", module.bottleneck, [dict(depth=4, depth_bottleneck=2, stride=1),
                                           dict(depth=4, depth_bottleneck=2, stride=2)]),
            block("b", module.bottleneck, [dict(depth=6, depth_bottleneck=2, stride=2)]),
        ]
        x = tf.constant(ramp(2, 9, 9, 3))
        with tf.contrib.slim.arg_scope(module.resnet_arg_scope()):
            network = getattr(module, "resnet_" + version)
            made, ends = network(x, units, 3, include_root_block=False, **how)
        return {"net": made, "ends": ends}

    program.__name__ = "small_resnet_%s_%s" % (version, "_".join(sorted(how)))
    table.case(program, rtol=1e-3, atol=1e-4, gradients="is_training" not in how)


small_resnet("v1", is_training=False)
small_resnet("v1", output_stride=2)
small_resnet("v2", is_training=False)
small_resnet("v2", output_stride=1, scope="mine")


@table.case
def resnet_utils(tf):
    utils = slim_nets(tf).resnet_utils
    x = tf.constant(ramp(1, 7, 7, 2))
    return {
        "subsample": utils.subsample(x, 2),
        "same": utils.subsample(x, 1) is x,
        "conv": utils.conv2d_same(x, 3, 3, 2, scope="c"),
        "rate": utils.conv2d_same(x, 3, 3, 1, rate=2, scope="r"),
    }


def train_op(suffix, **how):
    """Adds a case of ``slim.learning.create_train_op``."""

    def program(tf):
        slim = tf.contrib.slim
        x = tf.constant(ramp(6, 3))
        made = slim.fully_connected(x, 2, normalizer_fn=slim.batch_norm, scope="a")
        slim.losses.mean_squared_error(made, tf.zeros([6, 2]))
        loss = slim.losses.get_total_loss()
        op = slim.learning.create_train_op(
            loss, tf.train.MomentumOptimizer(0.1, 0.9), **how
        )
        return {"op": op}

    program.__name__ = "create_train_op" + suffix
    table.case(program, gradients=False)


train_op("")
train_op("_clipped", clip_gradient_norm=0.1, summarize_gradients=True)
train_op("_multiplied", gradient_multipliers={"a/weights": 2.0}, global_step=None)
train_op("_wrong_multipliers", gradient_multipliers=[1])


@table.case
def train_misuse(tf):
    train = tf.contrib.slim.learning.train
    op = tf.constant(1.0)
    sync = tf.train.GradientDescentOptimizer(0.1)
    return {
        "none": said(train, None, "x"),
        "summary": said(train, op, None, summary_op=None),
        "saver": said(train, op, None, saver=1),
        "trace": said(train, op, None, trace_every_n_steps=1),
        "steps": said(train, op, "x", number_of_steps=0),
        "delay": said(train, op, "x", sync_optimizer=[sync], startup_delay_steps=2),
        "step": said(tf.contrib.slim.learning.train_step, None, op, op, {"should_trace": op}),
    }


@table.case
def summaries(tf):
    add = tf.contrib.slim.summaries
    x, s = tf.constant(ramp(1, 4, 4, 3), name="x"), tf.constant(2.0, name="s")
    made = [
        add.add_histogram_summary(x), add.add_histogram_summary(x, "named"),
        add.add_histogram_summary(x, prefix="p"), add.add_image_summary(x, "image", "p"),
        add.add_scalar_summary(s), add.add_scalar_summary(s, "named_s", "p", print_summary=True),
        add.add_zero_fraction_summary(x), add.add_zero_fraction_summary(x, "z", "p"),
    ]
    made += add.add_histogram_summaries([x, s], "all") + add.add_image_summaries([x], "all")
    made += add.add_scalar_summaries([s], "all") + add.add_zero_fraction_summaries([x, s], "all")
    return {"names": [t.name for t in made]}


@table.case
def model_analyzer(tf):
    w = tf.get_variable("w", [2, 3])
    b = tf.get_variable("b", [], tf.float64)
    analyze = tf.contrib.slim.model_analyzer
    with tf.Graph().as_default() as graph:
        tf.matmul(tf.placeholder(tf.float32, [2, 3]), tf.zeros([3, 4]), name="y")
        tf.placeholder(tf.float32, [None, 2], name="u")
        with printed() as text:
            size = analyze.analyze_ops(graph, True)
    with printed() as more:
        sizes = analyze.analyze_vars([w, b], True)
    return {"size": size, "sizes": sizes, "ops": text[0].splitlines(),
            "vars": more[0].replace("_ref", "").splitlines(),
            "described": analyze.tensor_description(w).replace("_ref", "")}


@contextlib.contextmanager
def printed():
    """A list that gets what is printed in the block."""
    found, before = [], sys.stdout
    sys.stdout = StringIO()
    try:
        yield found
    finally:
        found.append(sys.stdout.getvalue())
        sys.stdout = before


def serialized(tf, features):
    """A ``tf.train.Example`` of lists of ints, floats or bytes, serialized."""
    made = tf.train.Example()
    for key, values in features.items():
        kind = made.features.feature[key]
        if isinstance(values[0], bytes):
            kind.bytes_list.value.extend(values)
        elif isinstance(values[0], int):
            kind.int64_list.value.extend(values)
        else:
            kind.float_list.value.extend(values)
    return tf.constant(made.SerializeToString())


def parts(tf, t):
    """A tensor, or those of a sparse one: the op that parses has another name in TensorFlow 2."""
    if not isinstance(t, tf.SparseTensor):
        return t
    return [tf.identity(part) for part in (t.indices, t.values, t.dense_shape)]


def decoded(name, features, parse, handlers):
    """Adds a case that decodes an example; `parse` and `handlers` are functions of ``tf``."""

    def program(tf):
        decoder = tf.contrib.slim.tfexample_decoder
        made = decoder.TFExampleDecoder(parse(tf), handlers(tf, decoder))
        items = sorted(made.list_items())
        tensors = made.decode(serialized(tf, features), items)
        return {"items": items, "made": dict(zip(items, [parts(tf, t) for t in tensors]))}

    program.__name__ = "decode_" + name
    table.case(program)


decoded(
    "tensors",
    {"a": [1, 2, 3, 4], "h": [2], "w": [2], "f": [0.5, 1.5], "s": [b"x", b"yz"]},
    lambda tf: {
        "a": tf.VarLenFeature(tf.int64), "h": tf.FixedLenFeature([], tf.int64),
        "w": tf.FixedLenFeature([1], tf.int64), "f": tf.FixedLenFeature([2], tf.float32),
        "s": tf.VarLenFeature(tf.string), "e": tf.VarLenFeature(tf.float32),
    },
    lambda tf, d: {
        "dense": d.Tensor("a"),
        "shaped": d.Tensor("a", shape=[2, 2]),
        "keyed": d.Tensor("a", shape_keys=["h", "h"]),
        "one": d.Tensor("h"),
        "floats": d.Tensor("f", shape=[2, 1]),
        "strings": d.Tensor("s", default_value=""),
        "empty": d.Tensor("e"),
        "backup": d.BackupHandler(d.Tensor("e"), d.Tensor("f")),
        "called": d.ItemHandlerCallback(["f", "h"], lambda t: t["f"] * tf.cast(t["h"], tf.float32)),
        "one_key": d.ItemHandlerCallback("f", lambda t: t["f"] + 1.0),
    },
)
decoded(
    "boxes",
    {"ymin": [0.1, 0.2], "xmin": [0.3, 0.4], "ymax": [0.5, 0.6], "xmax": [0.7, 0.8],
     "p/a": [1.0], "p/b": [2.0], "p/c": [3.0], "p/d": [4.0]},
    lambda tf: dict(
        [(k, tf.VarLenFeature(tf.float32)) for k in ("ymin", "xmin", "ymax", "xmax")]
        + [("p/" + k, tf.FixedLenFeature([1], tf.float32)) for k in "abcd"]
    ),
    lambda tf, d: {"default": d.BoundingBox(), "prefix": d.BoundingBox(list("abcd"), "p/")},
)
decoded(
    "sparse",
    {"indices": [0, 3], "values": [1.5, 2.5], "shape": [5], "i": [1], "v": [7]},
    lambda tf: {
        "indices": tf.VarLenFeature(tf.int64), "values": tf.VarLenFeature(tf.float32),
        "shape": tf.FixedLenFeature([1], tf.int64), "i": tf.VarLenFeature(tf.int64),
        "v": tf.VarLenFeature(tf.int64), "sparse_shape": tf.VarLenFeature(tf.int64),
    },
    lambda tf, d: {
        "keyed": d.SparseTensor(shape_key="shape"),
        "shaped": d.SparseTensor("i", "v", shape=[3]),
        "dense": d.SparseTensor(shape_key="shape", densify=True, default_value=-1),
    },
)
decoded(
    "raw_image",
    {"image/encoded": [ramp(2, 3, 1).tobytes()], "image/format": [b"raw"]},
    lambda tf: {"image/encoded": tf.FixedLenFeature((), tf.string),
                "image/format": tf.FixedLenFeature((), tf.string, "jpeg")},
    lambda tf, d: {"image": d.Image(shape=[2, 3, 1], channels=1, dtype=tf.float32)},
)


def encoded(tf, kind, image):
    """The bytes of an image in the format `kind`."""
    with tf.Graph().as_default(), tf.Session() as sess:
        return sess.run(getattr(tf.image, "encode_" + kind)(tf.constant(image)))


def image(kind, form, channels=3, **how):
    """Adds a case that decodes an image of the format `kind`."""

    def program(tf):
        d = tf.contrib.slim.tfexample_decoder
        pixels = (np.arange(48).reshape(4, 4, 3) * 5).astype(np.uint8)
        data = encoded(tf, kind, pixels)
        made = d.TFExampleDecoder(
            {"e": tf.FixedLenFeature((), tf.string), "f": tf.FixedLenFeature((), tf.string)},
            {"image": d.Image("e", "f", channels=channels, **how)},
        )
        return {"image": made.decode(serialized(tf, {"e": [data], "f": [form]}))[0]}

    program.__name__ = "decode_%s_%d" % (kind, channels)
    table.case(program)


image("png", b"png")
image("png", b"", 1, shape=[4, 4, 1])
image("jpeg", b"jpeg", dct_method="INTEGER_ACCURATE")


@table.case
def decode_repeated_images(tf):
    d = tf.contrib.slim.tfexample_decoder
    data = encoded(tf, "png", (np.arange(12).reshape(2, 2, 3)).astype(np.uint8))
    made = d.TFExampleDecoder(
        {"e": tf.FixedLenFeature((2,), tf.string), "f": tf.FixedLenFeature((), tf.string)},
        {"image": d.Image("e", "f", repeated=True)},
    )
    features = serialized(tf, {"e": [data, data], "f": [b"png"]})
    return {"images": tf.reshape(made.decode(features, ["image"])[0], [2, 2, 2, 3])}


@table.case
def handlers_misuse(tf):
    d = tf.contrib.slim.tfexample_decoder
    return {
        "box": said(d.BoundingBox, ["a"]),
        "both": said(d.Tensor, "a", "b", [1]),
        "primary": said(d.BackupHandler, 1, d.Tensor("a"))[0],
        "backup": said(d.BackupHandler, d.Tensor("a"), 1)[0],
        "keys": [d.Image().keys, d.SparseTensor(shape_key="s").keys, d.BoundingBox(prefix="p").keys,
                 d.Tensor("a", "b").keys, d.BackupHandler(d.Tensor("a"), d.Tensor("b")).keys],
        "abstract": said(d.ItemHandler, "a")[0],
    }


@table.case
def lookup_tensor(tf):
    d = tf.contrib.slim.tfexample_decoder
    lookup = tf.contrib.lookup
    words = lookup.HashTable(lookup.KeyValueTensorInitializer(["a", "b"], [5, 6]), -1)
    made = d.TFExampleDecoder(
        {"w": tf.VarLenFeature(tf.string)}, {"n": d.LookupTensor("w", words)}
    )
    return {"n": made.decode(serialized(tf, {"w": [b"b", b"a", b"z"]}))[0]}


def records(tf, count=5):
    """The path of a file of records ``record0``, ``record1`` ..."""
    path = os.path.join(tempfile.mkdtemp(), "records")
    with tf.python_io.TFRecordWriter(path) as writer:
        for i in range(count):
            writer.write(b"record%d" % i)
    return path


@table.case
def parallel_read(tf):
    reader = tf.contrib.slim.parallel_reader
    key, value = reader.parallel_read(
        records(tf), tf.TFRecordReader, num_readers=1, shuffle=False, num_epochs=2, capacity=7
    )
    runners = [r.name for r in tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)]
    return {"value": value, "key": key.name, "runners": runners}


@table.case
def parallel_read_shuffled(tf):
    reader = tf.contrib.slim.parallel_reader
    key, value = reader.parallel_read(
        [records(tf), records(tf)], tf.TFRecordReader, num_readers=2, min_after_dequeue=3, scope="m"
    )
    runners = [r.name for r in tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)]
    return {"names": [key.name, value.name], "runners": runners,
            "shapes": [plain(key.shape.as_list()), plain(value.shape.as_list())]}


@table.case
def single_pass_read(tf):
    reader = tf.contrib.slim.parallel_reader
    key, value = reader.single_pass_read(records(tf), tf.TFRecordReader)
    [r.name for r in tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)]
    return {"value": value, "key": key.name}


@table.case
def reader_misuse(tf):
    reader = tf.contrib.slim.parallel_reader
    queue = tf.FIFOQueue(2, [tf.int32, tf.string])
    return {
        "types": said(reader.ParallelReader, tf.TFRecordReader, queue),
        "one": said(reader.ParallelReader, tf.TFRecordReader, tf.FIFOQueue(2, [tf.string])),
        "none": said(reader.get_data_files, "/usr/nothing-*"),
        "empty": said(reader.get_data_files, []),
        "files": reader.get_data_files(["b", ["a", ("c",)]]),
        "two": reader.ParallelReader(
            tf.TFRecordReader, tf.FIFOQueue(2, [tf.string, tf.string]), 2).num_readers,
    }


@table.case
def prefetch_queue(tf):
    prefetch = tf.contrib.slim.prefetch_queue.prefetch_queue
    of_list = prefetch([tf.constant([1, 2]), tf.constant(3.0)], capacity=4)
    of_dict = prefetch({"b": tf.constant([1]), "a": tf.constant("x")}, name="mine", num_threads=2)
    padded = prefetch([tf.placeholder_with_default([1], [None])], dynamic_pad=True)
    return {"list": of_list.dequeue(), "dict": of_dict.dequeue(), "padded": padded.dequeue(),
            "runners": [r.name for r in tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)]}


@table.case
def data_provider(tf):
    slim = tf.contrib.slim
    decoder = slim.tfexample_decoder.TFExampleDecoder(
        {"n": tf.FixedLenFeature([], tf.int64)}, {"n": slim.tfexample_decoder.Tensor("n")}
    )
    data = slim.dataset.Dataset(records(tf), tf.TFRecordReader, decoder, 5, {"n": "?"}, classes=2)
    provider = slim.dataset_data_provider.DatasetDataProvider(
        data, shuffle=False, common_queue_capacity=6, scope="mine"
    )
    n, key = provider.get(["n", "record_key"])
    text = said(provider.get, ["x"])
    again = said(slim.dataset_data_provider.DatasetDataProvider, data, record_key="n")
    [r.name for r in tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)]
    return {"n": [n.name, n.dtype.name, n.shape.as_list()], "key": key.name, "samples":
            provider.num_samples(), "items": sorted(provider.list_items()), "wrong": text,
            "list": said(provider.get, "n"), "again": again, "classes": data.classes}
