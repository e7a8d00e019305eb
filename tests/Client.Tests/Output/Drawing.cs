using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Tests.Output;

/// <summary>Renders output as a user would see it, without colour, line by line.</summary>
internal static class Drawing
{
    public static string[] Lines(IRenderable content, int width = 160)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(
            new() { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        console.Write(content);
        return text.ToString().Split('\n');
    }
}
