namespace Paretune.Tuning.Strategies;

/// <summary>Proposes nothing: the search trains the trials that its user adds while it runs, each to its last epoch.</summary>
internal sealed class ManualStrategy : IStrategy
{
    private readonly Dictionary<(string? Network, Configuration Configuration), int> _numbers = [];

    public int? Planned => null;

    /// <summary>The number of the next configuration that is added.</summary>
    public int NextNumber { get; private set; } = 1;

    public void On(LedgerEntry entry)
    {
        if (entry is not TrialAdded added)
            return;
        _numbers.TryAdd((added.Network, added.Configuration), added.Trial);
        NextNumber = added.Trial + 1;
    }

    /// <summary>The trial with the configuration; null if there is none.</summary>
    public int? NumberOf(GivenTrial given) =>
        _numbers.TryGetValue((given.Network, given.Configuration), out var number) ? number : null;

    public PrunerDecision Judge(Report report) => PrunerDecision.Continue;

    public Proposal Next() => Proposal.Nothing;

    public string Explain(int trial) =>
        $"Trial {trial} is number {trial} in the order in which the user added trials. Nothing stops it before its last epoch.";
}
