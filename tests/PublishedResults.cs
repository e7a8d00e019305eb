using System.Globalization;
using System.Text.RegularExpressions;
using Paretune.Tuning.Paper;

namespace Paretune.Testing;

/// <summary>The measurements in docs/results, one CSV file per search, and the pages that report them.</summary>
internal static partial class PublishedResults
{
    public static string Docs { get; } = Path.Combine(Root(), "docs");

    /// <summary>The files whose names match the pattern, in order of their names.</summary>
    public static IReadOnlyList<string> Files(string pattern) =>
        [.. Directory.GetFiles(Path.Combine(Docs, "results"), pattern).Order(StringComparer.Ordinal)];

    /// <summary>One row per file: the trial with this δ, and this network if one is given.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Rows(string pattern, int dilation, string? network = null) =>
        [.. Files(pattern).Select(file => Row(file, dilation, network))];

    /// <summary>The mean of a column over the rows that have a value in it; null if none has.</summary>
    public static SeedMean? Mean(IEnumerable<Dictionary<string, string>> rows, string column) =>
        SeedMean.From(rows.Select(row => row[column]).Where(text => text is not "").Select(text => (double?)Number(text)));

    /// <summary>The mean of a column over seeds and half of its 95 % interval, as pages write it; the value alone for one seed.</summary>
    public static string Interval(IEnumerable<Dictionary<string, string>> rows, string column)
    {
        var mean = Mean(rows, column)!;
        return mean.HalfWidth is { } half ? string.Create(CultureInfo.InvariantCulture, $"{100 * mean.Mean:0.00} ± {100 * half:0.00} %")
            : Percent(mean.Mean);
    }

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00} %");

    public static string Page(string name) => File.ReadAllText(Path.Combine(Docs, name));

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The rows of a file, by column.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Table(string name) => Rows(Path.Combine(Docs, "results", name));

    private static Dictionary<string, string> Row(string file, int dilation, string? network) => Rows(file)
        .Single(row => row["dilation"] == dilation.ToString(CultureInfo.InvariantCulture)
            && (network is null || row["network"] == network));

    private static List<Dictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadAllLines(file);
        var header = Cells(lines[0]);
        return [.. lines.Skip(1).Select(line => header.Zip(Cells(line)).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    // A reason may have commas and is then quoted.
    private static string[] Cells(string line) =>
    [
        .. Cell().Matches(line).Select(
            cell => cell.Groups[1].Success ? cell.Groups[1].Value.Replace("\"\"", "\"") : cell.Groups[2].Value),
    ];

    [GeneratedRegex("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))")]
    private static partial Regex Cell();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Distributed.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no Distributed.sln above the tests' build folder");
    }
}
