using System.Collections.Immutable;

namespace Paretune.Tuning.Fronts;

/// <summary>Whether an objective is minimized or maximized.</summary>
public enum Direction
{
    Minimize,
    Maximize,
}

/// <summary>The members that no other dominates. Adding costs O(members), never O(all that was added).</summary>
/// <typeparam name="T">What a point stands for.</typeparam>
public sealed class Front<T>(params Direction[] directions)
{
    private readonly List<Member> _members = [];

    /// <summary>In the order they were added.</summary>
    public IReadOnlyCollection<T> Members => [.. _members.Select(member => member.Item)];

    /// <summary>The members that the newest one dominates.</summary>
    public ImmutableArray<T> Replaced { get; private set; } = [];

    /// <summary>Adds a point. Equal points are members together. A point with NaN is never a member.</summary>
    /// <param name="values">One for each direction, in the same order.</param>
    /// <returns>Whether it is on the front now.</returns>
    /// <exception cref="ArgumentException">There is not one value for each direction.</exception>
    public bool Add(T item, params ReadOnlySpan<double> values)
    {
        var losses = Dominance.Losses(values, directions);
        if (losses.Any(double.IsNaN) || _members.Exists(member => Dominance.Holds(member.Losses, losses)))
            return false;
        Replaced = [.. _members.Where(member => Dominance.Holds(losses, member.Losses)).Select(member => member.Item)];
        if (!Replaced.IsEmpty)
            _members.RemoveAll(member => Dominance.Holds(losses, member.Losses));
        _members.Add(new(item, losses));
        return true;
    }

    /// <summary>Whether a point with these values would be a member now; it is not added.</summary>
    public bool Admits(params ReadOnlySpan<double> values)
    {
        var losses = Dominance.Losses(values, directions);
        return !losses.Any(double.IsNaN) && !_members.Exists(member => Dominance.Holds(member.Losses, losses));
    }

    /// <param name="Losses">The point's values, turned so that less is better.</param>
    private readonly record struct Member(T Item, double[] Losses);
}
