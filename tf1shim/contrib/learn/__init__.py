"""``tf.contrib.learn``: its modes, text preprocessing and the MNIST reader; no estimators yet."""

from tf1shim.contrib.learn import datasets, preprocessing
from tf1shim.contrib.names import missing

__all__ = ["ModeKeys", "datasets", "preprocessing"]


class ModeKeys:
    """What a model is built for.

    >>> ModeKeys.TRAIN, ModeKeys.EVAL, ModeKeys.INFER
    ('train', 'eval', 'infer')
    """

    TRAIN = "train"
    EVAL = "eval"
    INFER = "infer"

    @classmethod
    def validate(cls, key):
        """Raises ValueError if `key` is none of the modes."""
        if key not in (cls.TRAIN, cls.EVAL, cls.INFER):
            raise ValueError(f"Invalid mode {key}.")


_ABSENT = dict.fromkeys(
    "BaseEstimator DNNClassifier DNNEstimator DNNLinearCombinedClassifier "
    "DNNLinearCombinedEstimator DNNLinearCombinedRegressor DNNRegressor DynamicRnnEstimator "
    "Estimator Evaluable Experiment ExportStrategy Head InputFnOps KMeansClustering "
    "LinearClassifier LinearEstimator LinearRegressor LogisticRegressor MetricSpec ModelFnOps "
    "NanLossDuringTrainingError NotFittedError PredictionKey ProblemType RunConfig SKCompat SVM "
    "TaskType Trainable binary_svm_head build_parsing_serving_input_fn evaluate "
    "extract_dask_data extract_dask_labels extract_pandas_data extract_pandas_labels "
    "extract_pandas_matrix infer infer_real_valued_columns_from_input "
    "infer_real_valued_columns_from_input_fn make_export_strategy multi_class_head multi_head "
    "multi_label_head no_op_train_fn poisson_regression_head read_batch_examples "
    "read_batch_features read_batch_record_features read_keyed_batch_examples "
    "read_keyed_batch_examples_shared_queue read_keyed_batch_features "
    "read_keyed_batch_features_shared_queue regression_head run_feeds run_n train".split(),
    ("the estimators of tf.contrib.learn are not yet part of tf1shim", "a training loop"),
)

__getattr__ = missing(__name__, _ABSENT)
