namespace Paretune.Dashboard.Compare;

/// <summary>A trial, the search it is of, and what that trains on.</summary>
internal sealed record ComparedTrial(SearchView Search, Dataset Dataset, TrialDetail Detail)
{
    public string Name => $"trial {Detail.Trial.Number} of {Search.Name}";
}
