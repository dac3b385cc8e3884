"""Real TensorFlow 1.15.5, in a Python 3.7 environment beside the repository's files.

`python()` finds that environment, `run()` runs a script in it. `python tests/tf115.py` makes it,
in `.venv-tf115`, if a Python 3.7 can be found; `make test` does so before the tests.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DIRECTORY = os.path.join(ROOT, ".venv-tf115")
# TensorFlow 1.15's generated code cannot be read by protobuf 3.21 and later.
REQUIREMENTS = ("tensorflow==1.15.5", "protobuf<3.21", "scikit-learn")

_CHECK = "import tensorflow, sklearn; print(tensorflow.__version__)"


@functools.cache
def find() -> tuple[str | None, str]:
    """The interpreter with TensorFlow 1.15.5, or None and the reason why there is none."""
    executable = os.path.join(DIRECTORY, "bin", "python")
    if not os.path.exists(executable):
        return None, "no .venv-tf115: `python tests/tf115.py` makes it if there is a Python 3.7"
    outcome = _call([executable, "-c", _CHECK])
    if outcome is None or outcome.stdout.strip() != "1.15.5":
        said = (outcome.stderr if outcome else "").strip().splitlines()[-1:] or ["it does not run"]
        return None, f".venv-tf115 has no working TensorFlow 1.15.5: {said[0]}"
    return executable, ""


def python() -> str | None:
    """The interpreter with TensorFlow 1.15.5, or None."""
    return find()[0]


def reason() -> str:
    """Why `python()` is None; the empty string if it is not."""
    return find()[1]


def run(script: str | os.PathLike, *args: str, timeout: float = 300) -> subprocess.CompletedProcess:
    """Runs a script, given as a path or as its text, on TensorFlow 1.15.5.

    A script is a text if it has more than one line. What it prints comes back as `stdout` and
    `stderr`; a nonzero exit status raises, with the end of what the script said.
    """
    executable, why_not = find()
    if executable is None:
        raise RuntimeError(why_not)
    script = os.fspath(script)
    is_text = "\n" in script
    command = [executable, "-" if is_text else script, *args]
    outcome = subprocess.run(
        command,
        input=script if is_text else None,
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment(),
    )
    if outcome.returncode:
        msg = f"exit status {outcome.returncode} on TensorFlow 1.15.5:\n{outcome.stderr[-4000:]}"
        raise RuntimeError(msg)
    return outcome


def environment() -> dict[str, str]:
    """The environment for a process with TensorFlow 1.15.5.

    Importing TensorFlow 2 sets TF2_BEHAVIOR, and TensorFlow 1.15 obeys it: a child that inherits it
    has TF2's shapes, variables and control flow, and proves nothing about TF1.
    """
    names = [name for name in os.environ if not name.startswith(("TF_", "TF2_", "PYTHON"))]
    return {**{name: os.environ[name] for name in names}, "TF_CPP_MIN_LOG_LEVEL": "3"}


def prepare() -> tuple[str | None, str]:
    """Makes the environment if it is not there; returns what `find()` returns then."""
    if find()[0] is not None:
        return find()
    if os.path.islink(DIRECTORY):
        return None, ".venv-tf115 is a link to something that does not work; remove it"
    interpreter = _python37()
    if interpreter is None:
        return None, "no Python 3.7 here (looked for python3.7 on the path, pyenv and uv)"
    print(f"making .venv-tf115 with {interpreter}", flush=True)
    # A half-made environment from an earlier, interrupted call would be taken for a broken one.
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    pip = [os.path.join(DIRECTORY, "bin", "python"), "-m", "pip", "--quiet"]
    for command in (
        [interpreter, "-m", "venv", DIRECTORY],
        [*pip, "install", "--upgrade", "pip"],
        [*pip, "install", *REQUIREMENTS],
    ):
        if subprocess.run(command).returncode:
            shutil.rmtree(DIRECTORY, ignore_errors=True)
            return None, f"this failed: {' '.join(command)}"
    find.cache_clear()
    return find()


def _python37() -> str | None:
    candidates = [shutil.which("python3.7")]
    for version in (_output(["pyenv", "versions", "--bare"]) or "").split():
        if version.startswith("3.7."):
            prefix = _output(["pyenv", "prefix", version])
            candidates.append(prefix and os.path.join(prefix, "bin", "python3.7"))
    candidates.append(_output(["uv", "python", "find", "3.7"]))
    for candidate in candidates:
        # pyenv puts a python3.7 on the path that refuses to run unless it is the chosen version.
        if candidate and _output([candidate, "-c", "import sys; print(sys.version_info[:2])"]) == (
            "(3, 7)"
        ):
            return candidate
    return None


def _output(command: list[str]) -> str | None:
    outcome = _call(command)
    return outcome.stdout.strip() if outcome and outcome.returncode == 0 else None


def _call(command: list[str]) -> subprocess.CompletedProcess | None:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None


if __name__ == "__main__":
    _executable, _why_not = prepare()
    if _executable is None:
        sys.exit(f"real TensorFlow 1.15.5 is not available: {_why_not}")
    print(f"real TensorFlow 1.15.5: {os.path.relpath(_executable, ROOT)}")
