"""Events between processes: plain data with arrays in it, one after the other, through a pipe.

Read by Python 3.7 too, as `facts`.

>>> import io
>>> import numpy as np
>>> file = io.BytesIO()
>>> write(file, {"run": 1, "value": np.float32([1, 2])})
>>> _ = file.seek(0)
>>> read(file), read(file)
({'run': 1, 'value': array([1., 2.], dtype=float32)}, None)
"""

import json
import struct

import numpy as np

_LENGTH = struct.Struct(">Q")
_ARRAY = "\0array"


def write(file, event):
    """Writes one event and flushes it."""
    buffers = []

    def packed(array):
        buffers.append(np.ascontiguousarray(array).tobytes())
        return {_ARRAY: [array.dtype.str, array.shape, len(buffers[-1])]}

    text = json.dumps(event, default=packed).encode()
    file.write(_LENGTH.pack(len(text)) + text)
    for buffer in buffers:
        file.write(buffer)
    file.flush()


def read(file):
    """The next event; None at the end of the file, or where it breaks off."""
    head = _exactly(file, _LENGTH.size)
    text = head and _exactly(file, _LENGTH.unpack(head)[0])
    try:
        return text and json.loads(text, object_hook=lambda found: _unpacked(file, found))
    except EOFError:
        return None


def _unpacked(file, found):
    if _ARRAY not in found:
        return found
    # The arrays come in the order in which json meets them.
    dtype, shape, length = found[_ARRAY]
    buffer = _exactly(file, length)
    if buffer is None:
        raise EOFError
    return np.frombuffer(buffer, dtype).reshape(shape)


def _exactly(file, size):
    """`size` bytes; None if there are fewer."""
    parts = []
    while size:
        part = file.read(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
