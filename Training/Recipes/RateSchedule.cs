namespace Paretune.Training.Recipes;

/// <summary>
/// Computes the learning rate of each step. A pure function of the step, so that a resumed trial needs no scheduler state.
/// </summary>
/// <param name="schedule">The shape after warm-up.</param>
/// <param name="warmup">Share of all steps over which the rate rises.</param>
internal sealed class RateSchedule(Schedule schedule, double warmup)
{
    // The final rate of the cosine as a share of the peak; our choice.
    private const double FinalOfCosine = 0.01;

    // One cycle starts at 1/25 of the peak and ends at almost zero (Smith and Topin 2018, with torch's constants).
    private const double FirstOfCycle = 1 / 25.0, FinalOfCycle = 1e-4;

    // The drops as shares of all steps, and the factor of each drop: He et al. 2016 drop at 32,000 and 48,000 of 64,000 steps.
    private static readonly double[] Steps = [0.5, 0.75];
    private const double LeftByStep = 0.1;

    /// <param name="peak">The configuration's learning rate.</param>
    /// <param name="step">Global step, from 0.</param>
    /// <param name="steps">Steps of all epochs.</param>
    public double At(double peak, long step, long steps)
    {
        // A warm-up of less than a step is ignored, except for the cosine, which has always started with a smaller step.
        var warm = schedule == Schedule.Cosine ? Math.Max(1, steps * warmup) : steps * warmup;
        if (step < warm)
            return peak * Rising((step + 1) / (warm + 1));
        var done = Math.Min(1, (step - warm) / Math.Max(1, steps - warm));
        return peak * Falling(done, step / (double)steps);
    }

    private double Rising(double risen) => schedule == Schedule.OneCycle ? FirstOfCycle + (1 - FirstOfCycle) * risen : risen;

    /// <param name="done">Share of the steps after warm-up.</param>
    /// <param name="ofAll">Share of all steps.</param>
    private double Falling(double done, double ofAll) => schedule switch
    {
        // Loshchilov and Hutter 2017.
        Schedule.Cosine => FinalOfCosine + (1 - FinalOfCosine) * (1 + Math.Cos(Math.PI * done)) / 2,
        Schedule.OneCycle => 1 - (1 - FinalOfCycle) * done,
        Schedule.Step => Math.Pow(LeftByStep, Steps.Count(at => ofAll >= at)),
        _ => 1,
    };
}
