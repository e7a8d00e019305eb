using System.Reflection;
using System.Runtime.Loader;

namespace Paretune.Training.Trainers;

/// <summary>
/// A trainer's assembly with what lies beside it. What Paretune and TorchSharp are is the worker's, so that both sides mean the same types;
/// the rest is the trainer's own, whatever version of it the worker has.
/// </summary>
internal sealed class TrainerAssembly(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private static readonly string[] Shared = [
        "Paretune.Training", "Paretune.Storage", "Paretune.Models", "Paretune.Tuning", "Paretune.Grains.Interfaces", "TorchSharp"];

    private readonly AssemblyDependencyResolver _beside = new(path);

    public Assembly Load() => LoadFromAssemblyPath(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        Shared.Contains(assemblyName.Name) || _beside.ResolveAssemblyToPath(assemblyName) is not { } file
            ? null : LoadFromAssemblyPath(file);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _beside.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : nint.Zero;
}
