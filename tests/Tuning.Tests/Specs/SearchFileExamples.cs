using System.Collections.Immutable;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>An example of each key of the search file, for the reference.</summary>
internal static class SearchFileExamples
{
    private const string External = "trainer: external";

    /// <summary>By the key's path.</summary>
    public static ImmutableDictionary<string, Example> All { get; } = new Dictionary<string, Example>
    {
        ["name"] = "name: cifar10-widths",
        ["dataset"] = "dataset: cifar10",
        ["network"] = "network: [dilated-separable, mobilenet]",
        ["trainer"] = "trainer: code-lines",
        ["trainerVersion"] = new("trainerVersion: 3fa85f645717", "trainer: code-lines"),
        ["baseResolution"] = "baseResolution: 64",
        ["space"] = "space: { dilation: [1, 2], width: [1, 0.5] }",
        ["space.network"] = "space: [{ network: mobilenet, width: [1, 0.5] }, { network: resnet18 }]",
        ["space.dilation"] = "space: { dilation: [1, 2, 3] }",
        ["space.width"] = "space: { width: [1, 0.5, 0.25] }",
        ["space.resolution"] = "space: { resolution: [1, 0.75] }",
        ["space.learningRate"] = "space: { learningRate: { from: 1e-4, to: 0.1, scale: log } }",
        ["space.weightDecay"] = "space: { weightDecay: [0, 0.05] }",
        ["space.batchSize"] = "space: { batchSize: { from: 16, to: 256, scale: log2 } }",
        ["batchSize"] = "batchSize: 64",
        ["space.hyperparameters.NAME"] = new("space: { hyperparameters: { channels: [16, 32] } }", External),
        ["recipe"] = "recipe: fast",
        ["space.schedule"] = "space: { schedule: [cosine, oneCycle] }",
        ["space.warmup"] = "space: { warmup: 0.1 }",
        ["space.augmentation"] = "space: { augmentation: [crop, crop+cutout] }",
        ["space.labelSmoothing"] = "space: { labelSmoothing: [0, 0.1] }",
        ["space.optimizer"] = "space: { optimizer: [adamw, sgd] }",
        ["space.momentum"] = new("space: { optimizer: sgd, momentum: 0.95 }"),
        ["space.ema"] = "space: { ema: 0.99 }",
        ["space.progressive"] = "space: { progressive: 0.6 }",
        ["space.NAME.from"] = "space: { width: { from: 0.25, to: 1, step: 0.25 } }",
        ["space.NAME.to"] = "space: { width: { from: 0.25, to: 1, step: 0.25 } }",
        ["space.NAME.scale"] = "space: { batchSize: { from: 16, to: 256, scale: log2 } }",
        ["space.NAME.step"] = "space: { width: { from: 0.25, to: 1, step: 0.25 } }",
        ["space.NAME.steps"] = "space: { learningRate: { from: 1e-4, to: 0.1, scale: log, steps: 4 } }",
        ["space.NAME.min"] = "space: { width: { min: 0.25, max: 1 } }",
        ["space.NAME.max"] = "space: { width: { min: 0.25, max: 1 } }",
        ["space.NAME.low"] = "space: { width: { low: 0.25, high: 1 } }",
        ["space.NAME.high"] = "space: { width: { low: 0.25, high: 1 } }",
        ["space.NAME.log"] = "space: { learningRate: { low: 1e-4, high: 0.1, log: true } }",
        ["space.NAME.whole"] = "space: { batchSize: { from: 16, to: 64, whole: true } }",
        ["objectives"] = "objectives: [accuracy, macs]",
        ["latency"] = new("latency: int8", "objectives: [accuracy, latency]"),
        ["limits.minAccuracy"] = "limits: { minAccuracy: 0.6 }",
        ["limits.parameters"] = "limits: { parameters: 2000000 }",
        ["limits.macs"] = "limits: { macs: 300000000 }",
        ["limits.bytes"] = "limits: { bytes: 8000000 }",
        ["limits.latency"] = new("limits: { latency: 5 }", "objectives: [accuracy, latency]"),
        ["optimum"] = "optimum: per-doubling:1",
        ["strategy.kind"] = "strategy: { kind: grid }",
        ["strategy.first"] = "strategy: { kind: grid, first: listed }",
        ["strategy.samples"] = "strategy: { kind: random, samples: 40 }",
        ["strategy.reduction"] = "strategy: { kind: asha, reduction: 4 }",
        ["strategy.minEpochs"] = "strategy: { kind: asha, minEpochs: 2 }",
        ["strategy.sampler"] = "strategy: { kind: asha, sampler: grid }",
        ["strategy.chance"] = "strategy: { kind: front, chance: 0.05 }",
        ["strategy.pruner"] = "strategy: { kind: bayesian, samples: 40, pruner: front }",
        ["budget.trials"] = "budget: { trials: 40 }",
        ["budget.epochs"] = "budget: { epochs: 500 }",
        ["budget.share"] = "budget: { share: 0.2 }",
        ["budget.hours"] = "budget: { hours: 2 }",
        ["budget.wallHours"] = "budget: { wallHours: 8 }",
        ["budget.noProgress"] = "budget: { noProgress: 20 }",
        ["epochs"] = "epochs: 20",
        ["trainImages"] = "trainImages: 5000",
        ["precision"] = "precision: bf16",
        ["seed"] = "seed: 7",
        ["maxAttempts"] = "maxAttempts: 5",
        ["replicates"] = "replicates: 3",
        ["reuse"] = "reuse: false",
        ["from"] = "from: abcd2345",
        ["priority"] = "priority: 5",
        ["notify"] = "notify: https://hooks.example.com/paretune",
        ["metrics.NAME.goal"] = new("metrics: { f1: { goal: maximize } }", External),
        ["metrics.NAME.min"] = new("metrics: { f1: { goal: maximize, min: 0, max: 1 } }", External),
        ["metrics.NAME.max"] = new("metrics: { f1: { goal: maximize, min: 0, max: 1 } }", External),
        ["metrics.NAME.unit"] = new("metrics: { energy: { goal: minimize, unit: J } }", External),
        ["metrics.NAME.when"] = new("metrics: { energy: { goal: minimize, when: end } }", External),
    }.ToImmutableDictionary();

    /// <param name="Text">The line of YAML that is shown.</param>
    /// <param name="Beside">What its file needs besides it and the dataset.</param>
    internal sealed record Example(string Text, string Beside = "")
    {
        /// <summary>A whole file.</summary>
        public string File => string.Join('\n', new[] { Dataset, Beside, Text }.Where(line => line.Length > 0));

        private string Dataset => Text.StartsWith("dataset:", StringComparison.Ordinal) || Beside == External ? "" : "dataset: shapes";

        public static implicit operator Example(string text) => new(text);
    }
}
