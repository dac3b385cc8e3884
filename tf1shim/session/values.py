"""What a session holds, as TensorFlow 2 sees it: variables, other resources, modules on them."""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.session import failures
from tf1shim.session.graph_module import GraphModule


class Values:
    """The TensorFlow 2 side of a session."""

    @property
    def variables(self):
        """The TF2 variables that hold this session's values, by TF1 name.

        >>> import tf1shim as tf
        >>> tf.reset_default_graph()
        >>> v = tf.get_variable("v", initializer=3.0)
        >>> with tf.Session() as sess:
        ...   sess.run(v.initializer)
        ...   print(sess.variables["v:0"].numpy())
        3.0

        Assigning to one changes what the next run reads. Those without a value are left out.
        """
        found = {}
        known = getattr(self._graph, "variables_by_op_name", None)
        for op in self._graph.get_operations():
            if op.type != "VarHandleOp" or (known is not None and op.name not in known):
                continue
            if self._state.is_initialized(op):
                found[op.name + ":0"] = self._state.variable(op)
        return found

    def find_variable(self, name):
        """The TF2 variable that holds the value of the graph variable `name`, or None.

        Raises: RuntimeError if the session is closed.
        """
        if self._closed:
            raise RuntimeError(failures.CLOSED)
        try:
            op = self._graph.get_operation_by_name(name)
        except KeyError:
            return None
        return self._state.variable(op) if op.type == "VarHandleOp" else None

    def resource(self, op):
        """The eager handle of the table, queue ... that `op` makes in this session."""
        with _tf.eager_mode(), self._lock:
            if op not in self._handles:
                plan = self._plan((op.outputs[0],), (), ())
                (self._handles[op],) = self._execute(plan, [], self._default_settings)
            return self._handles[op]

    def read_variable(self, variable):
        """The value of the graph variable `variable` in this session, as an array."""
        if not self._state.is_initialized(variable.op):
            raise failures.uninitialized([variable.op], self._log.explain)
        return self._state.variable(variable.op).numpy()

    def as_module(self, inputs, outputs, name="graph_module"):
        """A ``tf.Module`` that computes `outputs` from `inputs` with this session's variables.

        >>> import tf1shim as tf
        >>> tf.reset_default_graph()
        >>> x = tf.placeholder(tf.float32, [None, 2])
        >>> y = tf.layers.dense(x, 1, kernel_initializer=tf.ones_initializer(), name="out")
        >>> sess = tf.Session()
        >>> sess.run(tf.global_variables_initializer())
        >>> module = sess.as_module(inputs=x, outputs=y)
        >>> module([[1.0, 2.0]]).numpy().tolist(), [v.name for v in module.trainable_variables]
        ([[3.0]], ['out/kernel:0', 'out/bias:0'])

        It is called in eager code, ``tf.function`` and ``tf.GradientTape``, and saved by
        ``tf.saved_model.save``; what trains it is seen by the session, and the other way round.

        Args: `inputs` a tensor or its name, a list of them (positional arguments) or a dict
        (keyword arguments): placeholders, or any other tensors; `outputs` a nest of tensors.
        Raises: ValueError if the outputs need another placeholder, or what only a session has.
        """
        return GraphModule(self, inputs, outputs, name)
