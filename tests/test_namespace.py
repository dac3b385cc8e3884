"""The drop-in module: what each name means, and what bound functions and classes keep."""

import abc
import copy
import inspect
import pickle
import sys

import numpy as np
import pytest
import tensorflow
import tf1shim.compat.v1 as compat_v1
import tf1shim.nn as nn
from oracle import both
from tf1shim.train import Saver

import tf1shim
import tf1shim as tf

v1 = tensorflow.compat.v1


def value(fetch):
    """What a new session computes."""
    with tf.Session() as sess:
        return sess.run(fetch)


def test_ways_to_import():
    """Every way to import gives the same objects."""
    assert compat_v1 is tf1shim
    assert tf.compat.v1 is tf
    assert tf.compat.v1.compat.v1 is tf
    assert tf.compat.v1.placeholder is tf.placeholder
    assert nn.relu is tf.nn.relu
    assert Saver is tf.train.Saver
    assert tf.compat.v2.Variable is tensorflow.Variable
    assert sys.modules["tf1shim.compat.v2"] is tf.compat.v2
    assert tf.initializers.variables is tf.variables_initializer


def test_missing_names():
    """A missing name raises an AttributeError that says why and what instead."""
    assert not hasattr(tf, "nosuch")
    assert not hasattr(tf.nn, "nosuch")
    with pytest.raises(AttributeError, match=r"has no attribute 'contrib\.tpu'") as caught:
        tf.contrib.tpu  # noqa: B018
    assert type(caught.value) is tf.MissingSymbolError
    assert caught.value.symbol == "contrib.tpu"
    assert caught.value.reason in str(caught.value)
    assert caught.value.replacement in str(caught.value)


def test_dir():
    """dir() lists TF1's names, so that completion works."""
    assert {"placeholder", "Session", "get_variable", "nn"} <= set(dir(tf))
    assert {"relu", "softmax"} <= set(dir(tf.nn))


def test_functions_take_tf1s_arguments():
    """Functions are the v1 ones, with TF1's argument names and order."""

    def program(tf):
        x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
        made = [
            tf.reduce_sum(x, reduction_indices=1, keep_dims=True), tf.reduce_mean(x, 0, True),
            tf.argmax(x, dimension=1), tf.argmin(x, dimension=0),
            tf.squeeze(tf.ones([1, 2, 1]), squeeze_dims=[0]), tf.nn.softmax(x, dim=0),
            tf.expand_dims(x, dim=0), tf.concat(values=[x, x], axis=0),
            tf.nn.l2_normalize(x, dim=1), tf.nn.dropout(x, keep_prob=1.0),
            *tf.nn.moments(x, [0], keep_dims=True), tf.norm(x, keep_dims=True, axis=1),
            tf.nn.conv2d(tf.ones([1, 4, 4, 1]), filter=tf.ones([2, 2, 1, 1]),
                         strides=[1, 1, 1, 1], padding="SAME", use_cudnn_on_gpu=True),
            tf.nn.softmax_cross_entropy_with_logits_v2(labels=x, logits=x, dim=1),
            tf.count_nonzero(x, reduction_indices=[0]), tf.div(tf.constant(7), 2), tf.to_int32(x),
            tf.where(x > 2, x, -x), tf.sparse_to_dense([1], [3], 5.0),
            tf.string_split(["a b"]).values,
            tf.reverse_sequence(x, seq_lengths=[1, 2], seq_dim=1, batch_dim=0), tf.log(x),
            tf.image.resize_images(tf.ones([1, 2, 2, 1]), [4, 4]), tf.zeros_like(x, optimize=False),
        ]  # fmt: skip
        with tf.Session() as sess:
            return [t.name for t in made], sess.run(made)

    ours, theirs = both(program)

    assert theirs.error is None, theirs
    assert ours.value == theirs.value, ours


@pytest.mark.parametrize("path", ["nn.relu", "reduce_sum", "nn.softmax", "train.exponential_decay"])
def test_bound_functions_keep_what_they_are(path):
    """Signature, name and documentation stay; functions can be pickled and copied."""
    ours, theirs = tf, v1
    for part in path.split("."):
        ours, theirs = getattr(ours, part), getattr(theirs, part)

    assert inspect.signature(ours) == inspect.signature(theirs)
    assert (ours.__name__, ours.__doc__) == (theirs.__name__, theirs.__doc__)
    assert pickle.loads(pickle.dumps(ours)) is ours
    assert copy.deepcopy(ours) is ours


def test_bound_classes_keep_what_they_are():
    """Both ways of isinstance, subclassing, abstract mixins, class attributes, pickling."""
    adam, base = tf.train.AdamOptimizer, tf.train.Optimizer

    class Mine(tf.train.GradientDescentOptimizer):
        def __init__(self, rate):
            super().__init__(rate, name="Mine")

        def _apply_dense(self, grad, var):
            seen.append(type(grad) is tf.Tensor)
            return super()._apply_dense(grad, var)

    class Abstract(base, abc.ABC):
        pass

    seen = []
    w = tf.Variable(1.0)
    step = Mine(0.5).minimize(w * w)
    assert step.name == "Mine"
    assert seen == [True]
    assert isinstance(Mine(0.1), base)
    assert issubclass(adam, base)
    assert issubclass(v1.train.AdamOptimizer, base)
    assert isinstance(v1.train.AdamOptimizer(), adam)
    assert not isinstance(tf.train.GradientDescentOptimizer(0.1), Mine)
    assert isinstance(Abstract(False, "a"), base)
    assert base.GATE_OP == v1.train.Optimizer.GATE_OP
    assert adam.__name__ == "AdamOptimizer"
    assert pickle.loads(pickle.dumps(adam)) is adam
    assert copy.deepcopy(adam) is adam
    init = pickle.loads(pickle.dumps(tf.random_normal_initializer(stddev=2.0)))
    assert init.get_config()["stddev"] == 2.0
    assert type(init([2])) is tf.Tensor


def test_data_classes_are_left_alone():
    """Protos, errors, dtypes and enums are TensorFlow's own."""
    assert tf.GraphDef is v1.GraphDef
    assert tf.float32 is tensorflow.float32
    assert tf.errors.OutOfRangeError is tensorflow.errors.OutOfRangeError
    assert tf.AggregationMethod.ADD_N == v1.AggregationMethod.ADD_N


def test_objects_work_outside_any_with():
    """Methods and operators of queues, iterators, sparse tensors and arrays build in the graph."""
    queue = tf.FIFOQueue(3, [tf.float32], shapes=[[]])
    put, got, size = queue.enqueue(1.0), queue.dequeue(), queue.size()
    sparse = tf.SparseTensor([[0, 1]], [2.0], [2, 2])
    scaled = sparse * tf.ones([2, 2]) / 2.0
    slices = tf.gradients(tf.gather(tf.Variable([1.0, 2.0]), [0]), tf.trainable_variables())[0]
    array = tf.TensorArray(tf.float32, 2).unstack([1.0, 2.0])
    iterator = tf.data.Dataset.range(2).make_one_shot_iterator()
    negated = -slices

    for tensor in (got, size, sparse.values, scaled.values, negated.values, array.read(1)):
        assert type(tensor) is tf.Tensor
        assert tensor.graph is tf.get_default_graph()
    assert isinstance(sparse, tf.SparseTensor)
    assert isinstance(slices, tf.IndexedSlices)
    with tf.Session() as sess:
        sess.run(put)
        assert [sess.run(size), sess.run(got)] == [1, 1.0]
        assert sess.run([scaled.values, iterator.get_next()]) == [[1.0], 0]
        np.testing.assert_array_equal(sess.run(array.stack()), [1, 2])
    assert not tf.train.Coordinator().should_stop()


def test_datasets():
    """A chain of dataset methods stays in the graph; the functions get TF1's tensors."""
    shapes = []

    def double(x):
        shapes.append((type(x) is tf.Tensor, x.shape[0].value))
        return x * 2

    data = tf.placeholder(tf.float32, [None, 3])
    dataset = tf.data.Dataset.from_tensor_slices(data).map(double).batch(2).prefetch(1)
    iterator = dataset.make_initializable_iterator()
    batch = iterator.get_next()

    assert shapes == [(True, 3)]
    assert type(dataset.output_shapes) is tf.TensorShape
    assert isinstance(dataset, tf.data.Dataset)
    with tf.Session() as sess:
        sess.run(iterator.initializer, {data: np.ones([3, 3])})
        assert [sess.run(batch).shape for _ in range(2)] == [(2, 3), (1, 3)]
        with pytest.raises(tf.errors.OutOfRangeError):
            sess.run(batch)


def test_plain_modules_build_no_graph():
    """flags, logging, app and gfile are TensorFlow's own functions, run in eager code."""
    assert tf.flags.DEFINE_string is v1.flags.DEFINE_string
    assert tf.logging.info is v1.logging.info
    assert tf.app.run is v1.app.run
    assert tf.gfile.Exists("/")
    assert tf.get_default_graph().get_operations() == []


def test_test_case():
    """tf.test.TestCase hands out our sessions, on a fresh graph for each test."""

    class Case(tf.test.TestCase):
        def test_it(self):
            with self.session() as sess:
                assert isinstance(sess, tf.Session)
                self.assertAllClose(sess.run(tf.constant([1.0]) * 2), [2.0])
            with self.test_session():
                self.assertAllEqual(tf.constant([1]).eval(), [1])
            self.assertAllEqual(self.evaluate(tf.constant([4])), [4])
            with self.assertRaisesOpError("boo"), self.session() as sess:
                sess.run(tf.Assert(False, ["boo"]))
            assert tf.get_variable("w", []).name == "w:0"

    for _ in range(2):
        result = Case("test_it").run()
        assert result.wasSuccessful(), result.errors + result.failures
