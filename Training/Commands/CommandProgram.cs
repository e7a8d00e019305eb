using Paretune.Storage.Files;

namespace Paretune.Training.Commands;

/// <summary>The program of an attempt: its processes, their output, and the time of its last signal or output.</summary>
internal sealed class CommandProgram : IDisposable
{
    private const int KeptErrors = 1 << 16;

    // Output remains in a pipe after its last writer has ended, so this timeout only matters for writers that cannot be killed.
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(5);

    // The minimum time between uploads of a log that is read while it grows; a full log takes longer to upload.
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(2);
    private const double BytesPerSecond = 1e6;

    private readonly OutputLog _output = new(OutputLog.Kept), _errors = new(KeptErrors);
    private readonly ProcessGroup _group;
    private readonly ProgramAttempt _attempt;
    private readonly IFileStore _files;
    private readonly TimeProvider _time;
    private readonly Task _read;
    private long _heard, _keptAt, _kept;
    private bool _isRestKilled;

    public CommandProgram(TrainerCommand command, ProcessGroup group, ProgramAttempt attempt, IFileStore files, TimeProvider time)
    {
        (_group, _attempt, _files, _time) = (group, attempt, files, time);
        (_heard, _keptAt) = (time.GetTimestamp(), time.GetTimestamp());
        var reports = command.CollectsStdout ? new StdoutReports(attempt) : null;
        _read = Task.WhenAll(Read(group.Output, null, reports), Read(group.Error, _errors, null));
        _ = Task.WhenAny(group.Exit).ContinueWith(_ => attempt.Wake(), TaskScheduler.Default);
        _ = _read.ContinueWith(_ => attempt.Wake(), TaskScheduler.Default);
    }

    /// <summary>Whether the program has ended and all its output was read. Kills processes that it left running.</summary>
    public bool HasEnded
    {
        get
        {
            if (!_group.Exit.IsCompleted)
                return false;
            if (!_isRestKilled)
                _group.KillRest();
            _isRestKilled = true;
            return _read.IsCompleted || Silence > OutputTimeout;
        }
    }

    /// <summary>How the program ended. Waits until it has.</summary>
    public ProcessExit Exit => _group.Exit.GetAwaiter().GetResult();

    /// <summary>The time since the last signal or output.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _heard));

    public bool IsOutputDue => _output.Written != _kept && _time.GetElapsedTime(_keptAt) > LeastPause
        && _time.GetElapsedTime(_keptAt).TotalSeconds > Math.Min(_output.Written, OutputLog.Kept) / BytesPerSecond;

    public string LastErrors(int most) => _errors.Tail(most);

    public void Heard() => Volatile.Write(ref _heard, _time.GetTimestamp());

    /// <summary>Uploads the program's output to the store, for the trial's log.</summary>
    public Task Keep(CancellationToken cancellation)
    {
        (_kept, _keptAt) = (_output.Written, _time.GetTimestamp());
        return _files.Write(TrialFile.Output(_attempt.Trial, _attempt.Lease.Attempt), _output.Write, cancellation);
    }

    /// <summary>Ends all processes of the program, and stores the rest of their output.</summary>
    /// <param name="isDone">Whether the program knows that its attempt is over and may take a moment to exit.</param>
    public void End(bool isDone, TimeSpan grace)
    {
        if (isDone)
            _group.Wait(grace);
        _group.End(grace);
        Task.WhenAny(_read, Task.Delay(OutputTimeout, _time)).GetAwaiter().GetResult();
        if (_output.Written == _kept)
            return;
        try
        {
            Keep(CancellationToken.None).WaitAsync(OutputTimeout, _time).GetAwaiter().GetResult();
        }
        catch (Exception lost) when (lost is IOException or TimeoutException)
        {
            // The output of an ended attempt is not worth waiting for an unreachable store.
        }
    }

    public void Dispose() => _group.Dispose();

    /// <summary>Reads output on a separate thread, because reads of pipes block, and so does the answer to a report.</summary>
    private Task Read(FileStream stream, OutputLog? log, StdoutReports? reports)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var buffer = new byte[1 << 16];
            try
            {
                while (stream.Read(buffer) is > 0 and var count)
                {
                    Heard();
                    _output.Add(buffer.AsSpan(0, count));
                    log?.Add(buffer.AsSpan(0, count));
                    reports?.Add(buffer.AsSpan(0, count));
                }

                reports?.End();
            }
            catch (ObjectDisposedException)
            {
                // Abandoned: its writer could not be killed.
            }
            catch (Exception failure)
            {
                // Nothing else would catch it on this thread, and it would end the worker with the trials of all of its devices.
                _ = _attempt.Tell(new AttemptEnd
                {
                    Trial = _attempt.Trial,
                    Attempt = _attempt.Lease.Attempt,
                    Failure = AttemptFailure.Threw,
                    Message = $"the output of the program cannot be read: {failure.Message}",
                });
            }
            finally
            {
                ended.SetResult();
            }
        })
        { IsBackground = true, Name = "Command output" }.Start();
        return ended.Task;
    }
}
