"""``tf.contrib.text``: pairs of words that are near to each other, for word embeddings.

>>> import tf1shim as tf
>>> tokens, labels = tf.contrib.text.skip_gram_sample(tf.constant(["a", "b", "c"]), 1, 1)
>>> with tf.Session() as sess:
...     print(*(b" ".join(words).decode() for words in sess.run([tokens, labels])), sep=" | ")
a b b c | b a c b
"""

from tf1shim.contrib.names import missing
from tf1shim.contrib.text.skip_gram_ops import skip_gram_sample, skip_gram_sample_with_text_vocab

__all__ = ["skip_gram_sample", "skip_gram_sample_with_text_vocab"]
__getattr__ = missing(__name__)
