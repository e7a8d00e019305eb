using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Specs;

/// <summary>What a flag's text becomes.</summary>
public enum FlagKind
{
    Text,
    Number,
    TextList,
    NumberList,
}

/// <summary>One key of the search file as a flag of the command line, or a field of a form.</summary>
/// <param name="Path">The key, such as <c>space.dilation</c>.</param>
public sealed record SearchFlag(string Name, string Path, FlagKind Kind, string Description)
{
    /// <summary>Those that name one configuration of a network suffice to describe it.</summary>
    public static ImmutableArray<SearchFlag> OfModel { get; } =
    [
        new("--network", "network", FlagKind.TextList, $"Networks to train, as in dilated-separable,mobilenet; known: {string.Join(", ", NetworkCatalog.Names)}."),
        new("--dilation", "space.dilation", FlagKind.NumberList, "δ, dilated rates: whole numbers of at least 1, as in 1,2,3."),
        new("--width", "space.width", FlagKind.NumberList, "α, width multipliers in (0, 1], as in 1,0.5."),
        new("--resolution", "space.resolution", FlagKind.NumberList, "ρ, resolution multipliers in (0, 1], as in 1,0.75."),
        new("--base-resolution", "baseResolution", FlagKind.Number, "Pixels of the input's side at ρ = 1."),
    ];

    public static ImmutableArray<SearchFlag> All { get; } =
    [
        new("--name", "name", FlagKind.Text, "Name of the search."),
        new("--dataset", "dataset", FlagKind.Text, "Data set to train on; see: paretune data list."),
        .. OfModel,
        new("--trainer", "trainer", FlagKind.Text, "A trainer of your own, in place of networks; see: paretune trainer list."),
        new("--train-images", "trainImages", FlagKind.Number, "Use so many of the training images, every class in proportion. Default: all."),
        new("--learning-rate", "space.learningRate", FlagKind.NumberList, "Learning rates above 0."),
        new("--weight-decay", "space.weightDecay", FlagKind.NumberList, "Weight decays of at least 0."),
        new("--batch-size", "space.batchSize", FlagKind.NumberList, "Images in a batch."),
        new("--objectives", "objectives", FlagKind.TextList, "accuracy and at least one of parameters, macs, bytes, latency."),
        new("--latency", "latency", FlagKind.Text, "Which file is timed where latency is an objective: fp32, fp16 or int8."),
        new("--max-parameters", "limits.parameters", FlagKind.Number, "Hard limit: larger configurations are never trained."),
        new("--max-macs", "limits.macs", FlagKind.Number, "Hard limit on multiply-accumulates an image."),
        new("--max-bytes", "limits.bytes", FlagKind.Number, "Hard limit on the model's bytes as float32."),
        new("--strategy", "strategy.kind", FlagKind.Text, "grid or random."),
        new("--samples", "strategy.samples", FlagKind.Number, "Configurations that random draws."),
        new("--epochs", "epochs", FlagKind.Number, "Epochs of each trial."),
        new("--seed", "seed", FlagKind.Number, "Seed of everything random."),
        new("--max-attempts", "maxAttempts", FlagKind.Number, "Tries at a trial whose trainer throws."),
        new("--optimum", "optimum", FlagKind.Text, "Rule of the optimum: knee, smallest-within:POINTS or most-accurate."),
        new("--priority", "priority", FlagKind.Number, "From -10 to 10; higher is served first."),
    ];

    /// <summary>One of a trainer's own hyperparameters.</summary>
    public static SearchFlag OfTrainer(string hyperparameter, string description) =>
        new($"--hyperparameter {hyperparameter}", $"space.hyperparameters.{hyperparameter}", FlagKind.NumberList, description);

    /// <summary>Lays the flag's text into a search, over what stands there.</summary>
    public void Put(JsonObject root, string text)
    {
        var (keys, target) = (Path.Split('.'), root);
        foreach (var key in keys[..^1])
        {
            if (target[key] is not JsonObject)
                target[key] = Opened(key, target[key]);
            target = target[key]!.AsObject();
        }

        target[keys[^1]] = Parse(text);
    }

    /// <summary>The flag's text as the JSON that stands under <see cref="Path"/>.</summary>
    public JsonNode? Parse(string text) => Kind switch
    {
        FlagKind.Text => JsonValue.Create(text),
        FlagKind.Number => YamlText.Plain(text) ?? JsonValue.Create(text),
        FlagKind.TextList => new JsonArray([.. Split(text).Select(part => (JsonNode?)JsonValue.Create(part))]),
        _ => new JsonArray([.. Split(text).Select(part => YamlText.Plain(part) ?? JsonValue.Create(part))]),
    };

    // "strategy: random" is short for an object with that kind.
    private static JsonObject Opened(string group, JsonNode? value) =>
        group == "strategy" && value is JsonValue ? new() { ["kind"] = value.DeepClone() } : [];

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}
