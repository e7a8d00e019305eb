using System.CommandLine;
using Paretune.Client.Api;
using Paretune.Client.Completion;
using Paretune.Client.Output;

namespace Paretune.Client.Commands;

/// <summary>What all verbs share: the options for server, key and output, and the code that runs a verb.</summary>
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
        Description = "File with the key, for servers that require one. Default: the key in PARETUNE_KEY.",
        HelpName = "file",
        Recursive = true,
    };

    public Option<string> Output { get; } = OutputOption();

    public Option<bool> NoPager { get; } = new("--no-pager")
    {
        Description = "Show tables that are taller than the terminal without a pager.",
        Recursive = true,
    };

    /// <summary>Values from the server, for completion.</summary>
    public ServerValues Values => new(this);

    /// <summary>Creates an option with a fixed list of values; the first is the default.</summary>
    public static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', values),
            Recursive = true,
            DefaultValueFactory = _ => values[0],
        };
        option.CompletionSources.Add(values);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !values.Contains(token.Value))
                result.AddError($"{name}: must be one of {string.Join(", ", values)}, but is \"{token.Value}\"");
        });
        return option;
    }

    public Verb Runs(Verb verb, Func<Session, CancellationToken, Task<ExitCode>> run)
    {
        verb.SetAction(async (parse, cancellation) =>
        {
            var format = Enum.Parse<OutputFormat>(parse.GetRequiredValue(Output), ignoreCase: true);
            if (format == OutputFormat.Csv && !verb.HasRows)
                throw CommandException.BadInput(
                    $"--output: {CommandTree.PathOf(verb)} has no rows to write as csv; use table, json or jsonl");
            var credential = CredentialOf(parse);
            using var session = new Session(
                terminal, parse, ServerOf(parse), credential,
                new(terminal, format, pages: !parse.GetValue(NoPager)));
            return (int)await run(session, cancellation);
        });
        return verb;
    }

    public Verb Runs(Verb verb, Func<Session, CancellationToken, Task> run) => Runs(verb, async (session, cancellation) =>
    {
        await run(session, cancellation);
        return ExitCode.Done;
    });

    private static Option<string> OutputOption()
    {
        var output = Choice(
            "--output",
            "Output format: table, for people; json, one document; jsonl, one document per line; csv, rows for other programs.",
            [.. Enum.GetNames<OutputFormat>().Select(name => name.ToLowerInvariant())]);
        output.Aliases.Add("-o");
        return output;
    }

    public Credential? CredentialOf(ParseResult parse) => Credential.Read(parse.GetValue(KeyFile), terminal.Variable);

    /// <exception cref="CommandException">The text is not an address, or it has a user name.</exception>
    public Uri ServerOf(ParseResult parse)
    {
        var (source, text) = parse.GetValue(Server) is { } given
            ? ("--server", given) : ("PARETUNE_SERVER", terminal.Variable("PARETUNE_SERVER"));
        if (string.IsNullOrWhiteSpace(text))
            text = DefaultServer;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            throw CommandException.BadInput($"{source}: must be an address such as {DefaultServer}, but is \"{text}\"");
        // The address is not shown, because output ends up in logs.
        return server.UserInfo.Length == 0 ? server : throw CommandException.BadInput(
            $"{source}: must be an address without user name and password, because addresses appear in logs, and user "
            + "names and passwords are never sent; set PARETUNE_KEY or --key-file instead");
    }
}
