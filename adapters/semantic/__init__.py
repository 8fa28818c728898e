"""A sentence-embedding model that the operator provides, through onnxruntime."""
