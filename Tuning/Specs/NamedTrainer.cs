using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Specs;

/// <summary>The custom trainer that a search names.</summary>
/// <param name="Declaration">Null while the server's trainers are not known, or if it cannot be used.</param>
internal sealed record NamedTrainer(string Name, TrainerDeclaration? Declaration)
{
    private const string NameKey = "trainer", VersionKey = "trainerVersion";

    /// <summary>The version that the search pins: the one it names, else the current one. Null if the trainer was not pushed.</summary>
    public string? Version { get; private init; }

    /// <summary>Whether external programs train; they get the hyperparameters that the space lists.</summary>
    public bool IsExternal => Name == TrainerDeclaration.External;

    private const string HowToAdd =
        "push it (paretune trainer push NAME FOLDER), or copy it to trainers/NAME in the server's home (docs/trainers.md)";

    /// <summary>Null if the search names none and trains Paretune's networks.</summary>
    /// <param name="trainers">Those the server has; null while not known.</param>
    /// <param name="datasets">Those the server has; null while not known.</param>
    public static NamedTrainer? From(Fields root, IReadOnlyCollection<TrainerReadResult>? trainers, IReadOnlyCollection<Dataset>? datasets)
    {
        var (field, version) = (root[NameKey], root[VersionKey]);
        if (version.IsGiven && field.Text() is null or TrainerDeclaration.External)
            version.AddError("applies only to a trainer that was pushed to the server; remove it");
        if (!field.IsGiven)
            return null;
        if (field.Text() is not { } name)
            return new("", null);
        if (name == TrainerDeclaration.External)
            return new(name, null);
        var readings = trainers?.Where(known => known.Name == name).ToList();
        var reading = version.IsGiven ? readings?.Find(known => known.Version == version.Text()) : readings?.FirstOrDefault();
        if (readings is [])
            field.AddError($"{Spelling.Unknown("trainer", name, NamesOf(trainers!))}; {HowToAdd}");
        else if (readings is not null && reading is null && version.Text() is { } named)
            version.AddError(VersionError(name, named, readings));
        foreach (var error in reading?.Errors ?? [])
            field.AddError(ErrorOfFile(name, error));
        // Otherwise "dataset: NAME" would be ambiguous.
        if (reading is not null && datasets?.Any(known => known.Name == name) == true)
            field.AddError($"must not have the name of a dataset, but there is a dataset {name}; rename the trainer's folder");
        return new(name, reading?.Declaration) { Version = reading?.Version ?? version.Text() };
    }

    private static string ErrorOfFile(string name, ValidationError error) =>
        $"{TrainerReader.FileName} of {name} has an error: {error.Field} {error.Message}";

    private static string VersionError(string name, string version, List<TrainerReadResult> known) => known is [{ Version: null }]
        ? $"must be left out, because {name} was copied to the server's home and has no versions, but is {version}; remove it"
        : $"must be a version of {name} that the server has, one of {string.Join(", ", known.Select(one => one.Version))}, but is "
            + $"\"{version}\"; push it, or remove the line for the current one";

    private static string[] NamesOf(IReadOnlyCollection<TrainerReadResult> trainers) =>
        [TrainerDeclaration.External, .. trainers.Select(known => known.Name).Distinct()];

    /// <summary>Adds errors for keys that only the built-in networks have, and for names of metrics that are taken.</summary>
    /// <param name="isBegun">Whether the search already runs, so that its metrics cannot be renamed.</param>
    public void Check(Fields root, SearchSpec spec, bool isBegun, List<ValidationError> errors)
    {
        var network = root["network"];
        if (network.IsGiven && !(network.IsText && network.Text() == Name))
            network.AddError($"must be left out if a trainer is named, but is {network.Got}; remove one of the two");
        if (root["trainImages"].IsGiven && spec.Dataset == Name)
            root["trainImages"].AddError($"applies to datasets, but trainer {Name} brings its own data; remove it, or name a dataset");
        foreach (var name in spec.Metrics?.Keys.Where(name => spec.Space.First.Declared?.ContainsKey(name) == true) ?? [])
            errors.Add(new($"metrics.{name}", "must not have the name of a hyperparameter of the space; rename one of the two"));
        foreach (var name in spec.Metrics?.Keys.Where(name => !isBegun && CustomMetricReader.IsColumn(name)) ?? [])
        {
            var error = new ValidationError($"metrics.{name}", TrainerReader.IsTaken);
            errors.Add(IsExternal ? error : new(NameKey, ErrorOfFile(Name, error)));
        }

        var metrics = MetricTable.From(spec);
        foreach (var (i, key) in spec.Objectives.Index())
            if (!Has(metrics[key]))
                errors.Add(new($"objectives[{i}]", $"must be a metric of trainer {Name}: {Known(metrics)}, but is {key}; remove it"));
        foreach (var limit in MetricLimit.From(spec.Limits, metrics).Where(limit => limit.Metric.IsOfNetworks))
            errors.Add(
                new($"limits.{limit.Key}",
                    $"must be left out, because the {limit.Metric.Counted} of trainer {Name} are not known, but is {limit.Bound}; remove "
                    + "it"));
    }

    private string Known(MetricTable metrics) => Spelling.OneOf([.. metrics.Objectives.Where(Has).Select(metric => metric.Key)]);

    // A trainer in .NET reports scores, which have no classes; a program reports what it likes.
    private bool Has(Metric metric) => !metric.IsOfNetworks && (metric.MinClasses == 1 || Declaration is not { Command: null });
}
