using System.Text.Json;
using Paretune.Client.Output;
using Paretune.Tuning.Simulation;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;
using CurveTable = Paretune.Tuning.Simulation.CurveTable;

namespace Paretune.Client.Submission;

/// <summary>A search file with the table that it is simulated on.</summary>
internal sealed class SimulatedSearch
{
    // The number does not matter: rules that use it decide nothing that is reported.
    private const int Classes = 10;

    private readonly TableReadResult _reading;
    private readonly JsonElement _json;
    private readonly IReadOnlyList<MissingValues> _missing;

    private SimulatedSearch(
        SearchSpec spec, CurveTable table, TableReadResult reading, JsonElement json, IReadOnlyList<MissingValues> missing) =>
        (Spec, Table, _reading, _json, _missing) = (spec, table, reading, json, missing);

    public SearchSpec Spec { get; }

    /// <summary>The rows that the search may try.</summary>
    public CurveTable Table { get; }

    /// <exception cref="CommandException">The file or the table has errors; the message lists all of them.</exception>
    public static SimulatedSearch Read(Terminal terminal, string file, string table)
    {
        var search = Open(terminal, file, text => SearchText.Read(SearchSource.NameOf(file), text, []));
        var spec = Checked(search, trainers: null);
        if (spec.Strategy.Kind == StrategyCatalog.Manual)
            Refuse(search.Describe(
                [new("strategy", $"must be one that chooses trials, but is {spec.Strategy.Kind}; choose another strategy")]));
        var rows = Open(terminal, table, text => CurveTableReader.Read(text, spec.Networks[0], Classes));
        Refuse(rows.Errors.Select(error => $"{table}: {error.Field}: {error.Message}"));
        if (spec.Trainer is { } trainer)
            spec = Checked(search, [TableTrainer.Create(rows, trainer)]);
        var errors = new List<ValidationError>();
        var json = JsonSerializer.SerializeToElement(search.Json);
        var missing = new List<MissingValues>();
        var within = new TableSpace(spec, json).Create(rows, errors, missing);
        Refuse(search.Describe(errors));
        return new(spec, within!, rows, json, missing);
    }

    /// <summary>Prints what is simulated, and which parts of the file and the table are not used.</summary>
    public void Print(Printer printer, IEnumerable<string> notUsed)
    {
        var rows = _reading.Table!.Rows.Length;
        printer.Note($"{Table.Rows.Length} of {rows} rows are in the search's space, of {CountText.Format(Spec.Epochs, "epoch")} each");
        if (_reading.Skipped.Length > 0)
            printer.Note(
                $"skipped {CountText.Format(_reading.Skipped.Length, "row")}, because their trials were not trained to the last epoch of "
                    + "the table");
        foreach (var one in _missing)
            printer.Note(
                $"not tried: {one.Field} {one.Values} "
                    + (one.WereSkipped ? "(only in skipped rows)" : "(not in the table, perhaps due to limits)"));
        if (Spec.Epochs < _reading.Table.Epochs)
            printer.Note(
                $"curves of {_reading.Table.Epochs} epochs are cut to {Spec.Epochs}; in a real training of that length, learning rates "
                    + "would fall sooner");
        var given = _json.EnumerateObject().Select(one => one.Name).Intersect(notUsed).Concat(TableSpace.UnusedLimits(Spec)).ToList();
        if (given.Count > 0)
            printer.Note($"not used: {string.Join(", ", given)}");
    }

    private static SearchSpec Checked(SearchText search, IReadOnlyCollection<TrainerReadResult>? trainers)
    {
        var reading = search.Check(datasets: null, trainers);
        Refuse(search.Describe(reading.Errors));
        return reading.Spec!;
    }

    private static void Refuse(IEnumerable<string> lines)
    {
        var errors = lines.ToList();
        if (errors.Count > 0)
            throw CommandException.BadInput(string.Join(Environment.NewLine, errors));
    }

    private static T Open<T>(Terminal terminal, string file, Func<TextReader, T> read)
    {
        using var text = SearchSource.Open(terminal, file);
        return read(text);
    }
}
