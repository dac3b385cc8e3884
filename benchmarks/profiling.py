"""Where Python spends its time: cProfile of runs, for those who make them faster."""

import cProfile
import io
import pstats
import time

from benchmarks import programs, subjects


def profile(name, backend, steps, options, lines=30):
    """Profiles `steps` training steps of a program, or a block of `build` or `start`."""
    subject = subjects.open_subject(name, backend, {**options, "block": 0.1})
    work, units = (subject.block, 1)
    if name in programs.names():
        work, units = (lambda: [subject.step(i) for i in range(steps)]), steps

    start = time.perf_counter()
    work()
    plain = (time.perf_counter() - start) / units

    profiler = cProfile.Profile()
    profiler.runcall(work)
    subject.close()

    out = io.StringIO()
    stats = pstats.Stats(profiler, stream=out)
    stats.sort_stats("tottime").print_stats(lines)
    what = f"{units} steps of {name}" if units > 1 else f"a block of {name}"
    return (
        f"{what} on {backend}: {plain * 1e6:,.0f} us each without the profiler, "
        f"{stats.total_tt / units * 1e6:,.0f} us with it\n"
        f"{_python_share(stats, units)}\n" + out.getvalue()
    )


def _python_share(stats, units):
    """Says what the runtime takes and what is left: the Python around it."""
    runtime = 0.0
    for (_, _, function), (_, _, own, _, _) in stats.stats.items():
        if any(part in function for part in ("TFE_Py_Execute", "TFE_Py_FastPathExecute",
                                             "TF_SessionRun_wrapper", "TF_SessionRunCallable")):
            runtime += own
    if not runtime:
        return "(no calls of compiled programs)"
    rest = stats.total_tt - runtime
    return (f"inside the TensorFlow runtime: {runtime / units * 1e6:,.0f} us; "
            f"Python around it, as the profiler inflates it: {rest / units * 1e6:,.0f} us")
