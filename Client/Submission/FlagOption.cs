using System.CommandLine;
using System.CommandLine.Completions;
using Paretune.Client.Completion;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Submission;

internal static class FlagOption
{
    /// <param name="values">Values for shell completion from the server; null to complete without it.</param>
    /// <param name="help">The help text; null for the default one of the flag.</param>
    /// <param name="isSingle">Whether the command accepts only a single value where a search accepts a list.</param>
    public static Option<string?> ToOption(
        this SearchFlag flag, ServerValues? values = null, string? help = null, bool isSingle = false)
    {
        var isList = !isSingle && flag.Kind is FlagKind.TextList or FlagKind.NumberList;
        var option = new Option<string?>(flag.Name) { Description = help ?? flag.ShortHelp, HelpName = isList ? "a,b,…" : "value" };
        if (flag.Choices.Length > 0)
            option.CompletionSources.Add(context => isList ? Listed(context.WordToComplete, flag.Choices) : Items(flag.Choices));
        if (flag.Path == "dataset" && values is not null)
            option.CompletionSources.Add(values.Datasets);
        if (flag.Path == "trainer" && values is not null)
            option.CompletionSources.Add(values.Trainers);
        if (flag.Path == "from" && values is not null)
            option.CompletionSources.Add(values.SearchesOf);
        return option;
    }

    /// <summary>Returns the completions of a list's last item, each with the items before it.</summary>
    public static IEnumerable<CompletionItem> Listed(string word, IEnumerable<string> choices)
    {
        var before = word[..(word.LastIndexOf(',') + 1)];
        return Items(choices.Except(before.Split(',')).Select(choice => before + choice));
    }

    private static IEnumerable<CompletionItem> Items(IEnumerable<string> labels) => labels.Select(label => new CompletionItem(label));
}
