#!/usr/bin/env python3
"""A strategy of your own: keeps the tokens with the longest features."""
import io, sys
import numpy

sample = numpy.load(io.BytesIO(sys.stdin.buffer.read()))
features = sample["features"] if "features" in sample else sample["projected"]
lengths = numpy.linalg.norm(features, axis=1)
order = numpy.argsort(-lengths, kind="stable")
print(*order[: int(sample["keep"])])
