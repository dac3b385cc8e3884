"""Programs of scopes and variables as data, and the interpreter that runs them on any TF1.

A program is a list of statements, each a list whose first item says what it is:

    ["scope", which, options, body]   which: a name, None (with default_name) or {"ref": n}: the
                                      n-th scope opened so far, counted around
    ["get", name, options]            get_variable; get_local_variable with options' local
    ["op", name]                      an operation, to see the name scope
    ["name_scope", name, body]
    ["reuse_variables"]               of the open scope
    ["set", attribute, value]         a setter of the open scope

`run(tf, program)` gives a report of plain data: what was made, under which names, which errors.
Real TensorFlow 1.15 runs this file too (Python 3.7): ``python scope_programs.py FILE.json``.
"""

import json
import sys

COLLECTIONS = (
    "variables", "trainable_variables", "local_variables", "model_variables",
    "regularization_losses", "mine",
)  # fmt: skip

# What later TensorFlow says otherwise, or of its own kind of variable, as 1.15 says it.
SAYINGS = (
    (" Originally defined at:", ""),
    ("float32_ref", "float32"),
    ("int32_ref", "int32"),
    ("<unknown>", "?"),
)
NO_SHAPE = "did not get an initializer, so its `shape` argument must be specified."
INVALID = (
    "The initializer passed is not valid. It should be a callable with no arguments and the shape "
    "should not be provided or an instance of `tf.keras.initializers.*' and `shape` should be "
    "fully defined."
)


class Escape(Exception):
    """Carries the report of an error out of the scopes around it."""


class Machine:
    """Runs statements and keeps the report."""

    def __init__(self, tf):
        self.tf = tf
        self.scopes = []
        self.events = []
        self.variables = []

    def run(self, statements):
        """Runs each statement by the method named after it."""
        for kind, *arguments in statements:
            getattr(self, "do_" + kind)(*arguments)

    def do_scope(self, which, options, body):
        """Opens a scope; errors end at its end."""
        tf, options = self.tf, dict(options)
        if isinstance(which, dict):
            which = self.scopes[which["ref"] % len(self.scopes)]
        reuse = options.pop("reuse", None)
        options["reuse"] = tf.AUTO_REUSE if reuse == "auto" else reuse
        for key in ("initializer", "regularizer", "partitioner", "custom_getter", "dtype"):
            if key in options:
                options[key] = self.value(key, options[key])
        try:
            with tf.variable_scope(which, **options) as scope:
                self.scopes.append(scope)
                self.saw("scope", scope.name, scope.original_name_scope, str(scope.reuse))
                self.run(body)
        except Escape as escape:
            self.events.append(escape.args[0])
        except (ValueError, TypeError, RuntimeError, NotImplementedError) as error:
            self.events.append(described(error))
        scope = tf.get_variable_scope()
        self.saw("back in", scope.name, str(scope.reuse))

    def do_get(self, name, options):
        """Gets a variable; an error is reported, or escapes to the scope around."""
        tf, options = self.tf, dict(options)
        escape = options.pop("escape", False)
        get = tf.get_local_variable if options.pop("local", False) else tf.get_variable
        for key in ("initializer", "regularizer", "partitioner", "custom_getter", "dtype"):
            if key in options:
                options[key] = self.value(key, options[key])
        if "collections" in options:
            options["collections"] = list(options["collections"])  # TF1 adds to it
        try:
            variable = get(name, **options)
        except (ValueError, TypeError, RuntimeError, NotImplementedError) as error:
            if escape:
                raise Escape(described(error))
            self.events.append(described(error))
            return
        known = [i for i, v in enumerate(self.variables) if v is variable]
        if not known:
            self.variables.append(variable)
        dtype = variable.dtype.base_dtype.name
        shape = variable.get_shape().as_list()
        trainable = getattr(variable, "trainable", None)
        which = known[0] if known else "new"
        self.saw("got", variable.name, which, dtype, shape, trainable)

    def do_op(self, name):
        """Makes an operation."""
        self.saw("op", self.tf.no_op(name=name).name)

    def do_name_scope(self, name, body):
        """Opens a name scope."""
        with self.tf.name_scope(name) as scope:
            self.saw("name_scope", scope)
            try:
                self.run(body)
            except Escape as escape:
                self.events.append(escape.args[0])

    def do_reuse_variables(self):
        """Switches the open scope to sharing."""
        self.tf.get_variable_scope().reuse_variables()

    def do_set(self, attribute, value):
        """Calls a setter of the open scope."""
        scope = self.tf.get_variable_scope()
        getattr(scope, "set_" + attribute)(self.value(attribute, value))

    def value(self, key, value):
        """The object that stands behind a word of the program."""
        tf = self.tf
        if value is None:
            return None
        if key == "dtype":
            return getattr(tf, value)
        if key == "partitioner":
            return tf.fixed_size_partitioner(value)
        if key == "regularizer":
            return tf.no_regularizer if value == "no" else self.regularizer
        if key == "custom_getter":
            return getter_adding(value)
        return {
            "class": tf.zeros_initializer,
            "object": tf.ones_initializer(),
            "function": lambda shape, dtype=None, partition_info=None: tf.zeros(shape, dtype),
            "value": [[1.0, 2.0], [3.0, 4.0]],
            "nothing": lambda: tf.zeros([3]),
        }[value]

    def regularizer(self, variable):
        """A penalty whose name shows where it was made."""
        return self.tf.identity(variable, name="penalty")

    def saw(self, *event):
        """Adds a line to the report."""
        self.events.append(list(event))


def getter_adding(suffix):
    """A custom getter that renames what it gets."""

    def getter(getter, name, *args, **kwargs):
        return getter(name + suffix, *args, **kwargs)

    return getter


def described(error):
    """Class and first line of an error, without what is not this file's business."""
    line = str(error).split("\n")[0]
    for said, as_tf1 in SAYINGS:
        line = line.replace(said, as_tf1)
    if line.endswith(NO_SHAPE):
        line = INVALID
    # Python names the function in full, or not, by its version.
    _, unexpected, argument = line.partition("got an unexpected")
    line = unexpected + argument if unexpected else line
    # An op's own complaint: its wording is the runtime's.
    if line.startswith("Shape must be rank"):
        line = line.partition(" for ")[0]
    return [type(error).__name__, line]


def run(tf, program):
    """Runs `program` on the TensorFlow 1 namespace `tf`, in the graph that is the default."""
    machine = Machine(tf)
    machine.scopes.append(tf.get_variable_scope())
    try:
        machine.run(program)
    except Escape as escape:
        machine.events.append(escape.args[0])
    collections = {key: [x.name for x in tf.get_collection(key)] for key in COLLECTIONS}
    return json.loads(json.dumps({"events": machine.events, "collections": collections}))


def main(path):
    """Runs the programs in the JSON file `path` on TensorFlow 1.15 and prints their reports."""
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    reports = []
    with open(path) as file:
        for program in json.load(file):
            with tf.Graph().as_default():
                reports.append(run(tf, program))
    print(json.dumps(reports))


if __name__ == "__main__":
    main(sys.argv[1])
