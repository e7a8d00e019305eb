namespace Paretune;

/// <summary>Owns one configuration of one search; its key is <see cref="TrialId.ToString"/>. Lives on the silo that trains it and keeps its curve.</summary>
[Alias("Paretune.ITrialGrain")]
public interface ITrialGrain : IGrainWithStringKey
{
    /// <summary>Hands a signal on to the search and answers with its decision.</summary>
    [Alias("Signal")]
    Task<Decision> Signal(Signal signal);

    /// <summary>The trial with its curve and attempts; null when it does not exist.</summary>
    [Alias("Show")]
    Task<TrialDetail?> Show();
}
