namespace Paretune.Tuning.Strategies;

/// <summary>Stops trials early. As <see cref="IStrategy"/>, of which it is a part, it knows what it is told and nothing else.</summary>
internal interface IPruner
{
    /// <inheritdoc cref="IStrategy.On"/>
    void On(LedgerEntry entry);

    /// <inheritdoc cref="IStrategy.Judge"/>
    Ruling Judge(Report report);

    /// <summary>A parked trial that is to go on now; null for none. Asked before anything fresh is begun.</summary>
    /// <param name="isLast">Whether nothing fresh is left and nothing runs: what is not taken up now ends as it is.</param>
    int? Return(bool isLast);

    /// <summary>One sentence: what it decided on this trial so far.</summary>
    string Explain(int trial);
}
