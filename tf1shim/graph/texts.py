"""Messages that TensorFlow has reworded since 1.15, in 1.15's words.

Old code, its tests and its users' searches know the old ones. What is new in the new ones
goes to a line of its own.
"""

from __future__ import annotations

import re

# Pattern of TensorFlow 2's message -> TensorFlow 1.15.5's.
REWORDED = [
    (re.compile(pattern, re.DOTALL), text)
    for pattern, text in (
        (r"for '\{\{node ([^}]+)\}\} = (\w+)(?:\[.*\])?\(.*?\)'", r"for '\1' (op: '\2')"),
        (r"^`(.+)` is not a valid node name\..*", r"'\1' is not a valid node name"),
        (r"^('.*') is not a valid (?:root )?scope name\. .*", r"\1 is not a valid scope name"),
        (r"(must be from the same graph as .*) \(graphs are (.*)\)\.$", r"\1.\n  graphs: \2"),
        (
            r"^Cannot convert a partially known TensorShape (.*) to a Tensor\.",
            r"Cannot convert a partially known TensorShape to a Tensor: \1",
        ),
        (
            r"^Expected (\w+), but got (.*) of type 'str'\.",
            r"Expected \1, got '\2' of type 'str' instead.",
        ),
        (
            r"^Expected (\w+), but got (.*) of type '(\w+)'\.",
            r"Expected \1, got \2 of type '\3' instead.",
        ),
        (r"^(Expected Tensor's shape: .*), but got", r"\1, got"),
        (r"^(Input tensor) `(.*?)` enters the loop", r"\1 '\2' enters the loop"),
        (r"^\('pred must not be a Python bool', .*\)$", "pred must not be a Python bool"),
        (r"^'(true_fn|false_fn|cond|body)' must be callable\.", r"\1 must be callable."),
        (r"^cond\(\): '(\w+)' argument required", r"cond(): \1 argument required"),
        (r"^Argument `graph_def` must be", "graph_def must be"),
        (r"^Argument `(\w+)` must not be None\.$", r"\1 must not be None."),
        (r"^(weights can not be broadcast to values\..*?)\.? Received weights=.*", r"\1."),
        (r"^(Invalid Reduction Key .*?\.) Key should be one of .*", r"\1"),
        (r"^Argument `return_elements` must be (.*?)\. .*", r"return_elements must be \1."),
        (
            r"^Elements in elems must be 1\+ dimensional Tensors, not scalars",
            "elems must be a 1+ dimensional Tensor, not a scalar",
        ),
        (
            r"^Inputs must be an iterable of (at least one Tensor/IndexedSlices .*)\.$",
            r"inputs must be a list of \1",
        ),
        (
            r"^If no initial_state is provided, argument `dtype` must be specified",
            "If there is no initial_state, you must give a dtype.",
        ),
        (r"^(Input size \(depth of inputs\) .* saw value None) for input=.*", r"\1."),
        (
            r"^Argument (sequence_length must be a vector of length batch_size)\. .* shape: (.*)",
            r"\1, but saw shape: \2",
        ),
        (r"^Argument `inputs` must (not be empty|be a sequence)\..*", r"inputs must \1"),
        (r"^Argument `loop_fn` must be a callable\..*", "loop_fn must be a callable"),
        (r"^(Cannot specify both '\w+' and '\w+')\.$", r"\1"),
        (
            r"^Too many elements provided\. Takes at most (\d+), but got (\d+)\.",
            r"Too many elements provided. Needed at most \1, but received \2",
        ),
        (r"^Cannot infer argument `num` from", "Cannot infer num from"),
        (r"^Cannot convert the argument `type_value`: (.*) to a", r"Cannot convert value \1 to a"),
        (
            r"^`logits` and `labels` must have the same shape, received (.*)\.$",
            r"logits and labels must have the same shape \1",
        ),
        (
            r"^`labels.shape.rank` must equal .* of rank (\d+) and .* of rank (\d+)",
            r"Rank mismatch: Rank of labels (received \1) should equal rank of logits minus 1 "
            r"(received \2).",
        ),
        (
            r"^'image' \(shape .*\) must be at least three-dimensional\.",
            "'image' must be at least three-dimensional.",
        ),
        (r"^Resize method is not implemented: .*", "Resize method is not implemented."),
        (r"^Invalid argument: features cannot be empty\.", "Missing features."),
        (
            r"^Argument `scale` must be a positive float\. Received: .*",
            "`scale` must be positive float.",
        ),
        (
            r"^The tensor to initialize, specified by argument `shape` must .* Received .*",
            "The tensor to initialize must be at least two-dimensional",
        ),
        (
            r"^Argument `dtype` is expected to be floating point\. Received: (.*)\.$",
            r"Expected floating point type, got \1.",
        ),
        (r"^`t_list` should be a sequence.*", "t_list should be a sequence"),
        (r"^cond\(\): '(\w+)' and '(\w+)' may", r"cond(): \1 and \2 may"),
        (r"^'pred_fn_pairs' (must be a list, tuple, or dict).*", r"fns \1"),
        (r"^Length mismatch\. (Passed \d+ grad_ys for)", r"\1"),
        (
            r"^Invalid `aggregation_method` specified (.*)\. Accepted.*",
            r"Invalid aggregation_method specified \1.",
        ),
        # tf.data.
        (
            r"^The iterator does not have an initializer\..*",
            "Iterator does not have an initializer.",
        ),
        (r"^`generator` must be a Python callable\.", "`generator` must be callable."),
        (r"^Argument `func` must be a callable\..*", "Argument must be callable"),
        (
            r"^(Cannot capture a stateful node .* by value\.): A likely cause.*",
            "Failed to create a one-shot iterator for a dataset. `Dataset.make_one_shot_iterator()`"
            " does not support datasets that capture stateful objects, such as a `Variable` or "
            "`LookupTable`. In these cases, use `Dataset.make_initializable_iterator()`. "
            r"(Original error: \1)",
        ),
        (r"^(Cannot capture a placeholder .* by value\.).*", r"\1"),
        (
            r"^Invalid `args`\. The length of `args` should be between 1 and 3 but was 0\.",
            "Invalid arguments to RangeDataset: ()",
        ),
        (
            r"^Invalid `predicate`\. .* but its return type is (.*)$",
            r"`predicate` return type must be convertible to a scalar boolean tensor. Was \1",
        ),
        (
            r"^Invalid input to `zip`\. .* Python `list` is not supported.*",
            "The argument to `Dataset.zip()` must be a nested structure of `Dataset` objects. "
            "Nested structures do not support Python lists; please use a tuple instead.",
        ),
        (
            r"^(If shallow structure is a sequence, .* has type): '(\w+)'\.",
            r"\1: <class '\2'>.",
        ),
        # Keras 2's.
        (
            r"^A Dense layer can only be built with a floating-point dtype\. Received: dtype=(.*)",
            r"Unable to build `Dense` layer with non-floating point dtype \1",
        ),
        (
            r"^The last dimension of the inputs to a Dense layer should be defined\. .*",
            "The last dimension of the inputs to `Dense` should be defined. Found `None`.",
        ),
        (
            r"^The channel dimension of the inputs should be defined\. The input_shape .*",
            "The channel dimension of the inputs should be defined. Found `None`.",
        ),
        (
            r"^`strides > 1` not supported in conjunction with `dilation_rate > 1`\. .*",
            "strides > 1 not supported in conjunction with dilation_rate > 1",
        ),
        (r"^Unknown (\w+): '(\w+)'\. Please ensure .*", r"Unknown \1:\2"),
    )
]


def reword(error):
    """Gives the exception `error` TensorFlow 1.15's words, if it has others; returns it.

    >>> reword(ValueError("`a b` is not a valid node name. Accepted names ..."))
    ValueError("'a b' is not a valid node name")
    """
    message = str(error)
    for pattern, text in REWORDED:
        reworded, count = pattern.subn(text, message)
        if count:
            error.args = (reworded,)
            break
    return error
