using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Searches;

/// <summary>The front of trials, with its members as rules and scores compare them.</summary>
internal sealed class TrialFront(Objectives objectives)
{
    private readonly Front<int> _front = objectives.NewFront<int>();
    private readonly Dictionary<int, FrontMember> _members = [];
    private readonly Dictionary<int, TrialRecord> _trials = [];

    /// <summary>Unsorted.</summary>
    public IReadOnlyCollection<FrontMember> Members => _members.Values;

    /// <summary>The numbers of the trials on the front, unsorted.</summary>
    public IReadOnlyCollection<int> Numbers => _members.Keys;

    /// <summary>The trials on the front, unsorted.</summary>
    public IReadOnlyCollection<TrialRecord> Trials => _trials.Values;

    /// <summary>How often the front has changed.</summary>
    public int Changes { get; private set; }

    public bool Has(int trial) => _members.ContainsKey(trial);

    /// <summary>The trial of a member.</summary>
    public TrialRecord this[int number] => _trials[number];

    /// <summary>Adds a trial unless a member dominates it, and removes the members that it dominates.</summary>
    /// <param name="point">What it is compared by.</param>
    /// <returns>The new member; null if the trial is not on the front.</returns>
    public FrontMember? Add(TrialRecord trial, TrialView point)
    {
        if (!_front.Add(trial.Number, objectives.Values(point)))
            return null;
        Changes++;
        foreach (var dominated in _front.Replaced)
        {
            _members.Remove(dominated);
            _trials.Remove(dominated);
        }

        var member = FrontMember.From(point, objectives);
        _members.Add(trial.Number, member);
        _trials.Add(trial.Number, trial);
        return member;
    }

    /// <summary>Whether a parked trial would be on the front with its accuracy so far.</summary>
    public bool IsSoFar(TrialView trial) => SoFar.IsOn(_front, trial, objectives);
}
