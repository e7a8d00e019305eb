using System.Runtime.Intrinsics;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// The parked trials of one model, with a column for each value and each configuration term that it uses. A turn may evaluate ten thousand,
/// four at a time.
/// </summary>
internal sealed class ParkedColumns(FinalErrorModel model)
{
    private enum Column
    {
        LogError, Size, Fell,

        // The log error of its opponent.
        Line,

        // From the last evaluation.
        Mean, Deviation, Distance,

        // NaN until it is requested.
        Gain,
    }

    private static readonly int Known = Enum.GetValues<Column>().Length;

    private readonly List<ParkedPlace> _places = [];
    private readonly double[][] _columns = [
        .. Enumerable.Repeat(Array.Empty<double>(), Known + model.Configured)];

    public int Count => _places.Count;

    public ParkedPlace this[int row] => _places[row];

    /// <summary>The prediction for a trial, and its distance from its opponent; the chance grows with the distance.</summary>
    public Prediction PredictionOf(int row) => new(Compute(Column.Mean)[row], Compute(Column.Deviation)[row]);

    public double DistanceOf(int row) => Compute(Column.Distance)[row];

    /// <summary>Its opponent's log error; that of no model if it has no opponent.</summary>
    public double LineOf(int row) => Math.Min(Compute(Column.Line)[row], LogErrors.Worst);

    /// <summary>Its expected gain; NaN if it was not computed since the last evaluation of all.</summary>
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

    /// <summary>Removes a row; the last one moves into its place.</summary>
    public void RemoveAt(int row)
    {
        foreach (var column in _columns)
            column[row] = column[Count - 1];
        _places[^1].Row = row;
        _places[row] = _places[^1];
        _places.RemoveAt(Count - 1);
    }

    public void Oppose(int row, FrontTrial? opponent) => Compute(Column.Line)[row] = opponent?.LogError ?? double.PositiveInfinity;

    /// <summary>Predicts all rows again.</summary>
    /// <inheritdoc cref="FinalErrorModel.Predict(Features, int)"/>
    public void Predict(int images)
    {
        for (var row = 0; row < Count; row += Vector256<double>.Count)
            LookAt(row, images);
        Compute(Column.Gain).AsSpan(0, Count).Fill(double.NaN);
    }

    /// <summary>Evaluates one row, and its neighbours in the vector, whose values do not change.</summary>
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
