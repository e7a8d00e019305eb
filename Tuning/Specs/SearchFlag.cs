using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Specs;

/// <summary>The type that a flag's text is converted to.</summary>
public enum FlagKind
{
    Text,
    Truth,
    Number,
    TextList,
    NumberList,
}

/// <summary>A key of the search file, offered as a command-line flag and as a form field.</summary>
/// <param name="Path">The key's path, such as <c>space.dilation</c>.</param>
public sealed record SearchFlag(FlagGroup Group, string Name, string Path, FlagKind Kind, string Description)
{
    /// <summary>The field's title in a form.</summary>
    public string Title { get; init; } = Titled(Path[(Path.LastIndexOf('.') + 1)..]);

    /// <summary>The allowed values, if they are known in advance; otherwise empty.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>Whether the values may be words, as for a choice. If so, <c>5k</c> is kept as text and not read as a number.</summary>
    public bool TakesWords { get; init; }

    /// <summary>The flags that describe one configuration of a network.</summary>
    public static ImmutableArray<SearchFlag> OfModel { get; } =
    [
        new(FlagGroup.What, "--network", "network", FlagKind.TextList,
            $"Networks to train, such as dilated-separable,mobilenet; known: {string.Join(", ", NetworkCatalog.Names)}.")
        {
            Choices = NetworkCatalog.Names,
        },
        .. Hyperparameters.OfNetworks.Select(one => From(one) with { Title = $"{one.Symbol}, {one.Name}" }),
        new(FlagGroup.Space, "--base-resolution", "baseResolution", FlagKind.Number, "Side of the input in pixels at ρ = 1."),
    ];

    public static ImmutableArray<SearchFlag> All { get; } =
    [
        new(FlagGroup.What, "--name", "name", FlagKind.Text, "Name of the search."),
        new(FlagGroup.What, "--dataset", "dataset", FlagKind.Text, "Dataset to train on; see: paretune data list."),
        .. OfModel,
        new(FlagGroup.What, "--trainer", "trainer", FlagKind.Text,
            "A custom trainer, instead of networks; see: paretune trainer list."),
        new(FlagGroup.What, "--trainer-version", "trainerVersion", FlagKind.Text,
            "Version of a pushed trainer. Default: the current one."),
        .. Hyperparameters.OfTraining.Select(From),
        new(FlagGroup.Space, "--recipe", RecipePresets.Key, FlagKind.Text,
            "Training recipe for what the space leaves open: default, or fast for high accuracy in little time.")
        {
            Choices = RecipePresets.Names,
        },
        .. RecipeHyperparameters.All.Select(one => From(one) with { Title = $"{char.ToUpperInvariant(one.Symbol![0])}{one.Symbol[1..]}" }),
        .. MetricFlags.Create(MetricTable.Default),
        new(FlagGroup.Goal, "--optimum", "optimum", FlagKind.Text, "Rule that chooses the optimum: "
            + $"{Spelling.OneOf(OptimumRule.Patterns)}."),
        new(FlagGroup.How, "--strategy", "strategy.kind", FlagKind.Text,
            $"{string.Join("; ", StrategyCatalog.All.Select(row => $"{row.Name}, which {row.Help}"))}.")
        {
            Title = "Strategy", Choices = StrategyCatalog.Names,
        },
        .. StrategyCatalog.Parameters.Select(From),
        .. BudgetReader.Parts.Select(OfBudget),
        new(FlagGroup.How, "--epochs", "epochs", FlagKind.Number, "Epochs of each trial."),
        new(FlagGroup.How, "--train-images", "trainImages", FlagKind.Number,
            "Number of training images to use, stratified by class. Default: all."),
        new(FlagGroup.How, "--precision", ChoiceReader.PrecisionKey, FlagKind.Text,
            "Precision of training steps: fp32; bf16 on GPUs; or auto, which measures both and uses the faster one. Default: fp32.")
        {
            Choices = ChoiceReader.Precisions,
        },
        new(FlagGroup.How, "--seed", "seed", FlagKind.Number, "Seed of all random numbers."),
        new(FlagGroup.How, "--max-attempts", "maxAttempts", FlagKind.Number, "Maximum number of attempts at a trial whose trainer fails."),
        new(FlagGroup.How, "--replicates", "replicates", FlagKind.Number,
            "Runs of each trial on or near the front, each with another seed, after training. Default: 1."),
        new(FlagGroup.How, "--reuse", "reuse", FlagKind.Truth,
            "Reuse results of equal trials that were trained before: true also reuses results from GPUs, which are not deterministic; "
            + "false trains all again. Default: only from CPUs, where training again would give the same result.")
        {
            Choices = ["true", "false"],
        },
        new(FlagGroup.How, "--from", FromReader.Key, FlagKind.Text,
            "ID of an older search on the same dataset, whose completed trials guide this one: bayesian learns from them, other "
            + "strategies order trials by them. They do not count as results of this search.")
        {
            Title = "Start from search",
        },
        new(FlagGroup.How, "--priority", "priority", FlagKind.Number,
            $"From {-SearchSpecReader.HighestPriority} to {SearchSpecReader.HighestPriority}; of one owner's searches, the highest gets "
            + "devices first."),
        new(FlagGroup.How, "--notify", "notify", FlagKind.Text,
            "Address that receives a signed POST when the search ends; an administrator must have allowed it."),
    ];

    /// <summary>The path of a strategy parameter in a search file.</summary>
    public static string PathOf(StrategyParameter parameter) => $"strategy.{parameter.Name}";

    private static SearchFlag From(Hyperparameter one) =>
        new(FlagGroup.Space, $"--{Dashed(one.Name)}", $"space.{one.Name}", FlagKind.NumberList, one.Help ?? "")
        {
            TakesWords = one.Kind == HyperparameterKind.Choice,
        };

    private static SearchFlag From(StrategyParameter parameter)
    {
        var strategies = string.Join(", ", StrategyCatalog.All.Where(row => row.Parameters.Contains(parameter)).Select(row => row.Name));
        return new(
            FlagGroup.How, parameter.Flag, PathOf(parameter),
            parameter.Declaration.Kind == HyperparameterKind.Choice ? FlagKind.Text : FlagKind.Number,
            $"{parameter.Declaration.Help} Default: {parameter.Otherwise}. For {strategies}.")
        {
            Choices = parameter.Declaration.Values,
        };
    }

    private static SearchFlag OfBudget(Hyperparameter part) =>
        new(FlagGroup.Budget, $"--budget-{Dashed(part.Name)}", $"budget.{part.Name}", FlagKind.Number, $"{part.Help}: {part.Rule()}.")
        {
            Title = $"Budget, {Dashed(part.Name).Replace('-', ' ')}",
        };

    /// <summary>Turns "learningRate" into "Learning rate".</summary>
    private static string Titled(string key) => char.ToUpperInvariant(key[0])
        + string.Concat(key.Skip(1).Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static string Dashed(string name) =>
        string.Concat(name.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>Returns the flag of a custom trainer's hyperparameter. If its kind is not known, words are allowed.</summary>
    public static SearchFlag OfTrainer(string hyperparameter, string description, HyperparameterKind kind = HyperparameterKind.Choice) =>
        new(FlagGroup.Space, $"--hyperparameter {hyperparameter}", $"space.hyperparameters.{hyperparameter}", FlagKind.NumberList,
            description)
        {
            TakesWords = kind == HyperparameterKind.Choice,
        };

    /// <summary>Sets the key in a search's JSON to the flag's text and replaces any previous value.</summary>
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

    /// <summary>Converts the flag's text to the JSON value stored at <see cref="Path"/>.</summary>
    public JsonNode? Parse(string text) => Kind switch
    {
        FlagKind.Text => JsonValue.Create(text),
        FlagKind.Truth => bool.TryParse(text, out var truth) ? JsonValue.Create(truth) : JsonValue.Create(text),
        FlagKind.Number => NumberText.Value(text) ?? JsonValue.Create(text),
        FlagKind.TextList => new JsonArray([.. Split(text).Select(part => (JsonNode?)JsonValue.Create(part))]),
        _ => RangeText.Read(text) ?? (JsonNode)new JsonArray([
            .. Split(text).SelectMany(part => TakesWords ? [YamlText.Plain(part) ?? JsonValue.Create(part)] : NumberText.Values(part))]),
    };

    /// <summary>Returns the text from which <see cref="Parse"/> produces this JSON; null if there is no such text.</summary>
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
