namespace Paretune.Tuning.Fronts;

/// <summary>Which way an objective is better.</summary>
public enum Direction
{
    Minimise,
    Maximise,
}

/// <summary>The members that no other dominates. Adding costs O(members), never O(all that was added).</summary>
/// <typeparam name="T">What a point stands for.</typeparam>
public sealed class Front<T>(params Direction[] directions)
{
    public IReadOnlyCollection<T> Members => throw new NotImplementedException();

    /// <summary>Adds a point. Equal points are members together. A point with NaN is never a member.</summary>
    /// <returns>Whether it is on the front now.</returns>
    public bool Add(T item, params ReadOnlySpan<double> values) => throw new NotImplementedException(directions.Length.ToString());
}
