"""Nested structures: TensorFlow's own functions, by the names that TensorFlow 1 gave them.

>>> import tf1shim as tf
>>> nest = tf.contrib.framework.nest
>>> nest.flatten({"a": 1, "b": (2, [3])}), nest.is_sequence("ab")
([1, 2, 3], False)
>>> nest.flatten_up_to([0, 0], [(1, 2), 3])
[(1, 2), 3]

Scalars, strings and tensors are no structures; lists, tuples, named tuples and dicts are.
"""

from tf1shim import _tf

assert_same_structure = _tf.nest.assert_same_structure
assert_shallow_structure = _tf.nest.assert_shallow_structure
flatten = _tf.nest.flatten
flatten_dict_items = _tf.nest.flatten_dict_items
flatten_up_to = _tf.nest.flatten_up_to
flatten_with_joined_string_paths = _tf.nest.flatten_with_joined_string_paths
flatten_with_tuple_paths = _tf.nest.flatten_with_tuple_paths
flatten_with_tuple_paths_up_to = _tf.nest.flatten_with_tuple_paths_up_to
get_traverse_shallow_structure = _tf.nest.get_traverse_shallow_structure
is_nested = _tf.nest.is_nested
is_sequence = _tf.nest.is_nested
is_sequence_or_composite = _tf.nest.is_nested_or_composite
map_structure = _tf.nest.map_structure
map_structure_up_to = _tf.nest.map_structure_up_to
map_structure_with_paths = _tf.nest.map_structure_with_paths
map_structure_with_tuple_paths = _tf.nest.map_structure_with_tuple_paths
map_structure_with_tuple_paths_up_to = _tf.nest.map_structure_with_tuple_paths_up_to
pack_sequence_as = _tf.nest.pack_sequence_as
yield_flat_paths = _tf.nest.yield_flat_paths
