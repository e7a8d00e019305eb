using System.CommandLine;
using Paretune.Client.Api;
using Paretune.Client.Output;

namespace Paretune.Client.Commands;

/// <summary>One run of one verb: what was asked, where to ask and where to write.</summary>
internal sealed class Session(Terminal terminal, ParseResult parse, Uri server, Credential? credential, Printer printer) : IDisposable
{
    public Terminal Terminal => terminal;
    public ParseResult Parse => parse;
    public ParetuneApi Api { get; } = new(server, credential, terminal.Clock, printer.Note);
    public Credential? Credential => credential;
    public Printer Printer => printer;

    /// <summary>The argument's value; the parser has already refused a command line without a required one.</summary>
    public T Get<T>(Argument<T> argument) => parse.GetValue(argument)!;

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    public void Dispose() => Api.Dispose();
}
