namespace Paretune.Tuning.Formatting;

/// <summary>The tags of a trial as tables and exports show them.</summary>
public static class TagsText
{
    /// <summary>As in "baseline, candidate"; empty where it has none, or comes from a server older than tags of trials.</summary>
    public static string Format(TrialView trial) => trial.Tags.IsDefault ? "" : string.Join(", ", trial.Tags);
}
