namespace Paretune.Tuning.Strategies;

/// <summary>Proposes nothing: the search trains what its user adds while it runs, each trial to its last epoch.</summary>
internal sealed class ManualStrategy : IStrategy
{
    private readonly Dictionary<(string? Network, Configuration Configuration), int> _numbers = [];

    public int? Planned => null;

    /// <summary>That the next configuration to be added is given.</summary>
    public int NextNumber { get; private set; } = 1;

    public void On(LedgerEntry entry)
    {
        if (entry is not TrialAdded added)
            return;
        _numbers.TryAdd((added.Network, added.Configuration), added.Trial);
        NextNumber = added.Trial + 1;
    }

    /// <summary>The trial that has the configuration; null where none has.</summary>
    public int? NumberOf(GivenTrial given) =>
        _numbers.TryGetValue((given.Network, given.Configuration), out var number) ? number : null;

    public Ruling Judge(Report report) => Ruling.Continue;

    public Proposal Next() => Proposal.Nothing;

    public string Explain(int trial) =>
        $"Trial {trial} is number {trial} in the order in which the user added them. Nothing stops it before its last epoch.";
}
