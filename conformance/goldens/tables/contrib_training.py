"""``tf.contrib.training``."""

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def said(fn, *args, **kwargs):
    """What a call returns, or the class and text of what it raises."""
    try:
        return fn(*args, **kwargs)
    except Exception as error:  # any error is a fact here
        return [type(error).__name__, str(error)]


def model(tf):
    """A loss of two variables, one of them read by rows."""
    w = tf.get_variable("w", initializer=ramp(3, 2))
    table = tf.get_variable("table", initializer=ramp(5, 3))
    return tf.reduce_sum(tf.matmul(tf.gather(table, [1, 3, 1]), w) ** 2)


def train_op(name, **how):
    """Adds a case of `create_train_op`; callables among `how` are called with ``tf``."""

    def program(tf):
        loss = model(tf)
        moving = tf.get_variable("moving", initializer=1.0, trainable=False)
        tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, tf.assign(moving, moving * 0.5).op)
        optimizer = tf.train.GradientDescentOptimizer(0.1)
        arguments = {k: v(tf) if callable(v) else v for k, v in how.items()}
        op = tf.contrib.training.create_train_op(loss, optimizer, **arguments)
        with tf.control_dependencies([op]):
            step = tf.train.get_or_create_global_step().read_value()
        return {"op": op, "step": step + 0}

    program.__name__ = "create_train_op" + name
    table.case(program, gradients=False)


def multiply(tf):
    return lambda gs: tf.contrib.training.multiply_gradients(gs, {"w": 0.5, "table": 2.0})


train_op("")
train_op("_without_step", global_step=None)
train_op("_without_updates", update_ops=[], check_numerics=False)
train_op("_of_one", variables_to_train=lambda tf: tf.trainable_variables()[:1])
train_op("_of_none", variables_to_train=[])
train_op("_summaries", summarize_gradients=True)
train_op("_clipped", transform_grads_fn=lambda tf: tf.contrib.training.clip_gradient_norms_fn(0.1))
train_op("_multiplied", transform_grads_fn=multiply)


@table.case
def multiply_gradients_misuse(tf):
    w = tf.get_variable("w", [2])
    multiply = tf.contrib.training.multiply_gradients
    return {
        "list": said(multiply, ((None, w),), {w: 1}),
        "dict": said(multiply, [(None, w)], [1]),
        "empty": said(multiply, [(None, w)], {}),
        "none": said(multiply, [(None, w)], {"w": 1}),
    }


def hparams(tf):
    return tf.contrib.training.HParams(rate=0.1, units=[128, 64], act="relu", on=True, n=3, x=None)


def parsed(name, *texts):
    """Adds a case that parses each of `texts` into fresh hyperparameters."""

    def program(tf):
        found = {}
        for i, text in enumerate(texts):
            made = said(lambda text=text: hparams(tf).parse(text))
            values = made.values() if hasattr(made, "values") else made
            found["%02d %s" % (i, text.replace(".", "_"))] = values
        return {
            key: repr(sorted(value.items()) if isinstance(value, dict) else value)
            for key, value in found.items()
        }

    program.__name__ = "hparams_" + name
    table.case(program)


parsed("parse", "", "rate=1", "rate=1e-3,n=4", "units=[1,2,3]", "units=[]", "units=[ 5 6 ]",
       "act=tanh", "act=", "act=a b", "on=false", "on=False", "on=0", "on=2", " rate = 2",
       "rate = 2", "n=7,", "act=x,on=True,n=1,rate=3,units=[9]")
parsed("parse_wrong", "n=1.5", "n=x", "rate=", "on=maybe", "units=3", "n=[1]", "units[1]=3",
       "other=1", "n=1,n=2", "n", "n=1 2", "units=[1,x]", "=1", "1n=1", "n[0]=[1,2]",
       "units=[1],units=[2]", "units=[1", "act=[x]", "x=1")


@table.case
def parse_values(tf):
    parse = tf.contrib.training.parse_values
    kinds = {"a": int, "b": float, "c.d": str, "e": bool}
    texts = ["a=1,b=2", "c.d=x", "a[1]=2,a[3]=4", "a[1]=2,a[1]=4", "a=1,a[1]=2", "a[1]=2,a=1",
             "a[x]=1", "e[0]=true", "b=[1,2.5]", "z=1", "z=1,a=2", "a[1]=x", "e=7,b=1e3"]
    found = {}
    for i, text in enumerate(texts):
        for unknown in (False, True):
            key = "%02d%s" % (i, unknown)
            made = said(parse, text, kinds, ignore_unknown=unknown)
            found[key] = repr(sorted(made.items()) if isinstance(made, dict) else made)
    return found


@table.case
def hparams_set(tf):
    found = {}
    settings = [("rate", 2), ("rate", "2"), ("rate", True), ("n", 2.0), ("n", 2), ("n", True),
                ("n", np.int64(4)), ("act", "x"), ("act", 3), ("on", 1), ("on", False),
                ("units", [1, 2]), ("units", 3), ("units", [1.5]), ("n", [1]), ("x", 5),
                ("missing", 1), ("units", (1, 2))]
    for i, (name, value) in enumerate(settings):
        made = hparams(tf)
        error = said(made.set_hparam, name, value)
        found["%02d" % i] = repr(error or getattr(made, name))
    return found


@table.case
def hparams_methods(tf):
    made = hparams(tf)
    made.add_hparam("late", (1, 2))
    made.del_hparam("act")
    made.del_hparam("act")
    made.set_model_structure("structure")
    return {
        "str": str(made),
        "repr": repr(made),
        "json": made.to_json(sort_keys=True, indent=1),
        "parse_json": repr(made.parse_json('{"n": 9, "units": [7]}')),
        "override": repr(made.override_from_dict({"rate": 3})),
        "set_from_map": repr(made.set_from_map({"rate": 4})),
        "structure": made.get_model_structure(),
        "in": ["n" in made, "act" in made],
        "get": [made.get("n"), made.get("n", 1), made.get("zzz"), made.get("zzz", "d")],
        "get_wrong": [said(made.get, "n", "x"), said(made.get, "units", 1),
                      said(made.get, "units", ["x"]), said(made.get, "n", [1])],
        "reserved": [said(made.add_hparam, n, 1) for n in ("parse", "n", "_hparam_types")],
        "empty": said(made.add_hparam, "e", []),
        "json_wrong": said(made.parse_json, '{"n": "x"}'),
    }


@table.case
def strategies(tf):
    strategies = tf.contrib.training
    sizes = [5, 1, 2, 3, 4, 4]
    ops = [tf.zeros([n, 2], name="z%d" % n).op for n in sizes]
    greedy = strategies.GreedyLoadBalancingStrategy(2, strategies.byte_size_load_fn)
    random = strategies.RandomStrategy(3)
    other = strategies.RandomStrategy(3, seed=7)
    many = tf.split(tf.zeros([4]), 2)[0].op
    return {
        "greedy": [int(greedy(op)) for op in ops],
        "random": [random(op) for op in ops],
        "other": [other(op) for op in ops],
        "many": said(strategies.byte_size_load_fn, many)[0],
    }


@table.case
def variables_on_parameter_servers(tf):
    greedy = tf.contrib.training.GreedyLoadBalancingStrategy(
        2, tf.contrib.training.byte_size_load_fn
    )
    with tf.Graph().as_default():
        with tf.device(tf.train.replica_device_setter(2, ps_strategy=greedy)):
            made = [tf.get_variable("v%d" % n, [n]) for n in (5, 1, 2, 3)]
    return {"devices": [v.device for v in made]}


@table.case
def eval_step(tf):
    step = tf.contrib.training.get_or_create_eval_step()
    again = tf.contrib.training.get_or_create_eval_step()
    return {"same": step is again, "step": step + 0}


@table.case
def eval_steps(tf):
    tf.add_to_collection(tf.GraphKeys.EVAL_STEP, tf.constant(1))
    tf.add_to_collection(tf.GraphKeys.EVAL_STEP, tf.constant(1))
    return tf.contrib.training.get_or_create_eval_step()


@table.case
def bucket(tf):
    which, (a, b) = tf.contrib.training.bucket(
        [tf.constant(3), tf.constant(ramp(2, 3))], tf.constant(1), batch_size=4, num_buckets=3
    )
    return {"which": which, "a": a, "b": b}


@table.case
def bucket_of_a_dict(tf):
    which, made = tf.contrib.training.bucket(
        {"a": tf.constant([1, 2]), "b": tf.constant("x")}, 0, batch_size=[2, 3], num_buckets=2,
        bucket_capacities=[4, 5], allow_smaller_final_batch=True, shared_name="shared", name="mine",
    )
    return {"which": which, "made": made}


@table.case
def bucket_of_one(tf):
    return tf.contrib.training.bucket([tf.constant([1, 2])], 1, 2, 2)


@table.case
def bucket_kept_if(tf):
    which, made = tf.contrib.training.bucket(
        [tf.constant([1, 2])], 0, 4, 1, keep_input=tf.less(tf.random_uniform([]), 2.0)
    )
    return {"which": which, "made": made}


@table.case
def bucket_sparse(tf):
    sparse = tf.SparseTensor([[0, 1], [1, 2]], [1.0, 2.0], [2, 4])
    which, (a, b) = tf.contrib.training.bucket([sparse, tf.constant(1)], 0, 2, 2)
    return {"which": which, "a": a, "b": b}


@table.case
def bucket_misuse(tf):
    bucket = tf.contrib.training.bucket
    x = [tf.constant(1)]
    return {
        "sizes": said(bucket, x, 0, [1, 2], 3),
        "capacities": said(bucket, x, 0, 1, 3, bucket_capacities=[1, 2]),
        "nothing": said(bucket, [], 0, 1, 3),
        "rank": said(bucket, [tf.placeholder(tf.int32)], 0, 1, 3),
        "keep": said(bucket, x, 0, 1, 3, keep_input=[True]),
        "keep_2": said(bucket, x, 0, 1, 3, keep_input=[[True]]),
        "keep_unknown": said(bucket, x, 0, 1, 3, keep_input=tf.placeholder(tf.bool)),
    }


@table.case
def bucket_by_sequence_length(tf):
    sequence = tf.constant([3, 1, 2])
    lengths, made = tf.contrib.training.bucket_by_sequence_length(
        tf.size(sequence), [sequence, tf.constant(7.0)], batch_size=3, bucket_boundaries=[2, 4, 8],
        dynamic_pad=True, capacity=5,
    )
    return {"lengths": lengths, "made": made}


@table.case
def bucket_by_sequence_length_shapes(tf):
    lengths, made = tf.contrib.training.bucket_by_sequence_length(
        tf.constant(9), {"x": tf.constant([1, 2])}, batch_size=2, bucket_boundaries=(3,),
        shapes=[[None]], dynamic_pad=True, allow_smaller_final_batch=True, name="mine",
    )
    return {"lengths": lengths, "made": made}


@table.case
def bucket_by_sequence_length_misuse(tf):
    bucket = tf.contrib.training.bucket_by_sequence_length
    x = [tf.constant(1)]
    return {
        "type": said(bucket, 1, x, 2, 5),
        "empty": said(bucket, 1, x, 2, []),
        "float": said(bucket, 1, x, 2, [1.5, 2]),
        "order": said(bucket, 1, x, 2, [3, 2]),
    }


def queue_runners(tf):
    return [runner.name for runner in tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)]


@table.case
def rejection_sample(tf):
    a, b = tf.contrib.training.rejection_sample(
        [tf.constant([1.0, 2.0]), tf.constant(3)], lambda ts: tf.reduce_sum(ts[0]), 4
    )
    return {"a": a, "b": b, "runners": queue_runners(tf)}


@table.case
def rejection_sample_of_many(tf):
    made = tf.contrib.training.rejection_sample(
        [tf.constant([[5, 6]]), tf.constant([3])], lambda ts: tf.constant(1.0), 2,
        enqueue_many=True, runtime_checks=True, name="mine",
    )
    return {"made": made, "runners": queue_runners(tf)}


@table.case
def stratified_sample(tf):
    data, labels = tf.contrib.training.stratified_sample(
        [tf.constant([1.0, 2.0])], tf.constant(1), [0.0, 1.0], 3, init_probs=[0.5, 0.5]
    )
    return {"data": data, "labels": labels, "runners": queue_runners(tf)}


@table.case
def stratified_sample_estimated(tf):
    data, labels = tf.contrib.training.stratified_sample(
        [tf.constant([[1.0], [2.0]])], tf.constant([1, 1]), [0.0, 1.0], 3, enqueue_many=True
    )
    return {"shapes": [t.shape.as_list() for t in data] + [labels.shape.as_list()],
            "names": [t.name for t in data] + [labels.name], "runners": queue_runners(tf)}


@table.case
def stratified_sample_misuse(tf):
    sample = tf.contrib.training.stratified_sample
    x, y = [tf.constant([1.0])], tf.constant(1)
    return {
        "lengths": said(sample, x, y, [0.5, 0.5], 2, init_probs=[1.0]),
        "labels": said(sample, x, tf.constant([[1]]), [1.0], 2, [1.0], True),
        "first": said(sample, x, tf.constant([1, 2]), [1.0], 2, [1.0], True),
    }


def shapeless(tf, tensors):
    """The tensors without static shapes: TensorFlow 1 knew not even the rank of these."""
    names = {k: t.name for k, t in tensors.items()}
    return names, [tf.placeholder_with_default(tensors[k], None) for k in sorted(tensors)]


@table.case
def resample_at_rate(tf):
    x = tf.constant(ramp(6))
    made = tf.contrib.training.resample_at_rate(
        [x, tf.range(6)], [0.0, 1.0, 2.0, 3.0, 0.0, 5.0], seed=3
    )
    return shapeless(tf, {"x": made[0], "i": made[1]})


@table.case
def weighted_resample(tf):
    made, rates = tf.contrib.training.weighted_resample(
        [tf.constant(ramp(6)), tf.range(6)], tf.constant(np.abs(ramp(6))), 0.9, seed=3
    )
    return shapeless(tf, {"x": made[0], "i": made[1], "rates": rates})


def sequences(suffix, **how):
    """Adds a case of `batch_sequences_with_states` with one thread."""

    def program(tf):
        arguments = dict(
            input_key=tf.as_string(tf.train.range_input_producer(100000, shuffle=False).dequeue()),
            input_sequences={"x": tf.constant(ramp(5, 2)), "s": tf.constant(list("abcde"))},
            input_context={"c": tf.constant([7, 8])},
            input_length=tf.constant(5),
            initial_states={"h": tf.constant([1.0, 2.0]), "n": tf.constant(0)},
            num_unroll=2,
            batch_size=1,
            num_threads=1,
        )
        arguments.update({k: v(tf) if callable(v) else v for k, v in how.items()})
        batch = tf.contrib.training.batch_sequences_with_states(**arguments)
        made = {k: getattr(batch, k) for k in (
            "total_length length batch_size insertion_index key next_key sequence sequence_count "
            "context sequences").split()}
        made["h"] = batch.state("h")
        del made["insertion_index"]
        save = batch.save_state("h", batch.state("h") * 2)
        more = batch.save_state("n", batch.state("n") + 1, name="more")
        return {"batch": made, "saved": [save.name, more.name],
                "index": [batch.insertion_index.name, batch.insertion_index.shape.as_list()]}

    program.__name__ = "batch_sequences_with_states" + suffix
    table.case(program)


sequences("")
sequences("_of_known_size", allow_small_batch=False, capacity=1, name="mine")
sequences("_without_length", input_length=None)
sequences("_unpadded", pad=False, num_unroll=5)
sequences("_without_states", initial_states={})
sequences("_without_context", input_context={})
sequences("_without_sequences", input_sequences={})
sequences("_colon", initial_states=lambda tf: {"a:b": tf.constant(1)})
sequences("_capacity", capacity=2, batch_size=3)
sequences("_unknown_shape", initial_states=lambda tf: {"h": tf.placeholder(tf.float32, [None])})
sequences("_float_length", input_length=lambda tf: tf.constant(1.0))
sequences("_sparse", input_length=lambda tf: tf.constant(4), input_sequences=lambda tf: {
    "x": tf.SparseTensor([[0, 1], [2, 0], [3, 1]], [1.0, 2.0, 3.0], [4, 2])})
sequences("_sparse_context", input_context=lambda tf: {
    "c": tf.SparseTensor([[0, 1], [2, 0]], [5, 6], [3, 2])})


@table.case
def feeding_queue_runner_misuse(tf):
    queue = tf.FIFOQueue(2, tf.int32)
    return tf.contrib.training.FeedingQueueRunner(
        queue, [queue.enqueue(1)], feed_fns=[None, None]
    )


@table.case
def summary_at_end_hook_misuse(tf):
    return tf.contrib.training.SummaryAtEndHook()


@table.case
def train_without_logdir(tf):
    return {
        "summaries": said(tf.contrib.training.train, tf.constant(1), None),
        "checkpoints": said(
            tf.contrib.training.train, tf.constant(1), None, save_summaries_steps=None
        ),
    }
