using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Notifications;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Specs;

/// <summary>The flags there are.</summary>
public sealed partial record SearchFlag
{
    private const string OfNetworks = "searches without a trainer", OfTrainers = "searches with a trainer";

    /// <summary>The flags that describe one configuration of a network.</summary>
    public static ImmutableArray<SearchFlag> OfModel { get; } =
    [
        new(FlagGroup.What, "--network", "network", FlagKind.TextList, "Networks to train, such as dilated-separable,mobilenet.")
        {
            Choices = NetworkCatalog.Names, Values = $"one or several of {string.Join(", ", NetworkCatalog.Names)}",
            Default = NetworkCatalog.Default, For = OfNetworks,
        },
        .. Hyperparameters.OfNetworks.Select(one => From(one) with { Title = $"{one.Symbol}, {one.Name}" }),
        new(FlagGroup.Space, "--base-resolution", "baseResolution", FlagKind.Number, "Side of the input in pixels at ρ = 1.")
        {
            Values = Whole(SearchSpecReader.MinResolution, SearchSpecReader.MaxResolution),
            Default = $"the side of the dataset's images; at least {RecipePresets.SideOfFast} with recipe: fast", For = OfNetworks,
        },
    ];

    public static ImmutableArray<SearchFlag> All { get; } =
    [
        new(FlagGroup.What, "--name", "name", FlagKind.Text, "Name of the search.")
        {
            Values = $"text of 1 to {SearchSpecReader.LongestName} characters",
            Default = $"the name of the dataset or trainer, followed by {SearchSpecReader.EndOfDefaultName}",
        },
        new(FlagGroup.What, "--dataset", "dataset", FlagKind.Text, "Dataset to train on; see: paretune data list.")
        {
            Values = "a dataset of the server", Default = "required, except with a trainer that brings its own data",
        },
        .. OfModel,
        new(FlagGroup.What, "--trainer", "trainer", FlagKind.Text,
            "A custom trainer, instead of networks; see: paretune trainer list.")
        {
            Values = $"a trainer of the server, or {TrainerDeclaration.External} for programs outside the cluster", Default = "none",
        },
        new(FlagGroup.What, "--trainer-version", "trainerVersion", FlagKind.Text, "Version of a pushed trainer.")
        {
            Values = "a version of the trainer", Default = "the current one", For = OfTrainers,
        },
        .. Hyperparameters.OfTraining.Select(From),
        new(FlagGroup.Space, "--recipe", RecipePresets.Key, FlagKind.Text,
            "Preset of the training hyperparameters that the space does not set: default, or fast, for high accuracy in a short time.")
        {
            Choices = RecipePresets.Names, Default = RecipePresets.Names[0], For = OfNetworks,
        },
        .. RecipeHyperparameters.All.Select(one => From(one) with { Title = $"{char.ToUpperInvariant(one.Symbol![0])}{one.Symbol[1..]}" }),
        .. MetricFlags.Create(MetricTable.Default),
        new(FlagGroup.Goal, "--optimum", "optimum", FlagKind.Text, "Rule that chooses the optimum.")
        {
            Values = $"{Spelling.OneOf(OptimumRule.Patterns)}",
            Default = $"{OptimumRule.Default}; {OptimumRule.Patterns[^1]} if no objective is a cost",
        },
        new(FlagGroup.How, "--strategy", "strategy.kind", FlagKind.Text,
            "How the search picks configurations and stops trials: "
            + $"{string.Join("; ", StrategyCatalog.All.Select(row => $"{row.Name} {row.Help}"))}.")
        {
            Title = "Strategy", Choices = StrategyCatalog.Names,
            Default = $"{StrategyCatalog.Default}; {StrategyCatalog.Random} if a range has no steps, with "
                + $"{StrategyReader.Draws} samples unless there is a budget",
        },
        .. StrategyCatalog.Parameters.Select(From),
        .. BudgetReader.Parts.Select(OfBudget),
        new(FlagGroup.How, "--epochs", "epochs", FlagKind.Number, "Epochs of each trial.")
        {
            Values = Whole(1, SearchSpecReader.MaxEpochs), Default = $"{SearchSpecReader.DefaultEpochs}",
        },
        new(FlagGroup.How, "--train-images", "trainImages", FlagKind.Number,
            "Number of training images to use, stratified by class.")
        {
            Values = $"a whole number, at least {SearchSpecReader.MinTrainImages} and at least one for each class", Default = "all",
            For = "searches with a dataset",
        },
        new(FlagGroup.How, "--precision", ChoiceReader.PrecisionKey, FlagKind.Text,
            "Precision of training steps: fp32; bf16 on GPUs and CPUs with AMX; or auto, which measures both and uses the faster one.")
        {
            Choices = ChoiceReader.Precisions, Default = ChoiceReader.Precisions[0], For = OfNetworks,
        },
        new(FlagGroup.How, "--seed", "seed", FlagKind.Number, "Seed of all random numbers.")
        {
            Values = "a whole number", Default = $"{SearchSpecReader.DefaultSeed}",
        },
        new(FlagGroup.How, "--max-attempts", "maxAttempts", FlagKind.Number,
            "Maximum number of attempts of a trial whose training fails. Attempts that are lost with their worker do not count.")
        {
            Values = Whole(1, SearchSpecReader.MaxMaxAttempts), Default = $"{SearchSpecReader.DefaultMaxAttempts}",
        },
        new(FlagGroup.How, "--replicates", "replicates", FlagKind.Number,
            "Total runs of each trial on or near the front. The additional runs use other seeds and start after all other training.")
        {
            Values = Whole(1, SearchSpecReader.MaxReplicates), Default = "1",
        },
        new(FlagGroup.How, "--reuse", "reuse", FlagKind.Boolean,
            "Reuse results of equal trials of earlier searches: true also reuses results from GPUs, which are not deterministic; "
            + "false trains all of them again.")
        {
            Choices = ["true", "false"], Default = "only from CPUs, where training again would give the same result",
            For = OfNetworks,
        },
        new(FlagGroup.How, "--from", FromReader.Key, FlagKind.Text,
            "Warm start: ID of an older search on the same dataset. bayesian learns from its completed trials, and other strategies order "
            + "trials by them. They do not count as results of this search.")
        {
            Title = "Start from search", Values = "the ID of a search", Default = "none",
            For = $"all strategies except {StrategyCatalog.Manual}",
        },
        new(FlagGroup.How, "--priority", "priority", FlagKind.Number,
            "Priority among the searches of the same owner: the highest gets devices first.")
        {
            Values = Whole(-SearchSpecReader.HighestPriority, SearchSpecReader.HighestPriority), Default = "0",
        },
        new(FlagGroup.How, "--notify", "notify", FlagKind.Text,
            "Address that receives a signed POST when the search ends; an administrator must have allowed it.")
        {
            Values = NotifyTarget.Rule, Default = "none",
        },
    ];

    /// <summary>The path of a strategy parameter in a search file.</summary>
    public static string PathOf(StrategyParameter parameter) => $"strategy.{parameter.Name}";

    private static SearchFlag From(Hyperparameter one) =>
        new(FlagGroup.Space, $"--{Dashed(one.Name)}", $"space.{one.Name}", FlagKind.NumberList, one.Help ?? "")
        {
            TakesWords = one.Kind == HyperparameterKind.Choice,
            Values = ValuesOf(one),
            Default = one.Name switch
            {
                HyperparameterNames.LearningRate => "the rate that was measured as best for the network, scaled to the batch size; "
                    + $"{one.Default} for xception, with optimizer sgd, or with a trainer",
                HyperparameterNames.BatchSize => $"{one.Default}, or all training images if there are fewer",
                _ => RecipeHyperparameters.DefaultText(one) ?? one.Default.ToString(),
            },
            For = TakersOf(one),
        };

    private static SearchFlag From(StrategyParameter parameter) =>
        new(
            FlagGroup.How, parameter.Flag, PathOf(parameter),
            parameter.Declaration.Kind == HyperparameterKind.Choice ? FlagKind.Text : FlagKind.Number,
            $"{parameter.Declaration.Help}")
        {
            Choices = parameter.Declaration.Values,
            Values = ValuesOf(parameter.Declaration),
            Default = parameter.Otherwise,
            For = string.Join(", ", StrategyCatalog.All.Where(row => row.Parameters.Contains(parameter)).Select(row => row.Name)),
        };

    private static SearchFlag OfBudget(Hyperparameter part) =>
        new(FlagGroup.Budget, $"--budget-{Dashed(part.Name)}", $"budget.{part.Name}", FlagKind.Number, $"{part.Help}.")
        {
            Title = $"Budget, {Dashed(part.Name).Replace('-', ' ')}",
            Values = ValuesOf(part),
            Default = "no limit",
        };

    private static string ValuesOf(Hyperparameter one) =>
        one.Kind == HyperparameterKind.Choice ? Spelling.OneOf(one.Values) : one.Rule();

    /// <summary>The searches that a hyperparameter applies to; null for all.</summary>
    private static string? TakersOf(Hyperparameter one) => one.Name switch
    {
        HyperparameterNames.Dilation => Networks(design => design.HasDilation),
        HyperparameterNames.Width => Networks(design => design.HasWidth),
        HyperparameterNames.Progressive => $"{OfNetworks}, except for {Networks(design => design.HasFixedInput)}",
        HyperparameterNames.Momentum => "searches with optimizer: sgd and without a trainer",
        HyperparameterNames.Resolution => OfNetworks,
        _ => HyperparameterNames.Recipe.Contains(one.Name) && !HyperparameterNames.RecipeOfTrainers.Contains(one.Name) ? OfNetworks : null,
    };

    private static string Networks(Func<NetworkDesign, bool> isTaken)
    {
        var names = NetworkCatalog.Names.Where(name => isTaken(NetworkCatalog.DesignOf(name))).ToList();
        return $"{(names.Count == 1 ? "the network" : "the networks")} {string.Join(", ", names)}";
    }

    private static string Whole(int min, int max) => string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");

    /// <summary>"learningRate" as "Learning rate".</summary>
    private static string Titled(string key) => char.ToUpperInvariant(key[0])
        + string.Concat(key.Skip(1).Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static string Dashed(string name) =>
        string.Concat(name.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
