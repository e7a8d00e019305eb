using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

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
        new("--network", "network", FlagKind.TextList,
            $"Networks to train, as in dilated-separable,mobilenet; known: {string.Join(", ", NetworkCatalog.Names)}."),
        .. Hyperparameters.OfNetworks.Select(Of),
        new("--base-resolution", "baseResolution", FlagKind.Number, "Pixels of the input's side at ρ = 1."),
    ];

    public static ImmutableArray<SearchFlag> All { get; } =
    [
        new("--name", "name", FlagKind.Text, "Name of the search."),
        new("--dataset", "dataset", FlagKind.Text, "Data set to train on; see: paretune data list."),
        .. OfModel,
        new("--trainer", "trainer", FlagKind.Text, "A trainer of your own, in place of networks; see: paretune trainer list."),
        new("--train-images", "trainImages", FlagKind.Number,
            "Use so many of the training images, every class in proportion. Default: all."),
        .. Hyperparameters.OfTraining.Select(Of),
        .. MetricFlags.Of(MetricTable.Default),
        new("--strategy", "strategy.kind", FlagKind.Text,
            $"{string.Join("; ", StrategyCatalog.All.Select(row => $"{row.Name}, which {row.Help}"))}."),
        .. StrategyCatalog.Parameters.Select(Of),
        new("--budget-trials", "budget.trials", FlagKind.Number, "Begin at most so many trials."),
        new("--budget-epochs", "budget.epochs", FlagKind.Number, "End after so many epochs of all trials."),
        new("--budget-share", "budget.share", FlagKind.Number,
            "End after this share, above 0 and at most 1, of what the whole grid would cost."),
        new("--budget-hours", "budget.hours", FlagKind.Number, "End after so many device hours of training."),
        new("--epochs", "epochs", FlagKind.Number, "Epochs of each trial."),
        new("--seed", "seed", FlagKind.Number, "Seed of everything random."),
        new("--max-attempts", "maxAttempts", FlagKind.Number, "Tries at a trial whose trainer throws."),
        new("--optimum", "optimum", FlagKind.Text, "Rule of the optimum: knee, smallest-within:POINTS or most-accurate."),
        new("--priority", "priority", FlagKind.Number, "From -10 to 10; higher is served first."),
    ];

    private static SearchFlag Of(Hyperparameter one) =>
        new($"--{Dashed(one.Name)}", $"space.{one.Name}", FlagKind.NumberList, one.Help ?? "");

    private static SearchFlag Of(StrategyParameter parameter)
    {
        var strategies = string.Join(", ", StrategyCatalog.All.Where(row => row.Parameters.Contains(parameter)).Select(row => row.Name));
        return new(
            parameter.Flag, $"strategy.{parameter.Name}",
            parameter.Declaration.Kind == HyperparameterKind.Choice ? FlagKind.Text : FlagKind.Number,
            $"{parameter.Declaration.Help}{(parameter.HasDefault ? $" Default: {parameter.Declaration.Default}." : "")} For {strategies}.");
    }

    private static string Dashed(string name) =>
        string.Concat(name.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));

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
        _ => RangeText.Read(text)
            ?? (JsonNode)new JsonArray([.. Split(text).Select(part => YamlText.Plain(part) ?? JsonValue.Create(part))]),
    };

    /// <summary>The text that <see cref="Parse"/> makes this JSON of; null where there is no flag's text for it.</summary>
    public static string? TextOf(JsonNode? value) => value switch
    {
        JsonArray list when list.All(item => item is JsonValue) => string.Join(", ", list.Select(item => item!.ToString())),
        JsonObject range => RangeText.Write(range),
        JsonValue => value.ToString(),
        _ => null,
    };

    // "strategy: random" is short for an object with that kind.
    private static JsonObject Opened(string group, JsonNode? value) =>
        group == "strategy" && value is JsonValue ? new() { ["kind"] = value.DeepClone() } : [];

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}
