namespace Paretune.Training.Recipes;

/// <summary>
/// Trains on small images first: an epoch at two thirds of the side takes less than half the time, and what the network learns carries over
/// to larger images (Howard 2018, "Training Imagenet in 3 hours for 25 minutes"; Touvron et al. 2019). A pure function of the epoch, so
/// that a resumed trial needs no state.
/// </summary>
internal static class ProgressiveSize
{
    private const double Small = 2 / 3.0;

    /// <summary>Returns the side of the images of an epoch in pixels.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="full">Side of the network's input.</param>
    /// <param name="least">The minimum side that the network supports.</param>
    public static int Compute(Job job, int epoch, int full, int least)
    {
        // An extended trial trains on full-size images after its first completion.
        var planned = job.Extensions.IsDefaultOrEmpty ? job.Epochs : job.Extensions[0];
        var small = Math.Min(planned - 1, (int)Math.Round((job.Configuration.Recipe?.Progressive ?? 0) * planned));
        return epoch <= small ? Math.Max(least, (int)Math.Round(Small * full)) : full;
    }
}
