using Paretune.Dashboard.Searches;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Submission;

/// <summary>Formats the console command that submits a form's search.</summary>
internal static class ConsoleCommand
{
    /// <summary>Returns the command for a POSIX shell, with flags in the form's order.</summary>
    public static string Format(SearchForm form) => string.Join(' ', [
        "paretune search submit",
        .. SearchFlag.All.Where(flag => form[flag.Path].Trim() is not "").Select(flag => $"{flag.Name} {Quoted(form[flag.Path].Trim())}"),
        .. form.Own.Where(flag => form[flag.Path].Trim() is not "").Select(flag => $"--hyperparameter {Quoted(Assigned(flag, form))}")]);

    private static string Assigned(SearchFlag flag, SearchForm form) => $"{flag.Path.Split('.')[^1]}={form[flag.Path].Trim()}";

    private static string Quoted(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || ".,_-+:/=".Contains(letter)) && text[0] != '-'
            ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
