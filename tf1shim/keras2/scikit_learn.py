"""``tf.keras.wrappers.scikit_learn``: Keras models as estimators of scikit-learn, as 1.15 had them.

Later Keras left them out.
"""

from __future__ import annotations

import copy
import inspect

import numpy as np

#: Where legacy code finds the classes; pickle looks there.
MODULE = "tf1shim.keras.wrappers.scikit_learn"


def wrappers(keras, is_categorical):
    """The classes of the module, for our copy `keras` of Keras: ``{name: class}``.

    Args:
      keras: the API's module.
      is_categorical: tells whether a loss is the categorical crossentropy.
    """
    model_class = keras.models.Sequential

    def one_hot(model, y):
        needed = is_categorical(model.loss) and y.ndim != 2
        return keras.utils.to_categorical(y) if needed else y

    class BaseWrapper:
        """What both wrappers share: which arguments go to which function.

        Args:
          build_fn: makes and compiles a model; None in a subclass whose ``__call__`` does.
          sk_params: arguments of `build_fn` and of the model's ``fit``, ``predict`` and so on.
        """

        def __init__(self, build_fn=None, **sk_params):
            self.build_fn = build_fn
            self.sk_params = sk_params
            self.check_params(sk_params)

        def _builder(self):
            if self.build_fn is None:
                return self.__call__
            return self.build_fn

        def check_params(self, params):
            """Raises ValueError for a parameter that none of the functions takes."""
            methods = "fit predict predict_classes evaluate".split()
            takers = [getattr(model_class, method) for method in methods]
            legal = set().union(*map(_arguments, [*takers, self._builder()]))
            for name in params:
                if name not in legal:
                    raise ValueError(f"{name} is not a legal parameter")

        def get_params(self, **params):
            """The parameters, and `build_fn`."""
            del params
            return {**copy.deepcopy(self.sk_params), "build_fn": self.build_fn}

        def __sklearn_tags__(self):
            """What later scikit-learn asks of any estimator."""
            from sklearn.base import BaseEstimator

            return BaseEstimator().__sklearn_tags__()

        def set_params(self, **params):
            """Sets parameters; returns the estimator."""
            self.check_params(params)
            self.sk_params.update(params)
            return self

        def fit(self, x, y, **kwargs):
            """Builds a model and trains it; returns its history."""
            build = self._builder()
            self.model = build(**self.filter_sk_params(build))
            kwargs = self.filter_sk_params(model_class.fit, kwargs)
            return self.model.fit(x, one_hot(self.model, y), **kwargs)

        def filter_sk_params(self, fn, override=None):
            """Those of the parameters that `fn` takes, updated with `override`."""
            known = _arguments(fn)
            found = {k: v for k, v in self.sk_params.items() if k in known}
            return {**found, **(override or {})}

    class KerasClassifier(BaseWrapper):
        """A classifier of scikit-learn that trains a Keras model."""

        def fit(self, x, y, **kwargs):
            """Trains on classes, or on one-hot rows.

            Raises: ValueError for a `y` of another shape.
            """
            y = np.array(y)
            if y.ndim == 2 and y.shape[1] > 1:
                self.classes_ = np.arange(y.shape[1])
            elif y.ndim == 1 or (y.ndim == 2 and y.shape[1] == 1):
                self.classes_ = np.unique(y)
                y = np.searchsorted(self.classes_, y)
            else:
                raise ValueError(f"Invalid shape for y: {y.shape}")
            self.n_classes_ = len(self.classes_)
            return super().fit(x, y, **kwargs)

        def predict(self, x, **kwargs):
            """The class of each sample."""
            kwargs = self.filter_sk_params(model_class.predict_classes, kwargs)
            return self.classes_[self.model.predict_classes(x, **kwargs)]

        def predict_proba(self, x, **kwargs):
            """The probability of each class, ``[samples, classes]``."""
            kwargs = self.filter_sk_params(model_class.predict_proba, kwargs)
            given = self.model.predict_proba(x, **kwargs)
            return np.hstack([1 - given, given]) if given.shape[1] == 1 else given

        def score(self, x, y, **kwargs):
            """The accuracy.

            Raises: ValueError if the model was compiled without it.
            """
            y = np.searchsorted(self.classes_, y)
            kwargs = self.filter_sk_params(model_class.evaluate, kwargs)
            outputs = self.model.evaluate(x, one_hot(self.model, y), **kwargs)
            for name, output in zip(self.model.metrics_names, np.atleast_1d(outputs)):
                if name in ("accuracy", "acc"):
                    return output
            raise ValueError(
                "The model is not configured to compute accuracy. You should pass "
                '`metrics=["accuracy"]` to the `model.compile()` method.'
            )

    class KerasRegressor(BaseWrapper):
        """A regressor of scikit-learn that trains a Keras model."""

        def predict(self, x, **kwargs):
            """The prediction for each sample."""
            kwargs = self.filter_sk_params(model_class.predict, kwargs)
            return np.squeeze(self.model.predict(x, **kwargs))

        def score(self, x, y, **kwargs):
            """Minus the loss."""
            kwargs = self.filter_sk_params(model_class.evaluate, kwargs)
            loss = self.model.evaluate(x, y, **kwargs)
            return -loss[0] if isinstance(loss, list) else -loss

    for cls in (KerasClassifier, KerasRegressor):
        cls.__module__, cls.__qualname__ = MODULE, cls.__name__
    return {"KerasClassifier": KerasClassifier, "KerasRegressor": KerasRegressor}


def _arguments(fn):
    called = fn if inspect.isroutine(fn) or isinstance(fn, type) else fn.__call__
    return set(inspect.signature(called).parameters)
