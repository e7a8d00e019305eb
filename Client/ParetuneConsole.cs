using System.CommandLine;
using System.CommandLine.Invocation;
using Paretune.Client.Commands;

namespace Paretune.Client;

/// <summary>The console <c>paretune</c>: reads a command line, runs it, answers with the exit code.</summary>
public static class ParetuneConsole
{
    public static async Task<int> Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken interrupted)
    {
        try
        {
            var parse = CommandTree.Of(terminal).Parse(args);
            if (parse.Action is ParseErrorAction)
                throw Refusal.BadInput(Describe(parse));
            var streams = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parse.InvokeAsync(streams, interrupted);
        }
        catch (Refusal refusal)
        {
            await terminal.Error.WriteLineAsync(refusal.Message);
            return (int)refusal.Code;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return (int)ExitCode.Interrupted;
        }
    }

    // The parser breaks some of its messages over lines.
    private static string Describe(ParseResult parse)
    {
        var errors = parse.Errors.Select(
            error => string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return string.Join(Environment.NewLine, [.. errors, $"see: {CommandTree.PathOf(parse.CommandResult.Command)} --help"]);
    }
}
