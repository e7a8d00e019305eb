using Paretune.Bench.Efficiency.Measuring;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>
/// Reports whether stated probabilities are calibrated: for decisions with similar probabilities, the share of trials that really ended
/// above their opponent.
/// </summary>
internal static class CalibrationReport
{
    private const string Grid = "calibration: trials that ended above their opponent, by predicted chance";

    /// <param name="picture">The file for a picture of all results together; null for none.</param>
    public static IEnumerable<Row> Rows(IEnumerable<EfficiencyResult> results, string? picture)
    {
        var stated = results.Where(result => result.Strategy.Name == ComparedStrategies.Front)
            .Select(result => (result.Table.Name, All: result.Runs.SelectMany(run => run.Stated).ToList()))
            .Where(table => table.All.Count > 0).ToList();
        List<StatedProbability> all = [.. stated.SelectMany(table => table.All)];
        if (all.Count == 0)
            return [];
        var bins = CalibrationBin.Create(all);
        if (picture is not null)
            File.WriteAllText(picture, CalibrationPicture.Create(bins));
        return [
            .. stated.SelectMany(table => Cells(table.Name, CalibrationBin.Create(table.All))), .. Cells("all together", bins),
            .. bins.Select(Outside),
        ];
    }

    private static IEnumerable<Row> Cells(string line, IEnumerable<CalibrationBin> bins) =>
        from bin in bins
        where bin.Count > 0
        let cell = new Cell(Grid, line, bin.Name)
        select new Row($"{Grid}: {line}: {cell.Column}", 100 * bin.Above, "%")
        {
            Cell = cell,
            Note = FormattableString.Invariant($"of {bin.Count:N0}, predicted {100 * bin.Stated:0.0}"),
        };

    private static Row Outside(CalibrationBin bin)
    {
        var share = bin.Count == 0 ? bin.From : bin.Above;
        return new(
            $"calibration: predicted {bin.Name}: distance of the observed share from this range",
            100 * Math.Abs(share - Math.Clamp(share, bin.From, bin.To)), "points", Goal: 0, AtMost: true)
        {
            Note = FormattableString.Invariant($"{100 * share:0.0} % of {bin.Count:N0}"),
        };
    }
}
