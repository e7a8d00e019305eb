namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Recognizes trials that have learned nothing yet: their accuracy is not clearly above that of guessing. How long a network keeps guessing
/// predicts little about its result, so their error is not evidence.
/// </summary>
/// <param name="Accuracy">Up to which a trial is still guessing; negative if the number of classes is not known, so that none is.</param>
internal readonly record struct ChanceLevel(double Accuracy)
{
    // The margin above guessing: a share of the range up to 1, and a number of standard errors of the validation images. Chosen on LCBench
    // tasks that the benchmark does not use.
    private const double Share = 0.03, StandardErrors = 2;

    public static ChanceLevel None { get; } = new(-1);

    /// <param name="classes">0 if their number is not known.</param>
    /// <param name="images">Validation images; 0 where their number is not known.</param>
    public static ChanceLevel From(int classes, int images)
    {
        if (classes < 2)
            return None;
        var (chance, rest) = (1.0 / classes, 1 - 1.0 / classes);
        return new(chance + Math.Max(Share * rest, images == 0 ? 0 : StandardErrors * Math.Sqrt(chance * rest / images)));
    }

    /// <summary>
    /// Whether a report is that of a network that guesses. If accuracies per class are reported, all classes have equal weight: a network
    /// that always predicts the largest class is guessing.
    /// </summary>
    public bool IsGuessed(Report report) => Balanced(report) <= Accuracy;

    private static double Balanced(Report report) => report.ClassAccuracy.IsDefaultOrEmpty ? report.Accuracy
        : report.ClassAccuracy.Where(accuracy => !double.IsNaN(accuracy)).DefaultIfEmpty(report.Accuracy).Average();
}
