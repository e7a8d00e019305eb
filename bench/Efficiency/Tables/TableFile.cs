using System.Globalization;
using System.IO.Compression;

namespace Paretune.Bench.Efficiency.Tables;

/// <summary>
/// Where tables lie: results that others published in the folder that <c>PARETUNE_TABLES</c> names, because none of them belongs to this
/// repository, and this product's own beside the benchmark.
/// </summary>
internal static class TableFile
{
    private const string Variable = "PARETUNE_TABLES";

    /// <summary>Of others.</summary>
    public static string Handed(string name) =>
        Path.Combine(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : $"${Variable}", name);

    /// <summary>Of the repository's <c>bench/tables</c>.</summary>
    public static string Own(string name) => Path.Combine(AppContext.BaseDirectory, "tables", name);

    /// <summary>Rows without the first, which names the columns. A name that ends with .gz is unpacked.</summary>
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
