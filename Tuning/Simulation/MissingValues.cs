namespace Paretune.Tuning.Simulation;

/// <summary>Values that a search file names, but that no row of a table has whose trial was trained to the last epoch.</summary>
/// <param name="Field">The field that names them, such as <c>space.width</c>.</param>
/// <param name="Values">The values as text, separated by commas.</param>
/// <param name="Known">The values of the rows as text, separated by commas.</param>
/// <param name="WereSkipped">Whether the values occur in rows that were skipped.</param>
public sealed record MissingValues(string Field, string Values, string Known, bool WereSkipped)
{
    internal ValidationError Error => new(
        Field, $"must be in the table, but no {(WereSkipped ? "complete " : "")}row has {Values}; its rows have {Known}");
}
