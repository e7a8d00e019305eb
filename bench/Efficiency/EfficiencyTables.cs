using System.Collections.Immutable;
using Paretune.Bench.Efficiency.LcBench;
using Paretune.Bench.Efficiency.Tables;

namespace Paretune.Bench.Efficiency;

/// <summary>The tables on which strategies are compared.</summary>
internal static class EfficiencyTables
{
    public static ImmutableArray<EfficiencyTable> All { get; } =
    [
        NasBench101.Table, .. LcBenchTask.Judged.Select(LcBenchTable.Judged), RecordedTruth.Table, RecordedTruth.ThreeObjectives,
            TaskSet.Table,
        TimmImageNet.Table, NasBenchMacro.Table, .. LcBenchTask.Tuning.Select(LcBenchTable.Tuning),
    ];

    public static IEnumerable<string> OfGroup(string group) => All.Where(table => table.Group == group).Select(table => table.Name);

    /// <summary>Returns the requested tables whose files exist, and logs why others are left out.</summary>
    /// <exception cref="FileNotFoundException">None of the tables' files exist.</exception>
    public static ImmutableArray<EfficiencyTable> Create(EfficiencyOptions options, TextWriter log)
    {
        var asked = All.Where(table =>
            options.Tables.Length == 0 ? !table.IsOptional : EfficiencyOptions.Names(options.Tables, table.Name)).ToList();
        foreach (var table in asked)
            if (table.Missing.FirstOrDefault() is { } file)
                log.WriteLine($"skipped {table.Name}: {file} does not exist");
        ImmutableArray<EfficiencyTable> there = [.. asked.Where(table => !table.Missing.Any())];
        return there.IsEmpty
            ? throw new FileNotFoundException("no tables were found; set PARETUNE_TABLES to the folder that holds them") : there;
    }
}
