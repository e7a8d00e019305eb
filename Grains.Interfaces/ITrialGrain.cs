namespace Paretune;

/// <summary>Owns one configuration of one search; its key is <see cref="TrialId.ToString"/>. Lives on the silo that trains it.</summary>
[Alias("Paretune.ITrialGrain")]
public interface ITrialGrain : IGrainWithStringKey
{
    /// <summary>Hands a signal on to the search and answers with its decision.</summary>
    [Alias("Signal")]
    Task<Decision> Signal(Signal signal);
}
