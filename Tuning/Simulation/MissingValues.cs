namespace Paretune.Tuning.Simulation;

/// <summary>Values that a search file names, but that no fully trained row of a table has.</summary>
/// <param name="Field">The field that names them, such as <c>space.width</c>.</param>
/// <param name="Values">The values as text, separated by commas.</param>
/// <param name="Known">The values of the rows as text, separated by commas.</param>
/// <param name="WereSkipped">Whether the values occur in rows that were skipped.</param>
/// <param name="MayExceedLimits">Whether the search's limits may be the reason that the table has no rows with these values.</param>
public sealed record MissingValues(string Field, string Values, string Known, bool WereSkipped, bool MayExceedLimits)
{
    internal ValidationError Error => new(
        Field, $"must be in the table, but no {(WereSkipped ? "complete " : "")}row has {Values}; its rows have {Known}");
}
