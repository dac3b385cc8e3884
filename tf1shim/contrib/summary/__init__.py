"""``tf.contrib.summary``: summaries that operations write themselves, without `tf.summary.merge`.

>>> import tf1shim as tf, tempfile
>>> writer = tf.contrib.summary.create_file_writer(tempfile.mkdtemp())
>>> step = tf.train.get_or_create_global_step()
>>> with writer.as_default(), tf.contrib.summary.always_record_summaries():
...     written = tf.contrib.summary.scalar("loss", tf.constant(0.5))
>>> with tf.Session() as sess:
...     sess.run([tf.global_variables_initializer(), writer.init()])
...     print(sess.run(tf.contrib.summary.all_summary_ops()))
[None, None]
[np.True_]
"""

from tf1shim.contrib.names import missing
from tf1shim.contrib.summary.summary import (
    all_summary_ops,
    always_record_summaries,
    audio,
    generic,
    graph,
    histogram,
    image,
    import_event,
    never_record_summaries,
    record_summaries_every_n_global_steps,
    scalar,
    should_record_summaries,
)
from tf1shim.contrib.summary.writers import (
    SummaryWriter,
    create_db_writer,
    create_file_writer,
    create_summary_file_writer,
    eval_dir,
    flush,
    initialize,
    summary_writer_initializer_op,
)

__all__ = [
    "SummaryWriter",
    "all_summary_ops",
    "always_record_summaries",
    "audio",
    "create_db_writer",
    "create_file_writer",
    "create_summary_file_writer",
    "eval_dir",
    "flush",
    "generic",
    "graph",
    "histogram",
    "image",
    "import_event",
    "initialize",
    "never_record_summaries",
    "record_summaries_every_n_global_steps",
    "scalar",
    "should_record_summaries",
    "summary_writer_initializer_op",
]
__getattr__ = missing(__name__)
