"""``tf.contrib.signal``: frames, windows and Fourier transforms of signals; `tf.signal`'s own.

>>> import tf1shim as tf
>>> tf.contrib.signal.stft(tf.zeros([1000]), frame_length=256, frame_step=128).shape.as_list()
[6, 129]
"""

import tf1shim as tf
from tf1shim.contrib.names import missing

__all__ = [
    "frame",
    "hamming_window",
    "hann_window",
    "inverse_stft",
    "inverse_stft_window_fn",
    "linear_to_mel_weight_matrix",
    "mfccs_from_log_mel_spectrograms",
    "overlap_and_add",
    "stft",
]
globals().update({name: getattr(tf.signal, name) for name in __all__})
__getattr__ = missing(__name__)
