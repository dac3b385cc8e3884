"""`RunMetadata.step_stats`: how long each op of a traced run took, from TF2's profiler."""

from __future__ import annotations

import contextlib
import threading
import time

from tf1shim import _tf

# Every op, the cheap ones too; no Python frames.
_OPTIONS = {"host_tracer_level": 3, "device_tracer_level": 1, "python_tracer_level": 0}
_HOST = "/job:localhost/replica:0/task:0/device:CPU:0"
# The process has one profiler.
_lock = threading.Lock()


@contextlib.contextmanager
def traced(run_metadata):
    """Traces the runs in its block into `run_metadata`, a RunMetadata.

    Raises: AlreadyExistsError while the program itself profiles.
    """
    with _lock:
        profiler = _tf.ProfilerSession()
        profiler.start("", _OPTIONS)
        began = time.time_ns() // 1000
        try:
            yield
        finally:
            trace = _tf.trace_events_pb2.Trace.FromString(profiler.stop())
            run_metadata.step_stats.CopyFrom(step_stats(trace, began))


def step_stats(trace, began):
    """The profiler's `trace` as the StepStats of a run that began at `began` microseconds."""
    stats = _tf.step_stats_pb2.StepStats()
    devices = {}
    for number, device in trace.devices.items():
        name = _HOST if device.name.startswith("/host") else device.name
        devices[number] = stats.dev_stats.add(device=name)
        for thread, resource in device.resources.items():
            devices[number].thread_names[thread % (1 << 32)] = resource.name
    for event in trace.trace_events:
        node, _, op_type = event.args["long_name"].rpartition(":")
        if node:
            took = event.duration_ps // 1_000_000
            devices[event.device_id].node_stats.add(
                node_name=node,
                timeline_label=f"{node} = {op_type}()",
                all_start_micros=began + event.timestamp_ps // 1_000_000,
                op_end_rel_micros=took,
                all_end_rel_micros=took,
                thread_id=event.resource_id % (1 << 32),
            )
    return stats
