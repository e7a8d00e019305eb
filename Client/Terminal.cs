using Spectre.Console;

namespace Paretune.Client;

/// <summary>What the console reads, writes and knows of the place it runs in.</summary>
public sealed record Terminal
{
    // Piped tables are not wrapped.
    private const int PipedWidth = 320;

    public required TextReader In { get; init; }

    /// <summary>The same as raw bytes, for input that must be checked before it is decoded.</summary>
    public Func<Stream> InBytes { get; init; } = Console.OpenStandardInput;

    /// <summary>For data, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>For progress, notices and errors.</summary>
    public required TextWriter Error { get; init; }
    public bool OutIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Columns and lines; null to ask the terminal itself.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>Opens an address in a browser; false where none can be started.</summary>
    public Func<Uri, bool> Browse { get; init; } = _ => false;

    /// <summary>A live view redraws itself, which is useful only at a terminal.</summary>
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

    /// <summary>Writes to <paramref name="text"/> what <see cref="OutConsole"/> would show.</summary>
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
