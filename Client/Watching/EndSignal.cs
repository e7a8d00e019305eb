namespace Paretune.Client.Watching;

/// <summary>
/// Signals that a search has ended: the terminal's bell, and a desktop notification in terminals that support OSC 9
/// (iTerm2, kitty, WezTerm, Ghostty, Windows Terminal); others ignore it.
/// </summary>
internal static class EndSignal
{
    private const char Bell = '\a', Escape = '\e';

    public const string NeedsTerminal =
        "--notify: rings the terminal bell, but standard error is not a terminal; leave it out, or have the search notify a URL: "
        + "paretune search submit --notify URL";

    public static string Format(SearchView search) =>
        $"{Escape}]9;{Plain($"Paretune: {search.Name} {StateWords.Format(search.State)}")}{Bell}{Bell}";

    // A name must not end the sequence and start another.
    private static string Plain(string text) => string.Concat(text.Where(letter => !char.IsControl(letter)));
}
