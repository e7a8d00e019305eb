namespace Paretune.Dashboard.Compare;

/// <summary>A trial with its search and dataset.</summary>
internal sealed record ComparedTrial(SearchView Search, Dataset Dataset, TrialDetail Detail)
{
    public string Name => $"trial {Detail.Trial.Number} of {Search.Name}";
}
