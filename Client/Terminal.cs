using Spectre.Console;

namespace Paretune.Client;

/// <summary>The console's input, output and environment.</summary>
public sealed record Terminal
{
    // Wide enough that piped tables are not wrapped.
    private const int PipedWidth = 320;

    public required TextReader In { get; init; }

    /// <summary>Standard input as raw bytes, for input that must be checked before it is decoded.</summary>
    public Func<Stream> InBytes { get; init; } = Console.OpenStandardInput;

    /// <summary>Output for data only.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Output for progress, notices and errors.</summary>
    public required TextWriter Error { get; init; }
    public bool OutIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Returns an environment variable; null if not set.</summary>
    public required Func<string, string?> Variable { get; init; }
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Columns and lines; null to ask the terminal.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>Opens an address in a browser; returns false if none can be started.</summary>
    public Func<Uri, bool> Browse { get; init; } = _ => false;

    /// <summary>Whether a live view can redraw itself, which is useful only at a terminal.</summary>
    public bool IsLive => OutIsTerminal && ErrorIsTerminal;

    public static Terminal OfProcess() => new()
    {
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
        Browse = Browser.Open,
    };

    internal IAnsiConsole OutConsole() => Open(Out, OutIsTerminal);

    internal IAnsiConsole ErrorConsole() => Open(Error, ErrorIsTerminal);

    /// <summary>Returns a console that writes to <paramref name="text"/> what <see cref="OutConsole"/> would show.</summary>
    internal IAnsiConsole CopyOfOutConsole(TextWriter text)
    {
        var profile = OutConsole().Profile;
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = profile.Capabilities.Ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = (ColorSystemSupport)profile.Capabilities.ColorSystem,
            Interactive = InteractionSupport.No,
        });
        (console.Profile.Width, console.Profile.Height) = (profile.Width, profile.Height);
        console.Profile.Capabilities.Unicode = profile.Capabilities.Unicode;
        return console;
    }

    private IAnsiConsole Open(TextWriter writer, bool isTerminal)
    {
        var isPlain = !isTerminal || Variable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = PipedWidth;
        else if (Size is { } size)
            (console.Profile.Width, console.Profile.Height) = size;
        return console;
    }
}
