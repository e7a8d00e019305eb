namespace Paretune.Tuning.Specs;

/// <summary>What a key of the search file is about; forms show the keys of a group together.</summary>
public enum FlagGroup
{
    What,
    Space,
    Goal,
    How,
    Budget,
}
