"""What tf1shim promises about TensorFlow 1, checked against TensorFlow 1."""
