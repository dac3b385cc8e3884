"""``tf.contrib.eager``, imported as ``tfe``: TensorFlow 1's first eager execution.

>>> import tf1shim as tf
>>> tf.enable_eager_execution()
>>> square_gradient = tf.contrib.eager.gradients_function(lambda x: x * x)
>>> print(square_gradient(tf.constant(3.0))[0].numpy())
6.0
>>> tf.disable_eager_execution()
"""

import tf1shim as tf
from tf1shim.contrib.checkpoint import Checkpointable
from tf1shim.contrib.eager import metrics
from tf1shim.contrib.eager.gradients import (
    gradients_function,
    implicit_gradients,
    implicit_value_and_gradients,
    value_and_gradients_function,
)
from tf1shim.contrib.eager.tfe import (
    ASYNC,
    DEVICE_PLACEMENT_EXPLICIT,
    DEVICE_PLACEMENT_SILENT,
    DEVICE_PLACEMENT_WARN,
    SYNC,
    Iterator,
    Saver,
    execution_mode,
    get_optimizer_variables,
    list_devices,
    make_template,
    num_gpus,
    run,
    set_execution_mode,
)
from tf1shim.contrib.names import missing
from tf1shim.python.test_util import (
    run_all_in_graph_and_eager_modes as run_all_tests_in_graph_and_eager_modes,
)
from tf1shim.python.test_util import (
    run_in_graph_and_eager_modes as run_test_in_graph_and_eager_modes,
)
from tf1shim.variables.eager_store import EagerVariableStore

Checkpoint = tf.train.Checkpoint
GradientTape = tf.GradientTape
TensorSpec = tf.TensorSpec
Variable = tf.Variable
custom_gradient = tf.custom_gradient
enable_eager_execution = tf.enable_eager_execution
executing_eagerly = in_eager_mode = tf.executing_eagerly
defun = function = tf.function
py_func = tf.py_function

__all__ = [
    "ASYNC",
    "DEVICE_PLACEMENT_EXPLICIT",
    "DEVICE_PLACEMENT_SILENT",
    "DEVICE_PLACEMENT_WARN",
    "SYNC",
    "Checkpoint",
    "Checkpointable",
    "EagerVariableStore",
    "GradientTape",
    "Iterator",
    "Saver",
    "TensorSpec",
    "Variable",
    "custom_gradient",
    "defun",
    "enable_eager_execution",
    "executing_eagerly",
    "execution_mode",
    "function",
    "get_optimizer_variables",
    "gradients_function",
    "implicit_gradients",
    "implicit_value_and_gradients",
    "in_eager_mode",
    "list_devices",
    "make_template",
    "metrics",
    "num_gpus",
    "py_func",
    "run",
    "run_all_tests_in_graph_and_eager_modes",
    "run_test_in_graph_and_eager_modes",
    "set_execution_mode",
    "value_and_gradients_function",
]

_CALLBACKS = ("TensorFlow 2 has no execution callbacks", "tf.debugging.enable_check_numerics")
_NETWORK = ("TensorFlow 1.15 itself had deprecated it", "tf.keras.Model")
_REMOTE = ("a program of tf1shim runs on one machine", "tf.compat.v2.config")
__getattr__ = missing(
    __name__,
    {
        **dict.fromkeys(
            "ExecutionCallback add_execution_callback clear_execution_callbacks errstate "
            "inf_callback inf_nan_callback nan_callback seterr".split(),
            _CALLBACKS,
        ),
        **dict.fromkeys(
            "Network Sequential restore_network_checkpoint save_network_checkpoint".split(),
            _NETWORK,
        ),
        **dict.fromkeys(
            "async_clear_error async_wait connect_to_remote_host enable_remote_eager_execution "
            "set_server_def".split(),
            _REMOTE,
        ),
        "restore_variables_on_create": (
            "it replaced methods of tf.Variable",
            "tf.train.Checkpoint",
        ),
    },
)
