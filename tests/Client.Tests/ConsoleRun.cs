using System.Text;

namespace Paretune.Client.Tests;

/// <summary>The result of one command line.</summary>
internal sealed record ConsoleRun(int Code, string Out, string Error)
{
    /// <summary>Runs a command line as a script would, without a terminal.</summary>
    public static async Task<ConsoleRun> Run(
        string[] args, string input = "", Uri? server = null, string? key = null, string? dotnet = null, TimeProvider? clock = null,
        byte[]? bytes = null, CancellationToken interrupted = default)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal
        {
            In = new StringReader(input),
            InBytes = () => new MemoryStream(bytes ?? Encoding.UTF8.GetBytes(input)),
            Out = output,
            Error = error,
            Variable = name => name switch
            {
                "PARETUNE_SERVER" => server?.ToString(),
                "PARETUNE_KEY" => key,
                "DOTNET_HOST_PATH" => dotnet,
                _ => null,
            },
            Clock = clock ?? TimeProvider.System,
        };
        var code = await ParetuneConsole.Run(args, terminal, interrupted);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line as a person would, at a terminal.</summary>
    public static async Task<ConsoleRun> AtTerminal(
        string[] args, Uri server, (int Width, int Height) size, string? pager = null, Func<Uri, bool>? browse = null)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal
        {
            In = TextReader.Null,
            Out = output,
            Error = error,
            OutIsTerminal = true,
            Size = size,
            Browse = browse ?? (_ => false),
            Variable = name => name switch
            {
                "PARETUNE_SERVER" => server.ToString(),
                "PAGER" => pager,
                _ => null,
            },
        };
        var code = await ParetuneConsole.Run(args, terminal, CancellationToken.None);
        return new(code, output.ToString(), error.ToString());
    }
}
