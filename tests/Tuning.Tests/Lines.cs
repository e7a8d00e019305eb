using System.Text.Json;
using Paretune.Testing;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Tests.Strategies;

namespace Paretune.Tuning.Tests;

/// <summary>A search of a custom trainer.</summary>
internal static class Lines
{
    /// <summary>A search with two by two configurations.</summary>
    public static SearchSpec Spec { get; } =
        Read("""
            { "trainer": "lines", "epochs": 3, "space": { "hyperparameters": { "channels": [32, 8], "pooling": ["mean", "max"] } } }
            """).Spec!;

    public static IEnumerable<Configuration> Configurations(Space space) =>
        Candidates(Spec with { Space = space }).Select(candidate => candidate.Configuration);

    public static IEnumerable<Candidate> Candidates(SearchSpec spec)
    {
        var strategy = StrategyCatalog.Create(spec, () => CandidateSpace.Count(spec, classes: 0));
        return strategy.All();
    }

    public static SpecReadResult Read(string json, params IReadOnlyCollection<Dataset> datasets)
    {
        using var document = JsonDocument.Parse(json);
        return SearchSpecReader.Read(document.RootElement, datasets, [LinesTrainer.Usable, LinesTrainer.Broken]);
    }
}
