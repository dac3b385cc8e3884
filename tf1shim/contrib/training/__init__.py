"""``tf.contrib.training``: hyperparameters, training and evaluation loops, batches by length."""

from tf1shim.contrib.names import missing
from tf1shim.contrib.training.bucket_ops import bucket, bucket_by_sequence_length
from tf1shim.contrib.training.device_setter import (
    GreedyLoadBalancingStrategy,
    RandomStrategy,
    byte_size_load_fn,
)
from tf1shim.contrib.training.evaluation import (
    StopAfterNEvalsHook,
    SummaryAtEndHook,
    checkpoints_iterator,
    evaluate_once,
    evaluate_repeatedly,
    get_or_create_eval_step,
    wait_for_new_checkpoint,
)
from tf1shim.contrib.training.feeding_queue_runner import FeedingQueueRunner
from tf1shim.contrib.training.hparam import HParams, parse_values
from tf1shim.contrib.training.resample import resample_at_rate, weighted_resample
from tf1shim.contrib.training.sampling_ops import rejection_sample, stratified_sample
from tf1shim.contrib.training.sequence_queueing_state_saver import (
    NextQueuedSequenceBatch,
    SequenceQueueingStateSaver,
    batch_sequences_with_states,
)
from tf1shim.contrib.training.training import (
    add_gradients_summaries,
    clip_gradient_norms,
    clip_gradient_norms_fn,
    create_train_op,
    multiply_gradients,
    train,
)
from tf1shim.contrib.training.tuner import Tuner

__getattr__ = missing(__name__)
