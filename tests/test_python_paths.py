"""`tensorflow.python`, `tensorflow.core` and `tensorflow.examples`, as legacy code imports them."""

import gzip
import struct

import numpy as np
import pytest
import tensorflow

import tf1shim as tf
from tf1shim.examples.tutorials.mnist import input_data
from tf1shim.python.modules import defined


@pytest.mark.parametrize(
    ("module", "name", "public"),
    [
        ("framework.ops", "Graph", "Graph"),
        ("framework.ops", "Tensor", "Tensor"),
        ("framework.ops", "name_scope", "name_scope"),
        ("framework.dtypes", "float32", "float32"),
        ("ops.array_ops", "concat", "concat"),
        ("ops.array_ops", "stack", "stack"),
        ("ops.control_flow_ops", "while_loop", "while_loop"),
        ("ops.math_ops", "reduce_sum_v1", "reduce_sum"),
        ("ops.variable_scope", "get_variable", "get_variable"),
        ("ops.variables", "Variable", "Variable"),
        ("ops.rnn_cell_impl", "GRUCell", "nn.rnn_cell.GRUCell"),
        ("client.session", "Session", "Session"),
        ("layers.base", "Layer", "layers.Layer"),
        ("training.training", "SessionRunHook", "train.SessionRunHook"),
        ("training.saver", "Saver", "train.Saver"),
        ("training.adam", "AdamOptimizer", "train.AdamOptimizer"),
        ("training.moving_averages", "ExponentialMovingAverage", "train.ExponentialMovingAverage"),
        ("eager.context", "executing_eagerly", "executing_eagerly"),
        ("platform.tf_logging", "info", "logging.info"),
    ],
)
def test_public_names_by_their_private_path(module, name, public):
    """A private path gives the same object as the public name."""
    found = tf.python
    for part in (*module.split("."), name):
        found = getattr(found, part)
    expected = tf
    for part in public.split("."):
        expected = getattr(expected, part)

    assert found is expected


def test_every_module_of_1_15_can_be_imported():
    """A module that TF 1.15.5 had imports; its public names are the namespace's or say why not."""
    missing = []
    for module, names in defined().items():
        found = tf.python
        for part in module.split(".")[1:]:
            found = getattr(found, part)
        for name in names:
            try:
                getattr(found, name)
            except tf.MissingSymbolError:
                missing.append(f"{module}.{name}")

    assert len(missing) < 40, missing


def test_private_functions_build_in_the_default_graph():
    """A function that was never public runs outside any `with` block, on graph tensors."""
    x = tf.constant([[1.0, 2.0]])
    total = tf.python.ops.math_ops.reduce_sum(x, axis=1, keepdims=True)

    assert type(total) is tf.Tensor
    assert tf.Session().run(total).tolist() == [[3.0]]


def test_nest_has_its_old_names():
    """`nest.is_sequence`, which TF2 renamed, is there."""
    nest = tf.python.util.nest

    assert nest.is_sequence([1])
    assert nest.flatten({"b": 2, "a": [1]}) == [1, 2]


def test_protocol_buffers_are_tensorflows():
    """`tensorflow.core` gives TensorFlow's own classes."""
    assert tf.core.framework.graph_pb2.GraphDef is tensorflow.compat.v1.GraphDef
    assert tf.core.protobuf.config_pb2.ConfigProto is tf.ConfigProto


def test_what_is_gone_says_so():
    """A private name that no longer exists raises MissingSymbolError with its path."""
    with pytest.raises(tf.MissingSymbolError, match=r"python\.ops\.math_ops\.nosuch"):
        tf.python.ops.math_ops.nosuch  # noqa: B018


@pytest.fixture
def mnist(tmp_path):
    """A directory with twelve training and three test images in MNIST's format; one not zipped."""

    def write(name, array, opener=gzip.open):
        with opener(tmp_path / name, "wb") as stream:
            stream.write(struct.pack(">I", 2048 + array.ndim))
            stream.write(struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes())

    images = np.arange(12 * 4, dtype=np.uint8).reshape(12, 2, 2)
    write("train-images-idx3-ubyte.gz", images)
    write("train-labels-idx1-ubyte.gz", np.arange(12, dtype=np.uint8) % 10)
    write("t10k-images-idx3-ubyte.gz", images[:3])
    write("t10k-labels-idx1-ubyte", np.arange(3, dtype=np.uint8), opener=open)
    return str(tmp_path)


def test_mnist_reads_local_files(mnist, capsys):
    """The sets are split, scaled and one-hot as the tutorials expect."""
    data = input_data.read_data_sets(mnist, one_hot=True, validation_size=2)

    assert (data.train.num_examples, data.validation.num_examples, data.test.num_examples) == (
        10, 2, 3,
    )  # fmt: skip
    assert data.train.images.dtype == np.float32
    assert data.train.images.shape == (10, 4)
    assert data.train.images.max() == np.float32(47 / 255)
    assert data.train.labels[0].tolist() == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]


def test_mnist_batches_go_over_into_the_next_epoch(mnist, capsys):
    """Every epoch gives each example once; a batch may hold the end of one and the next's start."""
    data = input_data.read_data_sets(mnist, validation_size=2, seed=1).train
    labels = np.concatenate([data.next_batch(4)[1] for _ in range(5)])

    assert data.epochs_completed == 1
    assert sorted(labels[:10]) == sorted(labels[10:]) == sorted(data.labels)


def test_mnist_says_where_its_files_belong(tmp_path):
    """Without files and network the error names the files and the directory."""
    with pytest.raises(FileNotFoundError, match="train-images-idx3-ubyte") as caught:
        input_data.read_data_sets(str(tmp_path), source_url="http://127.0.0.1:9/")

    assert str(tmp_path) in str(caught.value)


def test_mnist_refuses_other_formats(mnist, capsys):
    """Labels where images should be raise 1.15.5's error."""
    with pytest.raises(ValueError, match="Invalid magic number 2049 in MNIST image file"):
        input_data.extract_images(f"{mnist}/train-labels-idx1-ubyte.gz")
