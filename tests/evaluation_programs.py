"""TF1 programs on losses, metrics, summaries, object checkpoints and learning rates.

Real TensorFlow 1.15 runs them too (Python 3.7); what it finds is in evaluation_outcomes.json.
"""

import glob
import os
import time

import numpy as np
from state_programs import Facts, in_directory

LABELS = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 1.0]], np.float32)
SCORES = np.array([[0.2, 0.9, 0.4], [0.6, 0.3, 0.8]], np.float32)
CLASSES = np.array([1, 2], np.int64)


def losses(tf):
    facts = Facts()
    labels, scores = tf.constant(LABELS), tf.constant(SCORES)
    of = tf.losses
    calls = {
        "absolute": lambda **k: of.absolute_difference(labels, scores, **k),
        "cosine": lambda **k: of.cosine_distance(labels, scores, axis=1, **k),
        "hinge": lambda **k: of.hinge_loss(labels, scores, **k),
        "huber": lambda **k: of.huber_loss(labels, scores, delta=0.5, **k),
        "log": lambda **k: of.log_loss(labels, scores, **k),
        "pairwise": lambda **k: of.mean_pairwise_squared_error(labels, scores, **k),
        "squared": lambda **k: of.mean_squared_error(labels, scores, **k),
        "sigmoid": lambda **k: of.sigmoid_cross_entropy(labels, scores, **k),
        "softmax": lambda **k: of.softmax_cross_entropy(labels, scores, **k),
        "smoothed": lambda **k: of.softmax_cross_entropy(labels, scores, label_smoothing=0.1, **k),
        "sparse": lambda **k: of.sparse_softmax_cross_entropy(CLASSES, scores, **k),
    }
    reductions = of.Reduction.all()
    made = {}
    for name, call in sorted(calls.items()):
        made[name] = call()
        made[name + " weighted"] = call(weights=0.5, scope="weighted")
        for reduction in reductions if name != "pairwise" else []:
            made[f"{name} {reduction}"] = call(reduction=reduction)
    made["by row"] = of.mean_squared_error(labels, scores, weights=[[1.0], [0.0]])
    made["own"] = of.compute_weighted_loss(scores, weights=[[1.0, 0.0, 2.0]])
    facts["names"] = sorted((name, loss.name.split("/")[0]) for name, loss in made.items())
    facts["collected"] = [loss.name.split("/")[0] for loss in of.get_losses()]
    tf.get_default_graph().clear_collection(tf.GraphKeys.LOSSES)
    tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, tf.constant(5.0))
    of.add_loss(tf.constant(1.0))
    with tf.Session() as sess:
        facts.update(sess.run(made))
        facts["total"] = sess.run([of.get_total_loss(), of.get_regularization_loss()])
    facts.learn("no labels", lambda: of.mean_squared_error(None, scores))
    facts.learn("shapes", lambda: of.mean_squared_error(labels, tf.zeros([3, 2])))
    facts.learn("weights", lambda: of.mean_squared_error(labels, scores, weights=[1.0, 2.0]))
    facts.learn("reduction", lambda: of.mean_squared_error(labels, scores, reduction="x"))
    return facts


def metrics(tf):
    facts = Facts()
    of = tf.metrics
    labels, scores = tf.constant(LABELS), tf.constant(SCORES)
    truth, guess = labels > 0.5, scores > 0.5
    classes, guessed = tf.constant(CLASSES), tf.argmax(scores, 1)
    calls = {
        "accuracy": lambda: of.accuracy(classes, guessed),
        "auc": lambda: of.auc(labels, scores, num_thresholds=20),
        "pr": lambda: of.auc(labels, scores, num_thresholds=20, curve="PR"),
        "average precision": lambda: of.average_precision_at_k(CLASSES[:, None], scores, 2),
        "negatives": lambda: of.false_negatives(truth, guess),
        "negatives at": lambda: of.false_negatives_at_thresholds(truth, scores, [0.3, 0.7]),
        "positives": lambda: of.false_positives(truth, guess),
        "positives at": lambda: of.false_positives_at_thresholds(truth, scores, [0.3, 0.7]),
        "mean": lambda: of.mean(scores, weights=[[1.0], [3.0]]),
        "absolute": lambda: of.mean_absolute_error(labels, scores),
        "cosine": lambda: of.mean_cosine_distance(labels, scores, 1),
        "iou": lambda: of.mean_iou(classes, guessed, 3),
        "by class": lambda: of.mean_per_class_accuracy(classes, guessed, 3),
        "relative": lambda: of.mean_relative_error(labels, scores, tf.ones_like(scores)),
        "squared": lambda: of.mean_squared_error(labels, scores),
        "tensor": lambda: of.mean_tensor(scores),
        "below": lambda: of.percentage_below(scores, 0.5),
        "precision": lambda: of.precision(truth, guess),
        "precision at k": lambda: of.precision_at_k(CLASSES[:, None], scores, 2),
        "precision at": lambda: of.precision_at_thresholds(truth, scores, [0.3, 0.7]),
        "top": lambda: of.precision_at_top_k(CLASSES[:, None], tf.argsort(scores)[:, ::-1], 2),
        "recall": lambda: of.recall(truth, guess),
        "recall at k": lambda: of.recall_at_k(CLASSES[:, None], scores, 2),
        "recall at": lambda: of.recall_at_thresholds(truth, scores, [0.3, 0.7]),
        "recall top": lambda: of.recall_at_top_k(CLASSES[:, None], tf.argsort(scores)[:, ::-1], 2),
        "root": lambda: of.root_mean_squared_error(labels, scores),
        "sensitivity": lambda: of.sensitivity_at_specificity(labels, scores, 0.5, 20),
        "sparse precision": lambda: of.sparse_precision_at_k(CLASSES[:, None], scores, 2),
        "sparse average": lambda: of.sparse_average_precision_at_k(CLASSES[:, None], scores, 2),
        "specificity": lambda: of.specificity_at_sensitivity(labels, scores, 0.5, 20),
        "true negatives": lambda: of.true_negatives(truth, guess),
        "true negatives at": lambda: of.true_negatives_at_thresholds(truth, scores, [0.3, 0.7]),
        "true positives": lambda: of.true_positives(truth, guess),
        "true positives at": lambda: of.true_positives_at_thresholds(truth, scores, [0.3, 0.7]),
    }
    made = {name: call() for name, call in sorted(calls.items())}
    facts["variables"] = [[v.name, str(v.shape)] for v in tf.local_variables()]
    facts["collected"] = len(tf.get_collection(tf.GraphKeys.METRIC_VARIABLES))
    with tf.Session() as sess:
        sess.run(tf.local_variables_initializer())
        facts["before"] = sess.run({n: value for n, (value, _) in made.items() if n != "tensor"})
        for name, (value, update) in sorted(made.items()):
            facts[name] = [sess.run(update), sess.run(update), sess.run(value)]
    mean, update = of.mean(scores, metrics_collections="m", updates_collections=["u"], name="mine")
    facts["named"] = [mean.name, update.name, tf.get_collection("m") == [mean]]
    facts["updates"] = tf.get_collection("u") == [update]
    return facts


@in_directory
def summaries(tf, directory):
    facts = Facts()
    with tf.name_scope("s"):
        made = [
            tf.summary.scalar("a scalar", 3.0),
            tf.summary.scalar("a scalar", 4.0, family="f"),
            tf.summary.histogram("h", [1.0, 2.0, 2.0]),
            tf.summary.image("i", tf.zeros([2, 4, 4, 3]), max_outputs=1),
            tf.summary.audio("a", tf.zeros([1, 8]), 4.0),
            tf.summary.text("t", tf.constant("some text")),
            tf.summary.tensor_summary("tensor", tf.constant([1, 2])),
        ]
    tf.summary.scalar("other", 1.0, collections=["mine"])
    merged = tf.summary.merge(made[:2], name="both")
    everything, scoped = tf.summary.merge_all(), tf.summary.merge_all(scope="s/h")
    facts["names"] = [s.name for s in [*made, merged, everything, scoped]]
    facts["keys"] = [tf.summary.merge_all("none"), tf.summary.merge_all("mine").name]
    facts.learn("none", lambda: tf.summary.merge([]))
    metadata = tf.RunMetadata()
    with tf.Session() as sess:
        for summary in [*made, merged, everything, scoped]:
            proto = tf.Summary.FromString(sess.run(summary))
            facts[summary.name] = [
                [v.tag, v.WhichOneof("value"), v.simple_value, v.metadata.plugin_data.plugin_name]
                for v in proto.value
            ]
        writer = tf.summary.FileWriter(directory, sess.graph, max_queue=2, filename_suffix=".mine")
        writer.add_summary(sess.run(everything), 1)
        writer.add_summary(sess.run(everything), np.int64(2))
        writer.add_graph(tf.get_default_graph(), 3)
        writer.add_meta_graph(tf.train.export_meta_graph(), 4)
        writer.add_run_metadata(metadata, "first", 5)
        facts.learn("tag twice", lambda: writer.add_run_metadata(metadata, "first", 6))
        writer.add_session_log(tf.SessionLog(status=tf.SessionLog.START), 7)
        writer.add_event(tf.Event(wall_time=1.0, step=8))
        own = tf.Summary(value=[tf.Summary.Value(tag="own", simple_value=0.5)])
        writer.add_summary(own, 9)
        writer.close()
        writer.reopen()
        writer.add_summary(own.SerializeToString())
        writer.flush()
        facts["directory"] = writer.get_logdir()
        writer.close()
    with tf.summary.FileWriter(directory + "/other") as writer:
        writer.add_summary(own, 1)
    cached = tf.summary.FileWriterCache.get(directory + "/cached")
    facts["cached"] = cached is tf.summary.FileWriterCache.get(directory + "/cached")
    tf.summary.FileWriterCache.clear()
    facts["cleared"] = cached is tf.summary.FileWriterCache.get(directory + "/cached")
    tf.summary.FileWriterCache.clear()
    said = []
    for file in sorted(glob.glob(directory + "/events*")):
        facts["suffix"] = file.endswith(".mine")
        for event in tf.train.summary_iterator(file):
            said.append([event.WhichOneof("what"), event.step, len(event.summary.value)])
    facts["events"] = said
    facts["description"] = [v.tag for v in tf.Summary.FromString(own.SerializeToString()).value]
    return facts


@in_directory
def object_checkpoints(tf, directory):
    facts = Facts()

    def made():
        v = tf.Variable([1.0, 2.0], name="v")
        optimizer = tf.train.AdamOptimizer(0.1)
        train = optimizer.minimize(tf.reduce_sum(tf.square(v)))
        checkpoint = tf.train.Checkpoint(v=v, optimizer=optimizer)
        return v, train, checkpoint, tf.train.CheckpointManager(checkpoint, directory, 2)

    v, train, checkpoint, manager = made()
    with tf.Session() as sess, sess.as_default():
        sess.run(tf.global_variables_initializer())
        sess.run(checkpoint.save_counter.initializer)
        for _ in range(3):
            sess.run(train)
            manager.save()
        facts["value"] = sess.run(v)
        facts["manager"] = [manager.latest_checkpoint, manager.checkpoints]
    facts["keys"] = tf.train.list_variables(directory)
    with tf.Graph().as_default(), tf.Session() as sess, sess.as_default():
        v, train, checkpoint, manager = made()
        status = checkpoint.restore(manager.latest_checkpoint)
        status.assert_consumed()
        status.run_restore_ops()
        facts["restored"] = sess.run(v)
        status.initialize_or_restore(sess)
        facts["again"] = sess.run(v)
    with tf.Graph().as_default(), tf.Session() as sess, sess.as_default():
        v = tf.Variable([0.0, 0.0], name="v")
        status = tf.train.Checkpoint(other=v).restore(tf.train.latest_checkpoint(directory))
        try:
            status.assert_consumed()
        except AssertionError as e:
            facts["not there"] = "not bound to checkpointed values" in str(e)
    return facts


@in_directory
def checkpoint_files(tf, directory):
    facts = Facts()
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(v.initializer)
        saver = tf.train.Saver(max_to_keep=2, keep_checkpoint_every_n_hours=1e-9)
        paths = [saver.save(sess, directory + "/m", i) for i in range(4) if not time.sleep(0.02)]
        facts["kept"] = sorted(f for f in os.listdir(directory) if f.endswith("index"))
        other = tf.train.Saver(max_to_keep=2)
        other.recover_last_checkpoints([*paths, directory + "/gone-9"])
        facts["recovered"] = other.last_checkpoints
        other.set_last_checkpoints(paths[:1])
        facts["set"] = other.last_checkpoints
        facts["times"] = [len(tf.train.get_checkpoint_mtimes(paths)), len(paths)]
        tf.train.update_checkpoint_state(directory, paths[0], [paths[0]], "mine")
        facts["mine"] = tf.train.get_checkpoint_state(directory, "mine").model_checkpoint_path
        facts["latest"] = tf.train.latest_checkpoint(directory, "mine")
        tf.train.remove_checkpoint(paths[3])
        facts["removed"] = sorted(os.listdir(directory))
        state = tf.train.generate_checkpoint_state_proto(directory, paths[1])
        facts["state"] = state.model_checkpoint_path
        for _ in zip(tf.train.checkpoints_iterator(directory, timeout=0), range(2)):
            facts["iterated"] = _[0]
        definition = saver.saver_def
        facts["definition"] = [definition.filename_tensor_name, definition.restore_op_name]
        facts["from definition"] = sess.run(v, saver.restore(sess, paths[2]))
        again = tf.train.Saver(saver_def=definition)
        facts["again"] = again.save(sess, directory + "/again")
        deferred = tf.train.Saver(defer_build=True)
        facts.learn("deferred", lambda: deferred.save(sess, directory + "/d"))
        deferred.build()
        facts["built"] = deferred.save(sess, directory + "/d")
        meta = saver.export_meta_graph(directory + "/meta", collection_list=["variables"])
        facts["exported"] = [sorted(meta.collection_def), meta.saver_def.max_to_keep]
        old = tf.train.Saver(write_version=tf.train.SaverDef.V1, sharded=True)
        facts["sharded v1"] = old.save(sess, directory + "/old")
    return facts


def learning_rates(tf):
    facts = Facts()
    with tf.Session() as sess:
        for dtype in (tf.int32, tf.int64):
            step = tf.constant(7, dtype)
            rate, decay = tf.constant(0.1), tf.constant(0.5)
            made = [
                tf.train.exponential_decay(rate, step, tf.constant(5), decay),
                tf.train.natural_exp_decay(rate, step, 5, decay, staircase=True),
                tf.train.inverse_time_decay(rate, step, 5, 0.5, staircase=True),
                tf.train.polynomial_decay(rate, step, 5, 0.01, power=2.0, cycle=True),
                tf.train.piecewise_constant(step, [tf.constant(6, dtype), 9], [1.0, 0.5, 0.1]),
                tf.train.piecewise_constant_decay(step, [6], [1, 2]),
                tf.train.cosine_decay(rate, step, 10, alpha=0.1),
                tf.train.cosine_decay_restarts(rate, step, 3, 2.0, 0.9, 0.1),
                tf.train.linear_cosine_decay(rate, step, 10, 0.5, 0.1, 0.01),
            ]
            facts[dtype.name] = sess.run(made)
            facts[dtype.name + " dtypes"] = [m.dtype.name for m in made]
        noisy = tf.train.noisy_linear_cosine_decay(0.1, tf.constant(1), 10)
        facts["noisy"] = [noisy.name.split("/")[0], sess.run(noisy) is not None]
    for name in ("exponential_decay", "natural_exp_decay", "inverse_time_decay"):
        facts.learn(name, lambda name=name: getattr(tf.train, name)(0.1, None, 5, 0.5))
    facts.learn("polynomial", lambda: tf.train.polynomial_decay(0.1, None, 5))
    facts.learn("cosine", lambda: tf.train.cosine_decay(0.1, None, 5))
    facts.learn("pieces", lambda: tf.train.piecewise_constant(3, [1, 2], [1.0, 2.0]))
    return facts


def tapes(tf):
    facts = Facts()
    v = tf.get_variable("v", initializer=2.0, use_resource=True)
    frozen = tf.get_variable("frozen", initializer=3.0, trainable=False, use_resource=True)
    x = tf.placeholder(tf.float32, [])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = v * v * x + frozen
    watched = tape.watched_variables()
    slopes = tape.gradient(y, [v, x, frozen])
    facts["none"] = [s is None for s in slopes]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        facts["values"] = sess.run(slopes[:2], {x: 5.0})
    facts["watched"] = [w.name for w in watched]
    tf.train.input_producer([1, 2], name="numbers")
    runners = tf.get_default_graph().get_collection(tf.GraphKeys.QUEUE_RUNNERS)
    facts["runners"] = [[r.name, r.queue.name] for r in runners]
    facts["proto"] = [r.to_proto().queue_name for r in runners]
    return facts


PROGRAMS = {
    program.__name__: program
    for program in [
        losses,
        metrics,
        summaries,
        object_checkpoints,
        checkpoint_files,
        learning_rates,
        tapes,
    ]
}
