namespace Paretune.Storage.Files;

/// <summary>
/// Determines which files of a trial are no longer needed, according to the ledger. File times are not used, because a process may hang.
/// List the files before asking the ledger, so that the ledger's state is the newer of the two.
/// </summary>
public static class Leftovers
{
    // The newest checkpoint, and the one before in case the newest is damaged.
    private const int Kept = 2;

    /// <summary>
    /// Returns whether the trial may have files to delete, so that the ledger need be asked: most trials that have ended and been swept
    /// have only the files of one result.
    /// </summary>
    public static bool Possible(IReadOnlyCollection<TrialFile> files) =>
        !files.All(file => file.IsResult || file.IsOutput) || files.DistinctBy(file => file.Attempt).Count() > 1;

    /// <summary>
    /// Returns the files to delete. Until the trial has ended, keeps those of the newest attempt, which may still run, and models beside
    /// checkpoints: an attempt that resumes after the last epoch takes the model over.
    /// </summary>
    /// <param name="files">All files of the trial.</param>
    public static IEnumerable<TrialFile> Find(TrialView trial, IReadOnlyCollection<TrialFile> files)
    {
        if (trial.State.IsTerminal)
            return files.Where(file => !(IsResult(trial, file) || IsLastOfFront(trial, file) || IsNewestOutput(trial, file)));
        var newest = files.Where(file => file.Epoch is not null)
            .OrderByDescending(file => file.Attempt).ThenByDescending(file => file.Epoch).Take(Kept).ToHashSet();
        return files.Where(file => file.Attempt < trial.Attempt && !newest.Contains(file) && !IsResult(trial, file)
            && !IsOfOwnRun(trial, file) && !newest.Any(kept => file == TrialFile.Model(kept.Trial, kept.Attempt)));
    }

    private static bool IsNewestOutput(TrialView trial, TrialFile file) => file.IsOutput && file.Attempt == trial.Attempt;

    private static bool IsResult(TrialView trial, TrialFile file) => file.IsResult && file.Attempt == trial.ModelAttempt;

    /// <summary>A trial that runs once more may be trained further afterwards, from where its own run ended.</summary>
    private static bool IsOfOwnRun(TrialView trial, TrialFile file) =>
        trial is { Run: not null, OnFront: true } && file.Attempt == trial.KeptAttempt;

    /// <summary>Members of the front may be trained further, from where they ended.</summary>
    private static bool IsLastOfFront(TrialView trial, TrialFile file) =>
        trial.OnFront && file.Attempt == trial.ModelAttempt && file.Epoch == trial.Epochs;
}
