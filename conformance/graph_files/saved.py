"""A SavedModel with variables, a file, a table and two sets of tags; made and used.

TensorFlow 1.15.5 and tf1shim run both functions, on what they and what the other one wrote.
"""

import os


def save(tf, directory):
    """Writes the SavedModel to `directory`; the vocabulary is beside it."""
    vocabulary = os.path.join(os.path.dirname(directory), "vocabulary.txt")
    with open(vocabulary, "w") as f:
        f.write("red\ngreen\nblue\n")
    builder = tf.saved_model.builder.SavedModelBuilder(directory)
    with tf.Graph().as_default(), tf.Session() as sess:
        words = tf.placeholder(tf.string, [None], name="words")
        asset = tf.constant(vocabulary)
        tf.add_to_collection(tf.GraphKeys.ASSET_FILEPATHS, asset)
        table = tf.contrib.lookup.index_table_from_file(asset, num_oov_buckets=1)
        rows = tf.get_variable("rows", initializer=[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [0.0, 0.0]])
        bias = tf.get_variable("bias", initializer=0.5, use_resource=True)
        step = tf.train.get_or_create_global_step()
        score = tf.reduce_sum(tf.nn.embedding_lookup(rows, table.lookup(words)), 1) + bias
        loss = tf.reduce_mean(tf.square(score), name="loss")
        train = tf.train.AdamOptimizer(0.1).minimize(loss, step, name="train")
        sess.run([tf.global_variables_initializer(), tf.tables_initializer()])
        sess.run(train, {words: ["red", "blue"]})
        signature = tf.saved_model.signature_def_utils.predict_signature_def(
            {"words": words}, {"score": score}
        )
        builder.add_meta_graph_and_variables(
            sess,
            ["serve"],
            {"serving_default": signature},
            assets_collection=tf.get_collection(tf.GraphKeys.ASSET_FILEPATHS),
            main_op=tf.group(tf.tables_initializer(), name="main"),
            strip_default_attrs=True,
            clear_devices=True,
        )
        info = tf.saved_model.utils.build_tensor_info(score)
        regress = tf.saved_model.signature_def_utils.build_signature_def(
            {"inputs": tf.saved_model.utils.build_tensor_info(words)},
            {"outputs": info},
            tf.saved_model.signature_constants.REGRESS_METHOD_NAME,
        )
        builder.add_meta_graph(
            ["train", "serve"],
            {"regress": regress},
            assets_collection=tf.get_collection(tf.GraphKeys.ASSET_FILEPATHS),
        )
    builder.save()


def use(tf, directory):
    """What comes of loading the SavedModel, asking it, and training it on."""
    said = [bool(tf.saved_model.loader.maybe_saved_model_directory(directory))]
    with tf.Session(graph=tf.Graph()) as sess:
        about = tf.saved_model.loader.load(sess, ["serve"], directory)
        signature = about.signature_def["serving_default"]
        feed = {signature.inputs["words"].name: ["blue", "black"]}
        said.append(sess.run(signature.outputs["score"].name, feed).tolist())
        asset = tf.get_collection(tf.GraphKeys.ASSET_FILEPATHS)[0]
        said.append(asset.name)
    with tf.Session(graph=tf.Graph()) as sess:
        about = tf.saved_model.loader.load(sess, {"train", "serve"}, directory, import_scope="in")
        signature = about.signature_def["regress"]
        said.append([signature.method_name, sorted(about.collection_def)])
        feed = {"in/words:0": ["red", "green"]}
        for _ in range(3):
            said.append(sess.run(["in/loss:0", "in/train"], feed)[0].item())
        said.append([v.name for v in tf.global_variables()])
        values = sess.run({v.name: v for v in tf.global_variables()})
        said.append({name: value.tolist() for name, value in values.items()})
        with tf.Session(graph=tf.Graph()) as other:
            try:
                tf.saved_model.loader.load(other, ["none"], directory)
            except RuntimeError as e:
                said.append(str(e)[:50])
    return said
