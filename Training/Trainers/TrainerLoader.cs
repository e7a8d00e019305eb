using System.Collections.Concurrent;
using System.Reflection;
using Paretune.Storage.Trainers;
using Paretune.Tuning.Specs;

namespace Paretune.Training.Trainers;

/// <summary>Loads the custom trainers of a store, each once, when its first trial is trained.</summary>
public sealed class TrainerLoader(TrainerStore store)
{
    private readonly ConcurrentDictionary<(string Name, string? Version), Lazy<ITrainer>> _loaded = [];

    /// <summary>Returns the folder of a job's trainer.</summary>
    public string Folder(Job job) => store.Folder(job.Trainer!, job.TrainerVersion);

    /// <summary>Loads a job's trainer.</summary>
    /// <exception cref="KeyNotFoundException">This machine does not have the trainer in this version.</exception>
    /// <exception cref="InvalidDataException">The declaration has errors, or the assembly contains no trainer.</exception>
    public ITrainer Load(Job job)
    {
        var key = (job.Trainer!, job.TrainerVersion);
        var trainer = _loaded.GetOrAdd(key, _ => new(() => Open(job)));
        try
        {
            return trainer.Value;
        }
        catch
        {
            // A Lazy caches its exception, but the folder may be fixed for the next attempt.
            _loaded.TryRemove(new(key, trainer));
            throw;
        }
    }

    /// <summary>Reads the command of a job's trainer from its folder.</summary>
    /// <inheritdoc cref="Load"/>
    public TrainerCommand Command(Job job) => Declared(job).Command
        ?? throw new InvalidDataException(
            $"trainer {job.Trainer} cannot be used: {TrainerReader.FileName} names an assembly on this worker, but was a command where "
                + "the search started");

    private ITrainer Open(Job job)
    {
        var (name, declaration) = (job.Trainer!, Declared(job));
        if (declaration.Command is not null)
            throw new InvalidDataException(
                $"trainer {name} cannot be used: {TrainerReader.FileName} is a command on this worker, but named an assembly where the "
                    + "search started");
        var assembly = Path.Combine(Folder(job), declaration.Assembly);
        return File.Exists(assembly)
            ? Instance(name, assembly)
            : throw new InvalidDataException(
                $"trainer {name} cannot be used: its assembly {assembly} does not exist; publish the project into that folder");
    }

    private TrainerDeclaration Declared(Job job)
    {
        var (name, folder) = (job.Trainer!, Folder(job));
        if (!Directory.Exists(folder))
            throw new KeyNotFoundException(
                $"this worker has no trainer {name}{(job.TrainerVersion is { } version ? $" of version {version}" : "")}: {folder} does "
                + "not exist; copy it there, or share the home between all nodes");
        var reading = store.Read(name, job.TrainerVersion);
        return reading.Declaration
            ?? throw new InvalidDataException(
                $"trainer {name} cannot be "
                + $"used: {string.Join("; ", reading.Errors.Select(error => $"{TrainerReader.FileName}: {error.Field} {error.Message}"))}");
    }

    private static ITrainer Instance(string name, string path)
    {
        try
        {
            var assembly = new TrainerAssembly(path).Load();
            Type[] trainers = [
                .. assembly.GetExportedTypes().Where(
                    type => type is { IsAbstract: false, IsClass: true } && type.IsAssignableTo(typeof(ITrainer)))];
            return trainers is [var only] && only.GetConstructor([]) is { } make
                ? (ITrainer)make.Invoke(null)
                : throw new InvalidDataException(
                    $"{path} must hold one public class with a constructor without parameters that implements {typeof(ITrainer)}, but "
                    + "holds "
                    + (trainers.Length == 0 ? "none" : string.Join(", ", trainers.Select(type => type.FullName))));
        }
        catch (Exception unloaded) when (
            unloaded is IOException or BadImageFormatException or ReflectionTypeLoadException or TypeLoadException
                or InvalidOperationException)
        {
            throw new InvalidDataException($"the assembly of trainer {name} cannot be loaded: {unloaded.Message}", unloaded);
        }
        catch (TargetInvocationException thrown)
        {
            throw new InvalidDataException($"trainer {name} cannot be created: {thrown.InnerException!.Message}", thrown.InnerException);
        }
    }
}
