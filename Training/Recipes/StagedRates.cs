namespace Paretune.Training.Recipes;

/// <summary>
/// The learning rates of a job that may have been extended, once or several times. The first stage is the schedule up to the first
/// completion; each extension decays from the last rate along a cosine to 1 % of it. Epochs that were already trained keep their rates, so
/// that they are repeated exactly if a checkpoint is missing. A pure function of the step.
/// </summary>
internal sealed class StagedRates(RateSchedule schedule, Job job)
{
    // The minimum first rate of an extension, as a share of the peak: some schedules end at almost zero, from where nothing more would be
    // learned.
    private const double LeastFirst = 0.01;

    // The final rate of an extension as a share of its first one; our choice, as for the cosine schedule.
    private const double Final = 0.01;

    /// <param name="step">Global step, from 0.</param>
    /// <param name="steps">Steps per epoch.</param>
    public double At(long step, int steps)
    {
        var (peak, ends) = (job.Configuration.LearningRate, Ends());
        var end = (long)ends[0] * steps;
        if (step < end || ends.Count == 1)
            return schedule.At(peak, step, end);
        var rate = schedule.At(peak, end - 1, end);
        for (var stage = 1; ; stage++)
        {
            var (begin, first) = (end, Math.Max(rate, peak * LeastFirst));
            end = (long)ends[stage] * steps;
            if (step < end || stage == ends.Count - 1)
                return first * Falling(step - begin, end - begin);
            rate = first * Falling(end - 1 - begin, end - begin);
        }
    }

    private List<int> Ends() => [.. job.Extensions.IsDefault ? [] : job.Extensions, job.Epochs];

    private static double Falling(long step, long steps) => Final + (1 - Final) * (1 + Math.Cos(Math.PI * step / steps)) / 2;
}
