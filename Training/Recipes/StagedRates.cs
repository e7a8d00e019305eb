namespace Paretune.Training.Recipes;

/// <summary>
/// The learning rates of a job that may have been trained further, once or several times: first its schedule as if it ended where it first
/// completed; then, for each time, a fall from the rate that was last, as a cosine to its hundredth. So the epochs that are there already
/// are the same as they were, and are trained alike where a checkpoint is missing. A pure function of the step.
/// </summary>
internal sealed class StagedRates(RateSchedule schedule, Job job)
{
    // Of the peak: some schedules end at next to nothing, and from there nothing more would be learnt.
    private const double LeastFirst = 0.01;

    // Of the first rate of a further stage; our choice, that of the cosine schedule.
    private const double Final = 0.01;

    /// <param name="step">Global step, from 0.</param>
    /// <param name="steps">Of an epoch.</param>
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
