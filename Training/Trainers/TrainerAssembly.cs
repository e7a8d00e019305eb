using System.Reflection;
using System.Runtime.Loader;

namespace Paretune.Training.Trainers;

/// <summary>
/// The load context of a trainer's assembly and the assemblies beside it. Paretune's and TorchSharp's assemblies are the worker's, so that
/// both sides share their types; all others are the trainer's own versions.
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
