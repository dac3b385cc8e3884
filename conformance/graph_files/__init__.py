"""Meta graphs, checkpoints and SavedModels that real TensorFlow 1.15.5 wrote."""
