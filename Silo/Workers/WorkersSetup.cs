using Paretune.Grains.Searches;
using Paretune.Silo.Start;
using Paretune.Silo.Trials;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Training.Commands;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Trainers;
using TorchSharp;

namespace Paretune.Silo.Workers;

/// <summary>Adds a worker and a trainer for each slot of a device; loads libtorch if a device needs it.</summary>
internal static partial class WorkersSetup
{
    /// <param name="silo">The name of this process in the cluster.</param>
    /// <exception cref="StartupException">libtorch does not load on this machine, or the settings name a GPU that does not
    /// exist.</exception>
    public static IServiceCollection AddParetuneWorkers(this IServiceCollection services, SiloOptions options, string silo, string home)
    {
        if (DeviceList.Simulated(options.Devices) is > 0 and var count)
            services.AddSimulated(silo, count, options.Threads);
        else
            services.AddDevices(options, silo);
        services.AddSingleton<WorkerMeter>();
        services.AddSingleton<StepGate>();
        services.AddSingleton<TrainerLoader>();
        services.AddSingleton<AttemptServer>().AddSingleton<IAttemptServer>(provider => provider.GetRequiredService<AttemptServer>());
        // The silo's name is unique even if the home is shared.
        services.AddSingleton(provider => new CommandRunner(
            provider.GetRequiredService<TrainerLoader>(), provider.GetRequiredService<IFileStore>(), Path.Combine(home, "commands", silo),
            options.Api.MaxCheckpointBytes, provider.GetRequiredService<IAttemptServer>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CommandRunner>>()));
        services.AddHostedService<Orphans>();
        services.AddSingleton<IReadOnlyList<Worker>>(provider => [.. provider.GetServices<Worker>()]);
        services.AddHostedService<WorkerThreads>();
        services.AddHostedService<Watchdog>();
        if (options.Pod is { } pod)
            services.AddSingleton(pod).AddHostedService<DeletionCost>();
        return services;
    }

    private static void AddSimulated(this IServiceCollection services, string silo, int count, int threads)
    {
        for (var number = 1; number <= count; number++)
        {
            var device = $"simulated:{number}";
            services.AddSingleton(provider =>
            {
                if (device == "simulated:1")
                    LogSimulated(provider.GetRequiredService<ILogger<Worker>>(), count);
                return Worker(provider, silo, device, "simulated", null, SimulatedTraining.Run, new("cpu", threads));
            });
        }
    }

    private static void AddDevices(this IServiceCollection services, SiloOptions options, string silo)
    {
        var libtorch = Libtorch();
        foreach (var device in DeviceList.Resolve(options.Devices, libtorch.Devices.Count))
        {
            var threads = Slots.ThreadsOf(device, options);
            torch.set_num_threads(threads);
            var name = DeviceList.NameOf(device, libtorch.Devices, threads);
            var trainsWith = TrainsWith.Format(device, name, threads, libtorch);
            services.AddKeyedSingleton(device, (provider, _) =>
            {
                LogDevice(provider.GetRequiredService<ILogger<Worker>>(), device, name, libtorch.Version, threads);
                if (libtorch.IsLimited)
                    LogLimited(provider.GetRequiredService<ILogger<Worker>>(), device);
                return Shared(provider, device, options.Slots);
            });
            foreach (var slot in Slots.Create(device, options.Slots))
                services.AddSingleton(provider => Worker(
                    provider, silo, slot, name, trainsWith, Trainer(provider, device).Run, new(device, threads)));
        }
    }

    private static TrainingDevice Shared(IServiceProvider provider, string device, int slots)
    {
        var images = provider.GetRequiredService<DatasetStore>();
        if (slots == 1)
            return new(images, device);
        if (TrainingDevice.BytesOf(device) is { } bytes)
        {
            var share = (long)(Slots.MemoryShare * bytes);
            LogShared(provider.GetRequiredService<ILogger<Worker>>(), device, slots, share >> 20);
            return new(images, device, share);
        }

        LogUnmeasured(provider.GetRequiredService<ILogger<Worker>>(), device, slots);
        return new(images, device);
    }

    private static LibtorchVersion Libtorch()
    {
        try
        {
            return LibtorchLoader.Load();
        }
        catch (LibtorchLoadException problem)
        {
            throw new StartupException(problem.Message, problem);
        }
    }

    // Each process has its own incarnation, which tells the search that earlier attempts on these devices are lost.
    private static Worker Worker(
        IServiceProvider provider, string silo, string device, string deviceName, string? trainsWith,
        Func<Lease, CancellationToken, IEnumerable<Signal>> train, CommandPlace place)
    {
        var commands = provider.GetRequiredService<CommandRunner>();
        var (meter, here) = (provider.GetRequiredService<WorkerMeter>(), provider.GetRequiredService<ILocalSiloDetails>().SiloAddress);
        var worker = new Worker(
            new(silo, device, WorkerSilo.IncarnationOf(here)) { TrainsWith = trainsWith }, deviceName,
            new GrainCoordinator(provider.GetRequiredService<IGrainFactory>(), here),
            (lease, decision, stopping) =>
                lease.Job.IsCommand ? commands.Run(lease, place, decision, stopping) : train(lease, stopping),
            provider.GetRequiredService<Sweeper>().Ended,
            meter,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Worker>>());
        meter.Follow(worker);
        return worker;
    }

    private static Trainer Trainer(IServiceProvider provider, string device) => new(
        provider.GetRequiredKeyedService<TrainingDevice>(device), provider.GetRequiredService<TrainerLoader>(),
        provider.GetRequiredService<IFileStore>(), provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<Trainer>>(), provider.GetRequiredService<StepGate>());

    [LoggerMessage(LogLevel.Warning, "Using {Count} simulated devices: they do not train, and the accuracies of their trials are invented")]
    private static partial void LogSimulated(ILogger logger, int count);

    [LoggerMessage(
        LogLevel.Information,
        "{Device} has {Slots} slots: trials train at the same time while their predicted memory is at most {Megabytes} MiB together")]
    private static partial void LogShared(ILogger logger, string device, int slots, long megabytes);

    [LoggerMessage(
        LogLevel.Warning,
        "{Device} has {Slots} slots, but does not report its memory: trials train at the same time whatever memory they need")]
    private static partial void LogUnmeasured(ILogger logger, string device, int slots);

    [LoggerMessage(LogLevel.Information, "{Device} is {Name}; libtorch {Version}, CPU threads for each training: {Threads}")]
    private static partial void LogDevice(ILogger logger, string device, string name, string version, int threads);

    [LoggerMessage(
        LogLevel.Warning,
        "{Device}: this machine reports no CPU caches, and without them oneDNN's newer kernels compute wrong results; convolutions use "
        + "AVX. Set ONEDNN_MAX_CPU_ISA to override this")]
    private static partial void LogLimited(ILogger logger, string device);
}
