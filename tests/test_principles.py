"""What the package promises never to do, checked while a whole program runs."""

import subprocess
import sys

PROGRAM = """
import numpy as np
import tf1shim as tf

x = tf.placeholder(tf.float32, [None, 2])
with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
    w = tf.get_variable("w", [2, 1])
    w = tf.get_variable("w", [2, 1])
loss = tf.reduce_mean(tf.square(tf.matmul(x, w)))
loss = tf.cond(loss > 0, lambda: loss * 2, lambda: loss)
train = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run(train, {x: np.ones([4, 2])})
    sess.run(tf.while_loop(lambda i: i < 3, lambda i: i + 1, [0]))
"""

UNTOUCHED = """
import os, types
import tensorflow
import keras

classes = [
    tensorflow.Tensor, tensorflow.Variable, tensorflow.Graph, tensorflow.Operation,
    tensorflow.TensorShape, tensorflow.Module, tensorflow.data.Dataset, tensorflow.TensorArray,
    tensorflow.compat.v1.Session, tensorflow.compat.v1.train.Optimizer,
    tensorflow.compat.v1.train.AdamOptimizer, tensorflow.compat.v1.FIFOQueue,
]
modules = [tensorflow, tensorflow.compat.v1, tensorflow.nn, tensorflow.compat.v1.train]

def state():
    v1 = tensorflow.compat.v1
    found = {{c: dict(vars(c)) for c in classes}}
    for m in modules:
        # Functions and classes: submodules are loaded late by TensorFlow itself.
        found[m] = {{k: v for k, v in vars(m).items()
                    if isinstance(v, (type, types.FunctionType))}}
    found["switches"] = [
        tensorflow.executing_eagerly(), v1.resource_variables_enabled(),
        v1.control_flow_v2_enabled(), tensorflow.keras.backend.floatx(),
    ]
    found["environment"] = dict(os.environ)
    return found

def differences(before, after):
    # What Python itself adds to a class when somebody looks at it.
    ignored = {{"_abc_impl", "__annotations__"}}
    for owner, old in before.items():
        new = after[owner]
        if not isinstance(old, dict):
            if old != new:
                yield owner
            continue
        for key in (old.keys() | new.keys()) - ignored:
            if old.get(key) is not new.get(key) and old.get(key) != new.get(key):
                yield owner, key

hash(tensorflow.constant(1.0).ref())
before = state()
{program}
found = list(differences(before, state()))
assert not found, found
assert tensorflow.executing_eagerly()
assert tensorflow.constant(1.0).numpy() == 1.0
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(np.ones([4, 2]), np.ones([4, 1]), verbose=0)
"""

WITHOUT_ORACLE = """
import sys
import tensorflow
from tensorflow.python.client import session
from tensorflow.python.ops import variable_scope

def guarded(fn, name):
    def call(*args, **kwargs):
        # TensorFlow's own optimizers do call these; they then find our registry.
        caller = sys._getframe(1).f_globals["__name__"]
        assert not caller.startswith("tf1shim"), caller + " called " + name
        return fn(*args, **kwargs)
    return call

def forbidden(*args, **kwargs):
    raise AssertionError("a session of TensorFlow's was made")

v1 = tensorflow.compat.v1
for owner in (v1, variable_scope):
    for name in ("get_variable", "get_local_variable"):
        setattr(owner, name, guarded(getattr(owner, name), name))
for cls in (variable_scope.variable_scope, variable_scope._pure_variable_scope):
    cls.__init__ = guarded(cls.__init__, cls.__name__)
for cls in (session.BaseSession, session.Session, session.InteractiveSession):
    cls.__init__ = forbidden
{program}
"""


def run(script):
    """Runs `script`, with the program in it, in a process of its own."""
    command = [sys.executable, "-c", script.format(program=PROGRAM)]
    outcome = subprocess.run(command, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr[-3000:]


def test_tensorflow_is_left_as_it_is():
    """Importing and running changes no class, function, switch or environment variable."""
    run(UNTOUCHED)


def test_the_oracle_is_never_called():
    """A program runs with compat.v1's Session, variable_scope and get_variable out of order."""
    run(WITHOUT_ORACLE)
