"""Savers: what is written, under which names, and what comes back."""

from conformance.programs.statements import sessions, variables


def session(b):
    """A session in which all variables so far have their initial values."""
    name = b.new("sessions", "sess")
    b.line(f"{name} = tf.Session()")
    b.line(f"{name}.run([tf.global_variables_initializer(), tf.local_variables_initializer()])")


def saver(b):
    """A saver of all variables, or of some, or under other names."""
    some = b.some(b.known["variables"])
    v = b.to_change()
    renamed = f"'{b.pick(['v', 'w', 'renamed', 'x/y'])}': {v.name}" if v else ""
    form = b.pick(
        [
            "",
            f"[{', '.join(v.name for v in some)}]",
            f"{{{renamed}}}",
            "tf.trainable_variables()",
            "max_to_keep=1",
            "tf.global_variables(), reshape=True",
            "sharded=True",
        ]
    )
    name = b.new("savers", "saver")
    b.line(f"{name} = tf.train.Saver({form})")


def save(b):
    """Writes a checkpoint."""
    if not b.known["savers"]:
        saver(b)
    if not b.known["sessions"]:
        session(b)
    options = b.keywords(
        global_step=["1", "2"], write_meta_graph=["False"], latest_filename=["'other'"]
    )
    name = b.new("paths", "path")
    b.line(
        f"{name} = {b.any('savers').name}.save({b.any('sessions').name}, DIR + '/model'{options})"
    )


def restore(b):
    """Restores a checkpoint, in any session."""
    if not b.known["paths"]:
        save(b)
    if b.flip():
        b.line(f"{b.new('sessions', 'sess')} = tf.Session()")
    path = b.pick([b.any("paths").name, "tf.train.latest_checkpoint(DIR)", "DIR + '/nothing'"])
    b.line(f"{b.any('savers').name}.restore({b.any('sessions').name}, {path})")


def contents(b):
    """What a checkpoint holds, or is said to be."""
    if not b.known["paths"]:
        save(b)
    path = b.any("paths").name
    form = b.pick(
        [
            f"tf.train.list_variables({path})",
            "tf.train.latest_checkpoint(DIR)",
            f"tf.train.checkpoint_exists({path})",
            f"tf.train.load_variable({path}, 'v')",
            f"sorted(tf.train.NewCheckpointReader({path}).get_variable_to_shape_map().items())",
            f"{b.any('savers').name}.last_checkpoints",
        ]
    )
    b.line(f"{b.free('seen')} = {form}")


def change(b):
    """Gives a variable another value."""
    v = b.to_change(lambda v: v.dtype not in ("string",))
    if v is None or not b.known["sessions"]:
        return variables.variable(b)
    b.line(f"{v.name}.load({b.array(v.dtype, v.shape)}, {b.any('sessions').name})")


STATEMENTS = (variables.variable, save, restore, change, contents, saver, sessions.initialize)
