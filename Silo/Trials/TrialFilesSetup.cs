using Paretune.Grains.Searches;
using Paretune.Storage.Files;

namespace Paretune.Silo.Trials;

/// <summary>The store of checkpoints and models, and its clean-up.</summary>
internal static class TrialFilesSetup
{
    // Longer than the SDK's own retries, so that a start does not hang silently.
    private static readonly TimeSpan CheckWithin = TimeSpan.FromSeconds(30);

    /// <summary>Opens the store and checks that it can be used, before anything else starts.</summary>
    /// <exception cref="StoreFaultException">It cannot; the message says why and what to do.</exception>
    public static async Task<IFileStore> Open(SiloOptions options, string home)
    {
        if (options.Bucket is not { } bucket)
        {
            var folder = new FolderStore(options.Checkpoints.Length > 0 ? Path.GetFullPath(options.Checkpoints) : home);
            folder.Check();
            return folder;
        }

        var store = new BucketStore(bucket, Path.Combine(home, "scratch"));
        using var limit = new CancellationTokenSource(CheckWithin);
        try
        {
            await store.Check(limit.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new StoreFaultException(
                $"the bucket of checkpoints must answer within {CheckWithin.TotalSeconds:0} s, but {bucket} did not. "
                + "Check the network and Paretune:S3:Endpoint", mayPass: true, late);
        }

        return store;
    }

    /// <summary>Hands the store to trainers and API; silos keep it clean.</summary>
    public static IServiceCollection AddParetuneTrialFiles(this IServiceCollection services, SiloOptions options, IFileStore files)
    {
        // By factory, so that the host disposes of it.
        services.AddSingleton<IFileStore>(provider => ActivatorUtilities.CreateInstance<MeasuredFiles>(provider, files));
        if (options.Role == SiloRole.Dashboard)
            return services;
        services.AddSingleton<IResultFiles, ResultFiles>();
        services.AddSingleton(provider => new Sweep(
            files, LookUpIn(provider.GetRequiredService<IGrainFactory>()), DeletedIn(provider.GetRequiredService<IGrainFactory>())));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Sweeper>(provider, options));
        return services.AddHostedService(provider => provider.GetRequiredService<Sweeper>());
    }

    private static ListDeleted DeletedIn(IGrainFactory grains) => async () => await grains.GetGrain<ISearchListGrain>(0).Deleted();

    private static LookUp LookUpIn(IGrainFactory grains) => trial => grains.GetGrain<ISearchGrain>(trial.Search.Value).Trial(trial.Number);
}
