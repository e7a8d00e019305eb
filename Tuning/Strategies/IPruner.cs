namespace Paretune.Tuning.Strategies;

/// <summary>Stops trials early. Like <see cref="IStrategy"/>, of which it is a part, it knows only what it is given.</summary>
internal interface IPruner
{
    /// <inheritdoc cref="IStrategy.On"/>
    void On(LedgerEntry entry);

    /// <inheritdoc cref="IStrategy.Judge"/>
    PrunerDecision Judge(Report report);

    /// <summary>A parked trial that is to continue now; null for none. Asked before any fresh trial starts.</summary>
    /// <param name="isLast">Whether nothing fresh is left and nothing runs: trials that are not resumed now end as stopped.</param>
    /// <param name="mayContinue">Which trials may resume now; null for all.</param>
    int? Return(bool isLast, Func<int, bool>? mayContinue = null);

    /// <inheritdoc cref="IStrategy.LeastLikely"/>
    int? LeastLikely(Func<int, bool> among) => null;

    /// <summary>One sentence: what it has decided about this trial so far.</summary>
    string Explain(int trial);
}
