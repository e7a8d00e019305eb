using System.CommandLine;
using System.CommandLine.Invocation;
using Paretune.Client.Commands;

namespace Paretune.Client;

/// <summary>The console <c>paretune</c>: parses a command line, runs it and returns the exit code.</summary>
public static class ParetuneConsole
{
    public static async Task<int> Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken interrupted)
    {
        try
        {
            var parse = CommandTree.Create(terminal).Parse(args);
            if (parse.Action is ParseErrorAction)
                throw CommandException.BadInput(ParseErrorText.Format(parse));
            var streams = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parse.InvokeAsync(streams, interrupted);
        }
        catch (CommandException refusal)
        {
            await terminal.Error.WriteLineAsync(refusal.Message);
            return (int)refusal.Code;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return (int)ExitCode.Interrupted;
        }
    }
}
