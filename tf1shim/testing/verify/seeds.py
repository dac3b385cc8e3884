"""Random ops without a seed of their own get the same one on both sides.

Read by Python 3.7 too, as `facts`.

In a graph with a seed TensorFlow takes a number for such an op, and what it draws depends on that.
TensorFlow 1 took the number of all ops before it, TensorFlow 2 that of the random ops before it;
where branches and loops are functions, as they are on tf1shim, each of them counts by itself.
"""

import sys
import weakref


def number_as_functions_do(tf):
    """Has TensorFlow number its random ops, in this process, as tf1shim does.

    This changes a function of TensorFlow: for processes that exist to be compared with. Returns the
    function, ``tf.get_seed`` for the program.
    """
    module = sys.modules[tf.get_seed.__module__]
    original, counts = module.get_seed, weakref.WeakKeyDictionary()

    def get_seed(op_seed):
        graph = tf.get_default_graph()
        if op_seed is None and graph.seed is not None:
            # The context of a branch or loop, where those are no functions.
            owner = graph._get_control_flow_context() or graph
            op_seed = counts.get(owner, 0)
            counts[owner] = op_seed + 1
        return original(op_seed)

    module.get_seed = get_seed
    return get_seed
