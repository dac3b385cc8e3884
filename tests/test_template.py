"""`make_template`: one set of variables for every call of a function."""

import pytest
import tensorflow

import tf1shim as tf

v1 = tensorflow.compat.v1


def in_graphs(program):
    """What `program(tf)` returns with compat.v1 and with tf1shim."""
    with tensorflow.Graph().as_default():
        theirs = program(v1)
    return theirs, program(tf)


def names(variables):
    """The names of variables."""
    return [v.name for v in variables]


def scaled(tf):
    """A function with a variable, in the namespace `tf`."""

    def scale(x, by="factor"):
        return tf.multiply(x, tf.get_variable(by, []), name="out")

    return scale


PROGRAMS = {}


def program(build):
    """Keeps `build` under its name."""
    PROGRAMS[build.__name__] = build
    return build


@program
def calls_share(tf):
    """The second call makes nothing; each has its own name scope."""
    t = tf.make_template("t", scaled(tf))
    outs = [t(1.0).name, t(2.0).name]
    return outs, names(t.variables), t.variable_scope.name, t.variable_scope_name, t.name


@program
def templates_of_one_name_are_two(tf):
    """Names are made unique at the first call."""
    s, t = tf.make_template("t", scaled(tf)), tf.make_template("t", scaled(tf))
    outs = t(1.0).name, s(1.0).name
    return outs, names(s.variables), names(t.variables), names(tf.global_variables())


@program
def scope_now(tf):
    """`create_scope_now_` takes the name where the template is made."""
    with tf.variable_scope("outer"):
        s = tf.make_template("t", scaled(tf), create_scope_now_=True)
        t = tf.make_template("t", scaled(tf), create_scope_now_=True)
    with tf.variable_scope("elsewhere"):
        outs = t(1.0).name, s(1.0).name
    return outs, names(s.variables), names(t.variables), s.var_scope.original_name_scope


@program
def unique_name(tf):
    """`unique_name_` is taken as it is; a second template of that name clashes."""
    t = tf.make_template("t", scaled(tf), unique_name_="u")
    t(1.0)
    s = tf.make_template("t", scaled(tf), unique_name_="u")
    try:
        s(1.0)
    except ValueError as error:
        # Where it was made follows, but in compat.v1, whose variables are resources.
        message = str(error).partition(" Originally defined at")[0]
    return names(t.variables), message.split("\n")[0]


@program
def nested(tf):
    """A template called in another's function lives below it."""
    inner = tf.make_template("inner", scaled(tf))
    outer = tf.make_template("outer", lambda x: inner(inner(x)))
    outer(1.0)
    outer(2.0)
    return names(outer.variables), names(inner.trainable_variables)


@program
def arguments(tf):
    """Keywords given to `make_template` go to every call."""
    t = tf.make_template("t", scaled(tf), by="rate")
    t(1.0)
    return names(t.variables)


@program
def getter(tf):
    """`custom_getter_` gets the template's variables."""

    def plus(getter, name, *args, **kwargs):
        return getter(name + "_plus", *args, **kwargs)

    t = tf.make_template("t", scaled(tf), custom_getter_=plus)
    s = tf.make_template("s", scaled(tf), create_scope_now_=True, custom_getter_=plus)
    return t(1.0).name, s(1.0).name, names(t.variables), names(s.variables)


@program
def kinds(tf):
    """Its lists of variables are told apart by collection."""

    def build():
        tf.get_variable("w", [1])
        tf.get_variable("frozen", [1], trainable=False)
        tf.get_local_variable("n", [1])

    t = tf.make_template("t", build)
    before = t.variables, t.trainable_variables, t.variable_scope
    t()
    return (
        before,
        names(t.variables),
        names(t.global_variables),
        names(t.local_variables),
        names(t.trainable_variables),
        names(t.non_trainable_variables),
        names(t.weights),
        names(t.trainable_weights),
        names(t.non_trainable_weights),
    )


@program
def a_failed_first_call_may_be_repeated(tf):
    """Variables that it made before it failed are an obstacle, as in TF1."""
    fail = [True]

    def build():
        if fail[0]:
            raise KeyError("not yet")
        return tf.get_variable("w", [1]).name

    t = tf.make_template("t", build)
    try:
        t()
    except KeyError as error:
        said = error.args[0].split("\n")[0]
    fail[0] = False
    return said, t(), t.variables[0].name


@pytest.mark.parametrize("name", PROGRAMS)
def test_templates_do_what_compat_v1s_do(name):
    """Names of variables, scopes and ops are compat.v1's."""
    expected, actual = in_graphs(PROGRAMS[name])

    assert expected == actual


def test_a_trainable_variable_in_a_later_call_raises():
    """A `tf.Variable` in the function would be new at every call."""
    t = tf.make_template("t", lambda: tf.Variable(1.0))
    t()
    with pytest.raises(ValueError, match="Trainable variable created when calling") as caught:
        t()

    assert (
        str(caught.value)
        .split("\n")[0]
        .startswith(
            "Trainable variable created when calling a template after the first time, perhaps you "
            "used tf.Variable when you meant tf.get_variable: [<tf.Variable 't_1/Variable:0'"
        )
    )


def test_errors_say_where_the_template_was_made():
    """Class and first line stay; the place comes after them."""

    def failing():
        raise KeyError("no data")

    t = tf.make_template("t", failing)
    with pytest.raises(KeyError) as caught:
        t()
    text = caught.value.args[0]

    assert text.startswith("no data\n\noriginally defined at:\n")
    assert "test_template.py" in text
    assert 't = tf.make_template("t", failing)' in text


def test_a_name_is_needed():
    """TF1's error."""
    with pytest.raises(ValueError, match=r"name cannot be None\."):
        tf.make_template(None, lambda: None)


def test_a_template_may_call_itself():
    """A recursive function shares its variables with itself."""

    def down(n):
        v = tf.get_variable("v", [])
        return v if n == 0 else v + t(n - 1)

    t = tf.make_template("t", down, create_scope_now_=True)
    t(0)
    t(2)

    assert names(t.variables) == ["t/v:0"]


def test_eager_mode_templates_share_variables():
    """In TF1's eager mode a template is what shares variables between calls."""
    tf.enable_eager_execution()
    try:
        t = tf.make_template("t", lambda: tf.get_variable("v", [2]))
        a, b = t(), t()
        assert a is b
        assert names(t.variables) == names(t.trainable_variables) == ["t/v:0"]
        with pytest.raises(ValueError, match="unique_name_ cannot be used when eager"):
            tf.make_template("t", lambda: None, unique_name_="u")
    finally:
        tf.disable_eager_execution()
