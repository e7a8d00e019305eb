namespace Paretune.Client.Output;

/// <summary>Writes items as comma-separated values (RFC 4180): a header row, then one row per item.</summary>
internal sealed record Csv<T>(params IReadOnlyList<(string Name, Func<T, object?> Value)> Columns)
{
    public void Write(TextWriter output, IEnumerable<T> items)
    {
        output.WriteLine(TrialCsv.Line(Columns.Select(column => column.Name)));
        foreach (var item in items)
            output.WriteLine(TrialCsv.Line(Columns.Select(column => column.Value(item))));
    }
}
