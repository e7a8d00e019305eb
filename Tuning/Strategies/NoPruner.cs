namespace Paretune.Tuning.Strategies;

/// <summary>Trains every trial to its last epoch.</summary>
internal sealed class NoPruner : IPruner
{
    public void On(LedgerEntry entry)
    {
    }

    public PrunerDecision Judge(Report report) => PrunerDecision.Continue;

    public int? Return(bool isLast, Func<int, bool>? mayContinue = null) => null;

    public string Explain(int trial) => "Nothing stops it before its last epoch.";
}
