namespace Paretune.Tuning.Specs;

/// <summary>What a key of the search file is and takes. Help, forms and <c>docs/reference-search-file.md</c> are written from it.</summary>
/// <param name="Path">The key, such as <c>space.dilation</c>; a part in capitals is any name.</param>
/// <param name="Values">What may be given, with its unit, such as "a whole number from 1 to 100".</param>
/// <param name="Description">What it is for, in whole sentences.</param>
public sealed record SearchKey(string Path, string Values, string Description)
{
    /// <summary>The meaning of leaving it out, such as "all"; null if nothing takes its place.</summary>
    public string? Default { get; init; }

    /// <summary>The searches that it applies to, after "for"; null for all.</summary>
    public string? For { get; init; }
}
