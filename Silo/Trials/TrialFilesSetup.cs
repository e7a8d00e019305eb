using Paretune.Grains.Searches;
using Paretune.Storage.Files;

namespace Paretune.Silo.Trials;

/// <summary>The store of checkpoints and models, and its clean-up.</summary>
internal static class TrialFilesSetup
{
    /// <summary>Opens the store and checks that it can be used, before anything else starts.</summary>
    /// <exception cref="FileStoreException">The store cannot be used; the message says why and what to do.</exception>
    public static async Task<IFileStore> Open(SiloOptions options, string home)
    {
        if (options.Bucket is not { } bucket)
        {
            var folder = new FolderStore(options.Checkpoints.Length > 0 ? Path.GetFullPath(options.Checkpoints) : home);
            folder.Check();
            return folder;
        }

        var store = new BucketStore(bucket, Path.Combine(home, "scratch"));
        await store.Check(CancellationToken.None);
        return store;
    }

    /// <summary>Registers the store for trainers and API; silos also sweep it.</summary>
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
