"""What tf1shim promises, a file for each; programs that try to break it."""
