using Paretune.Dashboard.Trainers;
using Paretune.Testing;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Tests;

/// <summary>One trainer that can be used, and one whose declaration is wrong.</summary>
internal sealed class ListedTrainers : ITrainers
{
    public const string Name = LinesTrainer.Name;

    public static TrainerReading Usable => LinesTrainer.Usable;

    public static TrainerReading Broken => LinesTrainer.Broken;

    public IReadOnlyList<TrainerReading> List() => [Usable, Broken];
}
