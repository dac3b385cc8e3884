"""``tf.keras``: layers, models, losses, metrics and the backend, in graphs."""

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)

IDS = np.arange(12, dtype=np.int32).reshape(3, 4) % 7

# Layer (of `tf.keras.layers`), the input's shape.
LAYERS = {
    "dense": (lambda L: L.Dense(5, activation="relu"), (4, 3)),
    "dense_of_three_dimensions": (lambda L: L.Dense(5, use_bias=False), (2, 4, 3)),
    "conv1d": (lambda L: L.Conv1D(4, 3, padding="causal"), (2, 6, 3)),
    "conv2d": (lambda L: L.Conv2D(4, 3, strides=2, padding="same"), (2, 6, 6, 2)),
    "conv2d_transpose": (lambda L: L.Conv2DTranspose(3, 3, strides=2), (2, 4, 4, 2)),
    "conv3d": (lambda L: L.Conv3D(2, 2), (1, 3, 3, 3, 2)),
    "separable_conv2d": (lambda L: L.SeparableConv2D(4, 3), (2, 6, 6, 2)),
    "depthwise_conv2d": (lambda L: L.DepthwiseConv2D(3), (2, 6, 6, 2)),
    "locally_connected1d": (lambda L: L.LocallyConnected1D(2, 3), (2, 6, 2)),
    "max_pooling2d": (lambda L: L.MaxPooling2D(), (2, 6, 6, 2)),
    "average_pooling1d": (lambda L: L.AveragePooling1D(2), (2, 6, 3)),
    "global_average_pooling2d": (lambda L: L.GlobalAveragePooling2D(), (2, 6, 6, 2)),
    "up_sampling2d": (lambda L: L.UpSampling2D(2), (1, 2, 2, 2)),
    "zero_padding2d": (lambda L: L.ZeroPadding2D(1), (1, 2, 2, 2)),
    "cropping2d": (lambda L: L.Cropping2D(1), (1, 4, 4, 2)),
    "batch_normalization_of_a_matrix": (lambda L: L.BatchNormalization(), (4, 3)),
    "flatten": (lambda L: L.Flatten(), (2, 3, 4)),
    "permute": (lambda L: L.Permute((2, 1)), (2, 3, 4)),
    "repeat_vector": (lambda L: L.RepeatVector(3), (2, 4)),
    "masking": (lambda L: L.Masking(), (2, 3, 4)),
    "prelu": (lambda L: L.PReLU(), (2, 4)),
    "leaky_relu": (lambda L: L.LeakyReLU(0.2), (2, 4)),
    "elu": (lambda L: L.ELU(), (2, 4)),
    "activation": (lambda L: L.Activation("softmax"), (2, 4)),
    "lambda": (lambda L: L.Lambda(lambda x: x * 2 + 1), (2, 4)),
    "lstm": (lambda L: L.LSTM(4), (2, 5, 3)),
    "lstm_sequences": (lambda L: L.LSTM(4, return_sequences=True), (2, 5, 3)),
    "lstm_unrolled": (lambda L: L.LSTM(4, unroll=True), (2, 5, 3)),
    "gru": (lambda L: L.GRU(4), (2, 5, 3)),
    "gru_reset_after": (lambda L: L.GRU(4, reset_after=True), (2, 5, 3)),
    "simple_rnn_backwards": (lambda L: L.SimpleRNN(4, go_backwards=True), (2, 5, 3)),
    "rnn_of_cells": (lambda L: L.RNN([L.LSTMCell(4), L.GRUCell(3)]), (2, 5, 3)),
    "bidirectional": (lambda L: L.Bidirectional(L.LSTM(4)), (2, 5, 3)),
    "time_distributed": (lambda L: L.TimeDistributed(L.Dense(4)), (2, 5, 3)),
    "conv_lstm2d": (lambda L: L.ConvLSTM2D(2, 3), (1, 3, 6, 6, 1)),
}


def layer_case(name):
    """A case that applies one layer of `LAYERS`."""
    make, shape = LAYERS[name]

    def program(tf):
        layer = make(tf.keras.layers)
        y = layer(tf.constant(ramp(*shape)))
        return {"y": y, "weights": [w.name for w in layer.weights]}

    program.__name__ = name
    table.case(program)


for layer_name in LAYERS:
    layer_case(layer_name)


@table.case
def dense_of_unknown_width(tf):
    return {"y": tf.keras.layers.Dense(3)(tf.placeholder(tf.float32, [None, None]))}


@table.case
def dense_with_everything(tf):
    keras = tf.keras
    layer = keras.layers.Dense(
        3,
        kernel_initializer="he_normal",
        bias_initializer=keras.initializers.Constant(0.5),
        kernel_regularizer=keras.regularizers.l1_l2(0.1, 0.2),
        activity_regularizer=keras.regularizers.l1(0.1),
        kernel_constraint=keras.constraints.NonNeg(),
        name="all",
    )
    y = layer(tf.constant(ramp(4, 3)))
    return {"y": y, "losses": layer.losses}


@table.case
def dense_under_a_scope(tf):
    with tf.variable_scope("outer"), tf.name_scope("inner"):
        y = tf.keras.layers.Dense(2)(tf.constant(ramp(2, 3)))
    return {"y": y}


@table.case
def dense_shared(tf):
    layer = tf.keras.layers.Dense(2)
    return {"a": layer(tf.constant(ramp(2, 3))), "b": layer(tf.constant(ramp(4, 3)))}


@table.case
def embedding(tf):
    return {"y": tf.keras.layers.Embedding(7, 3)(tf.constant(IDS))}


@table.case
def embedding_masks_lstm(tf):
    layers = tf.keras.layers
    embedded = layers.Embedding(7, 3, mask_zero=True)
    x = tf.constant(IDS)
    return {"y": layers.LSTM(4)(embedded(x), mask=embedded.compute_mask(x))}


@table.case
def lstm_states(tf):
    layers = tf.keras.layers
    x = tf.constant(ramp(2, 3, 2))
    states = layers.LSTM(4, return_state=True, unroll=True)(x)
    return {"y": layers.LSTM(4, return_sequences=True)(x, initial_state=states[1:])}


@table.case
def batch_normalization_in_training(tf):
    layer = tf.keras.layers.BatchNormalization(momentum=0.5)
    y = layer(tf.constant(ramp(6, 3)), training=True)
    return {"y": y, "weights": len(layer.trainable_weights), "run": tf.group(*layer.updates)}


@table.case
def dropout_not_in_training(tf):
    return {"y": tf.keras.layers.Dropout(0.5)(tf.constant(ramp(2, 3)), training=False)}


@table.case
def merging(tf):
    layers = tf.keras.layers
    a, b = tf.constant(ramp(2, 3)), tf.constant(2 * ramp(2, 3) + 1)
    names = "add subtract multiply average maximum minimum concatenate".split()
    return {name: getattr(layers, name)([a, b]) for name in names}


@table.case
def sequential(tf):
    layers = tf.keras.layers
    model = tf.keras.Sequential(
        [
            layers.Conv2D(4, 3, activation="relu", input_shape=(8, 8, 1)),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    return {
        "y": model(tf.constant(ramp(2, 8, 8, 1))),
        "input": model.input.name,
        "output": model.output.name,
        "names": [layer.name for layer in model.layers],
        "parameters": model.count_params(),
    }


@table.case
def functional(tf):
    layers = tf.keras.layers
    a, b = tf.keras.Input((4,), name="a"), layers.Input((3,))
    hidden = layers.concatenate([layers.Dense(5)(a), layers.Dense(5)(b)])
    outputs = [layers.Dense(2, name="o1")(hidden), layers.Dense(1, activation="sigmoid")(hidden)]
    model = tf.keras.Model([a, b], outputs)
    return {
        "y": model([tf.constant(ramp(2, 4)), tf.constant(ramp(2, 3))]),
        "inputs": [t.name for t in model.inputs],
        "outputs": [t.name for t in model.outputs],
        "shapes": model.output_shape,
        "name": model.name,
    }


@table.case
def own_layer(tf):
    class Scale(tf.keras.layers.Layer):
        def build(self, input_shape):
            self.factor = self.add_weight("factor", (int(input_shape[-1]),), initializer="ones")
            self.calls = self.add_weight(
                name="calls", shape=(), initializer="zeros", trainable=False
            )
            super(Scale, self).build(input_shape)

        def call(self, inputs):
            self.add_loss(tf.reduce_sum(self.factor**2))
            return inputs * self.factor

    layer = Scale()
    y = layer(tf.constant(ramp(2, 3)))
    return {"y": y, "losses": layer.losses, "trainable": len(layer.trainable_weights)}


@table.case
def own_model(tf):
    class Net(tf.keras.Model):
        def __init__(self):
            super(Net, self).__init__(name="net")
            self.hidden = tf.keras.layers.Dense(4, activation="tanh")
            self.out = tf.keras.layers.Dense(2)

        def call(self, inputs):
            return self.out(self.hidden(inputs))

    model = Net()
    return {"y": model(tf.constant(ramp(2, 3))), "weights": [w.name for w in model.weights]}


@table.case
def cloned(tf):
    layers = tf.keras.layers
    model = tf.keras.Sequential(
        [layers.Dense(3, input_shape=(2,)), layers.Reshape((3, 1)), layers.LSTM(2)]
    )
    again = tf.keras.models.clone_model(model)
    return {"y": again(tf.constant(ramp(2, 2))), "names": [w.name for w in again.weights]}


LOSSES = (
    "mean_squared_error mean_absolute_error mean_absolute_percentage_error squared_hinge hinge "
    "mean_squared_logarithmic_error categorical_hinge logcosh binary_crossentropy poisson "
    "kullback_leibler_divergence categorical_crossentropy cosine_similarity"
).split()


def loss_case(name):
    """A case with the loss function `name`."""

    def program(tf):
        true = tf.constant(np.abs(ramp(4, 3)) + 0.1)
        given = tf.keras.layers.Dense(3, activation="softmax")(tf.constant(ramp(4, 2)))
        return {"loss": getattr(tf.keras.losses, name)(true, given)}

    program.__name__ = "loss_" + name
    table.case(program)


for loss_name in LOSSES:
    loss_case(loss_name)


@table.case
def loss_sparse(tf):
    given = tf.keras.layers.Dense(3, activation="softmax")(tf.constant(ramp(4, 2)))
    labels = tf.constant([0, 1, 2, 1])
    return {"loss": tf.keras.losses.sparse_categorical_crossentropy(labels, given)}


@table.case
def loss_objects(tf):
    true = tf.constant(np.abs(ramp(4, 3)))
    given = tf.keras.layers.Dense(3, activation="softmax")(tf.constant(ramp(4, 2)))
    names = "MeanSquaredError CategoricalCrossentropy Huber KLDivergence CosineSimilarity".split()
    return {name: getattr(tf.keras.losses, name)()(true, given) for name in names}


@table.case
def metric_functions(tf):
    true = tf.constant(np.eye(3, dtype=np.float32)[[0, 1, 2, 1]])
    given = tf.constant(np.abs(ramp(4, 3)))
    metrics = tf.keras.metrics
    return {
        "categorical": metrics.categorical_accuracy(true, given),
        "binary": metrics.binary_accuracy(true, given),
    }


@table.case
def metric_objects(tf):
    metric = tf.keras.metrics.CategoricalAccuracy()
    true = tf.constant(np.eye(3, dtype=np.float32)[[0, 1, 2, 1]])
    metric.update_state(true, tf.constant(np.abs(ramp(4, 3))))
    # Its variables are in no collection: Keras' session initializes them.
    return {
        "result": metric.result().name,
        "variables": [v.name for v in metric.variables],
    }


@table.case
def backend_operations(tf):
    K = tf.keras.backend
    x, y = K.placeholder((None, 3)), K.constant(ramp(4, 3))
    w = K.constant(ramp(3, 2), name="w")
    return {
        "x": x.name,
        "dot": K.dot(y, w),
        "sum": K.sum(y, axis=-1, keepdims=True),
        "clip": K.clip(y, -0.5, 0.5),
        "normal": K.l2_normalize(y, axis=1),
        "softmax": K.softmax(y),
        "one_hot": K.one_hot(K.constant([0, 2], dtype="int32"), 3),
        "joined": K.concatenate([y, y], axis=0),
        "shapes": [K.int_shape(x), K.int_shape(w), K.ndim(x), K.dtype(w)],
        "phase": K.learning_phase().name,
        "gradient": K.gradients(K.sum(K.square(y)), [y]),
    }


@table.case
def initializers(tf):
    names = "zeros ones glorot_uniform glorot_normal he_normal he_uniform lecun_normal uniform"
    for name in names.split():
        tf.keras.layers.Dense(2, kernel_initializer=name, name=name)(tf.constant(ramp(2, 3)))
    return {"names": [v.name for v in tf.trainable_variables()]}
