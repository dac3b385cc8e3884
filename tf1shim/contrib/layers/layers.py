"""The layers, gathered: TensorFlow 1 had them in one file of this name."""

# ruff: noqa: F401
from tf1shim.contrib.layers.batch_norm import batch_norm
from tf1shim.contrib.layers.building import (
    DATA_FORMAT_NCDHW,
    DATA_FORMAT_NCHW,
    DATA_FORMAT_NDHWC,
    DATA_FORMAT_NHWC,
    _add_variable_to_collections,
    _build_variable_getter,
    _model_variable_getter,
)
from tf1shim.contrib.layers.convolution import (
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
)
from tf1shim.contrib.layers.dense import (
    bias_add,
    dropout,
    elu,
    fully_connected,
    linear,
    relu,
    relu6,
    repeat,
    stack,
)
from tf1shim.contrib.layers.gdn import GDN, gdn
from tf1shim.contrib.layers.legacy import (
    _apply_activation,
    legacy_fully_connected,
    legacy_linear,
    legacy_relu,
)
from tf1shim.contrib.layers.normalization import layer_norm
from tf1shim.contrib.layers.pooling import avg_pool2d, avg_pool3d, max_pool2d, max_pool3d, pool
from tf1shim.contrib.layers.reshaping import (
    _dense_inner_flatten,
    _inner_flatten,
    _sparse_inner_flatten,
    dense_to_sparse,
    flatten,
    images_to_sequence,
    one_hot_encoding,
    sequence_to_images,
)
from tf1shim.contrib.layers.separable import separable_conv2d, separable_convolution2d
from tf1shim.contrib.layers.units import (
    maxout,
    poincare_normalize,
    scale_gradient,
    softmax,
    spatial_softmax,
    unit_norm,
)
