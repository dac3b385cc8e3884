"""Sound: the operations that TensorFlow 1 offered here, now in `tf.audio` and `tf.raw_ops`.

>>> import tf1shim as tf
>>> audio_spectrogram(tf.zeros([1024, 1]), window_size=256, stride=128).shape.as_list()
[1, 7, 129]
"""

import tf1shim as tf

decode_wav = tf.audio.decode_wav
encode_wav = tf.audio.encode_wav


def audio_spectrogram(input, window_size, stride, magnitude_squared=False, name=None):
    """The strength of frequencies over time, ``[channels, windows, frequencies]``.

    Args: `input`, samples as ``[length, channels]``; `window_size` and `stride`, in samples;
    `magnitude_squared`, True for the squares.
    """
    return tf.raw_ops.AudioSpectrogram(
        input=input,
        window_size=window_size,
        stride=stride,
        magnitude_squared=magnitude_squared,
        name=name,
    )


def mfcc(
    spectrogram,
    sample_rate,
    upper_frequency_limit=4000,
    lower_frequency_limit=20,
    filterbank_channel_count=40,
    dct_coefficient_count=13,
    name=None,
):
    """Mel-frequency cepstral coefficients of an `audio_spectrogram` of squares."""
    return tf.raw_ops.Mfcc(
        spectrogram=spectrogram,
        sample_rate=sample_rate,
        upper_frequency_limit=upper_frequency_limit,
        lower_frequency_limit=lower_frequency_limit,
        filterbank_channel_count=filterbank_channel_count,
        dct_coefficient_count=dct_coefficient_count,
        name=name,
    )
