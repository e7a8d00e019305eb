namespace Paretune.Training.Recipes;

/// <summary>
/// A linear warm-up, then half a cosine (Loshchilov and Hutter 2017). A pure function of the step, so that a resumed trial needs no state
/// of a scheduler.
/// </summary>
internal static class WarmupCosine
{
    // Share of all steps that warm up, and the last rate as a share of the peak. Our choice; the paper has a constant rate.
    private const double WarmUp = 0.05;
    private const double Final = 0.01;

    /// <param name="peak">The configuration's learning rate.</param>
    /// <param name="step">Global step, from 0.</param>
    /// <param name="steps">Steps of all epochs.</param>
    public static double At(double peak, long step, long steps)
    {
        var warm = Math.Max(1, steps * WarmUp);
        if (step < warm)
            return peak * (step + 1) / (warm + 1);
        var done = (step - warm) / Math.Max(1, steps - warm);
        return peak * (Final + (1 - Final) * (1 + Math.Cos(Math.PI * done)) / 2);
    }
}
