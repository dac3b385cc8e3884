"""Running an imported graph step by step; on TensorFlow 1.15.5 and on tf1shim alike."""

import numpy as np


def steps(tf, sess, about):
    """The values of the fetched tensors at each step of the imported, restored graph."""
    if about.get("queues"):
        sess.run(tf.tables_initializer())
        coord = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess, coord)
    values = []
    for feed in about["feeds"]:
        if about.get("fetch_while_training"):
            values.append(sess.run([about["fetch"], about["train"]], feed)[0])
        else:
            values.append(sess.run(about["fetch"], feed))
            sess.run(about["train"], feed)
    if about.get("queues"):
        coord.request_stop()
        coord.join(threads, stop_grace_period_secs=5)
    return values


def jsonable(value):
    """`value` with lists for arrays and text for bytes, hex where bytes are no text."""
    if isinstance(value, (list, tuple)):
        return [jsonable(v) for v in value]
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.hex()
    if isinstance(value, np.ndarray):
        return jsonable(value.tolist())
    return value.item() if isinstance(value, np.generic) else value


def close(found, expected):
    """Compares nested lists and dicts: numbers by closeness, all else by equality."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        found, expected = [found[key] for key in expected], list(expected.values())
    if isinstance(expected, list):
        assert len(found) == len(expected)
        for a, b in zip(found, expected):
            close(a, b)
    elif isinstance(expected, float):
        np.testing.assert_allclose(found, expected, rtol=2e-4, atol=1e-5)
    else:
        assert found == expected
