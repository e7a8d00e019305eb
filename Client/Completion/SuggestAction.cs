using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Paretune.Client.Completion;

/// <summary>
/// Implements the directive <c>[suggest:POSITION]</c>, with which shells complete a command line: prints one candidate per line. Candidates
/// begin with the typed text. Options are suggested only after a dash, so that a shell can offer files if there is no other candidate.
/// </summary>
internal sealed class SuggestAction(RootCommand root, SuggestDirective directive) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.Tokens.LastOrDefault(token => token.Type != TokenType.Directive)?.Value ?? "";
        if (parseResult.GetResult(directive)?.Values is [var text, ..] && int.TryParse(text, out var position) && position < line.Length)
            line = line[..Math.Max(0, position)];
        foreach (var candidate in Candidates(line))
            parseResult.InvocationConfiguration.Output.WriteLine(candidate);
        return (int)ExitCode.Done;
    }

    /// <param name="line">The command line up to the cursor, starting with the program's name.</param>
    private IEnumerable<string> Candidates(string line)
    {
        var begin = line.IndexOf(' ', StringComparison.Ordinal);
        if (begin < 0)
            return [];
        var typed = line[(begin + 1)..];
        var word = typed[(typed.LastIndexOf(' ') + 1)..];
        // The value after --option= is completed as a separate word, because the parser fails on it otherwise.
        var option = word.StartsWith("--", StringComparison.Ordinal) ? word[..(word.IndexOf('=', StringComparison.Ordinal) + 1)] : "";
        if (option.Length > 0)
            typed = $"{typed[..^word.Length]}{option[..^1]} {word[option.Length..]}";
        return root.Parse(typed).GetCompletions(typed.Length).Select(item => option + item.Label)
            .Where(candidate => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Where(candidate => candidate[0] != '/' && (candidate[0] != '-' || word.StartsWith('-')));
    }
}
