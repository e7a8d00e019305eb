namespace Paretune.Tuning.Specs;

/// <summary>The trainer of the users' own that a search names.</summary>
/// <param name="Declaration">Null while the server's trainers are not known, or where it is none that can be used.</param>
internal sealed record NamedTrainer(string Name, TrainerDeclaration? Declaration)
{
    private const string HowToAdd = "lay it into trainers/NAME of the server's home (docs/trainers.md)";

    /// <summary>Null where the search names none: Paretune's networks are trained.</summary>
    /// <param name="trainers">Those the server has; null while not known.</param>
    public static NamedTrainer? Of(Field field, IReadOnlyCollection<TrainerReading>? trainers)
    {
        if (field.Text() is not { } name)
            return null;
        var reading = trainers?.FirstOrDefault(known => known.Name == name);
        if (trainers is not null && reading is null)
            field.Fault($"{Spelling.Unknown("trainer", name, [.. trainers.Select(known => known.Name)])}; {HowToAdd}");
        foreach (var fault in reading?.Faults ?? [])
            field.Fault($"must be one that can be used, but {TrainerReader.FileName} of {name} is wrong: {fault.Field} {fault.Message}");
        return new(name, reading?.Declaration);
    }

    /// <summary>Faults for what only Paretune's own networks have.</summary>
    public void Check(Fields root, SearchSpec spec)
    {
        if (root["network"].IsGiven && root["network"].Text() is { } network && network != Name)
            root["network"].Fault($"must be left out where a trainer is named, but is {network}; remove one of the two");
        if (root["trainImages"].IsGiven && spec.Dataset == Name)
            root["trainImages"].Fault($"is for data sets, and trainer {Name} brings its own; remove it, or name a data set");
        foreach (var (i, objective) in spec.Objectives.Index())
            if (objective is Objective.Macs or Objective.Latency)
                root["objectives"].Fault($"must hold what is known of trainer {Name}: accuracy, parameters or bytes, but [{i}] is {objective.ToString().ToLowerInvariant()}; remove it");
        if (spec.Limits.Macs is { } most)
            root["limits"].Fault($"must not limit MACs, which nobody counts for trainer {Name}, but macs is {most}; remove it");
    }
}
