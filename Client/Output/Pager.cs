using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>Shows output that is taller than the terminal in a pager: <c>PAGER</c>, otherwise less.</summary>
internal sealed class Pager
{
    // As in git: quit if the text fits, keep colours, leave the screen as it is. Also do not wrap long lines.
    private const string LessOptions = "FRSX";

    // A shell's exit code if the program was not found.
    private const int NotFound = 127;

    private readonly Terminal _terminal;
    private readonly string _command;

    private Pager(Terminal terminal, string command) => (_terminal, _command) = (terminal, command);

    /// <summary>Creates the pager; null if <c>PAGER</c> is empty or cat, or the system has none.</summary>
    public static Pager? Create(Terminal terminal)
    {
        var command = terminal.Variable("PAGER") ?? (OperatingSystem.IsWindows() ? "" : "less");
        return command.Trim() is "" or "cat" ? null : new(terminal, command);
    }

    /// <summary>Shows content in the pager if it is taller than the terminal, otherwise prints it.</summary>
    public void Show(IRenderable content)
    {
        var text = new StringWriter();
        var console = _terminal.CopyOfOutConsole(text);
        Printer.Write(console, content);
        // One line is left for the prompt.
        if (text.ToString().AsSpan().Count('\n') < console.Profile.Height || !Run(text.ToString()))
            _terminal.Out.Write(text);
    }

    /// <returns>False if the program was not found.</returns>
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
            // While the pager is open, Ctrl+C is meant for the pager.
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
            // The user quit before the end of the text.
        }
    }
}
