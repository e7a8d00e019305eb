"""Builds a network from a manifest in plain PyTorch and compares its logits or trains it. `bench -- parity` runs it; prints JSON."""
import json
import sys

import numpy
import torch
from torch import nn
from torch.nn import functional


class Rows(nn.Module):
    """A network with the layers that the rows of a manifest list, built from torch's own modules."""

    def __init__(self, rows):
        super().__init__()
        self.rows = rows
        for row in rows:
            made = self.module(row)
            if made is not None:
                self.add_module(row["name"].replace(".", "_"), made)

    @staticmethod
    def module(row):
        kind = row["kind"]
        if kind == "convolution":
            return nn.Conv2d(row["in"], row["out"], row["kernel"], row["stride"], row["padding"], row["dilation"], row["groups"], row["bias"])
        if kind == "batchNorm":
            return nn.BatchNorm2d(row["out"])
        if kind == "linear":
            return nn.Linear(row["in"], row["out"])
        if kind == "dropout":
            return nn.Dropout(row["share"])
        if kind == "localResponseNorm":
            response = row["response"]
            return nn.LocalResponseNorm(row["kernel"], response["scale"], response["power"], response["offset"])
        return None

    def forward(self, image):
        maps = {"image": image}
        for row in self.rows:
            maps[row["name"]] = self.layer(row, [maps[name] for name in row["from"]])
        return maps[self.rows[-1]["name"]]

    def layer(self, row, read):
        kind, x = row["kind"], read[0]
        if kind == "relu":
            return functional.relu(x)
        if kind == "relu6":
            return functional.relu6(x)
        if kind == "globalAveragePool":
            return x.mean((2, 3))
        if kind == "maxPool":
            return functional.max_pool2d(x, row["kernel"], row["stride"], row["padding"], ceil_mode=row["ceiling"])
        if kind == "averagePool":
            return functional.avg_pool2d(x, row["kernel"], row["stride"], row["padding"])
        if kind == "flatten":
            return x.flatten(1)
        if kind == "add":
            return x + read[1]
        if kind == "concat":
            return torch.cat(read, 1)
        if kind == "slice":
            return x[:, row["start"]:row["start"] + row["out"]]
        if kind == "channelShuffle":
            n, channels, height, width = x.shape
            return x.view(n, row["groups"], channels // row["groups"], height, width).transpose(1, 2).reshape(n, channels, height, width)
        return getattr(self, row["name"].replace(".", "_"))(x)

    def take(self, folder, weights):
        for one in weights:
            layer, what = one["name"].rsplit(".", 1)
            target = getattr(getattr(self, layer.replace(".", "_")), what)
            values = numpy.fromfile(f"{folder}/{one['file']}", dtype=numpy.float32)
            target.data.copy_(torch.from_numpy(values).view(target.shape))


def logits(folder, manifest):
    network = Rows(manifest["rows"])
    network.take(folder, manifest["weights"])
    network.eval()
    size = manifest["inputSize"]
    images = torch.from_numpy(numpy.fromfile(f"{folder}/images.bin", dtype=numpy.float32)).view(-1, 3, size, size)
    ours = torch.from_numpy(numpy.fromfile(f"{folder}/logits.bin", dtype=numpy.float32)).view(len(images), -1)
    with torch.no_grad():
        return {"difference": float((network(images) - ours).abs().max()), "largest": float(ours.abs().max())}


def train(folder, manifest, seed):
    torch.manual_seed(seed)
    size = manifest["inputSize"]

    def read(name):
        images = torch.from_numpy(numpy.fromfile(f"{folder}/{name}-images.bin", dtype=numpy.float32)).view(-1, 3, size, size)
        return images, torch.from_numpy(numpy.fromfile(f"{folder}/{name}-labels.bin", dtype=numpy.int64))

    (images, labels), (judged, truth) = read("train"), read("validation")
    network, batch = Rows(manifest["rows"]), manifest["batchSize"]
    optimizer = torch.optim.Adam(network.parameters(), lr=manifest["learningRate"])
    for _ in range(manifest["epochs"]):
        for chosen in torch.randperm(len(images)).split(batch):
            if len(chosen) < 2:
                continue
            optimizer.zero_grad()
            functional.cross_entropy(network(images[chosen]), labels[chosen]).backward()
            optimizer.step()
    network.eval()
    with torch.no_grad():
        found = torch.cat([network(part).argmax(1) for part in judged.split(256)])
    return {"accuracy": float((found == truth).float().mean())}


def main():
    torch.set_num_threads(1)
    verb, folder = sys.argv[1], sys.argv[2]
    with open(f"{folder}/manifest.json", encoding="utf-8") as file:
        manifest = json.load(file)
    print(json.dumps(logits(folder, manifest) if verb == "logits" else train(folder, manifest, int(sys.argv[3]))))


if __name__ == "__main__":
    main()
