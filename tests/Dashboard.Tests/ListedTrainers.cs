using Paretune.Dashboard.Trainers;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Tests;

/// <summary>One trainer that can be used, and one whose declaration is wrong.</summary>
internal sealed class ListedTrainers : ITrainers
{
    public const string Name = "lines";

    public static TrainerReading Usable { get; } = TrainerReader.Read(Name, new StringReader(
        """
        assembly: Lines.dll
        description: Lines of text
        hyperparameters:
          channels: { kind: whole, min: 1, max: 512, default: 16 }
          dropout: { kind: number, min: 0, max: 0.9, default: 0.1 }
          pooling: { kind: choice, values: [max, mean], default: max }
        """));

    public static TrainerReading Broken { get; } = TrainerReader.Read("torn", new StringReader("assembly: ../Lines.dll"));

    public IReadOnlyList<TrainerReading> List() => [Usable, Broken];
}
