"""Benchmarks of tf1shim: `python -m benchmarks --help`, and README.md on how to read them.

The modules, in the order in which a figure is made:

programs     TF1 programs as functions of the module `tf`; the same text runs everywhere
handwritten  the same models as a TF2 user would write them: tf.Variable and tf.function
subjects     a program on one backend, ready to be timed block by block
worker       subjects in another process, such as a Python 3.7 with TensorFlow 1.15.5
timing       alternating blocks, per-block ratios, medians and quartiles
processes    what only a fresh process can show: import time and peak memory
catalogue    the rows of the table with their targets
report       the table and the JSON
profiling    where Python spends its time in a run
cli          the command line

`programs`, `subjects` and `worker` also run on Python 3.7, since that is where TF 1.15.5 lives.
"""
