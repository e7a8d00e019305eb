using Paretune.Dashboard.Trainers;
using Paretune.Storage.Trainers;
using Paretune.Tuning.Specs;

namespace Paretune.Silo.Trainers;

/// <summary>This machine's trainers, for the API.</summary>
internal sealed class LocalTrainers(TrainerStore store) : ITrainers
{
    public IReadOnlyList<TrainerReading> List() => store.List();
}
