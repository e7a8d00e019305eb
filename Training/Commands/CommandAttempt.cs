using System.ComponentModel;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Paretune.Storage.Files;
using Paretune.Training.Checkpoints;
using Paretune.Training.Loop;

namespace Paretune.Training.Commands;

/// <summary>
/// Runs one attempt of a command: fills the checkpoint folder, starts the program, forwards its signals, stores a checkpoint before each
/// report, and ends all processes.
/// </summary>
internal sealed partial class CommandAttempt(
    Lease lease, TrainerCommand command, AttemptFolder folder, CommandPlace place, string trainer, IFileStore files, long mostCheckpoint,
    IAttemptServer server, TimeProvider time, ILogger log) : IDisposable
{
    // As often as other training reports steps.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(400);

    // Part of the ten seconds that a silo has after SIGTERM.
    private static readonly TimeSpan MostWhileStopping = TimeSpan.FromSeconds(3);

    private const int LastLines = 8000;

    private readonly CheckpointStore _checkpoints = new(files, lease.Trial, lease.Attempt, log, lease.RestartedAfter, lease.OtherRuns);
    private readonly CheckpointFolder _checkpoint = new(folder.Checkpoint, mostCheckpoint);
    private readonly StoreWait _wait = new(time, log);
    private readonly long _killedForMemory = KilledForMemory.Count();
    private Progress? _saved;
    private ToldSignal? _told;
    private int _reported = lease.ReportedEpochs;
    private StepProgress _step = ProgressPace.Waiting(lease, lease.ReportedEpochs + 1, steps: 0);

    public IEnumerable<Signal> Run(Func<Decision> decision, CancellationToken cancellation)
    {
        foreach (var waiting in Meanwhile(Fill))
            yield return waiting;
        if (_saved?.Report.Epoch == lease.Job.Epochs)
            foreach (var waiting in SaveModel())
                yield return waiting;
        if (_saved is { Report: { } last } && (last.Epoch > lease.ReportedEpochs || last.Epoch == lease.Job.Epochs))
            yield return last with { Attempt = lease.Attempt };
        if (_saved?.Report.Epoch == lease.Job.Epochs)
            yield break;

        using var attempt = new ProgramAttempt(
            lease, _saved?.Report.Epoch ?? 0, RandomNumberGenerator.GetHexString(32, lowercase: true));
        using var program = new CommandProgram(command, Start(attempt), attempt, files, time);
        Task? ending = null;
        try
        {
            using var signals = Signals(attempt, program, cancellation).GetEnumerator();
            ExceptionDispatchInfo? failure;
            while ((failure = Next(signals)) is null)
                yield return signals.Current;
            ending = End(attempt, program, decision, cancellation);
            // The program may need all of its grace, which can be longer than a lease and than a worker may be silent.
            foreach (var waiting in _wait.For(_ => ending, _step))
                yield return waiting;
            failure.Throw();
        }
        finally
        {
            // Without a failure, the next signal was not requested, so the last decision was not to continue.
            (ending ?? End(attempt, program, decision, cancellation)).GetAwaiter().GetResult();
            // Until here, the program could learn from an answer that the attempt is over.
            server.Close(attempt);
        }
    }

    public void Dispose() => folder.Delete();

    private async Task Fill(CancellationToken cancellation)
    {
        using var newest = await _checkpoints.Newest(lease.ReportedEpochs, Unpack, cancellation);
        if (newest is null)
            folder.Write(() => _checkpoint.Fill(null));
        _saved = newest?.Progress;
        if (_saved is null)
            return;
        if (_saved.Report.Epoch == lease.Job.Epochs)
            await FetchModel(_saved.Report.Attempt, cancellation);
        LogResumed(lease.Trial, lease.Attempt, _saved.Report.Epoch);
    }

    private bool Unpack(SavedCheckpoint saved)
    {
        try
        {
            folder.Write(() => _checkpoint.Fill(saved.State));
            return true;
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            LogNotUnpacked(lease.Trial, lease.Attempt, saved.Progress.Report.Epoch, damage.Message);
            return false;
        }
    }

    /// <summary>Copies the model of the attempt that trained the last epoch, because no program will run to write it again.</summary>
    private async Task FetchModel(int attempt, CancellationToken cancellation)
    {
        await using var model = await files.Open(TrialFile.Model(lease.Trial, attempt), cancellation);
        if (model is not null)
            folder.Write(() =>
            {
                using var local = File.Create(folder.Model);
                model.CopyTo(local);
            });
    }

    private ProcessGroup Start(ProgramAttempt attempt)
    {
        var address = server.Open(attempt);
        try
        {
            var environment = CommandEnvironment.Create(attempt, place, address, folder, CommandEnvironment.Worker());
            ProcessGroup? started = null;
            folder.Write(() => started = new(command.Arguments, trainer, environment, folder.Path, attempt.Token, time));
            return started!;
        }
        catch (Exception failure)
        {
            server.Close(attempt);
            if (failure is not Win32Exception)
                throw;
            throw new AttemptEndedException(
                AttemptFailure.Threw,
                $"{failure.Message}; check command in trainer.yaml of {lease.Job.Trainer}, and the PATH of this worker");
        }
    }

    /// <summary>Yields signals until the program or the attempt ends, which is always an exception.</summary>
    private IEnumerable<Signal> Signals(ProgramAttempt attempt, CommandProgram program, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            _told = attempt.Take(Beat);
            foreach (var signal in _told is null ? Waiting(program) : Create(_told.Signal, program))
                yield return signal;
            if (_told?.Signal is AttemptEnd end)
                throw new AttemptEndedException(end.Failure, end.Message);
            _told?.Decision.SetResult(Decision.Continue);
        }
    }

    /// <returns>Why there is no next signal; null if there is one.</returns>
    private static ExceptionDispatchInfo? Next(IEnumerator<Signal> signals)
    {
        try
        {
            signals.MoveNext();
            return null;
        }
        catch (Exception failure)
        {
            return ExceptionDispatchInfo.Capture(failure);
        }
    }

    /// <summary>Answers all signals of the program with the last decision, and ends its processes on the pool.</summary>
    private Task End(ProgramAttempt attempt, CommandProgram program, Func<Decision> decision, CancellationToken cancellation)
    {
        var answer = cancellation.IsCancellationRequested ? Decision.Stop("the silo is stopping")
            : _told?.Signal is AttemptEnd end ? Decision.Stop(end.Message)
            : decision() is { Kind: not DecisionKind.Continue } decided ? decided
            : Decision.Stop("the attempt has ended");
        _told?.Decision.TrySetResult(answer);
        attempt.End(answer);
        var isDone = _told?.Signal is AttemptEnd || _reported == lease.Job.Epochs;
        var grace = TimeSpan.FromSeconds(command.Grace);
        var limit = cancellation.IsCancellationRequested && grace > MostWhileStopping ? MostWhileStopping : grace;
        return Task.Run(() => program.End(isDone, limit), CancellationToken.None);
    }

    /// <summary>Yields signals while the program runs.</summary>
    private IEnumerable<Signal> Waiting(CommandProgram program)
    {
        if (program.HasEnded)
        {
            foreach (var waiting in Keep(program))
                yield return waiting;
            throw CommandEnd.Create(
                program.Exit, program.LastErrors(LastLines), KilledForMemory.Count() > _killedForMemory,
                _reported, lease.Job.Epochs);
        }

        if (program.Silence is var silence && silence.TotalSeconds > command.IdleTimeout)
            throw new AttemptEndedException(
                AttemptFailure.Threw, FormattableString.Invariant(
                    $"the program hangs: no report, no progress and no output for {command.IdleTimeout} s; ")
                    + "idleTimeout in trainer.yaml sets how long to wait");
        if (program.IsOutputDue)
            foreach (var waiting in Keep(program))
                yield return waiting;
        yield return _step;
    }

    private IEnumerable<Signal> Keep(CommandProgram program) => Meanwhile(program.Keep);

    private IEnumerable<Signal> Create(Signal signal, CommandProgram program)
    {
        program.Heard();
        if (signal is StepProgress step)
        {
            _step = step;
            yield return step;
        }

        if (signal is not Report report)
            yield break;
        // The search rejects an epoch that is out of range.
        if (report.Epoch >= 1 && report.Epoch <= lease.Job.Epochs)
            foreach (var waiting in Commit(report))
                yield return waiting;
        _step = ProgressPace.Waiting(lease, report.Epoch + 1, steps: 0);
        _reported = report.Epoch;
        yield return report;
    }

    /// <summary>Stores the checkpoint of an epoch, and the model of the last one, before the epoch is reported.</summary>
    private IEnumerable<Signal> Commit(Report report)
    {
        var hasNews = _checkpoint.HasNews();
        if (hasNews)
            _checkpoint.Check();
        // Before the checkpoint, because an attempt that resumes after the last epoch trains nothing more.
        if (report.Epoch == lease.Job.Epochs)
            foreach (var waiting in SaveModel())
                yield return waiting;
        if (!hasNews)
            yield break;
        var progress = Progress.After(_saved, report);
        foreach (var waiting in Meanwhile(stop => _checkpoints.Save(progress, _checkpoint.Pack, stop)))
            yield return waiting;
        _saved = progress;
        _checkpoint.Committed();
    }

    private IEnumerable<Signal> SaveModel()
    {
        using var model = File.Exists(folder.Model) ? FileSnapshot.Open(folder.Model) : null;
        if (model is null)
            yield break;
        var name = TrialFile.Model(lease.Trial, lease.Attempt);
        foreach (var waiting in Meanwhile(stop => files.Write(name, file => Copy(model, file), stop)))
            yield return waiting;
    }

    private static void Copy(FileSnapshot model, Stream file)
    {
        // The store may write again after it was unavailable.
        model.Position = 0;
        model.CopyTo(file);
    }

    /// <summary>
    /// Yields signals while work with files runs on the pool, because gigabytes take minutes on a slow disk. Abandoned work is cancelled
    /// and waited for, so that the program does not change a folder that is being packed.
    /// </summary>
    private IEnumerable<Signal> Meanwhile(Func<CancellationToken, Task> work)
    {
        var working = Task.CompletedTask;
        try
        {
            foreach (var waiting in _wait.For(stop => working = Task.Run(() => work(stop), CancellationToken.None), _step))
                yield return waiting;
        }
        finally
        {
            Task.WhenAny(working).GetAwaiter().GetResult();
        }
    }

    [LoggerMessage(LogLevel.Information, "Trial {Trial} attempt {Attempt} resumes after epoch {Epoch}")]
    private partial void LogResumed(TrialId trial, int attempt, int epoch);

    [LoggerMessage(
        LogLevel.Warning,
        "Trial {Trial} attempt {Attempt} cannot unpack the checkpoint of epoch {Epoch}: {Error}; trying the previous one")]
    private partial void LogNotUnpacked(TrialId trial, int attempt, int epoch, string error);
}
