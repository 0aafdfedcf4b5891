#!/usr/bin/python3
"""The step of bench/LongWriter.TrainBench in PyTorch, as one would write it: the same weights, batches and arithmetic, in fp32.

    train.py FOLDER THREADS STEPS      one line: first and last loss, tokens of a step, peak memory in MB, processor seconds of a step, seconds of every step

Projections that share an input are one product, attention is the library's fused one where its version has it (2.0), AdamW is the
fused or else the foreach form. Needs nothing but torch.
"""
import inspect
import json
import math
import resource
import struct
import sys
import time

import torch
import torch.nn.functional as F

folder, threads, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
config = json.load(open(f"{folder}/config.json"))
LAYERS, HEADS, KEY_HEADS = config["num_hidden_layers"], config["num_attention_heads"], config["num_key_value_heads"]
SIZE, EPSILON = config["hidden_size"] // HEADS, config["rms_norm_eps"]


def read_weights(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    whole = torch.frombuffer(data, dtype=torch.float32)
    return {
        name: whole[entry["data_offsets"][0] // 4 : entry["data_offsets"][1] // 4].view(entry["shape"]).clone()
        for name, entry in header.items()
        if name != "__metadata__"
    }


class Norm(torch.nn.Module):
    def __init__(self, weight):
        super().__init__()
        self.weight = torch.nn.Parameter(weight)

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + EPSILON) * self.weight


def matrix(*weights):
    return torch.nn.Parameter(torch.cat(weights))


def rotate(x, cos, sin):
    left, right = x.chunk(2, -1)
    return x * cos + torch.cat((-right, left), -1) * sin


def attend(q, k, v, mask):
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    batch, heads, length, size = q.shape
    q, k, v = (x.reshape(batch * heads, length, size) for x in (q, k, v))
    scores = torch.baddbmm(mask.expand(batch * heads, -1, -1), q, k.transpose(1, 2), beta=1, alpha=1 / math.sqrt(size))
    return torch.bmm(scores.softmax(-1), v).view(batch, heads, length, size)


class Layer(torch.nn.Module):
    def __init__(self, weights, prefix):
        super().__init__()
        self.attention_norm = Norm(weights[prefix + "input_layernorm.weight"])
        self.qkv = matrix(*(weights[f"{prefix}self_attn.{name}_proj.weight"] for name in "qkv"))
        self.output = matrix(weights[prefix + "self_attn.o_proj.weight"])
        self.feed_norm = Norm(weights[prefix + "post_attention_layernorm.weight"])
        self.gate_up = matrix(weights[prefix + "mlp.gate_proj.weight"], weights[prefix + "mlp.up_proj.weight"])
        self.down = matrix(weights[prefix + "mlp.down_proj.weight"])

    def forward(self, x, cos, sin, mask):
        batch, length, _ = x.shape
        qkv = F.linear(self.attention_norm(x), self.qkv).view(batch, length, HEADS + 2 * KEY_HEADS, SIZE).transpose(1, 2)
        q, k, v = qkv.split((HEADS, KEY_HEADS, KEY_HEADS), 1)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        k, v = (t.repeat_interleave(HEADS // KEY_HEADS, 1) for t in (k, v))
        x = x + F.linear(attend(q, k, v, mask).transpose(1, 2).reshape(batch, length, HEADS * SIZE), self.output)
        gate, up = F.linear(self.feed_norm(x), self.gate_up).chunk(2, -1)
        return x + F.linear(F.silu(gate) * up, self.down)


class Model(torch.nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.embedding = matrix(weights["model.embed_tokens.weight"])
        self.layers = torch.nn.ModuleList(Layer(weights, f"model.layers.{i}.") for i in range(LAYERS))
        self.norm = Norm(weights["model.norm.weight"])

    def forward(self, ids, cos, sin, mask):
        x = F.embedding(ids, self.embedding)
        for layer in self.layers:
            x = layer(x, cos, sin, mask)
        return F.linear(self.norm(x), self.embedding)


def optimizer(model):
    groups = [
        {"params": [p for p in model.parameters() if p.dim() > 1], "weight_decay": 0.1},
        {"params": [p for p in model.parameters() if p.dim() == 1], "weight_decay": 0.0},
    ]
    known = inspect.signature(torch.optim.AdamW).parameters
    version = tuple(int(part) for part in torch.__version__.split(".")[:2])
    form = {"fused": True} if "fused" in known and version >= (2, 4) else {"foreach": True} if "foreach" in known else {}
    return torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.95), eps=1e-8, **form)


model = Model(read_weights(f"{folder}/model.safetensors"))
adam = optimizer(model)
batches = [
    tuple(torch.tensor([pack[name] for pack in packs]) for name in ("Ids", "Targets")) for packs in json.load(open(f"{folder}/batches.json"))
]
length = batches[0][0].shape[1]
frequencies = config["rope_theta"] ** (-2 * torch.arange(SIZE // 2, dtype=torch.float64) / SIZE)
angles = torch.outer(torch.arange(length, dtype=torch.float64), frequencies)
cos, sin = (f(torch.cat((angles, angles), -1)).float() for f in (torch.cos, torch.sin))
mask = torch.full((length, length), -math.inf).triu(1)


def step(ids, targets):
    adam.zero_grad(set_to_none=True)
    logits = model(ids, cos, sin, mask)
    loss = F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.view(-1))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    adam.step()
    return loss.item()


first = step(*batches[0])
last, seconds, before = first, [], time.process_time()
for i in range(1, steps + 1):
    start = time.perf_counter()
    last = step(*batches[i % len(batches)])
    seconds.append(time.perf_counter() - start)
processor = (time.process_time() - before) / max(1, steps)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000
print(f"{first:.6f} {last:.6f} {batches[0][0].numel()} {peak} {processor:.4f}", *(f"{s:.4f}" for s in seconds))
