using System.CommandLine;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Commands;

/// <summary>Formats the errors of a command line, with the verb or option that was probably meant.</summary>
// The parser's own suggestions are not used: they suggest -h for any short word and are written to standard output.
internal static class ParseErrorText
{
    public static string Format(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var errors = parse.UnmatchedTokens is [var unknown, ..]
            ? [Unknown(unknown, command)] : parse.Errors.Select(error => OneLine(error.Message));
        return string.Join(Environment.NewLine, [.. errors, $"see: {CommandTree.PathOf(command)} --help"]);
    }

    // Words after an unknown one cannot be judged, so only the first is reported.
    private static string Unknown(string word, Command command)
    {
        if (word.StartsWith('-'))
            return $"unknown option \"{Spelling.Shortened(word)}\"{Meant(Spelling.Nearest(word.Split('=')[0], OptionsOf(command)))}";
        if (command.Subcommands.Count == 0)
            return $"unexpected argument \"{Spelling.Shortened(word)}\"";
        var verbs = command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToList();
        return $"unknown command \"{Spelling.Shortened(word)}\"{Meant(Spelling.Nearest(word, verbs) ?? Elsewhere(word, command))}";
    }

    private static string Meant(string? word) => word is null ? "" : $"; did you mean \"{word}\"?";

    /// <summary>Finds a verb of that name in a group: "search list" for "list".</summary>
    private static string? Elsewhere(string word, Command command) => command.Subcommands
        .Where(group => group.Subcommands.Any(verb => verb.Name == word)).Select(group => $"{group.Name} {word}").FirstOrDefault();

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Concat(RecursiveOptionsOf(command)).Select(option => option.Name).Distinct();

    private static IEnumerable<Option> RecursiveOptionsOf(Command command) => command.Parents.OfType<Command>().SelectMany(
        parent => parent.Options.Where(option => option.Recursive).Concat(RecursiveOptionsOf(parent)));

    // Some of the parser's messages contain line breaks.
    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
