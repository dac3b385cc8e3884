"""``tf.contrib.slim``: training from TFRecords, evaluation of its checkpoints, queues."""

import glob
import os

import numpy as np
import pytest
from sklearn.datasets import load_digits

import tf1shim as tf

slim = tf.contrib.slim


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    """A pattern of two files with 400 handwritten digits."""
    folder = tmp_path_factory.mktemp("digits")
    images, labels = load_digits(return_X_y=True)
    for part in range(2):
        with tf.python_io.TFRecordWriter(str(folder / f"digits-{part}")) as writer:
            for image, label in zip(images[part:400:2], labels[part:400:2]):
                example = tf.train.Example()
                feature = example.features.feature
                feature["pixels"].float_list.value.extend(image / 16)
                feature["label"].int64_list.value.append(label)
                writer.write(example.SerializeToString())
    return str(folder / "digits-*")


def batches(pattern, num_epochs=None, shuffle=True):
    """Batches of images and labels, through a queue that prefetches."""
    decoder = slim.tfexample_decoder.TFExampleDecoder(
        {
            "pixels": tf.FixedLenFeature([64], tf.float32),
            "label": tf.FixedLenFeature([], tf.int64),
        },
        {
            "image": slim.tfexample_decoder.Tensor("pixels", shape=[8, 8, 1]),
            "label": slim.tfexample_decoder.Tensor("label"),
        },
    )
    dataset = slim.dataset.Dataset(pattern, tf.TFRecordReader, decoder, 400, {}, num_classes=10)
    provider = slim.dataset_data_provider.DatasetDataProvider(
        dataset, num_readers=2, shuffle=shuffle, num_epochs=num_epochs, common_queue_min=64
    )
    image, label = provider.get(["image", "label"])
    images, labels = tf.train.batch([image, label], 40, num_threads=2, capacity=80)
    queue = slim.prefetch_queue.prefetch_queue([images, labels], capacity=4)
    return queue.dequeue()


def model(images):
    """A small convolutional network's logits."""
    with slim.arg_scope(
        [slim.conv2d, slim.fully_connected], weights_regularizer=slim.l2_regularizer(0.0001)
    ):
        net = slim.conv2d(images, 8, [3, 3], normalizer_fn=slim.batch_norm)
        return slim.fully_connected(slim.flatten(net), 10, activation_fn=None)


def train(pattern, logdir, steps, **how):
    """Trains to the global step `steps`; returns the last loss."""
    with tf.Graph().as_default():
        images, labels = batches(pattern)
        tf.losses.sparse_softmax_cross_entropy(labels, model(images))
        loss = tf.losses.get_total_loss()
        tf.summary.scalar("loss", loss)
        train_op = slim.learning.create_train_op(loss, tf.train.AdamOptimizer(0.01))
        return slim.learning.train(
            train_op, logdir, number_of_steps=steps, log_every_n_steps=10, **how
        )


def test_training_and_evaluation(digits, tmp_path):
    """What train saves, evaluate_once and evaluation_loop restore; training goes on from there."""
    logdir = str(tmp_path / "train")
    first = train(digits, logdir, 20, save_summaries_secs=1)
    assert tf.train.latest_checkpoint(logdir).endswith("model.ckpt-20")
    assert {"graph.pbtxt", "checkpoint"} <= set(os.listdir(logdir))
    last = train(digits, logdir, 40)
    assert last < first
    assert tf.train.latest_checkpoint(logdir).endswith("model.ckpt-40")

    with tf.Graph().as_default():
        tf.train.get_or_create_global_step()  # So that it is restored.
        images, labels = batches(digits, shuffle=False)
        with slim.arg_scope([slim.batch_norm], is_training=True):
            predictions = tf.argmax(model(images), 1)
        values, updates = slim.metrics.aggregate_metric_map(
            {"accuracy": slim.metrics.streaming_accuracy(predictions, labels)}
        )
        how = {
            "num_evals": 5, "eval_op": list(updates.values()), "final_op": values["accuracy"],
            "variables_to_restore": slim.get_variables_to_restore(),
        }  # fmt: skip
        checkpoint = tf.train.latest_checkpoint(logdir)
        accuracy = slim.evaluation.evaluate_once("", checkpoint, str(tmp_path / "eval"), **how)
    assert accuracy > 0.6

    with tf.Graph().as_default():
        images, labels = batches(digits, shuffle=False)
        predictions = tf.argmax(model(images), 1)
        value, update = slim.metrics.streaming_accuracy(predictions, labels)
        tf.summary.scalar("accuracy", value)
        found = slim.evaluation.evaluation_loop(
            "", logdir, str(tmp_path / "loop"), num_evals=3, eval_op=update, final_op=value,
            max_number_of_evaluations=1, eval_interval_secs=0,
        )  # fmt: skip
    assert 0.6 < found <= 1
    (events,) = glob.glob(str(tmp_path / "loop" / "events*"))
    tags = [v.tag for e in tf.train.summary_iterator(events) for v in e.summary.value]
    assert "accuracy_1" in tags


def test_train_stops_at_the_end_of_the_input(digits, tmp_path):
    """Training ends where the input does, and saves."""
    with tf.Graph().as_default():
        _, labels = batches(digits, num_epochs=1)
        w = tf.get_variable("w", initializer=0.0)
        loss = w * tf.reduce_mean(tf.cast(labels, tf.float32)) + 1.0
        train_op = slim.learning.create_train_op(loss, tf.train.GradientDescentOptimizer(0.1))
        slim.learning.train(train_op, str(tmp_path))
    assert tf.train.latest_checkpoint(str(tmp_path)).endswith("model.ckpt-10")


def quadratic():
    """A train op with the loss w * w, and w."""
    w = tf.get_variable("w", initializer=4.0)
    return slim.learning.create_train_op(w * w, tf.train.GradientDescentOptimizer(0.25)), w


def test_train_without_a_directory():
    """With logdir None nothing is saved, and the loss is returned."""
    with tf.Graph().as_default():
        train_op, _ = quadratic()
        assert slim.learning.train(train_op, None, number_of_steps=3) == 1.0


def test_train_initializes_with_init_fn(tmp_path):
    """init_fn runs after the initializers, on the session that trains."""
    with tf.Graph().as_default():
        train_op, _ = quadratic()
        assign, feed = slim.assign_from_values({"w": np.float32(8.0)})
        losses = []

        def step(sess, train_op, global_step, kwargs):
            loss, stop = slim.learning.train_step(sess, train_op, global_step, kwargs)
            losses.append(float(loss))
            return loss, stop

        slim.learning.train(
            train_op, str(tmp_path), number_of_steps=2, train_step_fn=step,
            init_fn=lambda sess: sess.run(assign, feed), session_wrapper=lambda sess: sess,
        )  # fmt: skip
    assert losses == [64.0, 16.0]
    assert tf.train.load_variable(str(tmp_path), "w") == 2.0


def test_train_writes_traces(tmp_path):
    """Every n-th step a trace is written to the directory."""
    with tf.Graph().as_default():
        train_op, _ = quadratic()
        slim.learning.train(train_op, str(tmp_path), number_of_steps=4, trace_every_n_steps=2)
    assert len(glob.glob(str(tmp_path / "tf_trace-*.json"))) == 2


def test_train_fails_with_what_the_step_raises(tmp_path):
    """An infinite loss ends the training with an error."""
    with tf.Graph().as_default():
        w = tf.get_variable("w", initializer=1.0)
        train_op = slim.learning.create_train_op(w / 0.0, tf.train.GradientDescentOptimizer(0.25))
        with pytest.raises(tf.errors.InvalidArgumentError, match="LossTensor is inf or nan"):
            slim.learning.train(train_op, str(tmp_path), number_of_steps=3)


def test_queue_runners_do_not_nest():
    """A block of queue runners within another is an error; after the block there may be one."""
    with tf.Graph().as_default(), tf.Session() as sess:
        number = tf.train.range_input_producer(3, shuffle=False).dequeue()
        with slim.queues.QueueRunners(sess):
            assert sess.run(number) == 0
            with pytest.raises(slim.queues.NestedQueueRunnerError, match="cannot be nested"):
                with slim.queues.QueueRunners(sess):
                    pass
    with tf.Graph().as_default(), tf.Session() as sess, slim.queues.QueueRunners(sess):
        pass


def test_deep_paths():
    """Programs find slim's files where TensorFlow 1 had them."""
    from tf1shim.contrib.slim.python.slim import learning
    from tf1shim.contrib.slim.python.slim.data import dataset
    from tf1shim.contrib.slim.python.slim.nets import resnet_v2

    from tf1shim.contrib.slim.nets import vgg

    assert learning.train is slim.learning.train
    assert dataset.Dataset is slim.dataset.Dataset
    assert vgg.vgg_d is vgg.vgg_16
    assert resnet_v2.resnet_v2_50.__name__ == "resnet_v2_50"
