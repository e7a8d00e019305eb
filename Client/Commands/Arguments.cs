using System.CommandLine;

namespace Paretune.Client.Commands;

/// <summary>Arguments that several verbs take. Each verb creates its own.</summary>
// Arguments with completion get a help name, because help would otherwise list their completions, which needs a request to the server.
internal static class Arguments
{
    public const string SearchName = "ID";

    public static Argument<string> Search(Shell shell) => new(SearchName)
    {
        Description = "The search's id; see: paretune search list.",
        HelpName = SearchName,
        CompletionSources = { shell.Values.Searches },
    };

    public static Argument<string> Dataset(Shell shell, string description = "The dataset; see: paretune data list.") => new("NAME")
    {
        Description = description,
        HelpName = "NAME",
        CompletionSources = { shell.Values.Datasets },
    };

    public static Argument<int> Trial(Shell shell)
    {
        var number = new Argument<int>("N")
        {
            Description = "The trial's number, from 1.",
            HelpName = "N",
            CompletionSources = { shell.Values.Trials },
        };
        number.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value >= 1))
                result.AddError($"N: must be a whole number of at least 1, but is \"{token.Value}\"");
        });
        return number;
    }

    /// <summary>Creates an option that takes a count.</summary>
    /// <param name="standard">The default; 0 for none.</param>
    public static Option<int> Count(string name, string description, int standard, int most)
    {
        var count = new Option<int>(name) { Description = description, HelpName = "count" };
        if (standard > 0)
            count.DefaultValueFactory = _ => standard;
        count.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value >= 1 && value <= most))
                result.AddError($"{name}: must be a whole number from 1 to {most}, but is \"{token.Value}\"");
        });
        return count;
    }
}
