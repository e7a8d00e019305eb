using System.Text.Json;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests;

/// <summary>A trainer of the users' own, a search of it, and one whose declaration is wrong.</summary>
internal static class Lines
{
    public const string Declared = """
        assembly: Lines.dll
        description: Lines of text
        hyperparameters:
          channels: { kind: whole, min: 1, max: 512, default: 16 }
          dropout: { kind: number, min: 0, max: 0.9, default: 0.1 }
          pooling: { kind: choice, values: [max, mean], default: max }
        """;

    public static TrainerReading Trainer { get; } = TrainerReader.Read("lines", new StringReader(Declared));

    public static TrainerReading Broken { get; } = TrainerReader.Read("torn", new StringReader("assembly: ../Lines.dll"));

    /// <summary>Two by two configurations.</summary>
    public static SearchSpec Spec { get; } =
        Read("""{ "trainer": "lines", "epochs": 3, "space": { "hyperparameters": { "channels": [32, 8], "pooling": ["mean", "max"] } } }""").Spec!;

    public static IEnumerable<Configuration> Configurations(Space space) =>
        Candidates.Of(Spec with { Space = space }, classes: 0).Items.Select(candidate => candidate.Configuration);

    public static SpecReading Read(string json, params IReadOnlyCollection<Dataset> datasets)
    {
        using var document = JsonDocument.Parse(json);
        return SearchSpecReader.Read(document.RootElement, datasets, [Trainer, Broken]);
    }
}
