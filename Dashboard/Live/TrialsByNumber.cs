using System.Collections;

namespace Paretune.Dashboard.Live;

/// <summary>The trials of a search in ascending order. Immutable: every change returns a new list.</summary>
internal sealed class TrialsByNumber(TrialView[] trials) : IReadOnlyList<TrialView>
{
    public static TrialsByNumber Empty { get; } = new([]);

    public int Count => trials.Length;

    public TrialView this[int index] => trials[index];

    /// <summary>Returns a trial; null if there is none with that number.</summary>
    public TrialView? Find(int number) => Place(number) is >= 0 and var place ? trials[place] : null;

    /// <summary>Returns a list in which these trials replace or join the known ones.</summary>
    public TrialsByNumber With(IEnumerable<TrialView> looked)
    {
        var (known, added) = (trials.ToArray(), new List<TrialView>());
        foreach (var trial in looked)
            if (Place(trial.Number) is >= 0 and var place)
                known[place] = trial;
            else
                added.Add(trial);
        return new(added.Count == 0 ? known : [.. known.Concat(added).OrderBy(trial => trial.Number)]);
    }

    public IEnumerator<TrialView> GetEnumerator() => trials.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Place(int number)
    {
        var (low, high) = (0, trials.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = trials[middle].Number;
            if (found == number)
                return middle;
            (low, high) = found < number ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
