"""TensorFlow 1's arguments, for functions to which TensorFlow 2 gave others.

A function that only got more of them, behind TensorFlow 1's, needs nothing.
"""

from __future__ import annotations

import functools
import inspect

import tensorflow

from tf1shim.binding import bind, place

v1 = tensorflow.compat.v1
raw_ops = tensorflow.raw_ops

# What TensorFlow 1 took.
TAKES = {
    "config.experimental.set_virtual_device_configuration": lambda device,
        virtual_devices: locals(),
    "function": lambda func=None, input_signature=None, autograph=True,
        experimental_autograph_options=None, experimental_relax_shapes=False,
        experimental_compile=None: locals(),
    "image.adjust_jpeg_quality": lambda image, jpeg_quality, name=None: locals(),
    "math.top_k": lambda input, k=1, sorted=True, name=None: locals(),
    "matmul": lambda a, b, transpose_a=False, transpose_b=False, adjoint_a=False, adjoint_b=False,
        a_is_sparse=False, b_is_sparse=False, name=None: locals(),
    "nn.sigmoid_cross_entropy_with_logits": lambda _sentinel=None, labels=None, logits=None,
        name=None: locals(),
    "nn.softmax_cross_entropy_with_logits": lambda _sentinel=None, labels=None, logits=None,
        dim=-1, name=None, axis=None: locals(),
    "nn.sparse_softmax_cross_entropy_with_logits": lambda _sentinel=None, labels=None, logits=None,
        name=None: locals(),
    "numpy_function": lambda func, inp, Tout, name=None: locals(),
    "py_function": lambda func, inp, Tout, name=None: locals(),
    "random.experimental.create_rng_state": lambda seed, algorithm: locals(),
    "scatter_nd": lambda indices, updates, shape, name=None: locals(),
    "tensor_scatter_add": lambda tensor, indices, updates, name=None: locals(),
    "tensor_scatter_nd_sub": lambda tensor, indices, updates, name=None: locals(),
}  # fmt: skip

# What was one op, of the name given, where TensorFlow 2 composes some.
ONE_OP = {
    "linspace": (raw_ops.LinSpace, lambda start, stop, num, name=None: locals()),
    "math.bessel_i0e": (raw_ops.BesselI0e, lambda x, name=None: locals()),
    "math.bessel_i1e": (raw_ops.BesselI1e, lambda x, name=None: locals()),
    "math.xdivy": (raw_ops.Xdivy, lambda x, y, name=None: locals()),
}

# TensorFlow 1's name of an argument -> today's.
RENAMED = {"algorithm": "alg", "virtual_devices": "logical_devices"}

SENTINEL = "Only call `{}` with named arguments (labels=..., logits=..., ...)"
BOTH = "Both labels and logits must be provided."


def taking(fn, takes, name):
    """`fn` with the arguments of `takes`, a function that returns its own as a dict.

    >>> taking(dict, lambda alg, name=None: locals(), "pairs")(1)
    {'alg': 1, 'name': None}
    """
    takes.__name__ = takes.__qualname__ = name
    signature = inspect.signature(takes)

    @functools.wraps(fn)
    def call(*args, **kwargs):
        given = takes(*args, **kwargs)
        if "_sentinel" in given:
            if given.pop("_sentinel") is not None:
                raise ValueError(SENTINEL.format(name))
            if given["labels"] is None or given["logits"] is None:
                raise ValueError(BOTH)
        return fn(**{RENAMED.get(key, key): value for key, value in given.items()})

    call.__signature__ = signature
    return call


def _made(path, fn, takes):
    module, _, name = path.rpartition(".")
    made = bind(taking(fn, takes, name))
    place(made, module, name)
    return made


FUNCTIONS = {
    path: _made(path, functools.reduce(getattr, path.split("."), v1), takes)
    for path, takes in TAKES.items()
}
FUNCTIONS.update({path: _made(path, *about) for path, about in ONE_OP.items()})
