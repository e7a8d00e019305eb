using Spectre.Console;

namespace Paretune.Client.Demo;

/// <summary>Shows that work is in progress: a spinner at a terminal, one line elsewhere.</summary>
internal static class Waiting
{
    public static async Task Show(Terminal terminal, string what, Task work, CancellationToken cancellation)
    {
        if (terminal.ErrorIsTerminal)
            await terminal.ErrorConsole().Status().StartAsync(Markup.Escape(what), _ => work.WaitAsync(cancellation));
        else
        {
            await terminal.Error.WriteLineAsync(what);
            await work.WaitAsync(cancellation);
        }
    }
}
