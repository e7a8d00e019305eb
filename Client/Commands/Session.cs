using System.CommandLine;
using Paretune.Client.Api;
using Paretune.Client.Output;

namespace Paretune.Client.Commands;

/// <summary>One execution of a verb: its arguments, the server to call and the output to write to.</summary>
internal sealed class Session(Terminal terminal, ParseResult parse, Uri server, Credential? credential, Printer printer) : IDisposable
{
    public Terminal Terminal => terminal;
    public ParseResult Parse => parse;
    public ParetuneApi Api { get; } = new(server, credential, terminal.Clock, printer.Note);
    public Credential? Credential => credential;
    public Printer Printer => printer;

    /// <summary>Returns an argument's value. The parser has already rejected a command line that lacks a required one.</summary>
    public T Get<T>(Argument<T> argument) => parse.GetValue(argument)!;

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    public void Dispose() => Api.Dispose();
}
