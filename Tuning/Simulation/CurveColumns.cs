using System.Globalization;
using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Simulation;

/// <summary>The columns of a table that hold curves: accuracy@1, loss@1, trainLoss@1, accuracy@2, …</summary>
internal static class CurveColumns
{
    private const char Mark = '@';

    public static bool IsOne(string name) => name.Contains(Mark, StringComparison.Ordinal);

    /// <summary>
    /// Returns the number of epochs. Each epoch must have an accuracy column; either all of them or none have a loss column.
    /// </summary>
    public static int Epochs(string[] header, List<ValidationError> errors)
    {
        var before = errors.Count;
        if (header.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
            errors.Add(new("line 1", $"must name each column once, but names {twice} twice"));
        foreach (var unknown in header.Where(name => IsOne(name) && !IsCurve(name)))
            errors.Add(new(
                $"line 1, {unknown}", "must be accuracy@N, loss@N or trainLoss@N, where N is an epoch; remove the column"));
        var (accuracies, losses) = (Last(header, CurveCsv.Accuracy), Last(header, CurveCsv.Loss));
        if (errors.Count == before && accuracies == 0)
            errors.Add(new(
                "line 1", $"must have the columns {CurveCsv.Accuracy(1)}, {CurveCsv.Accuracy(2)}, … of a table of curves, but has none; "
                + "write one with: paretune search export ID --format curves"));
        if (errors.Count > before)
            return accuracies;
        if (FirstAbsent(header, CurveCsv.Accuracy, Math.Max(accuracies, losses)) is { } accuracy)
            errors.Add(new("line 1", $"must have an accuracy for each of {Math.Max(accuracies, losses)} epochs, but has no {accuracy}"));
        if (losses > 0 && FirstAbsent(header, CurveCsv.Loss, accuracies) is { } loss)
            errors.Add(new("line 1", $"must have a loss for each of {accuracies} epochs or for none, but has no {loss}"));
        return accuracies;
    }

    private static bool IsCurve(string name) =>
        EpochOf(name) is { } epoch
        && (CurveCsv.Accuracy(epoch) == name || CurveCsv.Loss(epoch) == name || CurveCsv.TrainLoss(epoch) == name);

    private static int? EpochOf(string name) =>
        int.TryParse(name.AsSpan(name.IndexOf(Mark) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) && epoch > 0
            ? epoch : null;

    private static int Last(string[] header, Func<int, string> column) =>
        header.Select(name => EpochOf(name) is { } epoch && column(epoch) == name ? epoch : 0).DefaultIfEmpty(0).Max();

    private static string? FirstAbsent(string[] header, Func<int, string> column, int epochs)
    {
        var there = header.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, epochs).Select(column).FirstOrDefault(name => !there.Contains(name));
    }
}
