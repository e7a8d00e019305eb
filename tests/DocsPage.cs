using System.Runtime.CompilerServices;

namespace Paretune.Testing;

/// <summary>
/// A page of docs/ that a test generates. The test fails if the page is out of date; with <c>PARETUNE_WRITE_DOCS=1</c> it writes the page.
/// </summary>
internal static class DocsPage
{
    /// <summary>A line of every such page that says how to write it again.</summary>
    /// <param name="project">The project of the test, such as Tuning.</param>
    /// <param name="test">The class of the test.</param>
    public static string Note(string project, string test) =>
        $"<!-- Generated from the code: PARETUNE_WRITE_DOCS=1 dotnet run --project tests/{project}.Tests -- "
        + $"--filter-class \"*.{test}\" -->";

    /// <summary>Fails if the page is not exactly this.</summary>
    public static void Check(string name, string text)
    {
        var path = PathOf($"../docs/{name}");
        if (Environment.GetEnvironmentVariable("PARETUNE_WRITE_DOCS") is { Length: > 0 })
            File.WriteAllText(path, text);

        Assert.True(File.Exists(path), $"docs/{name} is missing; write it with PARETUNE_WRITE_DOCS=1");
        Assert.Equal(text.Split('\n'), File.ReadAllText(path).Split('\n'));
    }

    /// <summary>A row of a table.</summary>
    public static string Row(params IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";

    private static string PathOf(string relative, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, relative);
}
