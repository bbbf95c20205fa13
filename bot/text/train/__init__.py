"""Training of the stance models; needs torch, scikit-learn and onnx, which the program itself never does."""
