"""The functions of ``tf.keras.backend`` that are more than calls in the default graph."""

from __future__ import annotations

import functools

from tf1shim.graph import graph_context, in_graph_block, reset_default_graph


def _clear_session(clear_session):
    @functools.wraps(clear_session)
    def cleared():
        # Keras itself would do so inside the graph that it is called in.
        reset_default_graph()
        with graph_context():
            # The session is forgotten, not closed: TF1 programs go on using theirs.
            clear_session.__globals__["set_session"](None)
            clear_session()

    return cleared


#: What stands for Keras' functions, by exported name: made from the function.
REPLACED = {
    "keras.backend.clear_session": _clear_session,
    "keras.backend.name_scope": in_graph_block,
}
