using System.Text;

namespace Paretune.Client.Reproduction;

/// <summary>The paths of a report: an HTML page, and the same report as Markdown beside it.</summary>
internal sealed record ReportFiles(string Html, string Markdown)
{
    private static readonly string[] Endings = [".html", ".md"];

    /// <param name="out">The path of either file; null for the default name in the current folder.</param>
    /// <exception cref="CommandException">The extension is neither .html nor .md, or the folder does not exist.</exception>
    public static ReportFiles From(string? @out, string experiment)
    {
        var given = @out ?? $"reproduction-{experiment}.html";
        if (!Endings.Contains(Path.GetExtension(given)))
            throw CommandException.BadInput($"--out: must end in {string.Join(" or ", Endings)}, but is \"{given}\"");
        if (Path.GetDirectoryName(Path.GetFullPath(given)) is { } folder && !Directory.Exists(folder))
            throw CommandException.BadInput($"--out: must be in an existing folder, but {folder} does not exist; create it first");
        return new(Path.ChangeExtension(given, Endings[0]), Path.ChangeExtension(given, Endings[1]));
    }

    /// <exception cref="CommandException">The files cannot be written.</exception>
    public void Write(ReportPage report)
    {
        try
        {
            File.WriteAllText(Html, ReportHtml.Format(report), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.WriteAllText(Markdown, ReportMarkdown.Format(report), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"--out: must be writable, but {Html} or {Markdown} is not: {e.Message}");
        }
    }
}
