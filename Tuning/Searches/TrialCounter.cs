namespace Paretune.Tuning.Searches;

/// <summary>How many trials of a search are in each state, kept as they move so that no look at a search counts them.</summary>
internal sealed class TrialCounter
{
    private readonly int[] _inState = new int[Enum.GetValues<TrialState>().Length];
    private readonly HashSet<int> _guessing = [];

    public int this[TrialState state] => _inState[(int)state];

    /// <inheritdoc cref="TrialCounts.DidNotLearn"/>
    public int DidNotLearn => _guessing.Count;

    public void Add(TrialRecord trial) => _inState[(int)trial.State]++;

    public void Move(TrialRecord trial, TrialState to)
    {
        _inState[(int)trial.State]--;
        trial.State = to;
        _inState[(int)to]++;
        if (trial.DidNotLearn)
            _guessing.Add(trial.Number);
        else
            _guessing.Remove(trial.Number);
    }
}
