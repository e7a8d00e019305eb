using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Trainers;

/// <summary>The trainers of the users' own that a search may name, as the API's host has them.</summary>
public interface ITrainers
{
    /// <summary>By name; also those whose declaration is wrong, with what is.</summary>
    IReadOnlyList<TrainerReading> List();
}
