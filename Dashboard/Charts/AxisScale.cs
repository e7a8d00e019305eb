namespace Paretune.Dashboard.Charts;

/// <summary>Maps values to places on an axis: 0 at its start, 1 at its end.</summary>
internal readonly record struct AxisScale(double From, double To, bool IsLogarithmic)
{
    public double Place(double value) => IsLogarithmic ? Math.Log(value / From) / Math.Log(To / From) : (value - From) / (To - From);

    /// <summary>Returns the value at a place; places beyond the ends are extrapolated.</summary>
    public double At(double place) => IsLogarithmic ? From * Math.Pow(To / From, place) : From + place * (To - From);

    /// <summary>Returns about <paramref name="most"/> values to mark: 1, 2 and 5 times powers of ten, or only the powers.</summary>
    public IEnumerable<double> Ticks(int most)
    {
        var (from, to) = (From, To);
        var decades = IsLogarithmic ? Math.Log10(to / from) : 0;
        // Less than half a decade is marked like a linear axis.
        return decades < 0.5 ? Multiples()
            : Enumerable.Range((int)Math.Floor(Math.Log10(from)), (int)Math.Ceiling(decades) + 1)
                .SelectMany(power => (decades * 3 > most ? [1.0] : (double[])[1, 2, 5]).Select(digit => digit * Math.Pow(10, power)))
                .Where(value => value >= from && value <= to);

        IEnumerable<double> Multiples()
        {
            var raw = (to - from) / most;
            var decade = Math.Pow(10, Math.Floor(Math.Log10(raw)));
            var step = decade * ((double[])[1, 2, 5, 10]).First(digit => digit * decade >= raw * (1 - 1e-9));
            return Enumerable.Range(0, most + 1).Select(i => (Math.Ceiling(from / step) + i) * step).Where(value => value <= to);
        }
    }
}
