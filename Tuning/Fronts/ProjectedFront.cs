namespace Paretune.Tuning.Fronts;

/// <summary>
/// A front over three or more objectives, projected to two: members may be dominated there, and a line through all of them would fall
/// again.
/// </summary>
public static class ProjectedFront
{
    /// <summary>The members that no other dominates in these two objectives, the cheapest first.</summary>
    /// <param name="cost">Less is better.</param>
    /// <param name="accuracy">More is better.</param>
    public static IEnumerable<T> Select<T>(IEnumerable<T> members, Func<T, double> cost, Func<T, double> accuracy)
    {
        var (best, least) = (double.NegativeInfinity, double.NaN);
        foreach (var member in members.OrderBy(cost).ThenByDescending(accuracy))
        {
            if (accuracy(member) < best || (accuracy(member) == best && cost(member) > least))
                continue;
            (best, least) = (accuracy(member), cost(member));
            yield return member;
        }
    }
}
