"""Optimizers outside of TensorFlow, such as SciPy's, that call for losses and gradients."""

import itertools

import numpy as np

import tf1shim as tf


class ExternalOptimizerInterface:
    """Minimizes with a method of another library: subclasses have ``_minimize``.

    >>> w = tf.get_variable("w", initializer=[1.0])
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     ExternalOptimizerInterface(tf.reduce_sum(w)).minimize(sess)
    Traceback (most recent call last):
    NotImplementedError: To use ExternalOptimizerInterface, subclass from it and implement ...

    Args: `loss`, a scalar tensor; `var_list`, by default all trainable variables; `equalities`,
    tensors that shall be 0; `inequalities`, that shall not be negative; `var_to_bounds`, pairs of
    lower and upper bound by variable; `optimizer_kwargs` are for ``_minimize``.
    """

    def __init__(
        self,
        loss,
        var_list=None,
        equalities=None,
        inequalities=None,
        var_to_bounds=None,
        **optimizer_kwargs,
    ):
        self._loss = loss
        self._equalities = equalities or []
        self._inequalities = inequalities or []
        self._vars = tf.trainable_variables() if var_list is None else list(var_list)
        self._shapes = [tuple(v.get_shape().as_list()) for v in self._vars]
        self._packed_bounds = None if var_to_bounds is None else self._bounds(var_to_bounds)
        self._update_placeholders = [tf.placeholder(v.dtype) for v in self._vars]
        self._var_updates = [
            v.assign(tf.reshape(new, shape))
            for v, new, shape in zip(self._vars, self._update_placeholders, self._shapes)
        ]
        self.optimizer_kwargs = optimizer_kwargs
        loss_gradient = self._gradient(loss)
        equality_gradients = [self._gradient(e) for e in self._equalities]
        inequality_gradients = [self._gradient(i) for i in self._inequalities]
        self._packed_var = self._pack(self._vars)
        self._packed_loss_grad = self._pack(loss_gradient)
        self._packed_equality_grads = [self._pack(g) for g in equality_gradients]
        self._packed_inequality_grads = [self._pack(g) for g in inequality_gradients]
        ends = list(itertools.accumulate(int(np.prod(shape)) for shape in self._shapes))
        self._packing_slices = [slice(*pair) for pair in zip([0, *ends], ends)]

    def _bounds(self, var_to_bounds):
        packed = []
        for var, shape in zip(self._vars, self._shapes):
            bounds = var_to_bounds.get(var, (-np.inf, np.inf))
            packed += zip(*(np.broadcast_to(bound, shape).flat for bound in bounds[:2]))
        return packed

    def _gradient(self, tensor):
        found = tf.gradients(tensor, self._vars)
        return [tf.zeros_like(v) if g is None else g for v, g in zip(self._vars, found)]

    @classmethod
    def _pack(cls, tensors):
        """All tensors in one vector."""
        flat = [tf.reshape(tensor, [-1]) for tensor in tensors]
        if len(flat) < 2:
            return flat[0] if flat else None
        return tf.concat(flat, 0)

    def minimize(
        self,
        session=None,
        feed_dict=None,
        fetches=None,
        step_callback=None,
        loss_callback=None,
        **run_kwargs,
    ):
        """Minimizes, and sets the variables to what was found; until then they stay as they are.

        Args: `feed_dict` for all runs; `loss_callback` gets the values of `fetches` each time the
        loss is computed, `step_callback` the packed variables after each step; `run_kwargs` are
        for the last ``session.run``.
        """
        session = session or tf.get_default_session()

        def evaluator(tensors, callback=None):
            return self._make_eval_func(tensors, session, feed_dict or {}, fetches or [], callback)

        packed = self._minimize(
            initial_val=session.run(self._packed_var),
            loss_grad_func=evaluator(
                [self._loss, self._packed_loss_grad], loss_callback or (lambda *fetched: None)
            ),
            equality_funcs=[evaluator(t) for t in self._equalities],
            equality_grad_funcs=[evaluator(t) for t in self._packed_equality_grads],
            inequality_funcs=[evaluator(t) for t in self._inequalities],
            inequality_grad_funcs=[evaluator(t) for t in self._packed_inequality_grads],
            packed_bounds=self._packed_bounds,
            step_callback=step_callback or (lambda packed: None),
            optimizer_kwargs=self.optimizer_kwargs,
        )
        new = [packed[part] for part in self._packing_slices]
        feeds = dict(zip(self._update_placeholders, new))
        session.run(self._var_updates, feed_dict=feeds, **run_kwargs)

    def _minimize(
        self,
        initial_val,
        loss_grad_func,
        equality_funcs,
        equality_grad_funcs,
        inequality_funcs,
        inequality_grad_funcs,
        packed_bounds,
        step_callback,
        optimizer_kwargs,
    ):
        raise NotImplementedError(
            "To use ExternalOptimizerInterface, subclass from it and implement the _minimize() "
            "method."
        )

    def _make_eval_func(self, tensors, session, feed_dict, fetches, callback=None):
        """A function of the packed variables that gives the tensors' values."""
        tensors = tensors if isinstance(tensors, list) else [tensors]

        def evaluate(x):
            feeds = {
                var: x[part].reshape(shape)
                for var, part, shape in zip(self._vars, self._packing_slices, self._shapes)
            }
            values = session.run(tensors + fetches, feed_dict={**feeds, **feed_dict})
            if callable(callback):
                callback(*values[len(tensors) :])
            return values[: len(tensors)]

        return evaluate


class ScipyOptimizerInterface(ExternalOptimizerInterface):
    """Minimizes with ``scipy.optimize.minimize``, by default L-BFGS-B.

    >>> w = tf.get_variable("w", initializer=[7.0, 7.0])
    >>> opt = ScipyOptimizerInterface(tf.reduce_sum(tf.square(w)), options={"maxiter": 100})
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     opt.minimize(sess)
    ...     print(abs(sess.run(w)) < 1e-3)
    [ True  True]

    `optimizer_kwargs` are SciPy's: `method`, `options`, `tol` ... Raises: ValueError for those that
    have an argument of their own, such as `bounds`.
    """

    _DEFAULT_METHOD = "L-BFGS-B"

    def _minimize(
        self,
        initial_val,
        loss_grad_func,
        equality_funcs,
        equality_grad_funcs,
        inequality_funcs,
        inequality_grad_funcs,
        packed_bounds,
        step_callback,
        optimizer_kwargs,
    ):
        import scipy.optimize

        # SciPy wants numbers and vectors of its own type, not lists of one.
        def loss(x):
            value, gradient = loss_grad_func(x)
            return float(value), gradient.astype("float64")

        def only(function):
            return lambda x: function(x)[0].astype("float64")

        kinds = (
            ("eq", equality_funcs, equality_grad_funcs),
            ("ineq", inequality_funcs, inequality_grad_funcs),
        )
        given = dict(optimizer_kwargs)
        ours = {
            "jac": True,
            "callback": step_callback,
            "method": given.pop("method", self._DEFAULT_METHOD),
            "constraints": [
                {"type": kind, "fun": only(value), "jac": only(gradient)}
                for kind, values, gradients in kinds
                for value, gradient in zip(values, gradients)
            ],
            "bounds": packed_bounds,
        }
        for name in ours:
            if name in given and name == "bounds":
                raise ValueError("Bounds must be set using the var_to_bounds argument")
            if name in given:
                raise ValueError(
                    f"Optimizer keyword arg '{name}' is set automatically and cannot be injected "
                    "manually"
                )
        result = scipy.optimize.minimize(loss, np.float64(initial_val), **ours, **given)
        lines = ["Optimization terminated with:", f"  Message: {result.message}"]
        lines.append(f"  Objective function value: {result.fun:f}")
        if hasattr(result, "nit"):
            lines.append(f"  Number of iterations: {result.nit}")
        if hasattr(result, "nfev"):
            lines.append(f"  Number of functions evaluations: {result.nfev}")
        tf.logging.info("%s", "\n".join(lines))
        return result["x"]
