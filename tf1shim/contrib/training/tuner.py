"""`Tuner`: what looks for good hyperparameters."""

import abc


class Tuner(abc.ABC):
    """Base class of hyperparameter tuners: gives trials, and runs experiments with them."""

    @abc.abstractmethod
    def next_trial(self):
        """Moves to the next trial; returns whether there is one."""
        raise NotImplementedError("Calling an abstract method.")

    @abc.abstractmethod
    def run_experiment(self, experiment_fn):
        """Runs ``experiment_fn()`` with the current trial."""
        raise NotImplementedError("Calling an abstract method.")
