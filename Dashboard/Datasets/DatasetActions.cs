using System.Collections.Immutable;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Searches;
using Paretune.Storage.Datasets;

namespace Paretune.Dashboard.Datasets;

/// <summary>The actions of the datasets page.</summary>
internal sealed class DatasetActions(DatasetStore store, SearchCalls calls, PageActions page)
{
    private const int Named = 3;

    public Task<Dataset> Delete(string name) =>
        page.Do($"delete of dataset {name}", KeyScope.Submit, _ => DatasetKeepingApi.Delete(name, store, calls, CancellationToken.None));

    public Task<Dataset> Rename(string name, string to) => page.Do(
        $"rename of dataset {name}", KeyScope.Submit, _ => DatasetKeepingApi.Rename(name, to, store, calls, CancellationToken.None));

    public Task<Dataset> Augment(string name, string augmentation) => page.Do(
        $"augmentation of dataset {name}", KeyScope.Submit, _ => DatasetKeepingApi.Set(name, augmentation, store, CancellationToken.None));

    /// <summary>Returns the newest searches on a dataset, and their total number.</summary>
    public Task<ListedSearches> Users(string name) =>
        calls.List(new() { Dataset = name, Archived = null, Limit = Named }, CancellationToken.None);

    /// <summary>Returns a sentence on the searches that use a dataset, to be shown before it is deleted.</summary>
    public async Task<string> Uses(string name)
    {
        var all = (await calls.ListAll(new() { Dataset = name, Archived = null }, CancellationToken.None)).Searches;
        return all.IsEmpty
            ? "No search uses it."
            : $"{(all.Length == 1 ? "One search uses" : $"{all.Length} searches use")} it: {Some(all)}. Searches that have ended keep "
                + "their "
                + "results and models, but cannot train or test without the images.";
    }

    private static string Some(ImmutableArray<SearchView> searches) =>
        string.Join(", ", searches.Take(Named).Select(search => search.Name))
        + (searches.Length > Named ? $" and {searches.Length - Named} more" : "");
}
