using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>A program that shows what is taller than the terminal: <c>PAGER</c>, else less.</summary>
internal sealed class Pager
{
    // As git has them: quit where it fits, keep colours, leave the screen. And long lines are not folded.
    private const string LessOptions = "FRSX";

    // A shell's answer where it finds no such program.
    private const int NotFound = 127;

    private readonly Terminal _terminal;
    private readonly string _command;

    private Pager(Terminal terminal, string command) => (_terminal, _command) = (terminal, command);

    /// <summary>Null where <c>PAGER</c> is empty or cat, or the system has none.</summary>
    public static Pager? Create(Terminal terminal)
    {
        var command = terminal.Variable("PAGER") ?? (OperatingSystem.IsWindows() ? "" : "less");
        return command.Trim() is "" or "cat" ? null : new(terminal, command);
    }

    /// <summary>Shows it in the pager where it is taller than the terminal, else as it is.</summary>
    public void Show(IRenderable content)
    {
        var text = new StringWriter();
        var console = _terminal.CopyOfOutConsole(text);
        Printer.Write(console, content);
        // A line is left for the prompt.
        if (text.ToString().AsSpan().Count('\n') < console.Profile.Height || !Run(text.ToString()))
            _terminal.Out.Write(text);
    }

    /// <returns>False where there is no such program.</returns>
    private bool Run(string text)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "cmd" : "sh")
        {
            ArgumentList = { OperatingSystem.IsWindows() ? "/c" : "-c", _command },
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment.TryAdd("LESS", LessOptions);
        try
        {
            // Ctrl+C is the pager's while it is open.
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
            using var pager = Process.Start(start)!;
            Feed(pager, text);
            pager.WaitForExit();
            return pager.ExitCode != NotFound;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static void Feed(Process pager, string text)
    {
        try
        {
            pager.StandardInput.Write(text);
            pager.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was left before its end.
        }
    }
}
