"""The functions that a graph def brings along: those it calls, under names not used before.

A function's name ends in a number that counts up in each process; the runtime keeps one function of
a name. So the 'while_body_24' of a file may be another one than ours.
"""

from __future__ import annotations

from tf1shim import _tf


def with_new_names(graph_def):
    """A copy of `graph_def` whose functions have new names; itself if it has none."""
    if not graph_def.library.function:
        return graph_def
    made = _tf.v1.GraphDef()
    made.CopyFrom(graph_def)
    names = {f.signature.name: f"{f.signature.name}_{_tf.uid()}" for f in made.library.function}
    for node in made.node:
        _rename(node, names)
    for function in made.library.function:
        function.signature.name = names[function.signature.name]
        for node in function.node_def:
            _rename(node, names)
        _rename_attrs(function.attr, names)
    for gradient in made.library.gradient:
        for field in ("function_name", "gradient_func"):
            name = getattr(gradient, field)
            setattr(gradient, field, names.get(name, name))
    return made


def _rename(node, names):
    node.op = names.get(node.op, node.op)
    _rename_attrs(node.attr, names)


def _rename_attrs(attrs, names):
    for value in attrs.values():
        kind = value.WhichOneof("value")
        if kind == "func":
            value.func.name = names.get(value.func.name, value.func.name)
        elif kind == "list":
            for function in value.list.func:
                function.name = names.get(function.name, function.name)
        elif kind == "s":
            # Of a function that another one is the gradient of.
            value.s = _tf.as_bytes(names.get(_text(value.s), value.s))


def _text(value):
    return value.decode("utf-8", "replace")


def keep_called(graph_def):
    """Takes out of `graph_def` the functions that nothing in it calls; returns it."""
    library = {f.signature.name: f for f in graph_def.library.function}
    gradients = {g.function_name: g.gradient_func for g in graph_def.library.gradient}
    kept, waiting = set(), [graph_def.node]
    while waiting:
        for name in _called(waiting.pop()):
            if name in library and name not in kept:
                kept.add(name)
                waiting.append(library[name].node_def)
            if name in gradients and gradients[name] not in kept:
                kept.add(gradients[name])
                waiting.append(library[gradients[name]].node_def)
    if len(kept) < len(library):
        functions = [f for name, f in library.items() if name in kept]
        pairs = [g for g in graph_def.library.gradient if g.function_name in kept]
        made = _tf.v1.GraphDef()
        made.library.function.extend(functions)
        made.library.gradient.extend(pairs)
        graph_def.library.CopyFrom(made.library)
    return graph_def


def _called(nodes):
    """The names of the functions that `nodes` call, or may be."""
    for node in nodes:
        yield node.op
        for value in node.attr.values():
            kind = value.WhichOneof("value")
            if kind == "func":
                yield value.func.name
            elif kind == "list":
                yield from (function.name for function in value.list.func)
            elif kind == "s":
                yield _text(value.s)
