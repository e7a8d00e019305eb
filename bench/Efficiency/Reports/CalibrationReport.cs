using System.Collections.Immutable;
using Paretune.Bench.Efficiency.Measuring;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>
/// Whether stated chances mean what they say: of all decisions that state about as much, the share that really ended above.
/// </summary>
internal static class CalibrationReport
{
    private const string Grid = "calibration: trials that really ended above, of those that a chance was stated for";

    private static readonly ImmutableArray<(double From, double To)> Bins = [(0, 0.02), (0.02, 0.1), (0.1, 0.5), (0.5, 1)];

    public static IEnumerable<Row> Rows(IEnumerable<EfficiencyResult> results)
    {
        var stated = results.Where(result => result.Strategy.Name == ComparedStrategies.Front)
            .Select(result => (result.Table.Name, All: result.Runs.SelectMany(run => run.Stated).ToList()))
            .Where(table => table.All.Count > 0).ToList();
        List<StatedChance> all = [.. stated.SelectMany(table => table.All)];
        return all.Count == 0 ? [] : [
            .. stated.SelectMany(table => Cells(table.Name, table.All)), .. Cells("all together", all),
            .. Bins.Select(bin => Outside(bin, all)),
        ];
    }

    private static IEnumerable<Row> Cells(string line, List<StatedChance> stated) =>
        from bin in Bins
        let within = Within(bin, stated)
        where within.Count > 0
        let cell = new Cell(Grid, line, Name(bin))
        select new Row($"{Grid}: {line}: {cell.Column}", 100 * Share(within), "%")
        {
            Cell = cell,
            Note = FormattableString.Invariant($"of {within.Count:N0}, stated {100 * within.Average(one => one.Chance):0.0}"),
        };

    private static Row Outside((double From, double To) bin, List<StatedChance> all)
    {
        var within = Within(bin, all);
        var share = within.Count == 0 ? bin.From : Share(within);
        return new(
            $"calibration: stated {Name(bin)}: how far the share that ended above lies outside",
            100 * Math.Abs(share - Math.Clamp(share, bin.From, bin.To)), "points", Goal: 0, AtMost: true)
        {
            Note = FormattableString.Invariant($"{100 * share:0.0} % of {within.Count:N0}"),
        };
    }

    // The last one holds what is certain too.
    private static List<StatedChance> Within((double From, double To) bin, List<StatedChance> stated) =>
        [.. stated.Where(one => one.Chance >= bin.From && (one.Chance < bin.To || bin.To == 1))];

    private static double Share(List<StatedChance> stated) => stated.Count(one => one.EndedAbove) / (double)stated.Count;

    private static string Name((double From, double To) bin) => FormattableString.Invariant($"{100 * bin.From:0}–{100 * bin.To:0} %");
}
