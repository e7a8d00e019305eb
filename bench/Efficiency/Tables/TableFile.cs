using System.Globalization;
using System.IO.Compression;

namespace Paretune.Bench.Efficiency.Tables;

/// <summary>
/// Locates tables: results that others published are in the folder that <c>PARETUNE_TABLES</c> names, because they do not belong to this
/// repository; Paretune's own tables are beside the benchmark.
/// </summary>
internal static class TableFile
{
    private const string Variable = "PARETUNE_TABLES";

    /// <summary>Returns the path of a table that others published.</summary>
    public static string Handed(string name) =>
        Path.Combine(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : $"${Variable}", name);

    /// <summary>Returns the path of a table in <c>bench/tables</c>.</summary>
    public static string Own(string name) => Path.Combine(AppContext.BaseDirectory, "tables", name);

    /// <summary>Returns all rows but the header. A file whose name ends in .gz is decompressed.</summary>
    public static IEnumerable<string[]> Csv(string path)
    {
        using var file = File.OpenRead(path);
        using var text = new StreamReader(
            path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        text.ReadLine();
        while (text.ReadLine() is { Length: > 0 } line)
            yield return line.Split(',');
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
