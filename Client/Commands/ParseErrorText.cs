using System.CommandLine;
using System.CommandLine.Parsing;
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
            ? [Unknown(unknown, command)] : parse.Errors.Select(Describe);
        return string.Join(Environment.NewLine, [.. errors, $"see: {CommandTree.PathOf(command)} --help"]);
    }

    // The parser's own message names a .NET type. Errors of validators begin with the option's name.
    private static string Describe(ParseError error) =>
        error.SymbolResult is OptionResult { Option: var option, Tokens: [var token] } && RuleOf(option.ValueType, token.Value) is { } rule
            && !error.Message.StartsWith(option.Name, StringComparison.Ordinal)
            ? $"{option.Name}: must be {rule}, but is \"{Spelling.Shortened(token.Value)}\"" : OneLine(error.Message);

    private static string? RuleOf(Type type, string text) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 => text.All(char.IsAsciiDigit) ? $"a whole number of at most {int.MaxValue}" : "a whole number",
        TypeCode.Double => "a number",
        _ => null,
    };

    // Words after an unknown one cannot be judged, so only the first is reported.
    private static string Unknown(string word, Command command)
    {
        if (word.StartsWith('-'))
            return $"unknown option \"{Spelling.Shortened(word)}\"{Meant(Spelling.Nearest(word.Split('=')[0], OptionsOf(command)))}";
        if (command.Subcommands.Count == 0)
            return command.Arguments.FirstOrDefault(argument => argument.ValueType == typeof(int[])) is { } numbers
                ? $"{numbers.Name}: must be {RuleOf(typeof(int), word)}, but is \"{Spelling.Shortened(word)}\""
                : $"unexpected argument \"{Spelling.Shortened(word)}\"";
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
