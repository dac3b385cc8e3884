"""``tf.layers.experimental``: layers whose variables are their own, in no variable scope."""

from tf1shim.layers.base import legacy

keras_style_scope = legacy.experimental.keras_style_scope
set_keras_style = legacy.experimental.set_keras_style


def __dir__():
    return ["keras_style_scope", "set_keras_style"]
