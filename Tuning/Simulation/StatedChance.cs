namespace Paretune.Tuning.Simulation;

/// <summary>A decision that stated a trial's chance to end above another, and what the truth says of it.</summary>
/// <param name="Epochs">Of the rung.</param>
/// <param name="EndedAbove">Whether the trial ends above that line when it is trained to its last epoch.</param>
public readonly record struct StatedChance(int Epochs, double Chance, bool EndedAbove)
{
    /// <summary>Those of a run, by trial, each trial's in order. Decisions that nothing opposed state none.</summary>
    public static IEnumerable<StatedChance> From(SimulatedRun run)
    {
        var (index, final) = (new CandidateIndex(run.Truth), new FinalTruth(run.Truth));
        foreach (var added in run.Entries.OfType<TrialAdded>())
        {
            var accuracy = final.Accuracy[index.Find(added.Network!, added.Configuration)];
            foreach (var at in run.Search.Predictions(added.Trial)!)
                if (at.Line is { } line)
                    yield return new(at.Epochs, at.Chance, accuracy > line);
        }
    }
}
