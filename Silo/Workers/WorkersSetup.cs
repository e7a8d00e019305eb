using Paretune.Silo.Trials;
using Paretune.Training.Checkpoints;
using Paretune.Training.Datasets;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using TorchSharp;

namespace Paretune.Silo.Workers;

/// <summary>Loads libtorch and gives each device a worker and a trainer of its own.</summary>
internal static partial class WorkersSetup
{
    /// <exception cref="LibtorchLoadException">libtorch does not load on this machine.</exception>
    /// <exception cref="Start.StartRefusedException">The settings ask for a GPU that is not there.</exception>
    public static IServiceCollection AddParetuneWorkers(this IServiceCollection services, SiloOptions options)
    {
        var libtorch = LibtorchLoader.Load();
        torch.set_num_threads(options.Threads);
        var devices = DeviceList.Resolve(options.Devices, libtorch.Devices.Count);
        // A process that comes back under a new incarnation tells the search that what its devices did before is lost.
        var incarnation = Guid.NewGuid().ToString("N");
        foreach (var device in devices)
        {
            var name = DeviceList.NameOf(device, libtorch.Devices, options.Threads);
            services.AddSingleton(provider => Worker(provider, new(Environment.MachineName, device, incarnation), name));
        }

        services.AddHostedService(provider =>
        {
            var log = provider.GetRequiredService<ILogger<Worker>>();
            LogLibtorch(log, libtorch.Version, libtorch.Devices.Count, string.Join(", ", libtorch.Devices), options.Threads);
            return new WorkerThreads([.. provider.GetServices<Worker>()]);
        });
        return services;
    }

    private static Worker Worker(IServiceProvider provider, WorkerId id, string deviceName)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        var coordinator = new GrainCoordinator(provider.GetRequiredService<IGrainFactory>());
        var images = provider.GetRequiredService<DatasetStore>();
        var trainer = new Trainer(images, provider.GetRequiredService<IFileStore>(), id.Device, clock, provider.GetRequiredService<ILogger<Trainer>>());
        return new(id, deviceName, coordinator, trainer.Run, provider.GetRequiredService<Sweeper>().Ended, clock, provider.GetRequiredService<ILogger<Worker>>());
    }

    [LoggerMessage(LogLevel.Information, "libtorch {Version}, {Gpus} GPUs {Names}, {Threads} CPU threads for training")]
    private static partial void LogLibtorch(ILogger logger, string version, int gpus, string names, int threads);
}
