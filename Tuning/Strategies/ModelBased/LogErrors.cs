using System.Runtime.Intrinsics;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// The errors that models use: the logarithm of the error in per cent plus half a point, so that the last tenths before 100 % do not count
/// more than everything before.
/// </summary>
internal static class LogErrors
{
    private const double Offset = 0.5, Percent = 100;

    /// <summary>The log error of a model that is always wrong; also used for no model.</summary>
    public static double Worst { get; } = Compute(0);

    public static double Compute(double accuracy) => Math.Log(Percent * (1 - accuracy) + Offset);

    public static double Accuracy(double logError) => 1 - (Math.Exp(logError) - Offset) / Percent;

    /// <summary>The error with its half a point, as a share.</summary>
    public static double Share(double logError) => Math.Exp(logError) / Percent;

    /// <summary>The same of several at once.</summary>
    public static Vector256<double> Share(Vector256<double> logErrors) => Vector256.Exp(logErrors) / Percent;

    /// <summary>The standard error from the validation images alone: that of the accuracy, transformed by the logarithm.</summary>
    /// <param name="images">0 where their number is not known.</param>
    public static double StandardError(double logError, int images)
    {
        if (images == 0)
            return 0;
        var accuracy = Math.Clamp(Accuracy(logError), 0, 1);
        return Math.Sqrt(accuracy * (1 - accuracy) / images) / Share(logError);
    }

    /// <summary>The same of several at once.</summary>
    public static Vector256<double> StandardError(Vector256<double> logErrors, int images)
    {
        var shares = Share(logErrors);
        var accuracies = Vector256.Min(Vector256<double>.One, Vector256.Max(
            Vector256<double>.Zero, Vector256<double>.One - shares + Vector256.Create(Offset / Percent)));
        return Vector256.Sqrt(accuracies * (Vector256<double>.One - accuracies) / images) / shares;
    }
}
