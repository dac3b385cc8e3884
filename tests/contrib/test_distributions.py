"""``tf.contrib.distributions`` beyond what its goldens say: graphs, loops, samples, imports."""

import numpy as np
import pytest

import tf1shim as tf

tfd = tf.contrib.distributions


def test_methods_build_in_the_graph_that_is_default_when_they_are_called():
    """A distribution made in a graph's block is asked there; one made in eager code anywhere."""
    outside = tfd.Logistic(0.0, 1.0).log_prob(0.5)
    with tf.Graph().as_default() as graph:
        inside = tfd.MultivariateNormalDiag([0.0, 1.0], [1.0, 2.0]).sample(3, seed=1)

    assert inside.graph is graph
    assert outside.graph is tf.get_default_graph() is not graph


def test_sampling_in_a_loop():
    """A distribution of the loop's tensors works in the loop's body."""
    _, x = tf.while_loop(
        lambda i, _: i < 5,
        lambda i, x: (i + 1, tfd.MultivariateNormalTriL(x, tf.eye(2)).mean() + 1.0),
        (0, tf.zeros([2])),
    )
    with tf.Session() as sess:
        np.testing.assert_array_equal(sess.run(x), [5.0, 5.0])


@pytest.mark.parametrize(
    ("make", "mean", "stddev"),
    [
        (lambda: tfd.Mixture(tfd.Categorical(probs=[0.25, 0.75]),
                             [tfd.Normal(-1.0, 0.5), tfd.Normal(1.0, 0.5)]), 0.5, 1.0),
        (lambda: tfd.MixtureSameFamily(tfd.Categorical(probs=[0.25, 0.75]),
                                       tfd.Normal([-1.0, 1.0], 0.5)), 0.5, 1.0),
        (lambda: tfd.NegativeBinomial(4.0, probs=0.5), 4.0, 8**0.5),
        (lambda: tfd.Geometric(probs=0.5), 1.0, 2**0.5),
        (lambda: tfd.QuantizedDistribution(tfd.Uniform(0.0, 6.0)), 3.5, (35 / 12) ** 0.5),
    ],
    ids=["Mixture", "MixtureSameFamily", "NegativeBinomial", "Geometric", "Quantized"],
)  # fmt: skip
def test_samples_have_the_moments_of_the_distribution(make, mean, stddev):
    """Of many samples the mean and the deviation are those of the distribution."""
    tf.set_random_seed(3)
    with tf.Session() as sess:
        samples = sess.run(make().sample(20000, seed=4))

    assert samples.mean() == pytest.approx(mean, abs=0.05)
    assert samples.std() == pytest.approx(stddev, abs=0.05)


def test_reparameterized_samples_have_gradients():
    """The gradient goes through a sample to the parameters, as variational inference needs it."""
    loc = tf.get_variable("loc", initializer=[0.0, 0.0])
    sample = tfd.MultivariateNormalDiag(loc, [1.0, 2.0]).sample(seed=1)
    (gradient,) = tf.gradients(tf.reduce_sum(sample), [loc])
    with tf.Session() as sess:
        np.testing.assert_array_equal(sess.run(gradient), [1.0, 1.0])


def test_a_flow_is_trained():
    """Maximum likelihood brings a masked autoregressive flow to the data."""
    tf.set_random_seed(1)
    bijectors = tfd.bijectors
    data = tfd.MultivariateNormalTriL([2.0, -1.0], [[0.5, 0.0], [0.5, 1.0]]).sample(128, seed=2)
    network = bijectors.masked_autoregressive_default_template([16])
    base = tfd.MultivariateNormalDiag(tf.zeros([2]), tf.ones([2]))
    flow = tfd.TransformedDistribution(base, bijectors.MaskedAutoregressiveFlow(network))
    loss = -tf.reduce_mean(flow.log_prob(data))
    train = tf.train.AdamOptimizer(0.02).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        before = sess.run(loss)
        for _ in range(200):
            sess.run(train)
        after = sess.run(loss)

    # The entropy of the data's distribution: 1 + log(2 pi) + log(0.5).
    assert before > 4
    assert after == pytest.approx(1 + np.log(2 * np.pi) + np.log(0.5), abs=0.3)


def test_deep_imports_find_bijectors():
    """Files of TensorFlow 1 below a package, and those that were not public, are importable."""
    from tf1shim.contrib.distributions.python.ops import mvn_linear_operator
    from tf1shim.contrib.distributions.python.ops.bijectors import weibull
    from tf1shim.contrib.distributions.python.ops.bijectors.affine import Affine

    assert Affine is tfd.bijectors.Affine
    assert weibull.Weibull().name == "weibull"
    assert issubclass(
        tfd.MultivariateNormalDiag, mvn_linear_operator.MultivariateNormalLinearOperator
    )


def test_tf_distributions_and_contrib_are_one():
    """What both namespaces have is the same, and a contrib subclass counts as one of the core's."""
    assert tfd.Normal is tf.distributions.Normal
    assert isinstance(tfd.NormalWithSoftplusScale(0.0, 1.0), tf.distributions.Normal)
    assert isinstance(tfd.Chi2(2.0), tf.distributions.Gamma)
