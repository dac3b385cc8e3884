"""Mixtures of any distributions."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    gen_new_seed,
    mixture_stddev,
    pad_mixture_dimensions,
    parameter,
)
from tf1shim.graph import in_graph


def _check_components(cat, components):
    """Raises unless `components` can be mixed by the categorical distribution `cat`."""
    if not isinstance(cat, tf.distributions.Categorical):
        raise TypeError(f"cat must be a Categorical distribution, but saw: {cat}")
    if not components:
        raise ValueError("components must be a non-empty list or tuple")
    if not isinstance(components, (list, tuple)):
        raise TypeError(f"components must be a list or tuple, but saw: {components}")
    if not all(isinstance(c, tf.distributions.Distribution) for c in components):
        raise TypeError(
            f"all entries in components must be Distribution instances but saw: {components}"
        )
    if any(d.dtype != components[0].dtype for d in components):
        dtypes = [(d.name, d.dtype) for d in components]
        raise TypeError(f"All components must have the same dtype, but saw dtypes: {dtypes}")


class Mixture(tf.distributions.Distribution):
    """The mixture of `components`, of which `cat` draws one.

    >>> import tf1shim as tf
    >>> tfd = tf.contrib.distributions
    >>> mixture = tfd.Mixture(tfd.Categorical(probs=[0.3, 0.7]),
    ...                       [tfd.Normal(-1., 0.1), tfd.Uniform(1., 2.)])
    >>> with tf.Session() as sess:
    ...     print(sess.run(mixture.mean()).round(2))
    0.75

    Args: `use_static_graph` samples from every component and keeps one: the samples differ, and
    their shapes are known.

    Raises: TypeError or ValueError if the components' dtypes, shapes or number do not fit.
    """

    cat = parameter("cat", "The categorical distribution that draws a component.")
    components = parameter("components", "The list of the distributions that are mixed.")
    num_components = parameter("num_components", "How many there are.")

    def __init__(
        self,
        cat,
        components,
        validate_args=False,
        allow_nan_stats=True,
        use_static_graph=False,
        name="Mixture",
    ):
        parameters = dict(locals())
        _check_components(cat, components)
        event_shape, batch_shape = components[0].event_shape, cat.batch_shape
        for d in components:
            event_shape = event_shape.merge_with(d.event_shape)
            batch_shape = batch_shape.merge_with(d.batch_shape)
        if event_shape.ndims is None:
            raise ValueError(
                "Expected to know rank(event_shape) from components, but none of the components "
                "provide a static number of ndims"
            )
        with tf.name_scope(name, values=[cat.logits]) as name:
            count = tf.get_static_value(cat.event_size)
            if count is None:
                raise ValueError(
                    "Could not infer number of classes from cat and unable to compare this value "
                    "to the number of components passed in."
                )
            if count != len(components):
                raise ValueError(
                    f"cat.num_classes != len(components): {count} vs. {len(components)}"
                )
            self._assertions = self._shape_checks(cat, components) if validate_args else []
            self._cat = cat
            self._components = list(components)
            self._num_components = int(count)
            self._static_event_shape = event_shape
            self._static_batch_shape = batch_shape
            self._use_static_graph = use_static_graph
        super().__init__(
            dtype=components[0].dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=sum([d._graph_parents for d in components], cat._graph_parents),
            name=name,
        )

    @staticmethod
    def _shape_checks(cat, components):
        message = "components[%d] batch shape must match cat batch shape"
        expected = cat.batch_shape_tensor()
        shapes = [d.batch_shape_tensor() for d in components]
        checks = [
            tf.assert_equal(tf.size(expected), tf.size(shape), message=message % i)
            for i, shape in enumerate(shapes)
        ]
        return checks + [
            tf.assert_equal(expected, shape, message=message % i) for i, shape in enumerate(shapes)
        ]

    def _batch_shape_tensor(self):
        return self.cat.batch_shape_tensor()

    def _batch_shape(self):
        return self._static_batch_shape

    def _event_shape_tensor(self):
        return self.components[0].event_shape_tensor()

    def _event_shape(self):
        return self._static_event_shape

    def _weights(self, softmax):
        """The components' weights, in the rank of an event."""
        weights = tf.unstack(softmax(self.cat.logits), num=self.num_components, axis=-1)
        if softmax is tf.nn.softmax:
            for _ in range(self.event_shape.ndims):
                weights = [tf.expand_dims(w, -1) for w in weights]
        return weights

    def _mean(self):
        with tf.control_dependencies(self._assertions):
            means = [d.mean() for d in self.components]
            return tf.add_n([w * m for w, m in zip(self._weights(tf.nn.softmax), means)])

    def _stddev(self):
        with tf.control_dependencies(self._assertions):
            means = [d.mean() for d in self.components]
            deviations = [d.stddev() for d in self.components]
            weights = self._weights(tf.nn.softmax)
            means = tf.stack(means, axis=-1)
            deviations = tf.stack(deviations, axis=-1)
            weights = tf.stack(weights, axis=-1) * tf.ones_like(means)
            columns = [-1, self.num_components]
            flat = mixture_stddev(*(tf.reshape(x, columns) for x in (weights, means, deviations)))
            return tf.reshape(flat, tf.shape(weights)[:-1])

    def _mix(self, log_values):
        """The logarithm of the weighted sum of what the components' logarithms are."""
        weights = self._weights(tf.nn.log_softmax)
        return tf.reduce_logsumexp(tf.stack([w + v for w, v in zip(weights, log_values)], 0), [0])

    def _log_prob(self, x):
        with tf.control_dependencies(self._assertions):
            x = tf.convert_to_tensor(x, name="x")
            return self._mix([d.log_prob(x) for d in self.components])

    def _log_cdf(self, x):
        with tf.control_dependencies(self._assertions):
            x = tf.convert_to_tensor(x, name="x")
            return self._mix([d.log_cdf(x) for d in self.components])

    def _sample_n(self, n, seed=None):
        if self._use_static_graph:
            return self._sample_and_mask(n, seed)
        with tf.control_dependencies(self._assertions):
            return self._sample_and_stitch(n, seed)

    def _sample_and_mask(self, n, seed):
        drawn = self.cat.sample(n, seed=seed)
        samples = []
        for d in self.components:
            seed = gen_new_seed(seed, "mixture")
            samples.append(d.sample(n, seed=seed))
        event_ndims = self._static_event_shape.ndims
        x = tf.stack(samples, -event_ndims - 1)
        kind = x.dtype.as_numpy_dtype
        mask = tf.one_hot(
            indices=drawn,
            depth=self.num_components,
            on_value=np.ones([], dtype=kind),
            off_value=np.zeros([], dtype=kind),
        )
        mask = pad_mixture_dimensions(mask, self, self.cat, event_ndims)
        return tf.reduce_sum(x * mask, axis=-1 - event_ndims)

    def _sample_and_stitch(self, n, seed):
        """Draws from each component as often as it was drawn, for the whole batch, and picks."""
        n = tf.convert_to_tensor(n, name="n")
        known = tf.get_static_value(n)
        n = n if known is None else int(known)
        drawn = self.cat.sample(n, seed=seed)
        if drawn.shape.is_fully_defined():
            shape, size = drawn.shape.as_list(), drawn.shape.num_elements()
        else:
            shape, size = tf.shape(drawn), tf.size(drawn)
        if self.batch_shape.is_fully_defined():
            batch_size = self.batch_shape.num_elements()
        else:
            batch_size = tf.reduce_prod(self.batch_shape_tensor())
        if self.event_shape.is_fully_defined():
            event_shape = np.array(self.event_shape.as_list(), dtype=np.int32)
        else:
            event_shape = self.event_shape_tensor()

        def by_component(numbers):
            return tf.dynamic_partition(
                tf.reshape(numbers, shape), drawn, num_partitions=self.num_components
            )

        positions = by_component(tf.range(0, size))
        members = by_component(tf.tile(tf.range(0, batch_size), [n]))
        samples = []
        for d, position, member in zip(self.components, positions, members):
            count = tf.size(position)
            seed = gen_new_seed(seed, "mixture")
            x = tf.reshape(
                d.sample(count, seed=seed), tf.concat([[count * batch_size], event_shape], 0)
            )
            rows = batch_size * tf.range(count) + member
            samples.append(tf.gather(x, rows, name="samples_class_c_gather"))
        stitched = tf.reshape(
            tf.dynamic_stitch(indices=positions, data=samples),
            tf.concat([shape, self.event_shape_tensor()], 0),
        )
        stitched.set_shape(drawn.shape.concatenate(self.event_shape))
        return stitched

    @in_graph
    def entropy_lower_bound(self, name="entropy_lower_bound"):
        """The weighted mean of the components' entropies: the mixture's is at least that."""
        with self._name_scope(name, values=[self.cat.logits]):
            with tf.control_dependencies(self._assertions):
                entropies = [d.entropy() for d in self.components]
                weights = tf.unstack(
                    tf.nn.softmax(self.cat.logits), num=self.num_components, axis=-1
                )
                return tf.add_n([w * h for w, h in zip(weights, entropies)])
