using System.Collections.Immutable;

namespace Paretune.Dashboard.Submission;

/// <summary>What was typed into the form, as the browser keeps it.</summary>
/// <param name="File">The YAML where it is written as a file; null where it is a form.</param>
internal sealed record SearchDraft(DateTimeOffset At, string? File, ImmutableDictionary<string, string> Texts)
{
    /// <summary>Of the browser's store.</summary>
    public const string Key = "draft";
}
