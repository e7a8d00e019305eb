"""Trains a ResNet in PyTorch on CIFAR-10. A search chooses its depth, number of channels and learning rate.

python3 train.py --data cifar-10-batches-bin                            trains once with the defaults and prints its reports
PARETUNE_URL=http://127.0.0.1:8080 PARETUNE_SEARCH=ID python3 train.py  trains the trials of a search until it has ended
"""
import argparse
import io
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

import paretune

BYTES, VALIDATION = 1 + 3 * 32 * 32, 5000
MEAN, SCALE = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Block(nn.Module):
    """Two 3×3 convolutions with a residual connection (He et al., 2015)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        is_same = inputs == outputs and stride == 1
        self.around = nn.Identity() if is_same else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, images):
        return functional.relu(self.body(images) + self.around(images))


def build(depth, first):
    """Builds a network of three stages of ``depth`` blocks each, with ``first``, 2 × ``first`` and 4 × ``first`` channels."""
    layers, channels = [nn.Conv2d(3, first, 3, 1, 1, bias=False), nn.BatchNorm2d(first), nn.ReLU()], first
    for stage in range(3):
        for block in range(depth):
            layers.append(Block(channels, first << stage, 2 if stage and not block else 1))
            channels = first << stage
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


def of(configuration):
    return build(int(configuration["depth"]), int(configuration["channels"]))


def count_parameters(configuration):
    return sum(one.numel() for one in of(configuration).parameters())


def read(folder, images):
    """Returns training and validation data (the last 5,000 images): normalized images of shape (N, 3, 32, 32), and their classes."""
    raw = b"".join((Path(folder) / f"data_batch_{batch}.bin").read_bytes() for batch in range(1, 6))
    rows = torch.frombuffer(bytearray(raw), dtype=torch.uint8).view(-1, BYTES)
    pixels = (rows[:, 1:].view(-1, 3, 32, 32).float() / 255 - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(SCALE).view(3, 1, 1)
    pixels, classes = pixels.to(DEVICE), rows[:, 0].long().to(DEVICE)
    held = min(VALIDATION, len(rows) // 10)
    count = min(images or len(rows), len(rows) - held)
    return (pixels[:count], classes[:count]), (pixels[-held:], classes[-held:])


def augment(images, draw):
    """Shifts all images of a batch by the same random offset of up to 4 pixels, and mirrors each with probability 0.5."""
    right, down = torch.randint(0, 9, (2,), generator=draw).tolist()
    images = functional.pad(images, (4, 4, 4, 4))[:, :, down:down + 32, right:right + 32]
    mirrored = torch.rand(len(images), generator=draw).to(DEVICE) < 0.5
    return torch.where(mirrored.view(-1, 1, 1, 1), images.flip(3), images)


def train_epoch(model, optimizer, schedule, data, batch, draw):
    model.train()
    pixels, classes = data
    total = 0.0
    order = torch.randperm(len(pixels), generator=draw)
    for chosen in order[: len(order) - len(order) % batch].view(-1, batch).to(DEVICE):
        loss = functional.cross_entropy(model(augment(pixels[chosen], draw)), classes[chosen])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        total += loss.item()
    return total / max(1, len(order) // batch)


@torch.no_grad()
def validate(model, data):
    model.eval()
    scores = torch.cat([model(part) for part in data[0].split(500)])
    return (scores.argmax(1) == data[1]).float().mean().item(), functional.cross_entropy(scores, data[1]).item()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", default="cifar-10-batches-bin", help="the folder of data_batch_1.bin to data_batch_5.bin")
    arguments.add_argument("--images", type=int, help="number of training images; default: all")
    arguments = arguments.parse_args()

    training, validation = read(arguments.data, arguments.images)
    defaults = {"depth": 1, "channels": 16, "learningRate": 0.1, "weightDecay": 0.0005, "batchSize": 128}
    for trial in paretune.trials(defaults=defaults, epochs=10, cost=count_parameters):
        torch.manual_seed(trial.seed)
        model, batch = of(trial).to(DEVICE), int(trial["batchSize"])
        optimizer = torch.optim.SGD(
            model.parameters(), lr=trial["learningRate"], momentum=0.9, nesterov=True, weight_decay=trial["weightDecay"])
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, trial["learningRate"], total_steps=trial.total * (len(training[0]) // batch), pct_start=0.2)
        parts = {"model": model, "optimizer": optimizer, "schedule": schedule}
        saved = trial.load()
        if saved:
            for name, state in torch.load(io.BytesIO(saved), map_location=DEVICE).items():
                parts[name].load_state_dict(state)
        for epoch in trial.epochs():
            # The randomness of an epoch is derived from the trial's seed and the epoch, so a resumed trial gets the same results.
            draw = torch.Generator().manual_seed((trial.seed + epoch) % (1 << 63))
            train_loss = train_epoch(model, optimizer, schedule, training, batch, draw)
            accuracy, loss = validate(model, validation)
            state = io.BytesIO()
            torch.save({name: part.state_dict() for name, part in parts.items()}, state)
            trial.save(state.getvalue())
            trial.report(accuracy=accuracy, loss=loss, trainLoss=train_loss, learningRate=schedule.get_last_lr()[0])


if __name__ == "__main__":
    main()
