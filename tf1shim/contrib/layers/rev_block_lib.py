"""Blocks that can be computed backwards, and functions computed again for their gradients.

Both save memory: what lies between inputs and outputs is not kept for the gradients.

>>> import tf1shim as tf
>>> x1, x2 = tf.ones([2, 3]), tf.ones([2, 3])
>>> def f(x): return tf.layers.dense(x, 3, use_bias=False)
>>> y1, y2 = rev_block(x1, x2, f, f, num_layers=2)
>>> [v.op.name for v in tf.trainable_variables()][:2]
['revblock/revlayer_0/f/dense/kernel', 'revblock/revlayer_0/g/dense/kernel']
"""

import functools
import inspect
import re

import numpy as np

import tf1shim as tf
from tf1shim.contrib.framework.arg_scope import arg_scope, current_arg_scope

LAYER_RE = re.compile(".*revlayer_([0-9]*)/([fg])/.*")
_USE_DEFAULT = "__rev_block_lib_default"
_WRONG_VARS_ERR = """\
The variables used on recompute were different than the variables originally
used. The function wrapped with @recompute_grad likley creates its own variable
scope with a default name and has been called twice in the same enclosing scope.
To fix, ensure each call to the function happens in its own unique variable
scope.
"""


def _wraps(fn):
    """`functools.wraps`; nothing for a partial, which has no name."""
    return (lambda f: f) if isinstance(fn, functools.partial) else functools.wraps(fn)


def _scope_wrap(fn, scope):
    @_wraps(fn)
    def in_scope(x, side_input):
        with tf.variable_scope(scope, use_resource=True):
            return fn(x, side_input) if side_input else fn(x)

    return in_scope


def _sum(*lists):
    """The sums of gradients, None for none."""
    terms = [[g for g in gradients if g is not None] for gradients in zip(*lists)]
    return [tf.add_n(some) if some else None for some in terms]


class RevBlock(tf.layers.Layer):
    """Layers of ``y1 = x1 + f(x2); y2 = x2 + g(y1)``, which can be undone.

    >>> import tf1shim as tf
    >>> block = RevBlock(tf.sin, tf.cos, num_layers=3)
    >>> x = tf.constant([0.5]), tf.constant([1.0])
    >>> undone = block.backward(*block.forward(*x))
    >>> with tf.Session() as sess:
    ...   print(*[part.round(3) for part in sess.run(undone)])
    [0.5] [1.]

    Args: `f` and `g`, functions that keep the shape, or lists of one for each layer;
    `f_side_input` and `g_side_input`, lists of tensors that they get as a second argument;
    `use_efficient_backprop`, False to keep what lies between as usual.
    """

    def __init__(
        self,
        f,
        g,
        num_layers=1,
        f_side_input=None,
        g_side_input=None,
        use_efficient_backprop=True,
        name="revblock",
        **kwargs,
    ):
        super().__init__(name=name, **kwargs)
        self.f, self.g = (
            self._per_layer(fn, kind, num_layers) for fn, kind in ((f, "f"), (g, "g"))
        )
        self.num_layers = num_layers
        self.f_side_input = f_side_input or []
        self.g_side_input = g_side_input or []
        self._use_efficient_backprop = use_efficient_backprop

    @staticmethod
    def _per_layer(fns, kind, count):
        fns = fns if isinstance(fns, list) else [fns] * count
        assert len(fns) == count
        return [_scope_wrap(fn, f"revlayer_{i}/{kind}") for i, fn in enumerate(fns)]

    def forward(self, x1, x2):
        """``(y1, y2)`` of the inputs."""
        return self.apply([x1, x2])

    def backward(self, y1, y2):
        """``(x1, x2)`` of the outputs."""
        return self.apply([y1, y2], forward=False)

    def build(self, _):
        """Does nothing: the functions make their variables in the first call."""
        tf.logging.warn("RevBlock constructs its variables on first call, not on build.")
        self.built = True

    @tf.autograph.experimental.do_not_convert
    def call(self, inputs, forward=True):
        """The outputs of the inputs or, if not `forward`, the other way round."""
        scope = tf.get_variable_scope()
        known = len(scope.global_variables())
        out = (self._forward if forward else self._backward)(*inputs)
        for variable in scope.global_variables()[known:]:
            trained = variable in scope.trainable_variables()
            (self._trainable_weights if trained else self._non_trainable_weights).append(variable)
        return out

    def _layers_forward(self, x1, x2, f_side, g_side):
        for f, g in zip(self.f, self.g):
            x1 = x1 + f(x2, f_side)
            x2 = x2 + g(x1, g_side)
            if self._use_efficient_backprop:
                x1, x2 = tf.tuple([x1, x2])
        return x1, x2

    def _backward(self, y1, y2):
        for f, g in zip(reversed(self.f), reversed(self.g)):
            y2 = y2 - g(y1, self.g_side_input)
            y1 = y1 - f(y2, self.f_side_input)
        return y1, y2

    def _forward(self, x1, x2):
        if not self._use_efficient_backprop:
            return self._layers_forward(x1, x2, self.f_side_input, self.g_side_input)
        count, scope = len(self.f_side_input), tf.get_variable_scope()

        @tf.custom_gradient
        def forward(x1, x2, *sides):
            ys = self._layers_forward(x1, x2, list(sides[:count]), list(sides[count:]))

            def gradient(*grad_ys, variables=None):
                with tf.variable_scope(scope, reuse=True):
                    found = self._gradients(ys, grad_ys, variables)
                grad_xs, f_sides, g_sides, by_variable = found
                grads = [*grad_xs, *f_sides, *g_sides]
                if variables is None:
                    return grads
                return grads, [by_variable.get(v.name) for v in variables]

            return ys, gradient

        return forward(x1, x2, *self.f_side_input, *self.g_side_input)

    def _gradients(self, ys, grad_ys, variables):
        """Gradients of inputs, of side inputs and of variables, by name, from the outputs alone."""
        own = {}
        for variable in variables or ():
            layer, kind = LAYER_RE.match(variable.name).groups()
            own.setdefault((int(layer), kind), []).append(variable)
        f_sides = [None] * len(self.f_side_input)
        g_sides = [None] * len(self.g_side_input)
        by_variable = {}
        (y1, y2), (grad_y1, grad_y2) = ys, grad_ys

        def undo(fn, kind, layer, x, y, side, grad):
            """``y - fn(x)``, and the gradients of ``fn(x)``."""
            x, side = tf.stop_gradient(x), [tf.stop_gradient(t) for t in side]
            mine = own.get((layer, kind), [])
            value = fn(x, side)
            grad_x, *rest = tf.gradients(value, [x, *mine, *side], grad)
            by_variable.update(zip([v.name for v in mine], rest))
            return y - value, grad_x, rest[len(mine) :]

        for i in reversed(range(self.num_layers)):
            x2, more, side = undo(self.g[i], "g", i, y1, y2, self.g_side_input, grad_y2)
            g_sides = _sum(g_sides, side)
            grad_y1 = _sum([grad_y1], [more])[0]
            x1, more, side = undo(self.f[i], "f", i, x2, y1, self.f_side_input, grad_y1)
            f_sides = _sum(f_sides, side)
            grad_y2 = _sum([grad_y2], [more])[0]
            # One layer after the other, so that what one needs is free for the next.
            y1, y2, grad_y1, grad_y2 = tf.tuple([x1, x2, grad_y1, grad_y2])
        return (grad_y1, grad_y2), f_sides, g_sides, by_variable


def rev_block(x1, x2, f, g, num_layers=1, f_side_input=None, g_side_input=None, is_training=True):
    """Makes a `RevBlock` and applies it.

    Args: those of `RevBlock`; `is_training`, False to compute gradients, if at all, as usual.
    """
    block = RevBlock(
        f=f,
        g=g,
        num_layers=num_layers,
        f_side_input=f_side_input,
        g_side_input=g_side_input,
        use_efficient_backprop=is_training,
        _reuse=tf.get_variable_scope().reuse,
    )
    return block.forward(x1, x2)


def _with_options(decorator):
    """Lets a decorator be called with its options alone, too."""

    @functools.wraps(decorator)
    def decorate(*args, **kwargs):
        if len(args) == 1 and not kwargs and callable(args[0]):
            return decorator(args[0])
        return lambda fn: decorator(fn, *args, **kwargs)

    return decorate


@_with_options
def recompute_grad(fn, use_data_dep=_USE_DEFAULT, tupleize_grads=False):
    """Decorator: the function is computed again for its gradients, instead of kept.

    >>> import tf1shim as tf
    >>> @recompute_grad
    ... def layer(x): return tf.layers.dense(tf.layers.dense(x, 100), 3)
    >>> x = tf.ones([2, 3])
    >>> with tf.variable_scope("layer", use_resource=True):
    ...   y = layer(x)
    >>> len(tf.gradients(y, tf.trainable_variables()))
    4

    The function takes tensors and must not use others from outside. It may have an argument
    `is_recomputing`, which says which of both computations it is.
    Args: `use_data_dep`, True to let the computation depend on the gradients by value too, not only
    by order; `tupleize_grads`, True to have no gradient before all are there.
    Raises: ValueError if it gets anything but tensors, if it closes over a tensor or variable, or
    if it uses other variables in the second computation.
    """
    _check_closure(fn)
    tells = "is_recomputing" in inspect.signature(fn).parameters

    def compute(args, again):
        return fn(*args, **({"is_recomputing": again} if tells else {}))

    @_wraps(fn)
    def wrapped(*args):
        if not all(isinstance(arg, tf.Tensor) for arg in args):
            raise ValueError("All inputs to function must be Tensors")

        @tf.custom_gradient
        def computed(*args):
            scope, arguments = tf.get_variable_scope(), current_arg_scope()
            outputs = compute(args, False)

            def gradient(*grads, variables=None):
                inputs = [tf.identity(x) for x in args]
                there = [g for g in grads if g is not None]
                with tf.control_dependencies(there):
                    if use_data_dep is True:
                        inputs = _force_data_dependency(grads, inputs)
                    with arg_scope(arguments), _recorded(scope) as used:
                        again = compute(inputs, True)
                again = list(again) if isinstance(again, (list, tuple)) else [again]
                # It may also use variables on which its outputs do not depend.
                more = list(used - set(variables or ()))
                if not used.issuperset(variables or ()) or _depends(again, more):
                    raise ValueError(_WRONG_VARS_ERR)
                found = tf.gradients(again, inputs + list(variables or ()), list(grads))
                if tupleize_grads:
                    exact = use_data_dep is True
                    found = _force_data_dependency(found, found) if exact else tf.tuple(found)
                ours, theirs = found[: len(inputs)], found[len(inputs) :]
                return ours if variables is None else (ours, theirs)

            return outputs, gradient

        return computed(*args)

    return wrapped


def _depends(tensors, variables):
    """True if some of the tensors have a gradient with respect to some of the variables."""
    if not variables:
        return False
    return any(g is not None for g in tf.gradients(tensors, variables))


def _check_closure(fn):
    """Gradients would not reach what a function takes from outside."""
    code = getattr(fn, "__code__", None)
    for name, cell in zip(code.co_freevars if code else (), fn.__closure__ or () if code else ()):
        value = cell.cell_contents
        if isinstance(value, (tf.Tensor, tf.Variable)):
            raise ValueError(
                f"fn decorated with @recompute_grad closes over Tensor {value.name} (local "
                f"variable name: {name}). The decorated fn must not close over Tensors or "
                "Variables because "
                "gradients will NOT be computed for them through fn. To ensure correct gradients, "
                "make the Tensor an input to fn."
            )


class _recorded:
    """Reenters a scope for reuse; gives the set of trainable variables that are used in it."""

    def __init__(self, scope):
        self._used = set()
        self._scope = tf.variable_scope(scope, reuse=True, custom_getter=self._getter)

    def _getter(self, getter, *args, **kwargs):
        variable = getter(*args, **kwargs)
        parts = [variable] if isinstance(variable, tf.Variable) else list(variable)
        trained = tf.trainable_variables()
        self._used.update(part for part in parts if part in trained)
        return variable

    def __enter__(self):
        self._scope.__enter__()
        return self._used

    def __exit__(self, *error):
        return self._scope.__exit__(*error)


def _force_data_dependency(first_compute, then_compute):
    """`then_compute`, which depends on the values of `first_compute`: next to nothing is added."""
    there = [x for x in first_compute if x is not None]
    for x in there:
        if x.get_shape().ndims is None:
            raise ValueError(f"Rank of Tensor {x} must be known")
    firsts = [tf.reshape(tf.slice(x, [0] * x.shape.ndims, [1] * x.shape.ndims), []) for x in there]
    total = tf.add_n(firsts)
    if not total.dtype.is_floating:
        raise ValueError("_force_data_dependency only supports floating dtypes.")
    zero = tf.stop_gradient(np.finfo(total.dtype.as_numpy_dtype).tiny * total)
    return [None if x is None else tf.identity(x) + zero for x in then_compute]
