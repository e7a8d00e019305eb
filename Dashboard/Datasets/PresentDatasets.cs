using Paretune.Dashboard.Http;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Datasets;

/// <summary>Answers requests that need the current datasets. If their bucket fails, the answer is 503 with the reason.</summary>
internal static class PresentDatasets
{
    /// <summary>Returns all datasets that can be trained on, by name.</summary>
    public static async Task<IReadOnlyList<Dataset>> ListNow(this DatasetStore store, CancellationToken cancellation)
    {
        await OrAway(() => store.Refresh(cancellation));
        return store.List();
    }

    /// <summary>Runs work that needs the datasets.</summary>
    /// <exception cref="ApiException">503: the bucket does not answer, or denies access.</exception>
    public static async Task OrAway(Func<Task> work) => await OrAway(async () =>
    {
        await work();
        return true;
    });

    /// <inheritdoc cref="OrAway(Func{Task})"/>
    public static async Task<T> OrAway<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (FileStoreException away)
        {
            throw ApiException.Away($"the datasets cannot be reached{(away.MayPass ? "; try again later" : "")}: {away.Message}", away);
        }
    }
}
