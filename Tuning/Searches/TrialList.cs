using System.Collections;

namespace Paretune.Tuning.Searches;

/// <summary>The trials of a search by ascending number. Some numbers may be missing, because trials start in any order.</summary>
internal sealed class TrialList : IReadOnlyCollection<TrialRecord>
{
    // From trial 1 at index 0.
    private readonly List<TrialRecord?> _places = [];

    public int Count { get; private set; }

    public TrialRecord? Find(int number) => number >= 1 && number <= _places.Count ? _places[number - 1] : null;

    /// <exception cref="InvalidDataException">There is a trial with its number.</exception>
    public void Add(TrialRecord trial)
    {
        if (Find(trial.Number) is not null)
            throw new InvalidDataException($"trial {trial.Number} was added twice");
        while (_places.Count < trial.Number)
            _places.Add(null);
        _places[trial.Number - 1] = trial;
        Count++;
    }

    public IEnumerator<TrialRecord> GetEnumerator() => _places.OfType<TrialRecord>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
