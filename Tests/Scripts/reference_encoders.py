"""Random vision transformers that behave like trained ones, and what transformers computes with them.

Shared by the scripts that make fixtures, check parity and time. Needs transformers 4.57 and PyTorch.

A freshly initialised transformer attends to everything alike, so that errors of attention stay
hidden. Here every head has a gain of its own: some attend to a few tokens, some to many. Norms and
biases are random too, so that none can be left out unnoticed.
"""

import pathlib

import numpy
import torch
from transformers import (
    CLIPImageProcessor,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    SiglipImageProcessor,
    SiglipVisionConfig,
    SiglipVisionModel,
)


# --- models ---------------------------------------------------------------------------------------

def enliven(model, seed, sharpest=2.2, alike=0.0):
    """Gives a model random weights: heads of logits with a deviation of about 1 to `sharpest`².

    `alike`, 0...1: the share of the first head in the queries and keys of every other one. Heads that
    look at the same patches make their mean as peaked as a trained model's.
    """
    generator = torch.Generator().manual_seed(seed)

    def normal(tensor, deviation, mean=0.0):
        with torch.no_grad():
            tensor.copy_(mean + deviation * torch.randn(tensor.shape, generator=generator))

    for name, parameter in sorted(model.named_parameters()):
        module = name.rsplit(".", 2)[-2]
        if "norm" in module:
            normal(parameter, 0.2, 1.0 if name.endswith("weight") else 0.0)
        elif name.endswith("bias"):
            normal(parameter, 0.1)
        elif "class_embedding" in name or "position_embedding" in name:
            normal(parameter, 0.5)
        elif "probe" in name:
            normal(parameter, 1.0)
        elif "patch_embedding" in name:
            normal(parameter, parameter[0].numel() ** -0.5)
        else:
            normal(parameter, parameter.shape[-1] ** -0.5)
    for name, module in sorted(model.named_modules()):
        if hasattr(module, "q_proj") and hasattr(module, "num_heads"):
            gains = 1 + (sharpest - 1) * torch.rand(module.num_heads, generator=generator)
            rows = gains.repeat_interleave(module.head_dim)[:, None]
            with torch.no_grad():
                for weight in (module.q_proj.weight, module.k_proj.weight) if alike else ():
                    first = weight[:module.head_dim].repeat(module.num_heads, 1)
                    weight.mul_((1 - alike) ** 0.5).add_(first, alpha=alike**0.5)
                module.q_proj.weight.mul_(rows)
                module.k_proj.weight.mul_(rows)
                module.out_proj.weight.mul_(0.7)
    return model.eval()


def clip(seed, width, heads, layers, inner, patch, image, projection, activation, **more):
    config = CLIPVisionConfig(
        hidden_size=width, num_attention_heads=heads, num_hidden_layers=layers,
        intermediate_size=inner, patch_size=patch, image_size=image, projection_dim=projection,
        hidden_act=activation, attn_implementation="eager")
    return enliven(CLIPVisionModelWithProjection(config), seed, **more)


def siglip(seed, width, heads, layers, inner, patch, image, activation="gelu_pytorch_tanh", **more):
    config = SiglipVisionConfig(
        hidden_size=width, num_attention_heads=heads, num_hidden_layers=layers,
        intermediate_size=inner, patch_size=patch, image_size=image, hidden_act=activation,
        attn_implementation="eager")
    return enliven(SiglipVisionModel(config), seed, **more)


def llava(seed, width, heads, layers, inner, patch, image, projected, **more):
    """CLIP with a projector of two maps, before a language model that is as small as it may be."""
    tower = CLIPVisionConfig(
        hidden_size=width, num_attention_heads=heads, num_hidden_layers=layers,
        intermediate_size=inner, patch_size=patch, image_size=image, hidden_act="quick_gelu")
    language = LlamaConfig(
        hidden_size=projected, num_attention_heads=2, num_hidden_layers=1, intermediate_size=8,
        vocab_size=16, max_position_embeddings=64)
    config = LlavaConfig(
        vision_config=tower, text_config=language, image_token_index=15,
        attn_implementation="eager")
    return enliven(LlavaForConditionalGeneration(config), seed, **more)


def processor(model):
    """The image processor that checkpoints of the model's kind come with."""
    vision = getattr(model.config, "vision_config", model.config)
    side = vision.image_size
    if isinstance(model, SiglipVisionModel):
        return SiglipImageProcessor(
            size={"height": side, "width": side}, resample=3, image_mean=[0.5] * 3,
            image_std=[0.5] * 3)
    return CLIPImageProcessor(
        size={"shortest_edge": side}, crop_size={"height": side, "width": side}, resample=3)


def save(model, folder, element=torch.float32, shard="5GB"):
    """Writes a checkpoint as transformers does, and leaves the model with its weights, widened."""
    model.to(element).save_pretrained(folder, max_shard_size=shard)
    model.float()
    processor(model).save_pretrained(folder)
    (pathlib.Path(folder) / "generation_config.json").unlink(missing_ok=True)


# --- what the models compute ----------------------------------------------------------------------

def views(model, image):
    """The bytes that the processor's resizing and cropping leave, and the values it makes of them."""
    whole = processor(model)
    values = whole(image.convert("RGB"), return_tensors="np")["pixel_values"][0]
    plain = whole(
        image.convert("RGB"), do_rescale=False, do_normalize=False, return_tensors="np")
    return numpy.asarray(plain["pixel_values"][0]).transpose(1, 2, 0).astype(numpy.uint8), values


def normalised(model, view):
    """The values that the processor makes of a view of any size, without resizing."""
    whole = processor(model)
    whole.do_resize = whole.do_center_crop = False
    return whole(view.convert("RGB"), return_tensors="np")["pixel_values"][0]


@torch.inference_mode()
def evaluate(model, pixel_values, interpolate=False):
    """Everything the model computes on the way from pixels to tokens, as float32 arrays.

    - hidden_states [L+1, N, d] and attentions [L, h, N, N], as transformers counts them: state i is
      the output of layer i − 1, attention i is inside layer i.
    - queries, keys [L, N, d]: what the projections give, before they are scaled or cut into heads.
    - features [n, d]: the patches of hidden_states[−2]; attention [h, n] of layer −2: the row of the
      class token, or the mean over all rows.
    - last_layer_attention [n]: PruMerge's single head as wide as the model, in the last layer.
    - clip_image_embeds [n, e], projected [n, D], pooling_attention [h, n]: where the model has them.
    """
    inner = getattr(model, "model", model)
    tower = getattr(inner, "vision_tower", model).vision_model
    layers = tower.encoder.layers
    recorded = {"q_proj": [], "k_proj": []}
    hooks = [
        getattr(layer.self_attn, name).register_forward_hook(
            lambda module, inputs, output, list=list: list.append(output[0].clone()))
        for layer in layers for name, list in recorded.items()
    ]
    classes = hasattr(tower.embeddings, "class_embedding")
    result = getattr(inner, "vision_tower", model)(
        pixel_values=torch.from_numpy(numpy.ascontiguousarray(pixel_values))[None].to(
            next(model.parameters()).dtype),
        output_hidden_states=True, output_attentions=True, interpolate_pos_encoding=interpolate)
    for hook in hooks:
        hook.remove()
    first = 1 if classes else 0
    states, attentions = result.hidden_states, result.attentions
    assert len(states) == len(layers) + 1 and len(attentions) == len(layers)
    queries, keys = torch.stack(recorded["q_proj"]), torch.stack(recorded["k_proj"])
    chosen = attentions[-2][0]
    arrays = {
        "hidden_states": torch.cat(states),
        "attentions": torch.cat(attentions),
        "queries": queries,
        "keys": keys,
        "features": states[-2][0, first:],
        "attention": chosen[:, 0, 1:] if classes else chosen.mean(dim=1),
    }
    if classes:
        single = (queries[-1, 0] @ keys[-1].T * keys.shape[-1] ** -0.5).softmax(dim=-1)
        arrays["last_layer_attention"] = single[1:]
    if hasattr(model, "visual_projection"):
        arrays["clip_image_embeds"] = model.visual_projection(
            tower.post_layernorm(states[-2][0, first:]))
    if hasattr(tower, "head"):
        normed = tower.post_layernorm(states[-1])
        weights = tower.head.attention(
            tower.head.probe, normed, normed, need_weights=True, average_attn_weights=False)[1]
        arrays["pooling_attention"] = weights[0, :, 0]
        difference = (tower.head(normed) - result.pooler_output).abs().max()
        assert difference < 1e-4, difference
    if hasattr(inner, "multi_modal_projector"):
        arrays["projected"] = inner.multi_modal_projector(states[-2][:, first:])[0]
    return {name: array.numpy() for name, array in arrays.items()}


def worst(ours, expected):
    """The largest difference, relative to the largest expected value."""
    return float(numpy.abs(ours.astype(numpy.float64) - expected).max() / numpy.abs(expected).max())
