namespace Paretune.Training.Recipes;

/// <summary>
/// Small images first: an epoch of two thirds of the side takes less than half the time, and what is learnt of it serves the larger ones
/// (Howard 2018, "Training Imagenet in 3 hours for 25 minutes"; Touvron et al. 2019). A pure function of the epoch, so that a resumed trial
/// needs no state.
/// </summary>
internal static class ProgressiveSize
{
    private const double Small = 2 / 3.0;

    /// <summary>Pixels of a side in an epoch.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="full">Of the network's input.</param>
    /// <param name="least">That the network takes.</param>
    public static int Compute(Job job, int epoch, int full, int least)
    {
        // What a trial trains on once it was completed is what it validates on.
        var planned = job.Extensions.IsDefaultOrEmpty ? job.Epochs : job.Extensions[0];
        var small = Math.Min(planned - 1, (int)Math.Round((job.Configuration.Recipe?.Progressive ?? 0) * planned));
        return epoch <= small ? Math.Max(least, (int)Math.Round(Small * full)) : full;
    }
}
