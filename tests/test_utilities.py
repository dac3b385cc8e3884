"""tf.flags, tf.logging, tf.gfile, tf.python_io, tf.resource_loader and tf.test."""

import json

import oracle
import pytest
import state_oracle
import tf115
import utility_programs

import tf1shim as tf


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", utility_programs.PROGRAMS)
def test_as_tensorflow_1_15(name):
    """A program finds what it found on TensorFlow 1.15.5."""
    with open(utility_programs.RECORD) as stream:
        recorded = json.load(stream)
    found = oracle.described(utility_programs.PROGRAMS[name](tf))

    assert state_oracle.differing(found, recorded[name]) == {}


@pytest.mark.tf115
@pytest.mark.skipif(tf115.python() is None, reason=tf115.reason())
def test_the_record_is_what_tensorflow_1_15_says(tmp_path):
    """The recorded outcomes are those of TensorFlow 1.15.5 now."""
    tf115.run(utility_programs.__file__, str(tmp_path / "now.json"))

    with open(utility_programs.RECORD) as stream:
        assert json.loads((tmp_path / "now.json").read_text()) == json.load(stream)


def test_test_cases_run_eagerly_too():
    """With eager execution enabled, sessions are None and `evaluate` gives arrays."""

    class Case(tf.test.TestCase):
        def test_it(self):
            with self.test_session() as cached, self.session() as fresh:
                assert (cached, fresh) == (None, None)
                assert self.evaluate([tf.constant([1]) + 1])[0].tolist() == [2]

    tf.enable_eager_execution()
    try:
        outcome = Case("test_it").run()
    finally:
        tf.disable_eager_execution()

    assert outcome.wasSuccessful(), outcome.errors + outcome.failures


def test_reports_of_protos_are_differences_of_texts():
    """What differs between two protos is shown line by line."""
    case = tf.test.TestCase()

    with pytest.raises(AssertionError, match=r"-   producer: 2\n\?.*\n\+   producer: 1"):
        case.assertProtoEquals("versions { producer: 2 }", tf.GraphDef(versions={"producer": 1}))


@pytest.mark.parametrize("record", ["text", bytearray(b"bytes"), 3])
def test_records_are_bytes(tmp_path, record):
    """A `TFRecordWriter` refuses anything else, and says what it got."""
    with tf.python_io.TFRecordWriter(str(tmp_path / "records")) as writer:
        message = f"^expected bytes, {type(record).__name__} found"
        with pytest.raises(TypeError, match=message):
            writer.write(record)
        writer.write(b"text")

    assert list(tf.python_io.tf_record_iterator(str(tmp_path / "records"))) == [b"text"]
