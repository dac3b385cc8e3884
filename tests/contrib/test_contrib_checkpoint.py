"""tf.contrib.checkpoint: what a checkpoint of objects keeps, and under which names.

The names, numbers and texts are those of TensorFlow 1.15.5.
"""

import numpy as np
import pytest

import tf1shim as tf

ck = tf.contrib.checkpoint


@pytest.fixture
def eager():
    """Eager mode for a test."""
    tf.enable_eager_execution()
    yield
    tf.disable_eager_execution()


class Slots(ck.Checkpointable):
    """Variables kept by a tracker, a list, a mapping; and one that is not kept."""

    def __init__(self):
        def variable(name):
            return tf.get_variable(name, [2], initializer=tf.zeros_initializer())

        self.tracker = ck.UniqueNameTracker()
        for name, base_name in ("a", "x"), ("b", "y"), ("c", "x"):
            self.tracker.track(variable(name), base_name)
        self.list = ck.List([variable("l0")])
        self.list.append(variable("l1"))
        self.mapping = ck.Mapping(k=variable("m"))
        self.hidden = ck.NoDependency(variable("hidden"))


class Joined(ck.Checkpointable):
    """A variable that a checkpoint keeps as its two halves."""

    def __init__(self):
        variable = tf.Variable([1.0, 2.0, 3.0, 4.0], use_resource=True)
        self.variable = ck.NoDependency(variable)

        def fill(buffer):
            buffer["left"], buffer["right"] = tf.split(variable, 2)

        def consume(buffer):
            return variable.assign(tf.concat([buffer["left"], buffer["right"]], 0))

        halves = ck.split_dependency(
            ["left", "right"], [tf.float32] * 2, fill, consume, variable.device
        )
        self.left, self.right = halves["left"], halves["right"]


def kept(path):
    """The names in a checkpoint, less what all have."""
    names = {name.partition("/.ATTRIBUTES/")[0] for name, _ in tf.train.list_variables(path)}
    return sorted(names - {"_CHECKPOINTABLE_OBJECT_GRAPH", "save_counter"})


def test_objects_are_saved_and_restored_under_tf1s_names(tmp_path):
    """Each container names what it keeps; what is wrapped in NoDependency is not kept."""
    slots = Slots()
    checkpoint = tf.train.Checkpoint(slots=slots)
    variables = slots.tracker.variables + slots.list.variables + slots.mapping.variables
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for number, variable in enumerate([*variables, slots.hidden]):
            sess.run(variable.assign([number, number]))
        path = checkpoint.save(str(tmp_path / "ckpt"), session=sess)
        sess.run(tf.global_variables_initializer())
        checkpoint.restore(path).assert_consumed().run_restore_ops(sess)
        restored = sess.run([*variables, slots.hidden])

    names = "list/0 list/1 mapping/k tracker/x tracker/x_1 tracker/y".split()
    assert kept(path) == [f"slots/{name}" for name in names]
    assert [value[0] for value in restored] == [0, 1, 2, 3, 4, 5, 0]
    assert isinstance(slots.hidden, tf.Variable)


def test_what_is_tracked_later_is_restored_when_it_comes(eager, tmp_path):
    """A tracker hands a value that waits for a name to the object that takes it."""
    saved = ck.UniqueNameTracker()
    for value in 1.0, 2.0:
        saved.track(tf.Variable(value), "x")
    path = tf.train.Checkpoint(t=saved).save(str(tmp_path / "ckpt"))

    made = ck.UniqueNameTracker()
    tf.train.Checkpoint(t=made).restore(path)
    values = [made.track(tf.Variable(0.0), "x").numpy() for _ in range(2)]

    assert values == [1.0, 2.0]


def test_tracked_names_are_unique():
    """A number that another base name took is passed over."""
    tracker = ck.UniqueNameTracker()
    bases = ["x", "x_1", "x", "x", "y/z", "x_1"]
    tracked = [tracker.track(ck.List(), base) for base in bases]
    for other in tf.Variable(0.0, name="v"), tf.layers.Dense(2):
        tracked.append(tracker.track(other, "v"))

    names = "x x_1 x_2 x_3 y/z x_1_1 v v_1".split()
    assert tracker._trackable_children() == dict(zip(names, tracked, strict=True))
    assert [v.op.name for v in tracker.trainable_weights] == ["v"]
    assert tracker.layers == tracked[-1:]
    assert (tracker.trainable, tracker.losses, tracker.updates) == (True, [], [])


@pytest.mark.parametrize("value", [3, [], None])
def test_a_tracker_takes_trackable_objects_only(value):
    """Anything else is a ValueError, and takes no name."""
    tracker = ck.UniqueNameTracker()

    with pytest.raises(ValueError, match=r"^Expected a trackable value, got .* which does not inh"):
        tracker.track(value, "x")
    tracker.track(ck.List(), "x")

    assert list(tracker._trackable_children()) == ["x"]


def test_lists_and_mappings_only_grow():
    """They take trackable objects, and refuse to lose one."""
    mapping = ck.Mapping(a=ck.List())
    with pytest.raises(ValueError, match="Tried to overwrite the key 'a'"):
        mapping["a"] = ck.List()
    with pytest.raises(ValueError, match="List only supports append"):
        ck.List([ck.List()]).__imul__(0)
    with pytest.raises(ValueError, match=r"^Only trackable objects .*Got 3"):
        ck.List([3])
    with pytest.raises(TypeError, match="only string keys"):
        ck.Mapping({1: ck.List()})

    assert list(mapping) == ["a"]


def test_variables_are_captured_for_a_template(tmp_path):
    """Those made under capture_dependencies are the template's in a checkpoint."""
    template = tf.make_template("t", lambda: 1.0, create_scope_now_=True)
    with (
        tf.variable_scope(template.variable_scope, reuse=tf.AUTO_REUSE),
        ck.capture_dependencies(template=template),
    ):
        tf.get_variable("w", shape=[1])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        checkpoint = tf.train.Checkpoint(t=template)
        path = checkpoint.save(str(tmp_path / "ckpt"), session=sess)

    assert kept(path) == ["t/w"]


def test_objects_are_listed_with_their_slots():
    """list_objects reaches what a checkpoint would keep, an optimizer's slots too."""
    variable = tf.get_variable("v", [2])
    optimizer = tf.train.MomentumOptimizer(0.1, 0.9)
    optimizer.minimize(tf.reduce_sum(variable))
    root = ck.Checkpointable()
    root.list, root.optimizer = ck.List([variable]), optimizer

    objects = ck.list_objects(root)

    assert objects[:2] == [root, root.list]
    assert len(objects) == 5
    for wanted in optimizer, variable, optimizer.get_slot(variable, "momentum"):
        assert any(wanted is found for found in objects)
    assert all(isinstance(found, ck.CheckpointableBase) for found in objects)


def saved_with_momentum(directory):
    """The path of a checkpoint of a variable with an odd name, and of its optimizer."""
    variable = tf.get_variable("v", [2])
    optimizer = tf.train.MomentumOptimizer(0.1, 0.9)
    optimizer.minimize(tf.reduce_sum(variable))
    checkpoint = tf.train.Checkpoint(o=optimizer, v=ck.Mapping({'the "v"': variable}))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return checkpoint.save(str(directory / "ckpt"), session=sess)


def test_metadata_of_a_checkpoint(tmp_path):
    """object_metadata is the graph of objects that the checkpoint has."""
    metadata = ck.object_metadata(saved_with_momentum(tmp_path))

    assert isinstance(metadata, ck.CheckpointableObjectGraph)
    assert [c.local_name for c in metadata.nodes[0].children] == ["o", "v", "save_counter"]
    full_names = {a.full_name for node in metadata.nodes for a in node.attributes}
    assert full_names == {"save_counter", "v", "v/Momentum"}


def test_graph_of_a_checkpoint(tmp_path):
    """dot_graph_from_checkpoint draws what TensorFlow 1 drew."""
    assert ck.dot_graph_from_checkpoint(saved_with_momentum(tmp_path)) == DOT


DOT = r"""digraph {
N_0 [shape=point label="" width=.25]
N_0 -> N_1 [label="o"]
N_0 -> N_2 [label="v"]
N_0 -> N_3 [label="save_counter"]
N_1 [shape=point label="" width=.25 color=red,tooltip="Optimizer"]
N_1 -> N_5 [label="momentum" style=dotted]
N_4 -> N_5 [style=dotted]
N_2 [shape=point label="" width=.25]
N_2 -> N_4 [label="the \"v\""]
N_3 [shape=point label="" color=blue width=.25 tooltip="Variable save_counter shape=[] int64"]
N_4 [shape=point label="" color=blue width=.25 tooltip="Variable v shape=[2] float32"]
N_5 [shape=point label="" color=orange width=.25 tooltip="Slot variable v/Momentum shape=[2] float32"]
}
"""  # noqa: E501


def test_a_savers_checkpoint_has_no_objects(tmp_path):
    """Both readers say so for a tf.train.Saver's checkpoint, and NotFoundError for none."""
    tf.get_variable("v", [2])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        path = tf.train.Saver().save(sess, str(tmp_path / "plain"))
    for read in ck.object_metadata, ck.dot_graph_from_checkpoint:
        with pytest.raises(ValueError) as error:
            read(path)
        assert str(error.value) == (
            f'The specified checkpoint "{path}" does not appear to be object-based (it is missing '
            'the key "_CHECKPOINTABLE_OBJECT_GRAPH"). Likely it was created with a name-based '
            "saver and does not contain an object dependency graph."
        )
        with pytest.raises(tf.errors.NotFoundError):
            read(str(tmp_path / "none"))


def test_a_split_variable_is_saved_and_restored_in_parts(tmp_path):
    """The checkpoint has the parts that were filled in; all of them together are restored."""
    joined = Joined()
    checkpoint = tf.train.Checkpoint(joined=joined)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        path = checkpoint.save(str(tmp_path / "ckpt"), session=sess)
        sess.run(joined.variable.assign([0.0] * 4))
        checkpoint.restore(path).assert_consumed().run_restore_ops(sess)
        restored = sess.run(joined.variable)

    assert kept(path) == ["joined/left", "joined/right"]
    right = tf.train.load_variable(path, "joined/right/.ATTRIBUTES/VARIABLE_VALUE")
    np.testing.assert_array_equal(right, [3.0, 4.0])
    np.testing.assert_array_equal(restored, [1.0, 2.0, 3.0, 4.0])


def test_parts_are_interchangeable_with_variables(eager, tmp_path):
    """In eager code too: parts saved twice, each read by a variable of its own and back."""
    joined = Joined()
    checkpoint = tf.train.Checkpoint(joined=joined)
    checkpoint.save(str(tmp_path / "ckpt"))
    joined.variable.assign([5.0, 6.0, 7.0, 8.0])
    path = checkpoint.save(str(tmp_path / "ckpt"))

    apart = ck.Checkpointable()
    apart.left, apart.right = tf.Variable([0.0, 0.0]), tf.Variable([0.0, 0.0])
    other = tf.train.Checkpoint(joined=apart)
    other.restore(path).assert_consumed()
    assert apart.right.numpy().tolist() == [7.0, 8.0]

    apart.left.assign([0.0, 1.0])
    checkpoint.restore(other.save(str(tmp_path / "other"))).assert_consumed()
    assert joined.variable.numpy().tolist() == [0.0, 1.0, 7.0, 8.0]


def test_parts_must_be_saved_together(eager, tmp_path):
    """A part saved without the others is refused when the next is due."""
    checkpoint = tf.train.Checkpoint(left=Joined().left)
    checkpoint.save(str(tmp_path / "ckpt"))

    with pytest.raises(AssertionError, match=r"^Split dependency left .* must be saved together"):
        checkpoint.save(str(tmp_path / "ckpt"))
