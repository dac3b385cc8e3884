"""Metrics as objects with variables."""

import re

import tf1shim as tf


class Metric:
    """A metric: subclasses have ``build`` (its variables), ``call`` (an update), ``result``.

    >>> class Total(Metric):
    ...     def build(self, values):
    ...         self.sum = self.add_variable("sum", (), tf.float32, tf.zeros_initializer())
    ...     def call(self, values): self.sum.assign_add(tf.reduce_sum(values))
    ...     def result(self): return self.sum.value()
    >>> tf.enable_eager_execution()
    >>> total = Total()
    >>> total([1.0, 2.0])
    >>> print(total.result().numpy(), total.name)
    3.0 Total
    >>> tf.disable_eager_execution()
    """

    def __init__(self, name=None, use_global_variables=False):
        self._built = False
        self._vars = []
        self._initial_values = []
        self._use_global_variables = use_global_variables
        name = name or type(self).__name__
        scope_name = re.sub("[^A-Za-z0-9.]", "_", name)
        with tf.variable_scope(scope_name, use_resource=True, reuse=False) as scope:
            self._scope = scope
            self._name = name + scope.name[scope.name.rfind(scope_name) + len(scope_name) :]

    def __call__(self, *args, **kwargs):
        """Does the step."""
        if not self._built:
            with tf.variable_scope(self._scope):
                self.build(*args, **kwargs)
            self._built = True
        return self.call(*args, **kwargs)

    @property
    def name(self):
        """The metric's name."""
        return self._name

    @property
    def variables(self):
        """Its variables."""
        return self._vars

    def init_variables(self):
        """Sets the variables to their first values; in a graph, returns the operation for it."""
        if not tf.executing_eagerly():
            return tf.group([v.initializer for v in self._vars])
        for variable, value in zip(self._vars, self._initial_values):
            variable.assign(value)
        return None

    def build(self, *args, **kwargs):
        """Makes the variables."""
        raise NotImplementedError("Metrics must define a build() member function")

    def call(self, *args, **kwargs):
        """Takes an update in; returns its arguments."""
        raise NotImplementedError("Metrics must define a call() member function")

    def result(self):
        """Returns the result."""
        raise NotImplementedError("Metrics must define a result() member function")

    def value(self):
        """The result, a tensor in a graph; in eager mode, the function that gives it."""
        return self.result if tf.executing_eagerly() else self.result()

    def aggregate(self, metrics):
        """Adds what other metrics of the same class have gathered."""
        for other in metrics:
            if type(self) is not type(other):
                raise TypeError(
                    f"All metrics must be the same type, '{type(self)}' != '{type(other)}'."
                )
        for i, variable in enumerate(self._vars):
            if any(m.variables[i].name != variable.name for m in metrics):
                raise ValueError("All metrics must have variables in the same order.")
            variable.assign_add(tf.add_n([m.variables[i] for m in metrics]))

    def add_variable(self, name, shape=None, dtype=None, initializer=None):
        """Makes a variable; only in ``build``."""
        if self._built:
            raise RuntimeError("Can't call add_variable() except in build().")
        kept = (
            tf.GraphKeys.GLOBAL_VARIABLES
            if self._use_global_variables
            else tf.GraphKeys.LOCAL_VARIABLES
        )
        variable = tf.get_variable(
            name,
            shape,
            dtype,
            initializer,
            trainable=False,
            collections=None if tf.executing_eagerly() else [kept, tf.GraphKeys.METRIC_VARIABLES],
            use_resource=True,
        )
        self._vars.append(variable)
        if tf.executing_eagerly():
            self._initial_values.append(variable.value())
        return variable


class Mean(Metric):
    """The mean of all values, each by its weight.

    >>> tf.enable_eager_execution()
    >>> mean = Mean()
    >>> _ = mean([1.0, 5.0], weights=[3.0, 1.0])
    >>> print(mean.result().numpy())
    2.0
    >>> tf.disable_eager_execution()
    """

    def __init__(self, name=None, dtype=tf.float64, use_global_variables=False):
        super().__init__(name, use_global_variables)
        self.dtype = dtype

    def build(self, *args, **kwargs):
        """Makes the variables."""
        self.numer, self.denom = (
            self.add_variable(name, (), self.dtype, tf.zeros_initializer())
            for name in ("numer", "denom")
        )

    def call(self, values, weights=None):
        """Takes the values in; returns them (and the weights)."""
        if weights is None:
            count = tf.cast(tf.identity(tf.size(values)), self.dtype)
            taken = values = tf.reduce_sum(values)
        else:
            weights = tf.cast(weights, self.dtype)
            count = tf.reduce_sum(weights)
            values = tf.cast(values, self.dtype) * weights
            taken = tf.reduce_sum(values)
        updates = [
            self.denom.assign_add(count),
            self.numer.assign_add(tf.cast(taken, self.dtype)),
        ]
        return _after(updates, values, weights)

    def result(self, write_summary=True):
        """The mean; also a summary to the default writer of `tf.contrib.summary`."""
        mean = self.numer / self.denom
        if write_summary is True:
            tf.contrib.summary.scalar(self.name, mean)
        elif write_summary is not False:
            tf.cond(
                tf.convert_to_tensor(write_summary),
                lambda: _written(self.name, mean),
                lambda: mean,
            )
        return mean


def _written(name, mean):
    tf.contrib.summary.scalar(name, mean)
    return mean


def _after(updates, *results):
    """`results` without None; in a graph, tensors that come after the updates."""
    results = [r for r in results if r is not None]
    if not tf.executing_eagerly():
        with tf.control_dependencies(updates):
            results = [tf.identity(r) for r in results]
    return results[0] if len(results) == 1 else tuple(results)


class Accuracy(Mean):
    """How many predictions are equal to their labels.

    >>> tf.enable_eager_execution()
    >>> accuracy = Accuracy()
    >>> _ = accuracy(tf.constant([1, 2]), tf.constant([1, 3]))
    >>> print(accuracy.result().numpy())
    0.5
    >>> tf.disable_eager_execution()
    """

    def __init__(self, name=None, dtype=tf.float64):
        super().__init__(name=name, dtype=dtype)

    def call(self, labels, predictions, weights=None):
        """Takes labels and predictions in; returns them (and the weights)."""
        self._check(labels, predictions)
        labels, predictions = self._comparable(labels, predictions)
        matches = tf.cast(tf.equal(labels, predictions), self.dtype)
        taken = super().call(matches, weights=weights)
        updates = [] if tf.executing_eagerly() else [t.op for t in tf.nest.flatten(taken)]
        return _after(updates, labels, predictions, weights)

    def _check(self, labels, predictions):
        tf.assert_equal(
            tf.shape(labels),
            tf.shape(predictions),
            message="Shapes of labels and predictions are unequal",
        )

    def _comparable(self, labels, predictions):
        return labels, predictions


class CategoricalAccuracy(Accuracy):
    """How many predictions, a score for each class, are highest where their one-hot labels are.

    >>> tf.enable_eager_execution()
    >>> accuracy = CategoricalAccuracy()
    >>> _ = accuracy(tf.constant([[0, 1], [1, 0]]), tf.constant([[0.2, 0.8], [0.3, 0.7]]))
    >>> print(accuracy.result().numpy())
    0.5
    >>> tf.disable_eager_execution()
    """

    def _comparable(self, labels, predictions):
        return tf.argmax(labels, -1), tf.argmax(predictions, -1)


class BinaryAccuracy(Accuracy):
    """How many predictions are above a threshold where their labels are true.

    >>> tf.enable_eager_execution()
    >>> accuracy = BinaryAccuracy(threshold=0.5)
    >>> _ = accuracy(tf.constant([0, 1]), tf.constant([0.2, 0.4]))
    >>> print(accuracy.result().numpy())
    0.5
    >>> tf.disable_eager_execution()
    """

    def __init__(self, threshold, name=None, dtype=tf.float64):
        super().__init__(name, dtype)
        self.threshold = threshold

    def _comparable(self, labels, predictions):
        return tf.cast(labels, tf.bool), tf.convert_to_tensor(predictions) > self.threshold


class SparseAccuracy(Accuracy):
    """How many predictions, a score for each class, are highest at their label.

    >>> tf.enable_eager_execution()
    >>> accuracy = SparseAccuracy()
    >>> _ = accuracy(tf.constant([1, 0]), tf.constant([[0.2, 0.8], [0.3, 0.7]]))
    >>> print(accuracy.result().numpy())
    0.5
    >>> tf.disable_eager_execution()
    """

    def _check(self, labels, predictions):
        tf.assert_equal(
            tf.shape(labels),
            tf.shape(predictions)[0],
            message="First axis of labels and predictions is unequal",
        )

    def _comparable(self, labels, predictions):
        return tf.cast(labels, tf.int64), tf.argmax(predictions, -1)
