using System.CommandLine;

namespace Paretune.Client.Commands;

/// <summary>A verb of the console, with example command lines; a group of verbs shows the examples of its verbs.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IEnumerable<string> Examples =>
        examples.Length > 0 ? examples : Subcommands.OfType<Verb>().SelectMany(verb => verb.Examples.Take(1));

    /// <summary>Whether the verb prints rows, which can also be written as CSV.</summary>
    public bool HasRows { get; init; }

    /// <summary>Creates a verb that only groups others.</summary>
    public static Verb Group(string name, string description, params ReadOnlySpan<Verb> verbs)
    {
        var group = new Verb(name, description);
        foreach (var verb in verbs)
            group.Add(verb);
        return group;
    }

    public Verb With(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
            if (symbol is Argument argument)
                Add(argument);
            else if (symbol is Option option)
                Add(option);
        return this;
    }
}
