namespace Paretune.Client.Output;

/// <summary>Items as comma-separated values (RFC 4180), a row each under the names of the columns.</summary>
internal sealed record Csv<T>(params IReadOnlyList<(string Name, Func<T, object?> Value)> Columns)
{
    public void Write(TextWriter output, IEnumerable<T> items)
    {
        output.WriteLine(TrialCsv.Line(Columns.Select(column => column.Name)));
        foreach (var item in items)
            output.WriteLine(TrialCsv.Line(Columns.Select(column => column.Value(item))));
    }
}
