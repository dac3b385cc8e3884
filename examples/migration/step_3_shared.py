"""Step 3: old and new code work on the same variables, in one process.

    python examples/migration/step_3_shared.py

What changed: the training code of step 1 is back, in a Session that shares the wrapped network's
variables. Large programs are migrated like this: what is new evaluates, exports or trains one part,
while the old half still runs, and neither needs a copy of the weights.
"""

import os

import numpy as np
import tensorflow as tf2
from digits_data import batches, check_same, finish, out_directory, read_data
from digits_network import network

import tf1shim as tf


def main(out):
    """Loads step 2 into a module; a Session trains it, eager code looks on."""
    train, test = read_data()
    model = tf.wrap(network)
    model.build(tf2.TensorSpec([None, 8, 8, 1]), training=False)
    tf.load_checkpoint(model, os.path.join(out, "step_2.ckpt"))
    check_same(out, 2, model(test[0], training=False))

    with tf.Graph().as_default() as graph:  # The old half: as in step 1.
        images = tf.placeholder(tf.float32, [None, 8, 8, 1])
        labels = tf.placeholder(tf.int64, [None])
        logits = network(images, training=True)
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        )
        train_op = tf.train.AdamOptimizer(5e-4).minimize(loss)
        slots = [v for v in tf.global_variables() if model.find_variable(v.op.name) is None]
        initialize = tf.variables_initializer(slots)
    session = tf.Session(graph=graph, variables=model)
    session.run(initialize)
    before = model.variables[0].numpy()
    for x, y in batches(train, epoch=7):
        session.run(train_op, {images: x, labels: y})
    assert np.abs(model.variables[0].numpy() - before).max() > 0  # The Session trained them.

    model.variables[-1].assign_add(np.zeros(10, np.float32))  # Eager code could as well.
    tf.save_checkpoint(model, os.path.join(out, "step_3.ckpt"))
    return finish(out, 3, model(test[0], training=False).numpy(), test[1])


if __name__ == "__main__":
    main(out_directory(__doc__))
