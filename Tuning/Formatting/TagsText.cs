namespace Paretune.Tuning.Formatting;

/// <summary>Formats the tags of a trial for tables and exports.</summary>
public static class TagsText
{
    /// <summary>Returns for example "baseline, candidate"; empty without tags, or if the server is older than tags of trials.</summary>
    public static string Format(TrialView trial) => trial.Tags.IsDefault ? "" : string.Join(", ", trial.Tags);
}
