using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// Reads the curve of one row of a table. Only the word NaN means that training diverged; any other text that is not a number is an error.
/// </summary>
/// <param name="cell">Returns the text in a column.</param>
internal sealed class TableCurve(int line, Func<string, string> cell, bool hasLosses, List<ValidationError> errors)
{
    /// <summary>Reads the curve; null if it has errors, or ends before its last epoch without having diverged.</summary>
    public ImmutableArray<EpochTruth>? Read(int epochs, double seconds)
    {
        var before = errors.Count;
        var curve = ImmutableArray.CreateBuilder<EpochTruth>();
        var hasDiverged = false;
        for (var epoch = 1; epoch <= epochs && IsThere(epoch) && !hasDiverged; epoch++)
        {
            hasDiverged = hasLosses && IsNaN(CurveCsv.Loss(epoch));
            var accuracy = Accuracy(CurveCsv.Accuracy(epoch), hasDiverged);
            curve.Add(new(accuracy, hasDiverged ? double.NaN : hasLosses ? Loss(CurveCsv.Loss(epoch)) : 1 - accuracy, seconds));
        }

        CheckEnd(curve.Count, epochs, hasDiverged);
        return errors.Count == before && (hasDiverged || curve.Count == epochs) ? curve.ToImmutable() : null;
    }

    /// <summary>Checks that no cell follows the end of a curve; otherwise a forgotten cell would silently cut the curve short.</summary>
    private void CheckEnd(int last, int epochs, bool hasDiverged)
    {
        for (var epoch = last + 1; epoch <= epochs; epoch++)
            foreach (var name in new[] { CurveCsv.Accuracy(epoch), CurveCsv.Loss(epoch) })
                if (cell(name).Length > 0 && !(hasDiverged && IsNaN(name)))
                {
                    Wrong(name, hasDiverged ? $"empty, because {CurveCsv.Loss(last)} says that training diverged,"
                        : $"empty, because {CurveCsv.Accuracy(last + 1)} is empty,");
                    return;
                }
    }

    private bool IsThere(int epoch) => cell(CurveCsv.Accuracy(epoch)).Length > 0 || cell(CurveCsv.Loss(epoch)).Length > 0;

    private double Accuracy(string name, bool hasDiverged) =>
        hasDiverged && (cell(name).Length == 0 || IsNaN(name)) ? double.NaN
        : Number(name) is { } share and >= 0 and <= 1 ? share
        : Wrong(name, "a number from 0 to 1, not a percentage,");

    private double Loss(string name) =>
        Number(name) is { } loss && double.IsFinite(loss) ? loss : Wrong(name, "a number, or NaN where training diverged,");

    private bool IsNaN(string name) => cell(name).Equals("NaN", StringComparison.OrdinalIgnoreCase);

    private double? Number(string name) => double.TryParse(cell(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private double Wrong(string name, string rule)
    {
        errors.Add(new($"line {line}, {name}", $"must be {rule} but is \"{cell(name)}\""));
        return 0;
    }
}
