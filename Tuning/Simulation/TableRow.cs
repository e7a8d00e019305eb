using System.Globalization;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>Reads one row of a table of curves.</summary>
/// <param name="places">Column indexes by name.</param>
internal sealed class TableRow(int line, string[] cells, IReadOnlyDictionary<string, int> places, List<ValidationError> errors)
{
    /// <summary>
    /// Reads the row: its configuration, and all of it if its trial was trained to the last epoch; null if it has errors.
    /// </summary>
    public (Candidate Candidate, CurveRow? Whole)? Read(string network, string[] own, int epochs)
    {
        var before = errors.Count;
        if (cells.Length != places.Count)
        {
            errors.Add(new($"line {line}", $"must have {places.Count} cells, as the first line has, but has {cells.Length}"));
            return null;
        }

        var seconds = Text("secondsPerEpoch").Length > 0 ? Positive("secondsPerEpoch") : 1;
        var curve = new TableCurve(line, Text, places.ContainsKey(CurveCsv.Loss(1)), errors).Read(epochs, seconds);
        var candidate = new Candidate(
            Text("network") is { Length: > 0 } named ? named : network, Configuration(own),
            new(Whole("parameters"), Whole("macs"), Whole("bytes")));
        var row = curve is { } whole ? new CurveRow(candidate, whole, Text("latency").Length > 0 ? Positive("latency") : null) : null;
        return errors.Count == before ? (candidate, row) : null;
    }

    private Configuration Configuration(string[] own)
    {
        var values = Hyperparameters.Common.ToDictionary(one => one.Name, Value);
        var recipe = own.Length > 0 ? HyperparameterNames.RecipeOfTrainers : HyperparameterNames.Recipe;
        if (recipe.Any(name => Text(name).Length > 0))
            foreach (var one in RecipeHyperparameters.All.Where(one => recipe.Contains(one.Name)))
                values[one.Name] = one.Kind == HyperparameterKind.Choice ? Word(one) : Value(one);
        foreach (var name in own)
            values[name] = double.TryParse(Text(name), CultureInfo.InvariantCulture, out var number) ? number : Text(name);
        return Paretune.Configuration.Create(values, hasTrainer: own.Length > 0);
    }

    private HyperparameterValue Value(Hyperparameter one)
    {
        if (Text(one.Name).Length == 0)
            return one.Default;
        var number = Number(one.Name) ?? double.NaN;
        return one.Allows(number) ? number : Wrong(one.Name, $"{one.Rule()},");
    }

    private HyperparameterValue Word(Hyperparameter one)
    {
        var word = Text(one.Name);
        if (word.Length == 0)
            return one.Default;
        if (!one.Values.Contains(word))
            Wrong(one.Name, $"one of {string.Join(", ", one.Values)},");
        return one.Values.Contains(word) ? word : one.Default;
    }

    private double Positive(string name) =>
        Number(name) is { } number && number > 0 && double.IsFinite(number) ? number : Wrong(name, "a number above 0,");

    private long Whole(string name) => Text(name).Length == 0 ? 0
        : Number(name) is { } number and >= 0 and <= 1e18 && number == Math.Truncate(number) ? (long)number
        : (long)Wrong(name, "a whole number of at least 0,");

    private double? Number(string name) => double.TryParse(Text(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private double Wrong(string name, string rule)
    {
        errors.Add(new($"line {line}, {name}", $"must be {rule} but is \"{Text(name)}\""));
        return 0;
    }

    private string Text(string name) => places.TryGetValue(name, out var place) ? cells[place].Trim() : "";
}
