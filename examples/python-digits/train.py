"""Trains a small network in plain Python to recognize digits in noisy images of 5×7 pixels. Takes seconds and needs no packages.

python3 train.py                                                       trains once with the defaults and prints its reports
PARETUNE_URL=http://127.0.0.1:8080 PARETUNE_SEARCH=ID python3 train.py  trains the trials of a search until it has ended
"""
import json
import math
import random

import paretune

FONT = """
.###. ..#.. .###. ##### ...#. ##### .###. ##### .###. .###.
#...# .##.. #...# ...#. ..##. #.... #.... ....# #...# #...#
#..## ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...#
#.#.# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .####
##..# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....#
#...# ..#.. .#... #...# ...#. #...# #...# .#... #...# ....#
.###. .###. ##### .###. ...#. .###. .###. .#... .###. .###.
"""
ROWS = [line.split() for line in FONT.strip().splitlines()]
DIGITS = [[float(point == "#") for row in ROWS for point in row[digit]] for digit in range(10)]
NOISE = 0.6


def examples(count, seed):
    draw = random.Random(seed)
    return [([point + draw.gauss(0, NOISE) for point in DIGITS[i % 10]], i % 10) for i in range(count)]


TRAIN, VALIDATION = examples(300, seed=1), examples(200, seed=2)


def new_weights(hidden, seed):
    draw = random.Random(seed)
    return [[[draw.gauss(0, 1 / math.sqrt(inputs)) for _ in range(inputs + 1)] for _ in range(outputs)]
            for inputs, outputs in ((len(DIGITS[0]), hidden), (hidden, 10))]


def forward(weights, points, activation):
    squash = math.tanh if activation == "tanh" else lambda value: max(0.0, value)
    hidden = [squash(row[-1] + sum(map(float.__mul__, row, points))) for row in weights[0]]
    scores = [row[-1] + sum(map(float.__mul__, row, hidden)) for row in weights[1]]
    exponents = [math.exp(score - max(scores)) for score in scores]
    return hidden, [exponent / sum(exponents) for exponent in exponents]


def step(weights, points, digit, rate, activation):
    hidden, chances = forward(weights, points, activation)
    errors = [chance - (i == digit) for i, chance in enumerate(chances)]
    slopes = [1 - value * value if activation == "tanh" else float(value > 0) for value in hidden]
    back = [slope * sum(error * row[j] for error, row in zip(errors, weights[1])) for j, slope in enumerate(slopes)]
    for rows, inputs, faults in ((weights[1], hidden, errors), (weights[0], points, back)):
        for row, fault in zip(rows, faults):
            row[:-1] = [weight - rate * fault * value for weight, value in zip(row, inputs)]
            row[-1] -= rate * fault


def validate(weights, activation):
    answers = [(forward(weights, points, activation)[1], digit) for points, digit in VALIDATION]
    right = sum(chances[digit] == max(chances) for chances, digit in answers)
    return right / len(answers), -sum(math.log(max(chances[digit], 1e-12)) for chances, digit in answers) / len(answers)


def count_parameters(configuration):
    hidden = int(configuration["hidden"])
    return (len(DIGITS[0]) + 1) * hidden + (hidden + 1) * 10


for trial in paretune.trials(defaults={"hidden": 8, "activation": "tanh", "learningRate": 0.05}, epochs=5, cost=count_parameters):
    saved = trial.load()
    weights = json.loads(saved) if saved else new_weights(int(trial["hidden"]), trial.seed)
    for epoch in trial.epochs():
        order = random.Random(trial.seed + epoch).sample(TRAIN, len(TRAIN))
        for points, digit in order:
            step(weights, points, digit, trial["learningRate"], trial["activation"])
        accuracy, loss = validate(weights, trial["activation"])
        trial.save(json.dumps(weights).encode())
        trial.report(accuracy=accuracy, loss=loss)
