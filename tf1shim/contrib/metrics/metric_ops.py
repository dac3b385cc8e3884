"""The streaming metrics, gathered: TensorFlow 1 had them in one file of this name."""

# ruff: noqa: F401, F403
from tf1shim.contrib.metrics.accumulated import (
    auc_with_confidence_intervals,
    streaming_concat,
    streaming_dynamic_auc,
)
from tf1shim.contrib.metrics.delegates import *
from tf1shim.contrib.metrics.moments import (
    aggregate_metric_map,
    aggregate_metrics,
    cohen_kappa,
    count,
    streaming_covariance,
    streaming_mean_cosine_distance,
    streaming_pearson_correlation,
)
from tf1shim.contrib.metrics.ranked import (
    sparse_recall_at_top_k,
    streaming_recall_at_k,
    streaming_sparse_average_precision_at_top_k,
    streaming_sparse_precision_at_top_k,
)
from tf1shim.contrib.metrics.rates import (
    precision_at_recall,
    precision_recall_at_equal_thresholds,
    recall_at_precision,
    streaming_curve_points,
    streaming_false_negative_rate,
    streaming_false_negative_rate_at_thresholds,
    streaming_false_negatives_at_thresholds,
    streaming_false_positive_rate,
    streaming_false_positive_rate_at_thresholds,
    streaming_false_positives_at_thresholds,
    streaming_true_negatives_at_thresholds,
    streaming_true_positives_at_thresholds,
)
