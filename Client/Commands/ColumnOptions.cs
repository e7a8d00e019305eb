using System.CommandLine;
using Paretune.Client.Output;

namespace Paretune.Client.Commands;

/// <summary>Which columns of a table are shown. Each verb needs its own.</summary>
internal sealed class ColumnOptions
{
    private readonly Option<bool> _wide = new("--wide") { Description = "Show all columns, however wide the terminal is." };

    private readonly Option<string?> _columns = new("--columns")
    {
        Description = "Show these columns alone, by their titles, as in id,name,state.",
        HelpName = "titles",
    };

    public Symbol[] All => [_wide, _columns];

    /// <param name="known">The titles there are.</param>
    /// <exception cref="Refusal">A column is not known.</exception>
    public ColumnChoice Of(Session session, IEnumerable<string> known)
    {
        var titles = session.Of(_columns)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var all = known.ToArray();
        return titles.Except(all, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } wrong
            ? throw Refusal.BadInput($"--columns: {Paretune.Tuning.Specs.Spelling.Unknown("column", wrong, all)}")
            : new(session.Of(_wide), titles);
    }
}
