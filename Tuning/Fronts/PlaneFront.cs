namespace Paretune.Tuning.Fronts;

/// <summary>
/// A front over three and more objectives, as it looks in a picture of two: members may be dominated there, and a line through all of them
/// would fall again.
/// </summary>
public static class PlaneFront
{
    /// <summary>Those that no other is better than in both, the cheapest first; of equal ones the first.</summary>
    /// <param name="cost">Less is better.</param>
    /// <param name="accuracy">More is better.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> members, Func<T, double> cost, Func<T, double> accuracy)
    {
        var best = double.NegativeInfinity;
        foreach (var member in members.OrderBy(cost).ThenByDescending(accuracy))
        {
            if (accuracy(member) <= best)
                continue;
            best = accuracy(member);
            yield return member;
        }
    }
}
