"""Makes Tests/Fixtures/checkpoints with PyTorch and transformers: tiny models of random weights.

Run: python3 Tests/Scripts/make_checkpoint_fixtures.py
(needs torch 2.13, transformers 4.57, safetensors, numpy)

Every model is 32 wide, with 2 layers of 2 heads, patches of 4 and views of 16 pixels. `expected.tsv` has for
each tensor the number of its elements and the FNV-1a fingerprint of their bytes as float32. All files come out the
same each time but `pytorch/old.pt` and `pytorch/script.pt`, in which PyTorch writes addresses and identifiers.
"""
import json
import os
import shutil

import numpy as np
import torch
from safetensors import safe_open
from transformers import (
    CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPVisionConfig, LlamaConfig, LlavaConfig,
    LlavaForConditionalGeneration, LlavaNextConfig, LlavaNextImageProcessor, SiglipImageProcessor,
    SiglipVisionConfig, SiglipVisionModel)

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "Fixtures", "checkpoints")
EXPECTED = []

TOWER = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2,
             image_size=16, patch_size=4)
LANGUAGE = dict(vocab_size=32, hidden_size=24, intermediate_size=16, num_hidden_layers=1,
                num_attention_heads=2, num_key_value_heads=2)


def path(*names):
    result = os.path.join(FOLDER, *names)
    os.makedirs(os.path.dirname(result), exist_ok=True)
    return result


def fingerprint(tensor):
    value = 0xCBF29CE484222325
    for byte in tensor.float().contiguous().numpy().tobytes():
        value = (value ^ byte) * 0x100000001B3 % (1 << 64)
    return f"{value:016x}"


def expect(folder, tensors):
    for name, tensor in sorted(tensors.items()):
        if tensor.is_floating_point():
            EXPECTED.append((folder, name, tensor.numel(), fingerprint(tensor)))


def write_json(value, *names):
    with open(path(*names), "w") as file:
        json.dump(value, file, indent=1)
        file.write("\n")


def randomise(model):
    """Random weights everywhere: biases and norms are constant after initialisation."""
    generator = torch.Generator().manual_seed(20261122)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.1)
    return model


def tower_of(state, prefix):
    return {name: tensor for name, tensor in state.items() if name.startswith(prefix)}


def clip():
    """CLIP with its text tower, as transformers saves it: float32, one safetensors file."""
    text = dict(vocab_size=16, hidden_size=16, intermediate_size=16, num_hidden_layers=1,
                num_attention_heads=2, max_position_embeddings=8, bos_token_id=0, eos_token_id=1)
    model = randomise(CLIPModel(CLIPConfig(text_config=text, vision_config=TOWER,
                                           projection_dim=8)))
    model.save_pretrained(path("clip", ""))
    sizes = dict(size={"shortest_edge": 16}, crop_size={"height": 16, "width": 16})
    CLIPImageProcessor(**sizes).save_pretrained(path("clip", ""))
    expect("clip", tower_of(model.state_dict(), "vision_model."))
    expect("clip", tower_of(model.state_dict(), "visual_projection."))
    return model


def siglip():
    """SigLIP's vision tower with its pooling head: bfloat16."""
    model = randomise(SiglipVisionModel(SiglipVisionConfig(**TOWER))).to(torch.bfloat16)
    model.save_pretrained(path("siglip", ""))
    SiglipImageProcessor(size={"height": 16, "width": 16}).save_pretrained(path("siglip", ""))
    expect("siglip", tower_of(model.state_dict(), "vision_model."))


def llava_hub():
    """LLaVA-1.5 of transformers: float16, several safetensors files; those without the tower are removed."""
    config = LlavaConfig(vision_config=CLIPVisionConfig(**TOWER), text_config=LlamaConfig(**LANGUAGE),
                         image_token_index=31)
    model = randomise(LlavaForConditionalGeneration(config)).half()
    model.save_pretrained(path("llava-hub", ""), max_shard_size="8kB")
    CLIPImageProcessor(size={"shortest_edge": 16}, crop_size=16).save_pretrained(
        path("llava-hub", ""))
    drop_language_shards("llava-hub", "model.safetensors.index.json")
    state = {}
    for name in os.listdir(path("llava-hub", "")):
        if name.endswith(".safetensors"):
            with safe_open(path("llava-hub", name), "pt") as file:
                state.update({key: file.get_tensor(key) for key in file.keys()})
    expect("llava-hub", {key: value for key, value in state.items()
                         if "vision_tower" in key or "multi_modal_projector" in key})


def drop_language_shards(folder, index):
    with open(path(folder, index)) as file:
        shards = json.load(file)["weight_map"]
    wanted = {shard for key, shard in shards.items()
              if "vision_tower" in key or "projector" in key}
    for shard in set(shards.values()) - wanted:
        os.remove(path(folder, shard))
    assert set(shards.values()) - wanted, "every shard holds a part of the tower"


def llava_original(model):
    """LLaVA-1.5 of its authors: float16, several files of PyTorch, one of them with the tower."""
    tower = {"model.vision_tower.vision_tower." + name: tensor.half()
             for name, tensor in model.state_dict().items() if name.startswith("vision_model.")}
    generator = torch.Generator().manual_seed(5)
    projector = {f"model.mm_projector.{name}": torch.randn(shape, generator=generator).half()
                 for name, shape in [("0.weight", (24, 32)), ("0.bias", (24,)),
                                     ("2.weight", (24, 24)), ("2.bias", (24,))]}
    first, second = "pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"
    torch.save({**tower, **projector}, path("llava-original", second))
    weight_map = {name: second for name in [*tower, *projector]}
    weight_map["model.layers.0.self_attn.q_proj.weight"] = first
    write_json({"metadata": {"total_size": 1}, "weight_map": weight_map},
               "llava-original", "pytorch_model.bin.index.json")
    write_json({
        "architectures": ["LlavaLlamaForCausalLM"], "model_type": "llava", "hidden_size": 24,
        "num_attention_heads": 4, "image_aspect_ratio": "pad", "image_grid_pinpoints": None,
        "mm_hidden_size": 32, "mm_projector_type": "mlp2x_gelu", "mm_vision_select_feature": "patch",
        "mm_vision_select_layer": -2, "mm_vision_tower": "openai/clip-vit-tiny-patch4-16",
        "hidden_act": "silu", "rms_norm_eps": 1e-05}, "llava-original", "config.json")
    expect("llava-original", {**tower, **projector})


def llava_next_settings():
    """The settings of LLaVA-NeXT as transformers saves them; the test adds weights."""
    points = [[16, 32], [32, 16], [48, 16]]
    LlavaNextConfig(vision_config=CLIPVisionConfig(**TOWER), text_config=LlamaConfig(**LANGUAGE),
                    image_token_index=31, image_grid_pinpoints=points).save_pretrained(
                        path("llava-next", ""))
    LlavaNextImageProcessor(size={"shortest_edge": 16}, crop_size=16,
                            image_grid_pinpoints=points).save_pretrained(path("llava-next", ""))


def ramp(*shape):
    return (torch.arange(int(np.prod(shape))) / 2).reshape(shape)


def pytorch_files():
    """Files of PyTorch for the reader of tensors; their values are ramps of halves."""
    types = [torch.float32, torch.float16, torch.bfloat16, torch.float64, torch.int8, torch.uint8,
             torch.int16, torch.int32, torch.int64, torch.bool, torch.complex64]
    torch.save({str(kind)[6:]: ramp(2, 3).to(kind) for kind in types}, path("pytorch", "types.pt"))
    nested = {"state_dict": {"weight": ramp(2, 3), "scale": torch.nn.Parameter(ramp(2))},
              "optimizer": {"state": {0: {"step": ramp(1)[0], "moments": [ramp(2), ramp(3)]}}},
              "epoch": 3, "rate": 0.1, "name": "a", "done": None, "flag": True, "raw": b"x",
              "pair": (1, 2 ** 70), "empty": {}}
    for protocol in (2, 3, 4, 5):
        value = dict(nested) if protocol > 2 else {k: v for k, v in nested.items() if k != "raw"}
        torch.save(value, path("pytorch", f"protocol{protocol}.pt"), pickle_protocol=protocol)
    torch.save(torch.nn.Linear(3, 2).state_dict(), path("pytorch", "module.pt"))
    whole = ramp(4, 6)
    torch.save({"rows": whole[1:3], "turned": whole.t(), "every": whole[:, ::2], "row": whole[2],
                "one": whole[1:2, 1:2], "none": whole[:0], "spread": ramp(1).expand(5)},
               path("pytorch", "views.pt"))
    torch.save(ramp(2), path("pytorch", "bare.pt"))
    torch.serialization.set_crc32_options(False)
    torch.save({"a": ramp(2)}, path("pytorch", "unchecked.pt"))
    torch.serialization.set_crc32_options(True)
    torch.save({"a": ramp(2)}, path("pytorch", "old.pt"), _use_new_zipfile_serialization=False)
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), path("pytorch", "script.pt"))
    quantised = torch.quantize_per_tensor(ramp(2), 0.1, 0, torch.qint8)
    torch.save({"a": quantised}, path("pytorch", "quantised.pt"))
    torch.save({"a": ramp(2).to_sparse()}, path("pytorch", "sparse.pt"))
    torch.save(torch.nn.Linear(2, 2), path("pytorch", "object.pt"))


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    shutil.rmtree(FOLDER, ignore_errors=True)
    model = clip()
    siglip()
    llava_hub()
    llava_original(model)
    llava_next_settings()
    pytorch_files()
    for folder, _, names in os.walk(FOLDER):
        for name in names:
            if name in ("generation_config.json", "README.md"):
                os.remove(os.path.join(folder, name))
    with open(path("expected.tsv"), "w") as file:
        file.write("folder\tname\tcount\tfingerprint\n")
        for row in EXPECTED:
            file.write("\t".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main()
