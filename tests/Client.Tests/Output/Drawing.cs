using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Tests.Output;

/// <summary>What a person would see, without colour, line by line.</summary>
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
