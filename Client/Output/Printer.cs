using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>Writes data to standard output in the requested format, and notes to standard error.</summary>
/// <param name="pages">Whether a table that is taller than the terminal is shown in a pager.</param>
internal sealed class Printer(Terminal terminal, OutputFormat format, bool pages = false)
{
    // Relaxed escaping, because the output is not for web pages and "macs > 300" must stay readable.
    private static readonly JsonSerializerOptions OneLine =
        new(ParetuneJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(OneLine) { WriteIndented = true };

    public OutputFormat Format => format;

    /// <param name="isPaged">Whether the output may be shown in a pager, which waits for the user.</param>
    public void One<T>(T value, Func<T, IRenderable> draw, bool isPaged = true)
    {
        if (format == OutputFormat.Table)
            Draw(draw(value), isPaged && pages);
        else if (format == OutputFormat.Json)
            terminal.Out.WriteLine(JsonSerializer.Serialize(value, Indented));
        else
            Line(value);
    }

    public void Many<T>(IReadOnlyCollection<T> items, Func<IReadOnlyCollection<T>, IRenderable> draw)
    {
        if (format != OutputFormat.Jsonl)
            One(items, draw);
        else
            foreach (var item in items)
                Line(item);
    }

    /// <summary>Prints items in the requested format.</summary>
    public void Many<T>(IReadOnlyCollection<T> items, Func<IReadOnlyCollection<T>, IRenderable> draw, Csv<T> csv)
    {
        if (format == OutputFormat.Csv)
            csv.Write(terminal.Out, items);
        else
            Many(items, draw);
    }

    public void Line<T>(T value) => terminal.Out.WriteLine(JsonSerializer.Serialize(value, OneLine));

    public void Note(string message) => terminal.Error.WriteLine(message);

    private void Draw(IRenderable content, bool isPaged)
    {
        if (isPaged && terminal.OutIsTerminal && Pager.Create(terminal) is { } pager)
            pager.Show(content);
        else
            Write(terminal.OutConsole(), content);
    }

    internal static void Write(IAnsiConsole console, IRenderable content)
    {
        console.Write(content);
        // A table ends with a line break, text does not.
        if (content is not Table and not Rows)
            console.WriteLine();
    }
}
