"""Every exception class and message of tf1shim.

The first line of a message is TensorFlow 1.15.5's, so that old ``except`` clauses, tests and
searches find it. The parts below it say where, why it usually happens, and what mends it.
"""

from __future__ import annotations

import difflib

import tensorflow

# --- variables and scopes ------------------------------------------------------------------------

SINGLE_EXISTS = (
    "Variable {name} already exists, disallowed. "
    "Did you mean to set reuse=True or reuse=tf.AUTO_REUSE in VarScope?"
)
SINGLE_MISSING = (
    "Variable {name} does not exist, or was not created with tf.get_variable(). "
    "Did you mean to set reuse=tf.AUTO_REUSE in VarScope?"
)
PARTITIONED_EXISTS = (
    "Partitioned variable with name {name} already exists. "
    "Did you mean to set reuse=True or reuse=tf.AUTO_REUSE in VarScope?"
)
PARTITIONED_MISSING = (
    "PartitionedVariable {name} does not exist, or was not created with tf.get_variable(). "
    "Did you mean to set reuse=False or reuse=tf.AUTO_REUSE in VarScope?"
)
MISMATCH = "Trying to {share} {name}, but specified {what} {asked} and found {what} {found}."
NOT_PARTITIONED = (
    "A partitioner was provided, but an unpartitioned version of the variable was found: {name}.  "
    "Perhaps a variable of the same name was already created without partitioning?"
)
PARTITIONED = (
    "No partitioner was provided, but a partitioned version of the variable was found: "
    "{name}/part_0. "
    "Perhaps a variable of the same name was already created with partitioning?"
)
SHARD_MISSING = (
    "Partitioner returned a different partitioning than what was already found.  Partitioner "
    "returned {n} shards, and shard {name}/part_0 was found, but {name}/part_{last} was not."
)
SHARD_EXTRA = (
    "Partitioner returned a different partitioning than what was already found.  Partitioner "
    "returned {n} shards, and shard {name}/part_0 was found, but so was the extra shard "
    "{name}/part_{n}."
)
CONSTANT_AND_SHAPE = "If initializer is a constant, do not specify shape."
INITIALIZER_INVALID = (
    "The initializer passed is not valid. It should be a callable with no arguments and the shape "
    "should not be provided or an instance of `tf.keras.initializers.*' and `shape` should be "
    "fully defined."
)
INITIALIZER_REQUIRED = "An initializer for variable {name} of {dtype} is required"
INITIALIZER_DTYPE = "Initializer type '{found}' and explicit dtype '{asked}' don't match."
GETTER_NOT_CALLABLE = "Passed a custom_getter which is not callable: {getter}"
PARTITIONER_NOT_CALLABLE = "Partitioner must be callable, but received: {partitioner}"
PARTITION_SHAPE_UNKNOWN = (
    "Shape of a new partitioned variable must be fully defined, but instead was {shape}."
)
PARTITION_SCALAR = "A partitioned Variable must have rank at least 1, shape: {shape}"
PARTITION_NO_SEQUENCE = "Partitioner must return a sequence, but saw: {slicing}"
PARTITION_RANK = (
    "Partitioner returned a partition list that does not match the Variable's rank: "
    "{slicing} vs. {shape}"
)
PARTITION_ZERO = "Partitioner returned zero partitions for some axes: {slicing}"
PARTITION_AXES = (
    "Can only slice a variable along one dimension: shape: {shape}, partitioning: {slicing}"
)
STORE_NOT_EAGER = (
    "Cannot construct EagerVariableStore from a VariableStore object that does not hold eager "
    "variables."
)
EAGER_REUSE = (
    "When eager execution is enabled variable reuse is only supported when an EagerVariableStore "
    "is active. See the documentation on EagerVariableStore for example usage."
)
EAGER_CACHING = "Caching devices is not yet supported when eager execution is enabled."
EAGER_SET_CACHING = "Caching devices are not yet supported when eager execution is enabled."
EAGER_USE_RESOURCE = "When eager execution is enabled, use_resource cannot be set to false."

SCOPE_NEEDS_NAME = "If default_name is None then name_or_scope is required"
SCOPE_NAME_TYPE = "VariableScope: name_or_scope must be a string or VariableScope."
SCOPE_REUSE = "The reuse parameter must be True or False or None."
SCOPE_REUSE_WITHOUT_NAME = "reuse=True cannot be used without a name_or_scope"
SCOPE_AUXILIARY = "The auxiliary_name_scope must be `True` or `False`, while get {value}"
SCOPE_NESTING = "Improper nesting of variable_scope."
SCOPE_NAME_INVALID = "'{name}' is not a valid scope name"
NODE_NAME_INVALID = "'{name}' is not a valid node name"

TEMPLATE_NO_NAME = "name cannot be None."
TEMPLATE_NEW_TRAINABLE = (
    "Trainable variable created when calling a template after the first time, perhaps you used "
    "tf.Variable when you meant tf.get_variable: {variables}"
)
TEMPLATE_NEW_GLOBAL = (
    "New variables created when calling a template after the first time, perhaps you used "
    "tf.Variable when you meant tf.get_variable: %s"
)
TEMPLATE_EAGER_UNIQUE = "unique_name_ cannot be used when eager exeuction is enabled."


def explained(first_line, **parts):
    """A message: TF1's `first_line`, then one line for each of `parts` that is not empty.

    >>> print(explained("No.", usual_cause="a typo", to_mend=None))
    No.
      usual cause: a typo
    """
    lines = [f"  {key.replace('_', ' ')}: {part}" for key, part in parts.items() if part]
    return "\n".join([first_line, *lines])


def variable_exists(name, record, site, partitioned=False, is_resource=False):
    """The error of creating a variable that is there already; `record` may be None."""
    first = (PARTITIONED_EXISTS if partitioned else SINGLE_EXISTS).format(name=name)
    made = _creation(record)
    # TensorFlow 1 knew nothing of where these were made.
    if made and not (partitioned or is_resource):
        first, made = f"{first} Originally defined at:\n  {made}", None
    msg = explained(
        first,
        first_created=made,
        asked_again=str(site),
        usual_cause=(
            "the model function ran twice (a re-run notebook cell, or train and predict)."
        ),
        to_share_it=_opened(record.scope if record else _parent(name), "tf.AUTO_REUSE"),
        to_start_over="tf.reset_default_graph()",
    )
    return ValueError(msg)


def variable_missing(name, names, scope, site, partitioned=False):
    """The error of reusing a variable that is not there; `names` are those that are."""
    first = PARTITIONED_MISSING if partitioned else SINGLE_MISSING
    near = nearest(name, names)
    msg = explained(
        first.format(name=name),
        asked_for=f"{site}, in scope {scope!r} with reuse=True",
        there_are=", ".join(near) if near else f"no similar names among {len(names)} variables",
        usual_cause=(
            "another scope, a misspelt name, or a variable made by tf.Variable, "
            "which is never shared."
        ),
        to_make_it_if_missing=_opened(scope, "tf.AUTO_REUSE"),
    )
    return ValueError(msg)


def variable_differs(name, what, asked, found, record, site, partitioned=False):
    """The error of sharing a variable under another shape, dtype or partitioning."""
    share = "reuse partitioned variable" if partitioned else "share variable"
    msg = explained(
        MISMATCH.format(share=share, name=name, what=what, asked=asked, found=found),
        first_created=_creation(record),
        asked_again=str(site),
        usual_cause=f"two layers share one name, or the same layer is built with another {what}.",
        to_mend_it="give one of them its own name or scope, or build both alike.",
    )
    return ValueError(msg)


def shared_differs(name, what, asked, found, site=None):
    """The error of a graph's variable that is to share the value of another kind of variable."""
    msg = explained(
        MISMATCH.format(share="share variable", name=name, what=what, asked=asked, found=found),
        asked_at=site,
        usual_cause="the function or graph was built for other weights, or with other settings.",
        to_mend_it="build it alike, or share under another name: variables={'name': variable}.",
    )
    return ValueError(msg)


def lent_uninitialized(name):
    """The error of calling a function on a session's variable that has no value there yet."""
    msg = explained(
        f"Attempting to use uninitialized value {name}",
        usual_cause="the session that lends its variables has not initialized this one.",
        to_mend_it="sess.run(tf.global_variables_initializer()), or restore a checkpoint, first.",
    )
    return tensorflow.errors.FailedPreconditionError(None, None, msg)


def no_session(why):
    """The error of opening a session on a graph that is not a whole program."""
    msg = explained(
        "A session cannot run the graph of a wrapped function.",
        why=why,
        to_mend_it="keep the session out of the function: wrap the part that builds the model.",
    )
    return RuntimeError(msg)


def initial_value_needs_argument(name, site):
    """The error of a variable whose initial value is computed from a call's arguments."""
    msg = explained(
        f"The initial value of variable '{name}' depends on the arguments of the call.",
        made_at=site,
        usual_cause="initializer=... is given a tensor that is computed from the inputs.",
        to_mend_it="initialize it with a constant, and assign to it after the first call.",
    )
    return ValueError(msg)


def made_on_later_call(function, variables):
    """The error of a wrapped function that makes more variables while a tf.function is traced."""
    made = [f"'{v.op.name}' at {v.created_at}" for v in variables]
    msg = explained(
        f"{function} creates variables on a later call inside tf.function.",
        created="; ".join(made),
        usual_cause="a scope's default name, or a mode, that the first call did not have.",
        to_mend_it="call it once in this mode outside tf.function (or .build(...) it there), or "
        "give the scope a fixed name.",
    )
    return ValueError(msg)


def loss_needs_arguments(loss, function):
    """The error of asking a module for a regularization loss that each call has its own of."""
    msg = explained(
        f"The regularization loss '{loss}' depends on the arguments of the call.",
        usual_cause="a layer regularizes its outputs (activity_regularizer).",
        to_mend_it=f"let {function} return tf.losses.get_regularization_loss() too.",
    )
    return ValueError(msg)


def no_place_for_method(owner, function):
    """The error of a wrapped method of an object that cannot keep its variables."""
    msg = explained(
        f"'{owner}' object has no __dict__ in which '{function}' could keep its variables.",
        usual_cause="the class has __slots__, or is a namedtuple.",
        to_mend_it="add '__dict__' to its __slots__, or wrap a function that takes the object.",
    )
    return TypeError(msg)


def not_copied(function):
    """The error of copying or pickling a wrapped function."""
    msg = explained(
        f"The wrapped function '{function}' cannot be copied or pickled.",
        usual_cause="copy.deepcopy or pickle of a model that holds it.",
        to_mend_it="wrap the function once more; tf1shim.save_checkpoint and load_checkpoint, or "
        "variables=..., bring its variables along.",
    )
    return TypeError(msg)


def built_often(function, times, arguments):
    """The warning that a wrapped function is built for ever new kinds of arguments."""
    return explained(
        f"{function} was built for {times} kinds of arguments; each takes time and memory.",
        newest=arguments,
        usual_cause="tensors of ever new shapes, or numbers that vary from call to call.",
        to_mend_it=f"{function}.build(tf.TensorSpec([None, ...])) once, before the calls, and "
        "pass what varies as a tensor; or tf1shim.wrap(..., reduce_retracing=True).",
    )


def not_a_tensor(function, where, value):
    """The error of a wrapped function that returns what is no tensor."""
    is_op = type(value).__name__ == "Operation"
    msg = explained(
        f"{function} must return tensors, but {where} is {value!r} of type {type(value)}",
        to_mend_it=(
            "return a tensor under tf.control_dependencies([op]), or put the operation into "
            "tf.GraphKeys.UPDATE_OPS."
            if is_op
            else "return a tensor, or a list, tuple, dict or namedtuple of tensors."
        ),
    )
    return TypeError(msg)


def from_outside(error, function):
    """A wrapped function's error about a tensor or variable that was made elsewhere."""
    msg = explained(
        str(error),
        usual_cause=f"{function} uses a tensor or variable that was made outside of the call.",
        to_mend_it="make it in the function, or pass it as an argument.",
    )
    return type(error)(msg)


def needs_feed(name, site=None):
    """The error of making a function of a graph part that reads a placeholder."""
    msg = explained(
        f"You must feed a value for placeholder tensor '{name}'",
        made_at=site,
        usual_cause="the part of the graph reads a placeholder that is not among its inputs.",
        to_mend_it="make it one of the inputs: an argument of the function.",
    )
    return ValueError(msg)


def stays_in_session(name, op_type):
    """The error of making a function of a graph part that only a session can run."""
    msg = explained(
        f"Operation '{name}' of type {op_type} works only in a session.",
        usual_cause="readers, staging areas and iterators keep their place in one session.",
        to_mend_it="make what it gives one of the inputs, and feed it by a tf.data dataset.",
    )
    return ValueError(msg)


def no_gradient(name, why):
    """The error of differentiating TensorFlow 1's loops and conditions outside of a session."""
    msg = explained(
        f"The gradient of operation '{name}' cannot be computed outside of a session: {why}.",
        usual_cause="a loop or condition of TensorFlow 1 is computed once more for its gradient.",
        to_mend_it="take tf.gradients in the graph, and make a module of what they give.",
    )
    return tensorflow.errors.UnimplementedError(None, None, msg)


def nearest(name, names, count=3):
    """The `count` names most like `name`, best first: the same last part counts most.

    >>> nearest("net/kernal", ["net/kernel", "net/bias", "out/kernel"])
    ['net/kernel']
    """
    close = difflib.get_close_matches(name, names, n=count, cutoff=0.75)
    last = name.rpartition("/")[2]
    same_last = [n for n in names if n.rpartition("/")[2] == last and n not in close]
    return (close + difflib.get_close_matches(name, same_last, n=count, cutoff=0.0))[:count]


def _creation(record):
    return record and f"{record.created_at}, in scope {record.scope!r}"


def _opened(scope, reuse):
    which = repr(scope) if scope else "tf.get_variable_scope()"
    return f"with tf.variable_scope({which}, reuse={reuse}): ..."


def _parent(name):
    return name.rpartition("/")[0]


def __getattr__(name):
    # `tf.errors.OutOfRangeError` and its kind: the module answers for TF1's `tf.errors` too.
    return getattr(tensorflow.compat.v1.errors, name)


def __dir__():
    return dir(tensorflow.compat.v1.errors)
