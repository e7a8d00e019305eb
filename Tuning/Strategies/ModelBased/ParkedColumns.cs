using System.Runtime.Intrinsics;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Parked trials that one model speaks of, a column for each figure and each term of the configuration that it looks at: ten thousand are
/// looked at in a turn, four at a time.
/// </summary>
internal sealed class ParkedColumns(EndModel model)
{
    private enum Column
    {
        LogError, Size, Fell,

        // Of what opposes it.
        Line,

        // As of the last look.
        Mean, Deviation, Distance,

        // NaN until it is asked for.
        Gain,
    }

    private static readonly int Known = Enum.GetValues<Column>().Length;

    private readonly List<ParkedPlace> _places = [];
    private readonly double[][] _columns = [
        .. Enumerable.Repeat(Array.Empty<double>(), Known + model.Configured)];

    public int Count => _places.Count;

    public ParkedPlace this[int row] => _places[row];

    /// <summary>What the trial is expected to end with, and its distance from what opposes it: the chance grows with it.</summary>
    public Prediction PredictionOf(int row) => new(Compute(Column.Mean)[row], Compute(Column.Deviation)[row]);

    public double DistanceOf(int row) => Compute(Column.Distance)[row];

    /// <summary>What opposes it, as a log error; that of no model where nothing does.</summary>
    public double LineOf(int row) => Math.Min(Compute(Column.Line)[row], LogErrors.Worst);

    /// <summary>What it is expected to gain; NaN where that was not looked at since the last look at all.</summary>
    public ref double GainOf(int row) => ref Compute(Column.Gain)[row];

    public void Add(ParkedPlace place)
    {
        var (row, trial) = (Count, place.Trial);
        place.Row = row;
        _places.Add(place);
        if (row == _columns[0].Length)
            for (var column = 0; column < _columns.Length; column++)
                Array.Resize(ref _columns[column], Math.Max(4 * Vector256<double>.Count, 2 * row));
        var features = trial.Parked;
        (Compute(Column.LogError)[row], Compute(Column.Size)[row], Compute(Column.Fell)[row]) = (features.LogError, features.Size,
            features.Fell);
        for (var i = 0; i < model.Configured; i++)
            _columns[Known + i][row] = features.Configured[i];
        Compute(Column.Gain)[row] = double.NaN;
        Oppose(row, trial.Opponent);
    }

    /// <summary>Takes a row out; the last one moves into its place.</summary>
    public void RemoveAt(int row)
    {
        foreach (var column in _columns)
            column[row] = column[Count - 1];
        _places[^1].Row = row;
        _places[row] = _places[^1];
        _places.RemoveAt(Count - 1);
    }

    public void Oppose(int row, FrontTrial? opponent) => Compute(Column.Line)[row] = opponent?.LogError ?? double.PositiveInfinity;

    /// <summary>Looks at all.</summary>
    /// <inheritdoc cref="EndModel.Predict(Features, int)"/>
    public void Look(int images)
    {
        for (var row = 0; row < Count; row += Vector256<double>.Count)
            LookAt(row, images);
        Compute(Column.Gain).AsSpan(0, Count).Fill(double.NaN);
    }

    /// <summary>Looks at one, and at those that lie beside it; they are as they were.</summary>
    public void LookAt(int row, int images)
    {
        row -= row % Vector256<double>.Count;
        Span<Vector256<double>> configured = stackalloc Vector256<double>[model.Configured];
        for (var i = 0; i < configured.Length; i++)
            configured[i] = Vector256.Create(_columns[Known + i], row);
        var (mean, deviation) = model.Predict(At(Column.LogError, row), At(Column.Size, row), At(Column.Fell, row), configured, images);
        var distance = (At(Column.Line, row) - mean) / deviation;
        mean.CopyTo(Compute(Column.Mean), row);
        deviation.CopyTo(Compute(Column.Deviation), row);
        distance.CopyTo(Compute(Column.Distance), row);
    }

    private Vector256<double> At(Column column, int row) => Vector256.Create(Compute(column), row);

    private double[] Compute(Column column) => _columns[(int)column];
}
