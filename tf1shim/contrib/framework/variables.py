"""Making variables under argument scopes, and finding those that there are.

>>> import tf1shim as tf
>>> framework = tf.contrib.framework
>>> with tf.variable_scope("net"):
...   w = framework.model_variable("w", [2, 3])
>>> framework.get_model_variables("net")[0] is w
True
"""

import functools
import re

import tf1shim as tf
from tf1shim.contrib.framework.arg_scope import add_arg_scope


def _plain_variable(collection, initial_value, validate_shape, name, use_resource):
    return tf.Variable(
        initial_value,
        trainable=False,
        collections=[collection],
        validate_shape=validate_shape,
        name=name,
        use_resource=use_resource,
    )


def local_variable(initial_value, validate_shape=True, name=None, use_resource=None):
    """Makes a variable of the collection ``LOCAL_VARIABLES``; it is not trained or saved.

    >>> import tf1shim as tf
    >>> local_variable(0, name="count") in tf.local_variables()
    True
    """
    return _plain_variable(
        tf.GraphKeys.LOCAL_VARIABLES, initial_value, validate_shape, name, use_resource
    )


def global_variable(initial_value, validate_shape=True, name=None, use_resource=None):
    """Makes a variable of the collection ``GLOBAL_VARIABLES`` that is not trained.

    >>> import tf1shim as tf
    >>> global_variable(0, name="count") in tf.trainable_variables()
    False
    """
    return _plain_variable(
        tf.GraphKeys.GLOBAL_VARIABLES, initial_value, validate_shape, name, use_resource
    )


@add_arg_scope
def variable(
    name,
    shape=None,
    dtype=None,
    initializer=None,
    regularizer=None,
    trainable=True,
    collections=None,
    caching_device=None,
    device=None,
    partitioner=None,
    custom_getter=None,
    use_resource=None,
    synchronization=tf.VariableSynchronization.AUTO,
    aggregation=tf.VariableAggregation.NONE,
):
    """`tf.get_variable` with a `device`, for use in argument scopes.

    >>> import tf1shim as tf
    >>> with tf.contrib.framework.arg_scope([variable], device="/cpu:0"):
    ...   print(variable("w", [2]).device)
    /device:CPU:0

    Args: those of `tf.get_variable`; `device`, a device string or function. A `custom_getter` takes
    the place of `tf.get_variable` itself, and is told about ``reuse``.
    """
    if collections is None:
        collections = [tf.GraphKeys.GLOBAL_VARIABLES]
    getter = tf.get_variable
    if custom_getter is not None:
        getter = functools.partial(custom_getter, reuse=tf.get_variable_scope().reuse)
    with tf.device(device or ""):
        return getter(
            name,
            shape=shape,
            dtype=dtype,
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
            collections=list(dict.fromkeys(collections)),
            caching_device=caching_device,
            partitioner=partitioner,
            use_resource=use_resource,
            synchronization=synchronization,
            aggregation=aggregation,
        )


@add_arg_scope
def model_variable(
    name,
    shape=None,
    dtype=tf.float32,
    initializer=None,
    regularizer=None,
    trainable=True,
    collections=None,
    caching_device=None,
    device=None,
    partitioner=None,
    custom_getter=None,
    use_resource=None,
    synchronization=tf.VariableSynchronization.AUTO,
    aggregation=tf.VariableAggregation.NONE,
):
    """`variable`, always also in the collections ``GLOBAL_VARIABLES`` and ``MODEL_VARIABLES``.

    >>> import tf1shim as tf
    >>> w = model_variable("w", [2], collections=["mine"])
    >>> w in tf.model_variables(), w in tf.get_collection("mine")
    (True, True)
    """
    return variable(
        name,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        regularizer=regularizer,
        trainable=trainable,
        collections=[
            *(collections or []),
            tf.GraphKeys.GLOBAL_VARIABLES,
            tf.GraphKeys.MODEL_VARIABLES,
        ],
        caching_device=caching_device,
        device=device,
        partitioner=partitioner,
        custom_getter=custom_getter,
        use_resource=use_resource,
        synchronization=synchronization,
        aggregation=aggregation,
    )


def add_model_variable(var):
    """Adds `var` to the collection ``MODEL_VARIABLES``, unless it is in there."""
    if var not in tf.get_collection(tf.GraphKeys.MODEL_VARIABLES):
        tf.add_to_collection(tf.GraphKeys.MODEL_VARIABLES, var)


def get_variables(scope=None, suffix=None, collection=tf.GraphKeys.GLOBAL_VARIABLES):
    """The variables of a collection whose names match.

    >>> import tf1shim as tf
    >>> for name in ("a", "b"):
    ...   with tf.variable_scope(name):
    ...     w, b = tf.get_variable("w", [2]), tf.get_variable("b", [2])
    >>> [v.op.name for v in get_variables("a")], [v.op.name for v in get_variables(suffix="w")]
    (['a/w', 'a/b'], ['a/w', 'b/w'])

    Args: `scope`, a `tf.VariableScope` or a regular expression that the start of the name must
    match; `suffix`, with which the name must end.
    """
    if isinstance(scope, tf.VariableScope):
        scope = scope.name
    if suffix is not None:
        scope = (scope or "") + ".*" + (suffix if ":" in suffix else suffix + ":")
    return tf.get_collection(collection, scope)


def get_model_variables(scope=None, suffix=None):
    """`get_variables` of the collection ``MODEL_VARIABLES``."""
    return get_variables(scope, suffix, tf.GraphKeys.MODEL_VARIABLES)


def get_local_variables(scope=None, suffix=None):
    """`get_variables` of the collection ``LOCAL_VARIABLES``."""
    return get_variables(scope, suffix, tf.GraphKeys.LOCAL_VARIABLES)


def get_trainable_variables(scope=None, suffix=None):
    """`get_variables` of the collection ``TRAINABLE_VARIABLES``."""
    return get_variables(scope, suffix, tf.GraphKeys.TRAINABLE_VARIABLES)


def get_variables_by_suffix(suffix, scope=None):
    """`get_variables` with the arguments the other way round."""
    return get_variables(scope=scope, suffix=suffix)


def get_variables_by_name(given_name, scope=None):
    """The variables whose name, without scopes, is `given_name`.

    >>> import tf1shim as tf
    >>> with tf.variable_scope("a"):
    ...   w, not_w = tf.get_variable("w", [2]), tf.get_variable("not_w", [2])
    >>> [v.op.name for v in get_variables_by_name("w")]
    ['a/w']
    """
    return get_variables(scope=scope, suffix=f"/{given_name}:|^{given_name}:")


def get_unique_variable(var_op_name):
    """The variable with that full name.

    Raises: ValueError if there is none.
    """
    candidates = get_variables(scope=var_op_name)
    if not candidates:
        raise ValueError(f"Couldn't find variable {var_op_name}")
    for candidate in candidates:
        if candidate.op.name == var_op_name:
            return candidate
    raise ValueError(f"Variable {var_op_name} does not uniquely identify a variable")


def get_variables_to_restore(include=None, exclude=None):
    """The global variables of the scopes `include` (all if None), less those of `exclude`.

    >>> import tf1shim as tf
    >>> w, b = tf.get_variable("w", [2]), tf.get_variable("b", [2])
    >>> [v.op.name for v in get_variables_to_restore(exclude=["b"])]
    ['w']

    Raises: TypeError if either is no list or tuple.
    """
    for which, scopes in (("include", include), ("exclude", exclude)):
        if scopes is not None and not isinstance(scopes, (list, tuple)):
            raise TypeError(f"{which} is provided but is not a list or a tuple.")
    wanted = get_variables() if include is None else [v for s in include for v in get_variables(s)]
    unwanted = {v for scope in exclude or () for v in get_variables(scope)}
    return [v for v in wanted if v not in unwanted]


def get_variable_full_name(var):
    """The name of `var` in a checkpoint; parts of a partitioned variable share it."""
    return var._save_slice_info.full_name if var._save_slice_info else var.op.name


def filter_variables(var_list, include_patterns=None, exclude_patterns=None, reg_search=True):
    """The variables of `var_list` with a name that matches some of the patterns to include.

    >>> import tf1shim as tf
    >>> names = "Conv/weights", "Conv/biases", "Logits/weights"
    >>> variables = [tf.get_variable(name, [1]) for name in names]
    >>> [v.op.name for v in filter_variables(variables, ["weights"], ["Logits"])]
    ['Conv/weights']

    Args: the patterns are regular expressions, None for any or none of them; `reg_search` False if
    they must match at the start of the name.
    """
    match = re.search if reg_search else re.match

    def some(patterns, var):
        return any(match(pattern, var.name) for pattern in patterns)

    return [
        v
        for v in var_list
        if (include_patterns is None or some(include_patterns, v))
        and not (exclude_patterns is not None and some(exclude_patterns, v))
    ]


def assert_global_step(global_step_tensor):
    """`tf.train.assert_global_step`."""
    tf.train.assert_global_step(global_step_tensor)


def get_global_step(graph=None):
    """`tf.train.get_global_step`."""
    return tf.train.get_global_step(graph)


def create_global_step(graph=None):
    """`tf.train.create_global_step`."""
    return tf.train.create_global_step(graph)


def get_or_create_global_step(graph=None):
    """`tf.train.get_or_create_global_step`.

    >>> get_or_create_global_step().name
    'global_step:0'
    """
    return tf.train.get_or_create_global_step(graph)


def assert_or_get_global_step(graph=None, global_step_tensor=None):
    """The global step of `graph` or, checked, the one that is given."""
    if global_step_tensor is None:
        return get_global_step(graph)
    assert_global_step(global_step_tensor)
    return global_step_tensor


def zero_initializer(ref, use_locking=True, name="zero_initializer"):
    """Sets a variable that has no value yet to zeros.

    >>> import tf1shim as tf
    >>> v = tf.get_variable("v", [2])
    >>> with tf.Session() as sess:
    ...   print(sess.run(zero_initializer(v)))
    [0. 0.]

    Raises: when it runs, tf.errors.InvalidArgumentError if the variable has a value.
    Differences: TensorFlow 1 returned, for a resource variable, its handle.
    """
    with tf.name_scope(name) as scope:
        unset = tf.logical_not(tf.is_variable_initialized(ref))
        with tf.control_dependencies(
            [tf.debugging.Assert(unset, ["input is already initialized"])]
        ):
            zeros = tf.zeros(ref.shape, ref.dtype.base_dtype)
        return tf.assign(ref, zeros, use_locking=use_locking, name=scope)


class VariableDeviceChooser:
    """A device function for variables: the parameter servers in turn, if there are any.

    >>> chooser = VariableDeviceChooser(num_tasks=2)
    >>> chooser(None), chooser(None)
    ('/job:ps/task:0/device:CPU:0', '/job:ps/task:1/device:CPU:0')
    """

    def __init__(self, num_tasks=0, job_name="ps", device_type="CPU", device_index=0, replica=None):
        self._place = {
            "replica": replica,
            "device_type": device_type,
            "device_index": device_index,
        }
        self._job_name = job_name
        self._num_tasks = num_tasks
        self._next_task_id = 0

    def __call__(self, op):
        """The device string for the next variable."""
        place = dict(self._place)
        if self._num_tasks > 0:
            place.update(job=self._job_name, task=self._next_task_id)
            self._next_task_id = (self._next_task_id + 1) % self._num_tasks
        return tf.DeviceSpec(**place).to_string()
