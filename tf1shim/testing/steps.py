"""Runs a program statement by statement, and says after each one what it came to.

Read by Python 3.7 too, as `facts`.
"""

import ast
import functools
import traceback

from . import facts


def statements(script):
    """The top-level statements of a script, as texts.

    >>> statements("import os\\nwith open(os.devnull) as f:\\n  f.read()\\nx = 1")
    ['import os', 'with open(os.devnull) as f:\\n  f.read()', 'x = 1']
    """
    lines = script.splitlines()
    starts = [_first_line(node) - 1 for node in ast.parse(script).body]
    ends = [*starts[1:], len(lines)]
    return ["\n".join(lines[a:b]).rstrip() for a, b in zip(starts, ends)]


@functools.lru_cache(maxsize=None)  # noqa: UP033 - Python 3.7 reads this too
def _compiled(statement):
    """The statement's code, which stays: operations remember the lines that made them."""
    return compile(statement, "<program>", "exec")


def _first_line(node):
    return min([node.lineno] + [d.lineno for d in getattr(node, "decorator_list", ())])


class Steps:
    """A program on one backend: its names, and what happened to them.

    >>> import tf1shim as tf
    >>> steps = Steps(tf)
    >>> steps.run("x = tf.constant(1.5)")
    {'x': ['Tensor', 'Const:0', 'float32', [], '']}
    >>> steps.run("y = x.eval()")
    {'raised': ['ValueError', 'Cannot evaluate tensor using `eval()`: No default session is \
registered. Use `with sess.as_default()` or pass an explicit session to `eval(session=sess)`']}

    Args:
      tf: the namespace that the program gets as ``tf``.
      names: further names that it may use.
      hidden: texts that differ from run to run, such as paths, and what to say instead.
    """

    def __init__(self, tf, names=(), hidden=()):
        self.tf = tf
        self.names = dict(names, tf=tf, __name__="__main__")
        self._hidden = dict(hidden)

    def run(self, statement):
        """Runs one statement; what it raised, and what the names it bound are now.

        For reads of variables without a value also which variables those are.
        """
        before = dict(self.names)
        found = {}
        try:
            exec(_compiled(statement), self.names)
        except Exception as error:
            found["raised"] = facts.refusal(error)
            names = facts.uninitialized(error)
            if names:
                found["uninitialized"] = names
            # Frames would keep graphs and sessions of this step alive.
            traceback.clear_frames(error.__traceback__)
        for name, value in self.names.items():
            if not name.startswith("_") and before.get(name, self) is not value:
                found[name] = facts.described(value, self.tf)
        return self._shown(found)

    def end(self):
        """What the program leaves: collections and nodes of its graphs, variables of sessions."""
        found = {}
        graphs = {"graph": self.tf.get_default_graph(), **self.names}
        for name, value in graphs.items():
            if isinstance(value, self.tf.Graph):
                found["nodes of " + name] = facts.nodes(value)
                for key, items in facts.collections(value, self.tf).items():
                    found[f"{key} of {name}"] = items
            elif isinstance(value, (self.tf.Session, self.tf.InteractiveSession)):
                found[name] = facts.variable_values(value, self.tf)
        return self._shown(found)

    def close(self):
        """Closes the program's sessions; what they said to it, which is nothing as a rule."""
        said = []
        for value in list(self.names.values()):
            if isinstance(value, (self.tf.Session, self.tf.InteractiveSession)):
                try:
                    value.close()
                except Exception as error:
                    said.append(facts.refusal(error))
        return self._shown(said)

    def _shown(self, value):
        if isinstance(value, str):
            for text, instead in self._hidden.items():
                value = value.replace(text, instead)
            return value
        if isinstance(value, list):
            return [self._shown(item) for item in value]
        if isinstance(value, dict):
            return {key: self._shown(item) for key, item in value.items()}
        return value
