"""Trains a sequential network eagerly and prints the seconds of each pass as JSON.

Reads lines from standard input: first a JSON document with the network's layers and the batch, then the number of steps of each pass.
Nothing is loaded or augmented: one batch stays on the device.
"""
import json
import sys
import time

import torch
from torch import nn


def layer(row):
    kind = row["kind"]
    if kind == "convolution":
        return nn.Conv2d(row["in"], row["out"], row["kernel"], row["stride"], row["padding"], row["dilation"], row["groups"], row["bias"])
    if kind == "batchNorm":
        return nn.BatchNorm2d(row["out"])
    if kind == "relu":
        return nn.ReLU(inplace=True)
    if kind == "globalAveragePool":
        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
    if kind == "linear":
        return nn.Linear(row["in"], row["out"])
    raise SystemExit(f"plain_loop.py does not support the layer {kind}")


def peak_memory():
    # Not ru_maxrss: a process that another one starts begins with the peak of that one.
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main():
    plan = json.loads(sys.stdin.readline())
    device, variant = torch.device(plan["device"]), plan.get("variant", "")
    if "threads" in plan:
        torch.set_num_threads(plan["threads"])
    torch.manual_seed(1)
    network = nn.Sequential(*map(layer, plan["rows"])).to(device)
    images = torch.rand(plan["batch"], 3, plan["side"], plan["side"], device=device)
    labels = torch.randint(plan["classes"], (plan["batch"],), device=device)
    if "channels_last" in variant:
        network = network.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-4)

    def step():
        optimizer.zero_grad()
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled="bf16" in variant):
            loss = nn.functional.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()

    def wait():
        if device.type == "cuda":
            torch.cuda.synchronize()

    for line in iter(sys.stdin.readline, ""):  # One pass per line, so that the caller can alternate with other loops.
        steps = int(line)
        wait()
        wall, processor = time.perf_counter(), time.process_time()
        for _ in range(steps):
            step()
        wait()
        peak = torch.cuda.max_memory_allocated() if device.type == "cuda" else peak_memory()
        answer = {"wall": time.perf_counter() - wall, "processor": time.process_time() - processor, "peak": peak, "version": torch.__version__}
        print(json.dumps(answer), flush=True)


main()
