using Microsoft.Extensions.Logging;
using Paretune.Storage.Files;
using Paretune.Training.Trainers;

namespace Paretune.Training.Commands;

/// <summary>Serves the programs of attempts.</summary>
public interface IAttemptServer
{
    /// <summary>Registers the program of an attempt, which authenticates with the attempt's token.</summary>
    /// <returns>The address for <c>PARETUNE_URL</c>.</returns>
    Uri Open(ProgramAttempt attempt);

    void Close(ProgramAttempt attempt);
}

/// <summary>Runs the commands of trainers, each attempt in its own process group.</summary>
/// <param name="folder">This process's folder for the files of its attempts. Files found at startup are from a process that died.</param>
/// <param name="mostCheckpoint">The maximum size of a checkpoint in bytes.</param>
public sealed partial class CommandRunner(
    TrainerLoader trainers, IFileStore files, string folder, long mostCheckpoint, IAttemptServer server, TimeProvider time,
    ILogger<CommandRunner> log)
{
    /// <summary>Kills processes that a dead process left running, and deletes their files.</summary>
    public void EndOrphans()
    {
        foreach (var left in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            if (OperatingSystem.IsLinux() && ProcessRecord.Read(left)?.Kill() is > 0 and var killed)
                LogOrphans(killed, Path.GetFileName(left));
            Directory.Delete(left, recursive: true);
        }
    }

    /// <summary>
    /// Trains with the command of the lease's trainer. Yields progress about twice a second, and each epoch's report once its checkpoint is
    /// in the store. To stop, do not ask for the next signal: all processes of the command are then ended.
    /// </summary>
    /// <param name="decision">The answer to the last signal.</param>
    /// <exception cref="AttemptEndedException">The program ended the attempt before its last epoch.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public IEnumerable<Signal> Run(Lease lease, CommandPlace place, Func<Decision> decision, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException(
                $"trainer {lease.Job.Trainer} is a command, which only workers on Linux can run; use such a worker, or trainer: external");
        var command = trainers.Command(lease.Job);
        var run = new CommandAttempt(
            lease, command, new(folder, lease), place, trainers.Folder(lease.Job), files, mostCheckpoint, server, time, log);
        try
        {
            foreach (var signal in run.Run(decision, cancellation))
                yield return signal;
        }
        finally
        {
            run.Dispose();
        }
    }

    [LoggerMessage(
        LogLevel.Warning, "Killed {Count} processes of attempt {Attempt}, which kept running after their worker died")]
    private partial void LogOrphans(int count, string attempt);
}
