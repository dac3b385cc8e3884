"""`tensorflow.python`, `tensorflow.core` and `tensorflow.examples`, as legacy code imports them."""

import functools
import gzip
import struct
import unittest

import numpy as np
import pytest
import tensorflow

import tf1shim as tf
from tf1shim.examples.tutorials.mnist import input_data
from tf1shim.migrate.imports import LegacyImports
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


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("autograph.to_graph", "autograph.to_graph"),
        ("framework.test_util.TensorFlowTestCase", "test.TestCase"),
        ("keras._impl.keras.layers.Dense", "keras.layers.Dense"),
        ("keras.engine.Layer", "keras.layers.Layer"),
        ("keras.engine.base_layer.InputSpec", "keras.layers.InputSpec"),
        ("keras.layers.recurrent.LSTM", "keras.layers.LSTM"),
        ("keras.layers.merge.concatenate", "keras.layers.concatenate"),
        (
            "keras.preprocessing.sequence.pad_sequences",
            "keras.preprocessing.sequence.pad_sequences",
        ),
        (
            "keras.utils.generic_utils.deserialize_keras_object",
            "keras.utils.deserialize_keras_object",
        ),
        ("ops.nn.rnn_cell.LSTMCell", "nn.rnn_cell.LSTMCell"),
        ("ops.variables.RefVariable", "Variable"),
        ("platform.test.mock.patch", "test.mock.patch"),
    ],
)
def test_other_private_paths_of_public_names(path, public):
    """Paths that older programs have, or that Keras moved, give the public name's object."""
    found, expected = (
        functools.reduce(getattr, name.split("."), tf) for name in (f"python.{path}", public)
    )

    assert found is expected


# Private names that legacy code imports, of TensorFlow 1.15.5 and before.
PRIVATE = {
    "eager.tape": "stop_recording",
    "framework.common_shapes": "call_cpp_shape_fn unchanged_shape",
    "framework.function": "Defun",
    "framework.ops": "RegisterGradient RegisterShape _get_graph_from_inputs _USE_C_API uid",
    "framework.tensor_shape": "as_shape dimension_value matrix scalar unknown_shape vector",
    "keras.engine.network": "Network",
    "keras.utils.tf_utils": "constant_value smart_cond",
    "layers.utils": "constant_value conv_output_length normalize_tuple smart_cond",
    "ops.control_flow_ops": "with_dependencies _SwitchRefOrTensor",
    "ops.gen_nn_ops": "_max_pool_grad max_pool_grad",
    "ops.nn_impl": "_compute_sampled_logits _sum_rows",
    "ops.rnn": "_best_effort_input_batch_size _reverse_seq _rnn_step _transpose_batch_time",
    "ops.rnn_cell_impl": "_BIAS_VARIABLE_NAME _concat _zero_state_tensors assert_like_rnncell",
    "ops.variable_scope": "_get_default_variable_store _pure_variable_scope variable",
    "pywrap_tensorflow": "CheckpointReader EventsWriter NewCheckpointReader",
    "training.checkpointable.util": "Checkpoint",
    "training.moving_averages": "_zero_debias assign_moving_average",
    "training.slot_creator": "create_slot create_zeros_slot",
    "training.tracking.base": "Trackable no_automatic_dependency_tracking",
    "training.tracking.data_structures": "List NoDependency",
    "training.tracking.tracking": "AutoTrackable",
    "training.training_ops": "resource_apply_adam resource_apply_momentum",
    "util.nest": "_sequence_like _sorted _yield_value assert_shallow_structure flatten_up_to",
}


@pytest.mark.parametrize("module", PRIVATE)
def test_private_names_are_there(module):
    """Private names that legacy code is known to import resolve, by the import statement too."""
    with LegacyImports() as imports:
        for name in PRIVATE[module].split():
            scope = {"__builtins__": imports.builtins}
            exec(f"from tensorflow.python.{module} import {name} as found", scope)
            assert scope["found"] is not None


def test_small_functions_that_are_gone():
    """`RegisterShape` accepts its function; the shapes are those of the ops."""
    op = tf.nn.relu(tf.zeros([2, 3])).op
    shapes = tf.python.framework.common_shapes

    assert tf.python.framework.ops.RegisterShape("RoiPool")(None) is None
    assert shapes.unchanged_shape(op)[0].as_list() == [2, 3]
    assert shapes.call_cpp_shape_fn(op)["shapes"][0].as_list() == [2, 3]
    assert tf.python.framework.tensor_shape.matrix(2, None).as_list() == [2, None]
    with pytest.raises(TypeError, match="op_type must be a string"):
        tf.python.framework.ops.RegisterShape(3)


def test_event_files_by_the_private_writer(tmp_path):
    """`pywrap_tensorflow.EventsWriter` writes event files."""
    writer = tf.python.pywrap_tensorflow.EventsWriter(str(tmp_path / "e").encode())
    writer.WriteEvent(tf.core.util.event_pb2.Event(step=3, wall_time=1.0))
    writer.Close()

    (file,) = tmp_path.iterdir()
    assert [event.step for event in tf.train.summary_iterator(str(file))] == [0, 3]


def test_modes_of_tests():
    """test_util's decorators: v1 tests run, v2 tests are skipped, both modes are run."""
    test_util = tf.python.framework.test_util
    seen = []

    class Case(tf.test.TestCase):
        @test_util.run_v1_only("reason")
        def test_v1(self):
            seen.append("v1")

        @test_util.run_deprecated_v1
        def test_deprecated(self):
            seen.append("deprecated")

        @test_util.run_v2_only
        def test_v2(self):
            seen.append("v2")

        @test_util.run_in_graph_and_eager_modes()
        def test_both(self):
            y = tf.constant([1.0]) + 1
            seen.append((tf.executing_eagerly(), self.evaluate(y).tolist()))

    outcome = unittest.defaultTestLoader.loadTestsFromTestCase(Case).run(unittest.TestResult())

    assert outcome.failures == outcome.errors == []
    assert seen == [(False, [2.0]), (True, [2.0]), "deprecated", "v1"]
    assert not tf.executing_eagerly()
    assert ("Test is only compatible with v2") in [reason for _, reason in outcome.skipped]
    with pytest.raises(ValueError, match="'reason' should be string"):
        test_util.run_v1_only(len)


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


def test_classes_that_objects_are_of():
    """A class within TensorFlow 1 is that of the objects here, and says which they are."""
    parts = tf.get_variable("p", [4, 2], partitioner=tf.fixed_size_partitioner(2))
    resource, other = tf.Variable(1.0, use_resource=True), tf.Variable(1.0)
    template = tf.make_template("t", lambda: other)
    made = tf.python.ops.resource_variable_ops.ResourceVariable(2.0, name="made", dtype=tf.float64)

    assert type(parts) is tf.python.ops.variables.PartitionedVariable
    assert isinstance(template, tf.python.ops.template.Template)
    assert isinstance(tf.Session(), tf.python.client.session.BaseSession)
    assert isinstance(tf.nn.rnn_cell.GRUCell(2), tf.python.ops.rnn_cell_impl.LayerRNNCell)
    kind = tf.python.ops.resource_variable_ops.ResourceVariable
    assert [isinstance(v, kind) for v in (resource, other, made)] == [True, False, True]
    assert repr(made) == "<tf.Variable 'made:0' shape=() dtype=float64>"
    assert repr(other) == "<tf.Variable 'Variable_1:0' shape=() dtype=float32_ref>"


def test_devices_of_this_machine():
    """`device_lib.list_local_devices` says what there is, and legacy code takes its names."""
    devices = tf.python.client.device_lib.list_local_devices()

    assert devices[0].device_type == "CPU"
    with tf.device(devices[0].name), tf.Session() as sess:
        assert sess.run(tf.constant(3) * 2) == 6
