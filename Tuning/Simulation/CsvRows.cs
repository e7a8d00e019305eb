using System.Text;

namespace Paretune.Tuning.Simulation;

/// <summary>Reads comma-separated values (RFC 4180): quoted cells may contain commas, quotes and line ends.</summary>
internal static class CsvRows
{
    /// <summary>Returns the cells of each row with the number of the row's first line. Empty lines are skipped.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Read(TextReader text)
    {
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            var begins = ++number;
            // An odd number of quotes means that a quoted cell continues on the next line.
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
