using System.Text.Json;
using Paretune.Testing;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Tests;

/// <summary>A search of a custom trainer, run to its end.</summary>
internal static class PlayedTrainer
{
    public static SearchSpec Spec { get; } = Read(
        """
        { "name": "played", "trainer": "lines", "epochs": 2, "space": { "hyperparameters": { "channels": [8, 16, 32], "pooling": ["max",
        "mean"] } } }
        """);

    public static PlayedSearch Search() => new(new("line2345"), Spec, TrainerDeclaration.OwnData(LinesTrainer.Name), Reported);

    private static SearchSpec Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        return SearchSpecReader.Read(json.RootElement, [], [LinesTrainer.Usable]).Spec!;
    }

    // More channels are more accurate and cost more; mean is less accurate than max.
    private static Report Reported(Lease lease, Report report)
    {
        var own = lease.Job.Configuration.Hyperparameters!;
        var channels = own["channels"].Number;
        return report with
        {
            Accuracy = channels / 100 + (own["pooling"].Word == "max" ? 0.1 : 0),
            ClassAccuracy = [],
            Model = new(FileBytes: null, Latency: null, new((long)channels * 1000, Macs: 0, (long)channels * 4000)),
        };
    }
}
