namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>A predicted final log error, as a normal distribution.</summary>
internal readonly record struct Prediction(double Mean, double Deviation)
{
    /// <summary>The accuracy at the mean.</summary>
    public double Accuracy => LogErrors.Accuracy(Mean);

    /// <summary>
    /// About one standard deviation of the accuracy: half of the difference between the log error plus and minus one deviation.
    /// </summary>
    public double AccuracyDeviation => (LogErrors.Accuracy(Mean - Deviation) - LogErrors.Accuracy(Mean + Deviation)) / 2;

    /// <summary>The same for an accuracy bounded to 0 to 1.</summary>
    public double BoundedDeviation =>
        (Math.Clamp(LogErrors.Accuracy(Mean - Deviation), 0, 1) - Math.Clamp(LogErrors.Accuracy(Mean + Deviation), 0, 1)) / 2;

    /// <summary>The probability to end above a line.</summary>
    /// <param name="line">As a log error; null for none, above which everything ends.</param>
    public double Chance(double? line) => line is { } one ? NormalDistribution.Below(Distance(one)) : 1;

    /// <summary>The distance of the line from the mean in deviations; the chance grows with it.</summary>
    public double Distance(double line) => (line - Mean) / Deviation;

    /// <summary>
    /// The mean amount by which the accuracy exceeds a line: the error is log-normal, so this is the value of a put (Black and Scholes,
    /// "The pricing of options and corporate liabilities", 1973).
    /// </summary>
    /// <param name="line">As a log error.</param>
    public double ExpectedGain(double line)
    {
        var distance = Distance(line);
        return Math.Max(0, LogErrors.Share(line) * NormalDistribution.Below(distance)
            - LogErrors.Share(Mean + Deviation * Deviation / 2) * NormalDistribution.Below(distance - Deviation));
    }
}
