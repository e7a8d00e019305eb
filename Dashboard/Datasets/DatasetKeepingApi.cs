using System.ComponentModel;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;
using Paretune.Storage.Datasets;
using Paretune.Storage.Imports;

namespace Paretune.Dashboard.Datasets;

/// <summary>Deletes and renames imported datasets, unless a search is using them.</summary>
internal static class DatasetKeepingApi
{
    private const int Named = 5;

    public static void MapDatasetKeeping(this RouteGroupBuilder datasets)
    {
        datasets.MapDelete("/{name}", Delete).WithName("DeleteDataset").Needs(KeyScope.Submit)
            .WithSummary("Deletes an imported dataset that no running or paused search uses.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        datasets.MapPost("/{name}/rename", Rename).WithName("RenameDataset").Needs(KeyScope.Submit)
            .WithSummary("Renames an imported dataset that no running or paused search uses.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        datasets.MapPost("/{name}/set", Set).WithName("SetDataset").Needs(KeyScope.Submit)
            .WithSummary("Sets the default augmentation of searches on a dataset.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    public static async Task<Dataset> Set(
        string name, [Description("Default augmentation of searches on it, such as none or flip+crop.")] string? augmentation,
        DatasetStore store, CancellationToken cancellation)
    {
        if (ImportChoices.CheckAugmentation(augmentation ?? "") is { } wrong)
            throw ApiException.Invalid([wrong], StatusCodes.Status422UnprocessableEntity);
        if (name == DatasetStore.BuiltIn)
            throw Conflict($"{name} is built in and cannot be changed; set the augmentation in the search");
        return await Moved(name, () => store.Augment(name, augmentation!, cancellation));
    }

    public static async Task<Dataset> Delete(string name, DatasetStore store, SearchCalls calls, CancellationToken cancellation)
    {
        await CheckFree(name, "deleted", calls, cancellation);
        return await Moved(name, () => store.Delete(name, cancellation));
    }

    public static async Task<Dataset> Rename(
        string name, [Description("The new name.")] string? to, DatasetStore store, SearchCalls calls, CancellationToken cancellation)
    {
        if (DatasetStore.CheckName(to ?? "") is { } wrong)
            throw ApiException.Invalid([wrong with { Field = "to" }], StatusCodes.Status422UnprocessableEntity);
        await PresentDatasets.OrAway(() => store.Refresh(cancellation));
        if (store.Find(to!) is not null)
            throw Conflict($"the name \"{to}\" must be free, but another dataset has it; choose another name, or delete that dataset "
                + "first");
        await CheckFree(name, "renamed", calls, cancellation);
        return await Moved(name, () => store.Rename(name, to!, cancellation));
    }

    /// <summary>
    /// Rejects the change if a search that has not ended uses the dataset, because searches find their images by its name.
    /// </summary>
    private static async Task CheckFree(string name, string what, SearchCalls calls, CancellationToken cancellation)
    {
        if (name == DatasetStore.BuiltIn)
            throw Conflict($"{name} is built in and cannot be {what}");
        var open = await calls.ListAll(new() { Dataset = name, States = [SearchState.Running, SearchState.Paused], Archived = null },
            cancellation);
        if (open.Searches.Length > 0)
            throw Conflict(
                $"dataset {name} cannot be {what} while searches use it: "
                    + $"{string.Join(", ", open.Searches.Take(Named).Select(search => search.Id))}"
                + (open.Searches.Length > Named ? $" and {open.Searches.Length - Named} more" : "") + "; wait for them, or cancel them");
    }

    private static async Task<Dataset> Moved(string name, Func<Task<Dataset?>> move)
    {
        try
        {
            return await PresentDatasets.OrAway(move) ?? throw ApiException.NotFound(
                $"dataset \"{name}\" not found; list datasets with: paretune data list (GET /api/datasets)");
        }
        catch (IOException busy)
        {
            throw new ApiException(StatusCodes.Status409Conflict, $"dataset {name} cannot be changed now: {busy.Message}", [], busy);
        }
    }

    private static ApiException Conflict(string message) => new(StatusCodes.Status409Conflict, message, []);
}
