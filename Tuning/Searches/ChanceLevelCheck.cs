using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Searches;

/// <summary>Detects a trial that has learned nothing: its loss stays at ln(classes), that of guessing all classes equally.</summary>
internal static class ChanceLevelCheck
{
    // Shares of ln(classes). Dead networks stay at ln(classes) to four digits; those that learn fall by 5 % within their first hundred
    // steps.
    private const double Below = 0.01, Above = 0.05;

    // Accuracy over the classes, as a multiple of that of guessing. A network that puts every image into one class has exactly 1.
    private const double Better = 1.5;

    /// <summary>Why a trial that was trained to its end has no usable model; null if it has one, or if that is not known.</summary>
    /// <param name="last">Its newest report, which is also in the curve.</param>
    /// <param name="classes">0 if a custom trainer brings its own data, whose loss may be anything.</param>
    public static string? ReasonOf(Curve curve, Report last, int classes)
    {
        if (classes < 2 || Balanced(last) is not { } balanced)
            return null;
        var guessed = Math.Log(classes);
        var isAtChance = curve.Points.All(point =>
            point.ValidationLoss >= guessed * (1 - Below) && point.ValidationLoss <= guessed * (1 + Above));
        // Training losses of older epochs are not held by every owner of the search.
        if (!isAtChance || last.TrainLoss < guessed * (1 - Below) || balanced * classes >= Better)
            return null;
        var epochs = curve.Count == 1 ? "epoch" : "epochs";
        return FormattableString.Invariant($"{StateWords.DidNotLearn}: after {curve.Count} {epochs} the validation loss ")
            + FormattableString.Invariant($"is {curve.BestLoss:0.0000}, and ")
            + FormattableString.Invariant($"guessing gives ln({classes}) = {guessed:0.0000}; try another learning rate or more epochs");
    }

    /// <summary>Null if a custom trainer reports no classes.</summary>
    private static double? Balanced(Report report) => report switch
    {
        { Balanced: { } balanced } => balanced,
        { ClassAccuracy.IsDefaultOrEmpty: false } =>
            report.ClassAccuracy.Where(accuracy => !double.IsNaN(accuracy)).DefaultIfEmpty(0).Average(),
        // More classes than a report lists, of about equally many images each.
        { TopFive: not null } => report.Accuracy,
        _ => null,
    };
}
