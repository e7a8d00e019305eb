using Spectre.Console;

namespace Paretune.Client;

/// <summary>What the console reads, writes and knows of the place it runs in.</summary>
public sealed record Terminal
{
    // Piped tables are not to be folded at a width nobody looks at.
    private const int PipedWidth = 320;

    public required TextReader In { get; init; }

    /// <summary>The same as it comes, for what must not be decoded before it is checked.</summary>
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

    /// <summary>A live view draws over itself, which only a person at a terminal wants.</summary>
    public bool IsLive => OutIsTerminal && ErrorIsTerminal;

    public static Terminal OfProcess() => new()
    {
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
    };

    internal IAnsiConsole OutConsole() => Open(Out, OutIsTerminal);

    internal IAnsiConsole ErrorConsole() => Open(Error, ErrorIsTerminal);

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
        return console;
    }
}
