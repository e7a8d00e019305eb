using System.Collections.Immutable;

namespace Paretune.Dashboard.Submission;

/// <summary>The content of the form, as the browser stores it.</summary>
/// <param name="File">The YAML if the search is written as a file; null for a form.</param>
internal sealed record SearchDraft(DateTimeOffset At, string? File, ImmutableDictionary<string, string> Texts)
{
    /// <summary>The key in the browser's store.</summary>
    public const string Key = "draft";
}
