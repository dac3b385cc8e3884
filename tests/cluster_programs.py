"""TF1 programs with servers and clusters, all within one process; and with session configurations.

Real TensorFlow 1.15 runs them too (Python 3.7); what it finds is in cluster_outcomes.json.
"""

import contextlib
import socket

from state_programs import Facts, in_directory


def _addresses(n):
    """Addresses with ports that nobody uses."""
    sockets = [socket.socket() for _ in range(n)]
    for each in sockets:
        each.bind(("localhost", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return [f"localhost:{port}" for port in ports]


def _refusal(tf, call):
    """The class of the error of `call()`: TF1's text begins with the name of a task."""
    try:
        return call()
    except tf.errors.OpError as e:
        return type(e).__name__


def _model(tf):
    step = tf.train.get_or_create_global_step()
    w = tf.get_variable("w", [], initializer=tf.zeros_initializer())
    return step, w, tf.square(w - 3.0)


def local_servers(tf):
    facts = Facts()
    server = tf.train.Server.create_local_server()
    job = server.server_def.cluster.job[0]
    facts["target"] = server.target.split(":")[0]
    facts["definition"] = [server.server_def.job_name, server.server_def.protocol, job.name]
    v = tf.get_variable("v", [], initializer=tf.zeros_initializer())
    add = tf.assign_add(v, 1.0)
    queue = tf.FIFOQueue(3, tf.int32, shapes=[], shared_name="q")
    put, size = queue.enqueue(1), queue.size()
    drawn = tf.random_uniform([], seed=1)
    with tf.device("/job:local/task:0"):
        placed = v + 1.0
    one, two = tf.Session(server.target), tf.Session(server.target)
    one.run(v.initializer)
    facts["shared"] = [one.run(add), two.run(add), one.run(v), two.run(v)]
    one.close()
    three = tf.Session(server.target)
    facts["kept"] = three.run(v)
    two.run(put)
    facts["queue"] = three.run(size)
    facts["random"] = [two.run(drawn), two.run(drawn), three.run(drawn)]
    facts["placed"] = three.run(placed)
    other = tf.train.Server.create_local_server()
    facts["other server"] = _refusal(tf, lambda: tf.Session(other.target).run(v))
    tf.Session.reset(server.target)
    facts["reset"] = _refusal(tf, lambda: tf.Session(server.target).run(v))
    with tf.Graph().as_default():
        with tf.device("/job:none/task:0"):
            lost = tf.constant(1) + 1
        try:
            tf.Session(server.target).run(lost)
        except tf.errors.InvalidArgumentError as e:
            facts["no such job"] = str(e).split(" ")[:5]
    return facts


@in_directory
def one_worker(tf, directory):
    facts = Facts()
    cluster = tf.train.ClusterSpec(dict(zip(["ps", "worker"], [[a] for a in _addresses(2)])))
    servers = [tf.train.Server(cluster, job_name=job, task_index=0) for job in ("ps", "worker")]
    with tf.device(tf.train.replica_device_setter(cluster=cluster)):
        step, w, loss = _model(tf)
        train = tf.train.AdamOptimizer(0.5).minimize(loss, step)
    facts["devices"] = [w.device, loss.device, step.device]
    with tf.train.MonitoredTrainingSession(
        master=servers[1].target,
        is_chief=True,
        checkpoint_dir=directory,
        hooks=[tf.train.StopAtStepHook(last_step=4)],
        log_step_count_steps=None,
    ) as sess:
        losses = []
        while not sess.should_stop():
            losses.append(sess.run([loss, train])[0])
    facts["losses"] = losses
    facts["saved"] = tf.train.latest_checkpoint(directory)
    with tf.Session(servers[0].target) as sess:
        facts["the ps has it"] = sess.run([w, step])
    with tf.train.MonitoredTrainingSession(servers[1].target, False) as sess:
        facts["another worker"] = sess.run([w, step])
    with tf.Graph().as_default():
        with tf.device(tf.train.replica_device_setter(1)):
            step, w, loss = _model(tf)
        supervisor = tf.train.Supervisor(is_chief=False, recovery_wait_secs=1)
        with supervisor.managed_session(servers[1].target) as sess:
            facts["supervised"] = sess.run([w, step])
    return facts


def synchronized(tf):
    facts = Facts()

    def trained(label, aggregate, replicas):
        with tf.Graph().as_default():
            step, w, loss = _model(tf)
            plain = tf.train.GradientDescentOptimizer(0.25)
            optimizer = tf.train.SyncReplicasOptimizer(plain, aggregate, replicas)
            train = optimizer.minimize(loss, step)
            hook = optimizer.make_session_run_hook(True)
            facts[label + " variables"] = [v.name for v in tf.global_variables()]
            facts[label + " local"] = [v.name for v in tf.local_variables()]
            with tf.train.MonitoredTrainingSession(
                hooks=[hook, tf.train.StopAtStepHook(last_step=4)], stop_grace_period_secs=1
            ) as sess:
                while not sess.should_stop():
                    sess.run(train)
                facts[label] = "stopped"

    with tf.Graph().as_default():
        step, w, loss = _model(tf)
        optimizer = tf.train.SyncReplicasOptimizer(tf.train.GradientDescentOptimizer(0.25), 1, 1)
        facts.learn("no step", lambda: optimizer.minimize(loss))
        train = optimizer.minimize(loss, step)
        facts["tokens"] = optimizer.get_init_tokens_op().name
        runner = optimizer.get_chief_queue_runner()
        facts["runner"] = [len(runner.enqueue_ops), optimizer.get_slot_names()]
        hook = optimizer.make_session_run_hook(True)
        with tf.train.MonitoredSession(hooks=[hook], stop_grace_period_secs=1) as sess:
            facts["first loss"] = sess.run([loss, train])[0]
    trained("one", 1, 1)
    return facts


def cluster_specs(tf):
    facts = Facts()
    spec = tf.train.ClusterSpec({"ps": ["a:1"], "worker": {0: "b:2", 3: "c:3"}})
    facts["jobs"] = [spec.jobs, spec.num_tasks("worker"), spec.task_indices("worker"), bool(spec)]
    facts["address"] = [spec.task_address("worker", 3), str(spec)]
    facts["dictionary"] = sorted(spec.as_dict().items())
    facts["same"] = spec == tf.train.ClusterSpec(spec.as_cluster_def())
    facts["tasks"] = tf.train.ClusterSpec({"ps": ["a:1", "b:2"]}).job_tasks("ps")
    facts.learn("no job", lambda: spec.num_tasks("x"))
    facts.learn("no task", lambda: spec.task_address("worker", 1))
    facts.learn("not sparse", lambda: spec.job_tasks("worker"))
    facts.learn("wrong", lambda: tf.train.ClusterSpec(3))
    setter = tf.train.replica_device_setter

    def devices(device, make):
        with tf.Graph().as_default(), tf.device(device):
            return [thing.device for thing in make()]

    def variables():
        return [tf.Variable(tf.zeros([n])) for n in (100, 1, 1, 5)]

    def slots():
        v = variables()[1]
        tf.train.AdamOptimizer().minimize(tf.reduce_sum(v), var_list=[v])
        return tf.global_variables()[-4:]

    three = {"ps_tasks": 3, "worker_device": "/job:worker/task:1"}
    facts["in turn"] = devices(setter(**three), variables)
    facts["ops"] = devices(setter(**three), lambda: [tf.constant(1) + 1, tf.no_op()])
    facts["slots"] = devices(setter(**three), slots)
    strategy = tf.contrib.training.GreedyLoadBalancingStrategy(
        2, tf.contrib.training.byte_size_load_fn
    )
    facts["by load"] = devices(setter(2, ps_strategy=strategy), variables)
    facts["cluster"] = devices(setter(cluster=spec, worker_device="/gpu:0"), variables)
    facts["cpu"] = devices(setter(1, ps_device="/job:ps/cpu:0"), variables)
    facts["none"] = setter(0)
    facts.learn("wrong cluster", lambda: setter(cluster=3))
    facts.learn("wrong strategy", lambda: setter(1, ps_strategy=3))
    return facts


def configurations(tf):
    facts = Facts()
    x = tf.placeholder(tf.float32, [2, 2])
    y = tf.reduce_sum(tf.matmul(x, x))
    options = tf.OptimizerOptions(
        opt_level=tf.OptimizerOptions.L0, global_jit_level=tf.OptimizerOptions.OFF
    )
    for label, config in [
        ("threads", {"intra_op_parallelism_threads": 1, "inter_op_parallelism_threads": 1}),
        (
            "one thread for all",
            {"use_per_session_threads": True, "inter_op_parallelism_threads": 2},
        ),
        ("devices", {"device_count": {"CPU": 1, "GPU": 0}}),
        ("gpu", {"gpu_options": tf.GPUOptions(allow_growth=True, visible_device_list="")}),
        ("fraction", {"gpu_options": tf.GPUOptions(per_process_gpu_memory_fraction=0.3)}),
        ("logged", {"log_device_placement": False, "allow_soft_placement": True}),
        ("optimizer", {"graph_options": tf.GraphOptions(optimizer_options=options)}),
        ("shapes", {"graph_options": tf.GraphOptions(infer_shapes=True, place_pruned_graph=True)}),
        ("pool", {"session_inter_op_thread_pool": [{"num_threads": 1}]}),
        ("time", {"operation_timeout_in_ms": 10000}),
        ("isolated", {"isolate_session_state": True}),
    ]:

        def value(config=config):
            with tf.Session(config=tf.ConfigProto(**config)) as sess:
                return sess.run(y, {x: [[1.0, 2.0], [3.0, 4.0]]})

        facts.learn(label, value)
    facts.learn("no option", lambda: tf.ConfigProto(nothing=1))
    with contextlib.closing(tf.Session(config=tf.ConfigProto(allow_soft_placement=True))) as sess:
        facts["run options"] = sess.run(
            y, {x: [[1.0, 2.0], [3.0, 4.0]]}, tf.RunOptions(inter_op_thread_pool=0)
        )
    return facts


PROGRAMS = {
    program.__name__: program
    for program in [local_servers, one_worker, synchronized, cluster_specs, configurations]
}
