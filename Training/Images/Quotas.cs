namespace Paretune.Training.Images;

/// <summary>Computes how many images of each class a part of a dataset gets.</summary>
internal static class Quotas
{
    /// <summary>Counts the images of each class, the lowest class first.</summary>
    public static KeyValuePair<long, int>[] Count(IEnumerable<long> labels) =>
        [.. labels.CountBy(label => label).OrderBy(count => count.Key)];

    /// <summary>
    /// Distributes images in proportion to the classes. Remainders are rounded by the largest-remainder method, the lower class first among
    /// equals.
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
    /// Distributes images in proportion, but gives every class with at least two images at least one, taken from the class that gets most.
    /// A class with a single image gets none, because the network must train on that image.
    /// </summary>
    public static Dictionary<long, int> WithEachClass(KeyValuePair<long, int>[] classes, int images)
    {
        var quotas = InProportion(classes, images);
        var counts = classes.ToDictionary();
        var due = new Ranking(label => quotas[label], counts.Keys);
        var left = new Ranking(label => counts[label] - quotas[label], counts.Keys);
        foreach (var (label, count) in classes)
        {
            if (count < 2 ? quotas[label] == 0 : quotas[label] > 0)
                continue;
            if (count >= 2 && quotas[due.Highest] < 2)
                break;
            var (from, to) = count < 2 ? (label, left.Highest) : (due.Highest, label);
            (quotas[from], quotas[to]) = (quotas[from] - 1, quotas[to] + 1);
            foreach (var changed in new[] { from, to })
            {
                due.Change(changed);
                left.Change(changed);
            }
        }

        return quotas;
    }

    /// <summary>
    /// Ranks labels by changing values with a queue: searching 65,536 labels for the highest each time would take seconds.
    /// </summary>
    private sealed class Ranking
    {
        private readonly PriorityQueue<long, (int, long)> _queue = new();
        private readonly Func<long, int> _value;

        public Ranking(Func<long, int> value, IEnumerable<long> labels)
        {
            _value = value;
            foreach (var label in labels)
                Change(label);
        }

        /// <summary>The label with the highest value; the lowest label among equals.</summary>
        public long Highest
        {
            get
            {
                while (_queue.TryPeek(out var label, out var known) && known != Priority(label))
                    _queue.Dequeue();
                return _queue.Peek();
            }
        }

        /// <summary>Updates a label's value; its outdated queue entries are skipped.</summary>
        public void Change(long label) => _queue.Enqueue(label, Priority(label));

        private (int, long) Priority(long label) => (-_value(label), label);
    }
}
