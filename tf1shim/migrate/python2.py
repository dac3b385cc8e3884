"""Recognizes Python 2 source, and says where it is and how to convert it.

>>> try:
...     compile("try: f()\\nexcept IOError, e: pass\\n", "train.py", "exec")
... except SyntaxError as error:
...     print(diagnose(error, b"try: f()\\nexcept IOError, e: pass\\n").reason)
an `except X, e` clause; Python 3 writes it `except X as e`
"""

from __future__ import annotations

import importlib.util
import linecache
import os
import re
import sys
import traceback


class Python2Source(SyntaxError):
    """A source file is Python 2, which no Python that runs TensorFlow 2 can read.

    `reason` says what on the line is Python 2; `str()` of it is the whole message, with the file,
    the line and the commands that convert the file.
    """

    def __init__(self, filename: str, lineno: int, text: str, reason: str):
        super().__init__(reason, (filename, lineno, None, text))
        self.reason = reason

    def __str__(self) -> str:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        name = repr(self.filename)[1:-1]
        quoted = f'"{name}"' if " " in name else name
        return (
            f"{name} is Python 2 source, which Python {version} cannot run\n"
            f"\n"
            f"  {name}, line {self.lineno}:\n"
            f"      {self.text.strip()}\n"
            f"  this is {self.reason}\n"
            f"\n"
            f"Convert the file once, then run it again:\n"
            f"\n"
            f"  pip install fissix && python -m fissix -w {quoted}\n"
            f"  2to3 -w {quoted}        "
            f"(the same tool; Python 3.12 was the last one to bring it along)\n"
        )


# What a line that does not compile may contain, and what it means. The first match wins.
_SIGNS = [
    (
        r"\bexcept\b\s*[^:#]*[^:#\s(]\s*,\s*\w+\s*:",
        "an `except X, e` clause; Python 3 writes it `except X as e`",
    ),
    (
        r"\bprint\b(\s*$|\s+[^\s=(.,)\]}:]|\s*>>|\s*\(.*\)\s*[,%\w])",
        "a print statement; in Python 3 print is a function, `print(...)`",
    ),
    (
        r"\bexec\s+[^\s=(.,)]",
        "an exec statement; in Python 3 exec is a function, `exec(code, globals)`",
    ),
    (
        r"\braise\s+[\w.]+\s*,",
        "a `raise X, message` statement; Python 3 writes it `raise X(message)`",
    ),
    (r"<>", "the `<>` operator; Python 3 writes it `!=`"),
    (r"`[^`]+`", "a repr in backticks; Python 3 writes it `repr(x)`"),
    (r"\b\d+[lL]\b", "a long integer with an L; Python 3 has one kind of integer, without it"),
    (r"(?<![\w.])0\d+\b", "an octal number with a leading 0; Python 3 writes it `0o17`"),
    (r"\b[uU][rR]['\"]", "a `ur` string; Python 3 has `r` strings, which are unicode"),
    (
        r"\b(def\b.*\(|lambda\b)[^=]*\(\s*\w+\s*,.*\)",
        "a function with a tuple as parameter; Python 3 wants it unpacked in the body",
    ),
]


def diagnose(error: SyntaxError, source: bytes | None = None) -> Python2Source | None:
    """The refusal of `source` if the line of `error` is Python 2; None if it is just wrong.

    Without `source` it is read from the file of `error`.
    """
    if error.lineno is None or error.filename is None or isinstance(error, Python2Source):
        return None
    if source is None:
        line = linecache.getline(error.filename, error.lineno) or error.text or ""
    else:
        line = _line(source, error.lineno)
    if isinstance(error, TabError):
        reason = "indentation that mixes tabs and spaces, which only Python 2 accepts"
        return Python2Source(error.filename, error.lineno, line, reason)
    code = without_strings(line)
    for sign, reason in _SIGNS:
        if re.search(sign, code):
            return Python2Source(error.filename, error.lineno, line, reason)
    return None


def _line(source: bytes, lineno: int) -> str:
    try:
        lines = importlib.util.decode_source(source).splitlines()
    except (SyntaxError, UnicodeDecodeError):
        lines = source.decode("latin-1").splitlines()
    return lines[lineno - 1] if 0 < lineno <= len(lines) else ""


def without_strings(line: str) -> str:
    """The line with what stands in string literals and comments taken out.

    >>> without_strings('print "a <> b"  # see `c`')
    'print ""'
    """
    literal = r"'(?:\\.|[^'\\])*('|$)|\"(?:\\.|[^\"\\])*(\"|$)"
    line = re.sub(literal, lambda match: match[0][0] * 2, line)
    return re.sub(r"#.*", "", line).rstrip()


# Names that Python 2 had, by the error that lacks them now, and what to write instead.
_BUILTINS = {
    "basestring": "str",
    "buffer": "memoryview",
    "cmp": "(a > b) - (a < b)",
    "execfile": "exec(open(file).read())",
    "file": "open",
    "intern": "sys.intern",
    "long": "int",
    "raw_input": "input",
    "reduce": "functools.reduce",
    "reload": "`importlib.reload`; `reload(sys)` and the line after it can go, text is unicode",
    "unichr": "chr",
    "unicode": "str",
    "xrange": "range",
}
_MODULES = {
    "__builtin__": "builtins",
    "ConfigParser": "configparser",
    "HTMLParser": "html.parser",
    "Queue": "queue",
    "StringIO": "io, for io.StringIO",
    "Tkinter": "tkinter",
    "cPickle": "pickle",
    "cStringIO": "io, for io.StringIO",
    "commands": "subprocess",
    "cookielib": "http.cookiejar",
    "httplib": "http.client",
    "imp": "importlib",
    "md5": "hashlib",
    "sets": "the builtin set",
    "thread": "threading",
    "urllib2": "urllib.request",
    "urlparse": "urllib.parse",
}
_ATTRIBUTES = {
    "has_key": "`key in dict`",
    "iteritems": "`.items()`",
    "iterkeys": "`.keys()`",
    "itervalues": "`.values()`",
    "viewitems": "`.items()`",
    "izip": "`zip`",
    "imap": "`map`",
    "ifilter": "`filter`",
    "izip_longest": "`itertools.zip_longest`",
    "maxint": "`sys.maxsize`",
    "setdefaultencoding": "nothing: delete the line, text is unicode",
    "getcwdu": "`os.getcwd()`",
    "letters": "`string.ascii_letters`",
    "lowercase": "`string.ascii_lowercase`",
    "uppercase": "`string.ascii_uppercase`",
    "maketrans": "`str.maketrans`",
    "urlopen": "`urllib.request.urlopen`",
    "urlretrieve": "`urllib.request.urlretrieve`",
    "urlencode": "`urllib.parse.urlencode`",
    "func_name": "`.__name__`",
    "im_func": "`.__func__`",
}


# What others took out of objects that legacy code cannot be given a view of.
_GONE = {
    "tostring": "`tostring` is gone since NumPy 2.3; `.tobytes()` is the same.",
    "itemset": "`itemset` is gone since NumPy 2.0; `array[index] = value` is the same.",
}


def explain(error: BaseException) -> str | None:
    """What to do about `error`, which a program met while it ran, if age is its cause; or None.

    >>> print(explain(NameError("name 'xrange' is not defined", name="xrange")))
    `xrange` is Python 2; Python 3 has `range`.
    To convert the whole file: pip install fissix && python -m fissix -w FILE
    """
    name = getattr(error, "name", None)
    lacking = re.match(r"cannot import name '(\w+)'", str(error))
    if isinstance(error, ImportError) and lacking:
        name = lacking[1]
        instead = _ATTRIBUTES.get(name)
    elif isinstance(error, ModuleNotFoundError):
        instead = _MODULES.get(name)
    elif isinstance(error, NameError):
        instead = _BUILTINS.get(name)
    elif isinstance(error, AttributeError):
        if name in _GONE:
            return _GONE[name]
        instead = _ATTRIBUTES.get(name)
    else:
        return None
    if instead is None:
        return None
    instead = instead if "`" in instead else f"`{instead}`"
    return (
        f"`{name}` is Python 2; Python 3 has {instead}.\n"
        f"To convert the whole file: pip install fissix && python -m fissix -w {_file(error)}"
    )


def _file(error: BaseException) -> str:
    """The file of the user's line that raised `error`."""
    own, found = os.path.dirname(os.path.abspath(__file__)), "FILE"
    for frame, _ in traceback.walk_tb(error.__traceback__):
        file = frame.f_code.co_filename
        if not file.startswith((own, "<frozen")):
            found = file
    return found
