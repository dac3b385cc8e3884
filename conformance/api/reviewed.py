"""Where names differ from TensorFlow 1.15.5's on purpose: why, and which (``NAME`` or ``NAME
MEMBER``), as ``python -m conformance.api MODULE`` prints them.
"""

from __future__ import annotations

_WHY = {
    # --- more is allowed ---
    "an argument may be left out that TensorFlow 1 required": """
        custom_gradient | data.Dataset from_generator | data.Dataset padded_batch | data.Dataset zip
        distribute.cluster_resolver.SlurmClusterResolver __init__
        contrib.cluster_resolver.SlurmClusterResolver __init__ | keras.utils.get_file
    """,
    "its default means the same": """
        shape | size | Variable assign | Variable assign_add | Variable assign_sub
        data.Dataset interleave | data.Dataset shuffle | errors.UnknownError __init__
        flags.UnrecognizedFlagError __init__ | raw_ops.RaggedTensorFromVariant
    """,
    # --- inner parts ---
    "TensorFlow makes the objects, programs do not": """
        OptionalSpec __init__ | RaggedTensor __init__
    """,
    "Python 3 has one function for both": "compat.as_text",
    "AutoGraph knows the function by itself; `back_prop` has no meaning in it any more": """
        autograph.experimental.set_loop_options
    """,
    "TensorFlow's operations do not keep the first lines of functions": """
        Operation traceback_with_start_lines
    """,
    "the number of the graph format is the installed TensorFlow's; the others are renamed": """
        test.TestCase assertProtoEquals | test.TestCase assertProtoEqualsVersion
        test.TestCase assertShapeEqual
    """,
    "the installed protobuf's classes do not show their fields, their objects have them": """
        contrib.checkpoint.CheckpointableObjectGraph RegisterExtension
        contrib.checkpoint.CheckpointableObjectGraph nodes
    """,
    # --- tf.data ---
    "TensorFlow 2 has other passes over a dataset's graph": """
        data.Options experimental_stateful_whitelist | data.Options experimental_stats
        data.experimental.DistributeOptions auto_shard
        data.experimental.OptimizationOptions autotune
        data.experimental.OptimizationOptions autotune_algorithm
        data.experimental.OptimizationOptions autotune_buffers
        data.experimental.OptimizationOptions autotune_cpu_budget
        data.experimental.OptimizationOptions filter_with_random_uniform_fusion
        data.experimental.OptimizationOptions hoist_random_uniform
        data.experimental.OptimizationOptions map_vectorization
    """,
    "TensorFlow 2's `Optional` is described by an element spec, not by three structures": """
        contrib.data.Optional none_from_structure | contrib.data.Optional value_structure
        data.experimental.Optional none_from_structure | data.experimental.Optional value_structure
    """,
    # --- Keras ---
    "tf.keras has initializers of its own": """
        constant_initializer | ones_initializer | orthogonal_initializer
        random_normal_initializer | random_uniform_initializer | truncated_normal_initializer
        uniform_unit_scaling_initializer | variance_scaling_initializer | zeros_initializer
        initializers.identity | keras.initializers.he_normal | keras.initializers.he_uniform
        keras.initializers.lecun_normal | keras.initializers.lecun_uniform
    """,
    "tf.keras is the last Keras 2, which put arguments between TensorFlow 1's or renamed them": """
        keras.Input | keras.Model compile | keras.Model compute_mask | keras.Model evaluate
        keras.Model fit | keras.Model load_weights | keras.Model predict | keras.Model save
        keras.experimental.LinearModel __init__ | keras.layers.Conv1D __init__
        keras.layers.Conv2D __init__ | keras.layers.Conv3D __init__
        keras.layers.Conv3DTranspose __init__ | keras.layers.ConvLSTM2D __init__
        keras.layers.DepthwiseConv2D __init__ | keras.layers.GRU __init__
        keras.layers.GRUCell __init__ | keras.layers.InputLayer __init__
        keras.layers.LSTM __init__ | keras.layers.Layer add_update
        keras.losses.BinaryCrossentropy __init__ | keras.losses.CategoricalCrossentropy __init__
        keras.losses.KLDivergence __init__ | keras.losses.LogCosh __init__
        keras.losses.SparseCategoricalCrossentropy __init__
        keras.metrics.SensitivityAtSpecificity __init__
        keras.metrics.SparseCategoricalCrossentropy __init__
        keras.metrics.SpecificityAtSensitivity __init__ | keras.models.save_model
        keras.preprocessing.image.DirectoryIterator __init__
        keras.preprocessing.image.ImageDataGenerator __init__
        keras.preprocessing.image.ImageDataGenerator flow
        keras.preprocessing.image.NumpyArrayIterator __init__
        keras.preprocessing.image.apply_affine_transform
        keras.preprocessing.text.Tokenizer __init__ | keras.preprocessing.text.one_hot
        keras.preprocessing.text.text_to_word_sequence
        keras.utils.GeneratorEnqueuer __init__
        keras.utils.model_to_dot | keras.utils.plot_model
    """,
    "tf.keras is the last Keras 2, which dropped them": """
        keras.Model sample_weights
        keras.layers.DepthwiseConv2D
    """,
}

# "NAME" or "NAME MEMBER" -> why.
DIFFERS = {
    what.strip(): why
    for why, lines in _WHY.items()
    for line in lines.strip().splitlines()
    for what in line.split("|")
}
