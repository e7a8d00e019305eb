namespace Paretune.Tuning.Simulation;

/// <summary>A decision that gave a probability that a trial ends above a line of accuracy, and whether the truth agrees.</summary>
/// <param name="Epochs">Epochs of the rung.</param>
/// <param name="EndedAbove">Whether the trial ends above the line if it is trained to its last epoch.</param>
public readonly record struct StatedProbability(int Epochs, double Chance, bool EndedAbove)
{
    /// <summary>Returns the stated chances of a run, by trial and in order. A decision without a line states none.</summary>
    public static IEnumerable<StatedProbability> From(SimulatedRun run)
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
