using System.CommandLine;
using Paretune.Client.Output;
using Paretune.Client.Submission;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Commands;

/// <summary>The options that select a table's rows and columns. Each verb creates its own.</summary>
internal sealed class TableOptions
{
    private const string Ascending = "asc", Descending = "desc";

    private readonly Option<bool> _wide = new("--wide") { Description = "Do not hide columns if the terminal is too narrow." };

    private readonly Option<string?> _columns = new("--columns")
    {
        Description = "Show only these columns, in this order, such as trial,accuracy,macs.",
        HelpName = "names",
    };

    private readonly Option<string?> _sort = new("--sort")
    {
        Description = "Sort by this column, best first; add :asc or :desc to choose the direction.",
        HelpName = "name",
    };

    private readonly Option<int> _top =
        Arguments.Count("--top", "Show only this many rows, from the top. Without it, all are shown.", 0, int.MaxValue);

    /// <param name="names">Column names to complete, if they are known without a server.</param>
    public TableOptions(params IEnumerable<string> names)
    {
        _columns.CompletionSources.Add(context => FlagOption.Listed(context.WordToComplete, names));
        _sort.CompletionSources.Add([.. names]);
    }

    public Symbol[] All => [_wide, _columns, _sort, _top];

    /// <exception cref="CommandException">A column is unknown.</exception>
    public ColumnChoice Choice<T>(Session session, IReadOnlyList<TableColumn<T>> columns)
    {
        var names = session.Get(_columns)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var name in names)
            Find("--columns", name, columns);
        return new(session.Get(_wide), names) { HowToSee = "--wide shows them, --columns chooses" };
    }

    /// <summary>Returns the rows in the requested order and number.</summary>
    /// <exception cref="CommandException">The column to sort by is unknown.</exception>
    public IReadOnlyList<T> Rows<T>(Session session, IReadOnlyList<TableColumn<T>> columns, IEnumerable<T> items)
    {
        var sorted = session.Get(_sort) is { } sort ? Sorted(sort, columns, items) : items;
        return [.. session.Get(_top) is > 0 and var top ? sorted.Take(top) : sorted];
    }

    private static IEnumerable<T> Sorted<T>(string sort, IReadOnlyList<TableColumn<T>> columns, IEnumerable<T> items)
    {
        var (name, direction) = sort.Split(':', 2) is [var before, var after] ? (before, after) : (sort, "");
        if (direction is not ("" or Ascending or Descending))
            throw CommandException.BadInput($"--sort: must end in :{Ascending} or :{Descending}, or have no direction, but is \"{sort}\"");
        var column = Find("--sort", name, columns);
        var known = items.OrderBy(item => column.Key(item) is null);
        return direction == Descending || direction.Length == 0 && column.IsHighestFirst
            ? known.ThenByDescending(column.Key) : known.ThenBy(column.Key);
    }

    private static TableColumn<T> Find<T>(string option, string name, IReadOnlyList<TableColumn<T>> columns) =>
        columns.FirstOrDefault(column => column.Header.IsCalled(name))
        ?? throw CommandException.BadInput($"{option}: {Spelling.Unknown("column", name, [.. NamesOf(columns)])}");

    public static IEnumerable<string> NamesOf<T>(IEnumerable<TableColumn<T>> columns) =>
        columns.Select(column => column.Header.Name).Where(name => name.Length > 0).Select(name => name.Replace(' ', '-'));
}
