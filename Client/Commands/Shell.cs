using System.CommandLine;
using Paretune.Client.Api;
using Paretune.Client.Output;

namespace Paretune.Client.Commands;

/// <summary>What all verbs share: the options for server, key and output, and how a verb is run.</summary>
internal sealed class Shell(Terminal terminal)
{
    private const string DefaultServer = "http://127.0.0.1:8080";

    public Option<string?> Server { get; } = new("--server")
    {
        Description = $"Address of the server. Default: PARETUNE_SERVER, else {DefaultServer}.",
        HelpName = "address",
        Recursive = true,
    };

    public Option<string?> KeyFile { get; } = new("--key-file")
    {
        Description = "File with the key for a server that asks for one. Default: the key in PARETUNE_KEY.",
        HelpName = "file",
        Recursive = true,
    };

    public Option<string> Output { get; } = Choice(
        "--output", "How data is written: for people, as one document, or one document a line.", "table", "json", "jsonl");

    /// <summary>An option with a closed list of values, the first of them the default.</summary>
    public static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', values),
            Recursive = true,
            DefaultValueFactory = _ => values[0],
        };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    public Verb Runs(Verb verb, Func<Session, CancellationToken, Task<ExitCode>> run)
    {
        verb.SetAction(async (parse, cancellation) =>
        {
            var credential = Credential.Read(parse.GetValue(KeyFile), terminal.Variable);
            using var session = new Session(
                terminal, parse, ServerOf(parse), credential,
                new(terminal, Enum.Parse<OutputFormat>(parse.GetRequiredValue(Output), ignoreCase: true)));
            return (int)await run(session, cancellation);
        });
        return verb;
    }

    public Verb Runs(Verb verb, Func<Session, CancellationToken, Task> run) => Runs(verb, async (session, cancellation) =>
    {
        await run(session, cancellation);
        return ExitCode.Done;
    });

    private Uri ServerOf(ParseResult parse)
    {
        var (source, text) = parse.GetValue(Server) is { } given
            ? ("--server", given) : ("PARETUNE_SERVER", terminal.Variable("PARETUNE_SERVER"));
        if (string.IsNullOrWhiteSpace(text))
            text = DefaultServer;
        return Uri.TryCreate(text, UriKind.Absolute, out var server) && (server.Scheme is "http" or "https")
            ? server
            : throw Refusal.BadInput($"{source}: must be an address such as {DefaultServer}, but is \"{text}\"");
    }
}
