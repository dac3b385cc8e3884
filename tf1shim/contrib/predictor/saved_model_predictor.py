"""A predictor of a SavedModel's signature."""

import tf1shim as tf
from tf1shim.contrib.predictor.predictor import Predictor

DEFAULT_TAGS = "serve"


class SavedModelPredictor(Predictor):
    """Loads a SavedModel into a session of its own; `from_saved_model` makes one.

    >>> issubclass(SavedModelPredictor, Predictor)
    True

    Args: inputs and outputs are those of a signature, by its key (the default one without) or as a
    ``SignatureDef``; or tensors by their names, `input_names` and `output_names`. Raises:
    ValueError if more than one of these are given, or there is no such signature.
    """

    def __init__(
        self,
        export_dir,
        signature_def_key=None,
        signature_def=None,
        input_names=None,
        output_names=None,
        tags=None,
        graph=None,
        config=None,
    ):
        _check(signature_def_key, signature_def, input_names, output_names)
        tags = tags or DEFAULT_TAGS
        self._graph = graph or tf.Graph()
        with self._graph.as_default():
            self._session = tf.Session(config=config)
            loaded = tf.saved_model.loader.load(self._session, tags.split(","), export_dir)
        if input_names is None:
            signature = signature_def or _signature(loaded, signature_def_key)
            input_names, output_names = (
                {key: info.name for key, info in infos.items()}
                for infos in (signature.inputs, signature.outputs)
            )
        self._feed_tensors, self._fetch_tensors = (
            {key: self._graph.get_tensor_by_name(name) for key, name in names.items()}
            for names in (input_names, output_names)
        )


def _check(signature_def_key, signature_def, input_names, output_names):
    if (input_names is None) != (output_names is None):
        raise ValueError(
            "input_names and output_names must both be specified or both be unspecified."
        )
    if sum(g is not None for g in (signature_def_key, signature_def, input_names)) > 1:
        raise ValueError(
            "You must specify at most one of signature_def_key OR signature_def OR"
            "(input_names AND output_names)."
        )


def _signature(meta_graph, key):
    key = key or tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY
    there = meta_graph.signature_def
    if key in there:
        return there[key]
    alternative = f"default_input_alternative:{key}"
    if alternative not in there:
        raise ValueError(
            f'Got signature_def_key "{key}". Available signatures are {list(there)}. Original '
            f"error:\n{key!r}"
        )
    tf.logging.warning('Could not find signature def "%s". Using "%s" instead', key, alternative)
    return there[alternative]


def from_saved_model(
    export_dir,
    signature_def_key=None,
    signature_def=None,
    input_names=None,
    output_names=None,
    tags=None,
    graph=None,
    config=None,
):
    """Returns a `SavedModelPredictor`, a function of a dict of arrays.

    >>> from_saved_model("/no/such", input_names={})
    Traceback (most recent call last):
    ValueError: input_names and output_names must both be specified or both be unspecified.
    """
    return SavedModelPredictor(
        export_dir,
        signature_def_key,
        signature_def,
        input_names,
        output_names,
        tags,
        graph,
        config,
    )
