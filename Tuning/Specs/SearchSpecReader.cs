using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Notifications;
using Paretune.Tuning.Rates;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Specs;

/// <summary>Reads and validates searches. Files, flags and HTTP requests all use this reader.</summary>
public static class SearchSpecReader
{
    private const string HowToAdd = "add one with: paretune data import NAME PATH";
    internal const int LongestName = 80;
    internal const int MinResolution = NetworkDesign.UsualLeastInput, MaxResolution = 2048;
    private const int DefaultResolution = 32;
    internal const int DefaultEpochs = 12;
    internal const int MinTrainImages = 20;
    internal const int MaxReplicates = 20;
    internal const int MaxMaxAttempts = 100, DefaultMaxAttempts = 3;
    internal const long DefaultSeed = 1;
    internal const string EndOfDefaultName = "-search";

    /// <summary>The maximum epochs of a trial.</summary>
    internal const int MaxEpochs = 100_000;

    /// <summary>The maximum priority; the minimum is its negative.</summary>
    public const int HighestPriority = 10;

    /// <summary>The top-level keys of a search file.</summary>
    internal static ImmutableArray<string> Keys { get; } =
    [
        "name", "dataset", "network", "space", "baseResolution", "objectives", "limits", "strategy", "epochs", "batchSize", "seed",
        "maxAttempts", "optimum", "priority", "latency", "trainImages", "trainer", "trainerVersion", "budget", RecipePresets.Key,
        ChoiceReader.PrecisionKey, "notify", "metrics", "replicates", "reuse", FromReader.Key,
    ];

    /// <summary>Reads a search and reports all its errors together. Never throws, whatever the JSON.</summary>
    /// <param name="datasets">
    /// Datasets that are ready to train on; null skips the checks that need them (the console checks before it asks the server).
    /// </param>
    /// <param name="trainers">Custom trainers of the server; null as with <paramref name="datasets"/>.</param>
    /// <param name="allowed">The allowed targets of notifications; null as with <paramref name="datasets"/>.</param>
    /// <param name="isBegun">
    /// Whether the search already runs, so that neither its budget for the first trials nor the names of its metrics are checked again.
    /// </param>
    public static SpecReadResult Read(
        JsonElement json, IReadOnlyCollection<Dataset>? datasets, IReadOnlyCollection<TrainerReadResult>? trainers,
        AllowedTargets? allowed = null, bool isBegun = false)
    {
        var errors = new List<ValidationError>();
        var root = new Field(json, "", errors).Object(Keys);
        if (json.ValueKind != JsonValueKind.Object)
            return new(null, [.. errors]);
        var trainer = NamedTrainer.From(root, trainers, datasets);
        var name = DatasetName(root["dataset"], datasets, trainer);
        var dataset = name == trainer?.Name ? null : datasets?.FirstOrDefault(known => known.Name == name);
        var spec = Read(root, name, dataset, trainer) with { Notify = Notify(root["notify"], allowed) };
        if (!AnyIn(errors, "space", "batchSize", "network", "strategy", "budget"))
            SpecChecks.CheckSize(spec, errors);
        if (trainer is null && !AnyIn(errors, "objectives"))
            SpecChecks.CheckLatency(spec, errors);
        if (!AnyIn(errors, "space", "batchSize", "network", "strategy", FromReader.Key))
            FromReader.Check(spec, errors);
        if (!AnyIn(errors, "strategy", "epochs"))
            SpecChecks.CheckRungs(spec, errors);
        if (!isBegun && !AnyIn(errors, "strategy"))
            SpecChecks.CheckPruning(spec, errors);
        if (!isBegun && !AnyIn(errors, "strategy", "objectives", "metrics"))
            SpecChecks.CheckCompared(spec, errors);
        if (!AnyIn(errors, "strategy", "epochs", "budget"))
            SpecChecks.CheckBudget(spec, errors);
        if (dataset is not null && !AnyIn(errors, "objectives"))
            SpecChecks.CheckObjectives(spec, dataset.Classes.Length, errors);
        if (trainer is not null)
        {
            trainer.Check(root, spec, isBegun, errors);
            if (errors.Count == 0 && !isBegun)
                InitialTrialChecks.CheckShare(spec, NetworkEnds.From(TrainerDeclaration.OwnData(name)), errors);
            return new(errors.Count == 0 ? spec : null, [.. errors]);
        }

        if (!AnyIn(errors, "space", "network", "baseResolution") && (dataset is not null || root["baseResolution"].IsGiven))
            SpecChecks.CheckNetworks(spec, errors);
        if (dataset is not null && !AnyIn(errors, "space", "batchSize", "network", "baseResolution", "limits"))
            SpecChecks.CheckLimits(spec, NetworkEnds.From(dataset), errors);

        if (errors.Count == 0 && dataset is not null && !isBegun)
            InitialTrialChecks.CheckShare(spec, NetworkEnds.From(dataset), errors);

        // Runs after the checks, whose errors quote the space as it was written. Without datasets the caller only wants the checks.
        if (errors.Count == 0 && datasets is not null)
            spec = spec with { Space = DefaultRates.Fill(spec, part => NamesRates(json, part)) };
        return new(errors.Count == 0 ? spec with { Networks = NetworksOf(spec) } : null, [.. errors]);
    }

    private static bool NamesRates(JsonElement search, int part) =>
        search.TryGetProperty("space", out var space)
        && (space.ValueKind == JsonValueKind.Array ? space[part] : space).TryGetProperty(HyperparameterNames.LearningRate, out _);

    // With several parts, the networks keep the order of the parts.
    private static ImmutableArray<string> NetworksOf(SearchSpec spec) => spec.Space.Parts.Any(part => part.Networks.IsEmpty)
        ? spec.Networks : [.. spec.Space.Parts.SelectMany(part => part.Networks).Distinct()];

    /// <summary>Reads only the budget, from an object with the key <c>budget</c>; null if it is missing or has errors.</summary>
    public static (Budget? Budget, ImmutableArray<ValidationError> Errors) ReadBudget(JsonElement json)
    {
        var errors = new List<ValidationError>();
        var field = new Field(json, "", errors).Object(["budget"])["budget"];
        var budget = BudgetReader.Read(field);
        if (errors.Count == 0 && budget is null)
            field.AddError("is required; write for example budget: { epochs: 500 }");
        return (errors.Count == 0 ? budget : null, [.. errors]);
    }

    /// <summary>Returns the dataset of a valid search: one of the given datasets, or the trainer's own data.</summary>
    public static Dataset DatasetOf(SearchSpec spec, IReadOnlyCollection<Dataset> datasets) =>
        spec.Dataset == spec.Trainer ? TrainerDeclaration.OwnData(spec.Dataset) : datasets.First(dataset => dataset.Name == spec.Dataset);

    private static SearchSpec Read(Fields root, string datasetName, Dataset? dataset, NamedTrainer? trainer)
    {
        var resolution = root["baseResolution"].Whole(MinResolution, MaxResolution);
        if (!root["baseResolution"].IsGiven && dataset is not null)
            resolution = Math.Max(Math.Max(MinResolution, RecipePresets.LeastSide(Recipe(root))), dataset.Size);
        var own = CustomMetricReader.Read(root["metrics"], trainer);
        var table = MetricTable.From(own);
        var metrics = new ObjectiveReader(table);
        var objectives = metrics.Objectives(root["objectives"], isOfNetworks: trainer is null);
        var images = TrainImages(root["trainImages"], dataset);
        var used = dataset is null ? null : dataset with { TrainImages = images ?? dataset.TrainImages };
        var (networks, space) = new SpacesReader(resolution, used, trainer).Read(root);
        var budget = BudgetReader.Read(root["budget"]);
        return new()
        {
            Name = Name(root["name"]) ?? DefaultName(datasetName),
            Dataset = datasetName,
            Networks = networks,
            Space = space,
            BaseResolution = resolution ?? Math.Max(DefaultResolution, RecipePresets.LeastSide(Recipe(root))),
            Objectives = objectives,
            Latency = ObjectiveReader.LatencyOf(root["latency"], objectives),
            Limits = metrics.Limits(root["limits"]),
            Strategy = StrategyReader.Read(root["strategy"], SpecChecks.Endless(space) is not null, budget is not null),
            Budget = budget,
            Epochs = root["epochs"].Whole(1, MaxEpochs) ?? DefaultEpochs,
            Seed = root["seed"].Whole(long.MinValue, long.MaxValue) ?? DefaultSeed,
            MaxAttempts = root["maxAttempts"].Whole(1, MaxMaxAttempts) ?? DefaultMaxAttempts,
            Optimum = ChoiceReader.Optimum(root["optimum"], Objectives.From(objectives, table)),
            Priority = root["priority"].Whole(-HighestPriority, HighestPriority) ?? 0,
            TrainImages = images,
            Trainer = trainer?.Name,
            TrainerVersion = trainer?.Version,
            Metrics = own,
            IsCommand = trainer?.Declaration?.Command is not null,
            Replicates = Replicates(root["replicates"], objectives),
            Precision = ChoiceReader.Precision(root[ChoiceReader.PrecisionKey], trainer),
            Reuse = Reuse(root["reuse"], trainer),
            From = root[FromReader.Key].Text(),
        };
    }

    // Errors in the preset are reported where the space is read.
    private static string? Recipe(Fields root) => root[RecipePresets.Key] is { IsText: true } named ? named.Text() : null;

    private static string? Notify(Field field, AllowedTargets? allowed)
    {
        var target = field.Text();
        if (target is not null && (NotifyTarget.WhyNot(target) ?? allowed?.WhyNot(target)) is { } error)
            field.AddError(error);
        return target;
    }

    private static int? Replicates(Field field, ImmutableArray<string> objectives)
    {
        var replicates = field.Whole(1, MaxReplicates);
        if (replicates > 1 && !objectives.Contains("accuracy"))
            field.AddError(
                $"must be 1 unless accuracy is an objective, because runs are compared by accuracy, but is {replicates}; add accuracy to "
                + "objectives, or remove it");
        return replicates > 1 ? replicates : null;
    }

    private static bool? Reuse(Field field, NamedTrainer? trainer)
    {
        var reuse = field.Flag();
        if (reuse == true && trainer is not null)
            field.AddError(
                $"must be false or left out with trainer {trainer.Name}, because Paretune cannot know whether its code has changed, but "
                + "is true; remove it");
        return reuse;
    }

    // Fewer images than classes would leave a class without images.
    private static int? TrainImages(Field field, Dataset? dataset)
    {
        var most = dataset?.TrainImages ?? int.MaxValue;
        return field.Whole(Math.Min(most, Math.Max(MinTrainImages, dataset?.Classes.Length ?? 0)), most);
    }

    internal static string? Name(Field field)
    {
        var name = field.Text();
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl)))
            field.AddError($"must have 1 to {LongestName} characters, not all blank and without control characters, "
                + $"but has {name.Length}{(name.Any(char.IsControl) ? " with a control character" : "")}; choose another name");
        return name;
    }

    private static string DefaultName(string datasetName)
    {
        var length = Math.Min(datasetName.Length, LongestName - EndOfDefaultName.Length);
        return string.Concat(datasetName.AsSpan(0, length), EndOfDefaultName);
    }

    private static string DatasetName(Field field, IReadOnlyCollection<Dataset>? datasets, NamedTrainer? trainer)
    {
        var name = field.Text();
        if (trainer is not null && (!field.IsGiven || name == trainer.Name))
            return trainer.Name;
        if (trainer?.IsExternal == true)
            field.AddError(
                $"must be left out with trainer: {trainer.Name}, whose programs bring their own data, but is {field.Got}; remove it");
        else if (!field.IsGiven)
            field.AddError($"is required; {Known(datasets)}");
        else if (name is not null && datasets is not null && !datasets.Any(known => known.Name == name))
            field.AddError($"{Spelling.Unknown("dataset", name, Names(datasets))}; {HowToAdd}");
        else if (name is not null && string.IsNullOrWhiteSpace(name))
            field.AddError("must name a dataset, but is blank");
        return name ?? "";
    }

    private static string Known(IReadOnlyCollection<Dataset>? datasets) => datasets is null
        ? "write dataset: cifar10, or see: paretune data list"
        : $"known: {string.Join(", ", Names(datasets).DefaultIfEmpty("none"))}; {HowToAdd}";

    private static string[] Names(IReadOnlyCollection<Dataset> datasets) => [.. datasets.Select(known => known.Name)];

    private static bool AnyIn(List<ValidationError> errors, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            if (errors.Exists(error => error.Field.StartsWith(field, StringComparison.Ordinal)))
                return true;
        return false;
    }
}
