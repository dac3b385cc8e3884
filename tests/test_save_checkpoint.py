"""`save_checkpoint`: what it writes, where, and that it writes all or nothing."""

import os

import pytest
import tensorflow

import tf1shim as tf


@pytest.fixture
def held():
    """Two TF2 variables."""
    return [tensorflow.Variable([1.0, 2.0], name="a/w"), tensorflow.Variable(3.0, name="a/b")]


def test_the_state_file(held, tmp_path):
    """The `checkpoint` file names the latest checkpoint and those before it."""
    first = tf.save_checkpoint(held, f"{tmp_path}/model", global_step=1)
    second = tf.save_checkpoint(held, f"{tmp_path}/model", global_step=tensorflow.Variable(20))

    state = tf.train.get_checkpoint_state(str(tmp_path))

    assert [first, second] == [f"{tmp_path}/model-1", f"{tmp_path}/model-20"]
    assert list(state.all_model_checkpoint_paths) == [first, second]
    assert tf.train.latest_checkpoint(str(tmp_path)) == second
    tf.save_checkpoint(held, f"{tmp_path}/aside", write_state=False)
    tf.save_checkpoint(held, f"{tmp_path}/best", latest_filename="best_checkpoint")
    assert tf.train.latest_checkpoint(str(tmp_path)) == second
    assert tf.train.latest_checkpoint(str(tmp_path), "best_checkpoint") == f"{tmp_path}/best"


def test_a_relative_path(held, tmp_path, monkeypatch):
    """A path may be relative, and have no directory."""
    monkeypatch.chdir(tmp_path)

    assert tf.save_checkpoint(held, "model") == "model"
    os.mkdir("below")
    tf.save_checkpoint(held, "below/model")

    assert tf.train.latest_checkpoint(".") == "./model"
    assert tf.train.latest_checkpoint("below") == "below/model"
    assert tf.load_checkpoint(held, "below").ok


def test_only_a_checkpoint_is_left(held, tmp_path):
    """Saving again replaces the files, and leaves no others."""
    for _ in range(2):
        tf.save_checkpoint(held, f"{tmp_path}/model")

    files = ["checkpoint", "model.data-00000-of-00001", "model.index"]
    assert sorted(os.listdir(tmp_path)) == files


def test_a_failure_leaves_the_old_checkpoint(held, tmp_path, monkeypatch):
    """If writing fails, the former checkpoint is still there, and nothing besides it."""
    path = tf.save_checkpoint(held, f"{tmp_path}/model")
    before = sorted(os.listdir(tmp_path))

    def full(**kwargs):
        assert len(os.listdir(tmp_path)) > len(before)
        raise OSError("no space left")

    monkeypatch.setattr(tensorflow.raw_ops, "MergeV2Checkpoints", full)
    held[0].assign([7.0, 7.0])
    with pytest.raises(OSError, match="no space left"):
        tf.save_checkpoint(held, path)

    assert sorted(os.listdir(tmp_path)) == before
    tf.load_checkpoint(held, path)
    assert held[0].numpy().tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("no/such/model", "Parent directory of .*/no/such/model doesn't exist, can't save"),
        ("sub/", "is a directory: give the file a name, .*sub/model.ckpt"),
    ],
)
def test_wrong_places(path, said, held, tmp_path):
    """A directory that is not there, or no name for the file, raises ValueError."""
    with pytest.raises(ValueError, match=said):
        tf.save_checkpoint(held, f"{tmp_path}/{path}")

    assert os.listdir(tmp_path) == []


def test_an_assignment_map(held, tmp_path):
    """The map that loads a checkpoint saves one of those names; the rest is left out."""
    path = tf.save_checkpoint(held, f"{tmp_path}/m", assignment_map={"old/v": held[0]})

    assert tf.train.list_variables(path) == [("old/v", [2])]
    with pytest.raises(ValueError, match="Two variables are called 'x'"):
        tf.save_checkpoint(held, path, assignment_map=[("x", held[0]), ("x", held[1])])
