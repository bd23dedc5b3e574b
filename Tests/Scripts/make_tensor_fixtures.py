"""Makes Tests/Fixtures/tensors with NumPy, so that files of another writer are read in tests.

Run: python3 Tests/Scripts/make_tensor_fixtures.py   (needs numpy 1.24 or later, nothing else)
The arrays are small ramps whose values the tests compute again by themselves.
"""
import io
import json
import os
import struct
import zipfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "Fixtures", "tensors")


def path(name):
    os.makedirs(os.path.dirname(os.path.join(FOLDER, name)), exist_ok=True)
    return os.path.join(FOLDER, name)


def ramp(*shape):
    """0, 0.5, 1, ... in a shape: exact in every floating-point type used here."""
    return (np.arange(np.prod(shape)) / 2).reshape(shape)


def save(name, array, version=None):
    with open(path(name), "wb") as file:
        np.lib.format.write_array(file, array, version=version)


def single_arrays():
    save("version1.npy", ramp(2, 3).astype("<f4"), (1, 0))
    save("version2.npy", ramp(2, 3).astype("<f4"), (2, 0))
    save("version3.npy", ramp(2, 3).astype("<f4"), (3, 0))
    save("fortran.npy", np.asfortranarray(ramp(2, 3, 4).astype("<f8")))
    save("bigendian.npy", ramp(2, 3).astype(">f4"))
    save("bigendian_fortran.npy", np.asfortranarray(ramp(2, 3).astype(">f2")))
    save("scalar.npy", np.float64(2.5))
    save("empty.npy", np.zeros((0, 3), "<f4"))
    save("void.npy", (ramp(4).astype("<f4").view("<u4") >> 16).astype("<u2").view("V2"))


def archives():
    types = {np.dtype(t).name: (np.arange(5) - (0 if t[0] == "u" else 2)).astype(t)
             for t in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]}
    np.savez(path("types.npz"), **types)
    np.savez_compressed(path("deflated.npz"), ramp=ramp(64, 8).astype("<f4"), small=ramp(3))
    np.savez(path("others.npz"), flags=np.array([True, False]), words=np.array(["ab", "c"]),
             complex=np.array([1j]), record=np.zeros(2, [("a", "<f4"), ("b", "<i2")]),
             ramp=ramp(2, 2))
    np.savez(path("nothing.npz"))

    class Stream(io.RawIOBase):
        """Cannot seek, so that zipfile puts sizes into descriptors behind the data."""

        def __init__(self):
            self.data = b""

        def writable(self):
            return True

        def write(self, piece):
            self.data += bytes(piece)
            return len(piece)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("first", "second"):
            array = io.BytesIO()
            np.save(array, ramp(8, 8) + len(name))
            archive.writestr(name + ".npy", array.getvalue())
        archive.writestr("README.txt", "no array")
    with open(path("descriptors.npz"), "wb") as file:
        file.write(stream.data)
    with zipfile.ZipFile(path("torch.pt"), "w") as archive:
        archive.writestr("archive/data.pkl", b"\x80\x02}q\x00.")
        archive.writestr("archive/version", "3\n")


def safetensors():
    wide = ramp(2, 3).astype("<f4")
    data = wide.tobytes() + (wide.view("<u4") >> 16).astype("<u2").tobytes()
    header = {"__metadata__": {"format": "pt", "encoder": "a \"quoted\" name é"},
              "wide": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
              "brain": {"dtype": "BF16", "shape": [2, 3], "data_offsets": [24, 36]}}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path("two.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def dumps():
    """A 3×3 grid as scripts around Hugging Face models save it: batch axis, [CLS], half precision."""
    rng = np.random.default_rng(7)
    logits = rng.normal(size=(1, 2, 10, 10))
    attention = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    arrays = dict(
        last_hidden_state=rng.normal(size=(1, 10, 4)).astype("f2"),
        attentions=attention.astype("f4"),
        inputs_embeds=rng.normal(size=(1, 9, 6)).astype("f2"),
        pooler_output=rng.normal(size=(1, 4)).astype("f2"))
    np.savez(path("clip.npz"), **arrays)
    for name in ("last_hidden_state", "attentions"):
        save(f"folder/{name}.npy", arrays[name])
    open(path("folder/readme.txt"), "w").write("not an array\n")


if __name__ == "__main__":
    single_arrays()
    archives()
    safetensors()
    dumps()
