namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>A log error at the end, as a normal distribution.</summary>
internal readonly record struct Prediction(double Mean, double Deviation)
{
    /// <summary>The accuracy in the middle of it.</summary>
    public double Accuracy => LogErrors.Accuracy(Mean);

    /// <summary>About one standard deviation of the accuracy: half of what lies between one more and one less of the log error.</summary>
    public double AccuracyDeviation => (LogErrors.Accuracy(Mean - Deviation) - LogErrors.Accuracy(Mean + Deviation)) / 2;

    /// <summary>The same of an accuracy that lies from 0 to 1.</summary>
    public double BoundedDeviation =>
        (Math.Clamp(LogErrors.Accuracy(Mean - Deviation), 0, 1) - Math.Clamp(LogErrors.Accuracy(Mean + Deviation), 0, 1)) / 2;

    /// <summary>The probability to end above a line.</summary>
    /// <param name="line">As a log error; null for none, above which everything ends.</param>
    public double Chance(double? line) => line is { } one ? NormalDistribution.Below(Distance(one)) : 1;

    /// <summary>How many deviations the line is from the middle; the chance grows with it.</summary>
    public double Distance(double line) => (line - Mean) / Deviation;

    /// <summary>
    /// The mean of what the accuracy exceeds a line by: the error is log-normal, and this the value of a put (Black and Scholes, "The
    /// pricing of options and corporate liabilities", 1973).
    /// </summary>
    /// <param name="line">As a log error.</param>
    public double ExpectedGain(double line)
    {
        var distance = Distance(line);
        return Math.Max(0, LogErrors.Share(line) * NormalDistribution.Below(distance)
            - LogErrors.Share(Mean + Deviation * Deviation / 2) * NormalDistribution.Below(distance - Deviation));
    }
}
