namespace Paretune.Training.Images;

/// <summary>How many images of each class are due in a part.</summary>
internal static class Quotas
{
    /// <summary>Images of each class, the lowest class first.</summary>
    public static KeyValuePair<long, int>[] Count(IEnumerable<long> labels) =>
        [.. labels.CountBy(label => label).OrderBy(count => count.Key)];

    /// <summary>
    /// Every class in proportion. What rounding leaves goes to the largest remainders, the lower class first among equals.
    /// </summary>
    public static Dictionary<long, int> InProportion(KeyValuePair<long, int>[] classes, int images)
    {
        var all = classes.Sum(one => one.Value);
        var quotas = classes.ToDictionary(one => one.Key, one => (int)((long)one.Value * images / all));
        var rest = images - quotas.Values.Sum();
        foreach (var (label, _) in classes.OrderByDescending(one => (long)one.Value * images % all).Take(rest))
            quotas[label]++;
        return quotas;
    }

    /// <summary>
    /// The same, but none of a class that has two or more is left without: it takes one from the class that is due most. A class of one
    /// image is due none, because it has to be learned from.
    /// </summary>
    public static Dictionary<long, int> WithEachClass(KeyValuePair<long, int>[] classes, int images)
    {
        var quotas = InProportion(classes, images);
        foreach (var (label, count) in classes)
        {
            if (count < 2 ? quotas[label] == 0 : quotas[label] > 0)
                continue;
            var most = quotas.MaxBy(one => one.Value);
            if (count >= 2 && most.Value < 2)
                break;
            var (from, to) = count < 2 ? (label, classes.MaxBy(one => one.Value - quotas[one.Key]).Key) : (most.Key, label);
            (quotas[from], quotas[to]) = (quotas[from] - 1, quotas[to] + 1);
        }

        return quotas;
    }
}
