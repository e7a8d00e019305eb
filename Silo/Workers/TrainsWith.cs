using System.Security.Cryptography;
using Paretune.Models.Running;
using Paretune.Storage.Datasets;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Tuning.Networks;

namespace Paretune.Silo.Workers;

/// <summary>Computes <see cref="WorkerId.TrainsWith"/>: everything besides the trial's settings that changes a result.</summary>
internal static class TrainsWith
{
    private const string Kernels = "ONEDNN_MAX_CPU_ISA";
    private const int Letters = 12;

    // The code that trains, decodes images, builds networks and writes models. Its builds are deterministic, so equal sources have equal
    // ids; a version number that somebody has to increase would be forgotten.
    private static readonly Lazy<string> Code = new(() => Convert.ToHexStringLower(SHA256.HashData(
        [.. new[] { typeof(Trainer), typeof(DatasetStore), typeof(ProcessorName), typeof(NetworkPlan), typeof(Configuration) }
            .SelectMany(type => type.Module.ModuleVersionId.ToByteArray())]))[..Letters]);

    /// <param name="name">The display name of the device.</param>
    public static string Format(string device, string name, int threads, LibtorchVersion libtorch)
    {
        var kernels = Environment.GetEnvironmentVariable(Kernels) is { Length: > 0 } set ? $", {Kernels} {set}" : "";
        return $"training {Code.Value}, torch {libtorch.Version}, {(device == "cpu" ? device : name)}, "
            + $"{threads} {(threads == 1 ? "thread" : "threads")} of {ProcessorName.Read()}{kernels}";
    }
}
