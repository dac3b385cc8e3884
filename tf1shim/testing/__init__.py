"""What programs come to, described so that one TensorFlow can be compared with another."""
