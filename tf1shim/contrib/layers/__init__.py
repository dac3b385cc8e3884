"""``tf.contrib.layers``: layers, their initializers, regularizers and summaries."""

from tf1shim.contrib.layers import summaries
from tf1shim.contrib.layers.embedding_ops import (
    embedding_lookup_unique,
    safe_embedding_lookup_sparse,
)
from tf1shim.contrib.layers.encoders import bow_encoder, embed_sequence
from tf1shim.contrib.layers.initializers import (
    variance_scaling_initializer,
    xavier_initializer,
    xavier_initializer_conv2d,
)
from tf1shim.contrib.layers.layers import (
    GDN,
    avg_pool2d,
    avg_pool3d,
    batch_norm,
    bias_add,
    conv1d,
    conv2d,
    conv2d_in_plane,
    conv2d_transpose,
    conv3d,
    conv3d_transpose,
    convolution,
    convolution1d,
    convolution2d,
    convolution2d_in_plane,
    convolution2d_transpose,
    convolution3d,
    convolution3d_transpose,
    dense_to_sparse,
    dropout,
    elu,
    flatten,
    fully_connected,
    gdn,
    images_to_sequence,
    layer_norm,
    legacy_fully_connected,
    legacy_linear,
    legacy_relu,
    linear,
    max_pool2d,
    max_pool3d,
    maxout,
    one_hot_encoding,
    relu,
    relu6,
    repeat,
    scale_gradient,
    separable_conv2d,
    separable_convolution2d,
    sequence_to_images,
    softmax,
    spatial_softmax,
    stack,
    unit_norm,
)
from tf1shim.contrib.layers.normalization import group_norm, instance_norm
from tf1shim.contrib.layers.optimizers import (
    OPTIMIZER_CLS_NAMES,
    OPTIMIZER_SUMMARIES,
    optimize_loss,
)
from tf1shim.contrib.layers.regularizers import (
    apply_regularization,
    l1_l2_regularizer,
    l1_regularizer,
    l2_regularizer,
    sum_regularizer,
)
from tf1shim.contrib.layers.rev_block_lib import RevBlock, recompute_grad, rev_block
from tf1shim.contrib.layers.summaries import (
    summarize_activation,
    summarize_activations,
    summarize_collection,
    summarize_tensor,
    summarize_tensors,
)
from tf1shim.contrib.names import missing

SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY = 956888297470

_COLUMNS = """
bucketized_column check_feature_columns create_feature_spec_for_parsing crossed_column
embedding_column feature_column infer_real_valued_columns input_from_feature_columns
joint_weighted_sum_from_feature_columns make_place_holder_tensors_for_base_features one_hot_column
parse_feature_columns_from_examples parse_feature_columns_from_sequence_examples real_valued_column
scattered_embedding_column sequence_input_from_feature_columns shared_embedding_columns
sparse_column_with_hash_bucket sparse_column_with_integerized_feature sparse_column_with_keys
sparse_column_with_vocabulary_file transform_features weighted_sparse_column
weighted_sum_from_feature_columns
""".split()
_WHY = ("TensorFlow 1.15 had these columns in core already, by other names", "tf.feature_column")
_HEAD = ("TensorFlow had deprecated its target columns in 2016", "a loss of tf.losses")
_ABSENT = {
    **dict.fromkeys(_COLUMNS, _WHY),
    **dict.fromkeys(("multi_class_target", "regression_target"), _HEAD),
}
__getattr__ = missing(__name__, _ABSENT)
