namespace Paretune.Tuning.Spaces;

/// <summary>One configuration of one network that may be tried, and its cost.</summary>
public sealed record Candidate(string Network, Configuration Configuration, Cost Cost);
