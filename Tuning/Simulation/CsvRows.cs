using System.Text;

namespace Paretune.Tuning.Simulation;

/// <summary>Reads comma-separated values (RFC 4180): cells in quotes may hold commas, quotes and line ends.</summary>
internal static class CsvRows
{
    /// <summary>Each row's cells, with the number of the line it begins on. Empty lines are left out.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Read(TextReader text)
    {
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            var begins = ++number;
            // A quote is open while there is an odd number of them.
            while (line.Count(one => one == '"') % 2 == 1 && text.ReadLine() is { } more)
            {
                line = $"{line}\n{more}";
                number++;
            }

            if (line.Length > 0)
                yield return (begins, Cells(line));
        }
    }

    private static string[] Cells(string line)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"' && isQuoted && at + 1 < line.Length && line[at + 1] == '"')
                cell.Append(line[at++]);
            else if (line[at] == '"')
                isQuoted = !isQuoted;
            else if (line[at] == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(line[at]);
        }

        return [.. cells, cell.ToString()];
    }
}
