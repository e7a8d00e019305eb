using System.Text;

namespace Paretune.Training.Commands;

/// <summary>How the first process of a group ended.</summary>
internal readonly record struct ProcessExit(int Code, int Signal);

/// <summary>
/// A command and all processes that it starts, in a separate session that is ended as a whole. A guard, a shell that waits for the end of a
/// pipe, kills the group when this process exits for any reason. Processes that survive the guard are found at the next start.
/// </summary>
// Not PR_SET_PDEATHSIG, which would need code between fork and exec, and would end only the first process.
internal sealed class ProcessGroup : IDisposable
{
    private const string Guard = "read group || exit; read end || kill -s KILL -- -$group";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource<ProcessExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly ProcessRecord _record;
    private readonly int _process;
    private readonly int? _guard;
    private readonly FileStream? _toGuard;

    /// <param name="records">A folder of this attempt only.</param>
    /// <param name="token">Set in the environment of this attempt only.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The command cannot be started.</exception>
    /// <exception cref="IOException">The record of the processes cannot be written; the command was killed.</exception>
    public ProcessGroup(
        IReadOnlyList<string> arguments, string folder, IReadOnlyList<string> environment, string records, string token, TimeProvider time)
    {
        _time = time;
        (_guard, _toGuard) = StartGuard();
        var (output, toOutput) = NativeProcess.Pipe();
        var (error, toError) = NativeProcess.Pipe();
        (Output, Error) = (new(output, FileAccess.Read, bufferSize: 0), new(error, FileAccess.Read, bufferSize: 0));
        try
        {
            _process = NativeProcess.Start(arguments, folder, environment, null, toOutput, toError);
        }
        catch
        {
            Write("none\n");
            EndGuard();
            Output.Dispose();
            Error.Dispose();
            throw;
        }
        finally
        {
            toOutput.Dispose();
            toError.Dispose();
        }

        Write($"{_process}\n");
        _record = ProcessRecord.From(_process, token);
        new Thread(() => _exit.SetResult(Exited(NativeProcess.Wait(_process)))) { IsBackground = true, Name = "Command" }.Start();
        try
        {
            _record.Write(records);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public FileStream Output { get; }
    public FileStream Error { get; }

    /// <summary>Completes when the first process ends; others of the group may still run.</summary>
    public Task<ProcessExit> Exit => _exit.Task;

    /// <summary>Asks all processes of the group to end, and kills those that are alive after <paramref name="grace"/>.</summary>
    public void End(TimeSpan grace)
    {
        var began = _time.GetTimestamp();
        var asked = _record.Living().ToList();
        foreach (var process in asked)
            _ = NativeProcess.Send(process, NativeProcess.Terminate);
        while (_time.GetElapsedTime(began) < grace && _record.Living().Any())
            Task.Delay(Look, _time).GetAwaiter().GetResult();
        _record.Kill(asked);
    }

    /// <summary>Kills processes that the first one left running.</summary>
    public void KillRest() => _record.Kill();

    /// <summary>Waits for the first process. Returns true if it has ended.</summary>
    public bool Wait(TimeSpan within) =>
        Task.WhenAny(Exit, Task.Delay(within, _time)).GetAwaiter().GetResult() == Exit;

    /// <summary>Kills all processes that are still alive.</summary>
    public void Dispose()
    {
        _record.Kill();
        Exit.GetAwaiter().GetResult();
        NativeProcess.Reap(_process);
        EndGuard();
        Output.Dispose();
        Error.Dispose();
    }

    private static ProcessExit Exited((int Code, int Signal) status) => new(status.Code, status.Signal);

    private static (int?, FileStream?) StartGuard()
    {
        const string Shell = "/bin/sh";
        if (!File.Exists(Shell))
            return (null, null);
        var (end, toGuard) = NativeProcess.Pipe();
        using (end)
            return (NativeProcess.Start([Shell, "-c", Guard], "/", [], end), new(toGuard, FileAccess.Write, bufferSize: 0));
    }

    private void EndGuard()
    {
        if (_guard is not { } guard)
            return;
        Write("end\n");
        _toGuard!.Dispose();
        NativeProcess.Wait(guard);
        NativeProcess.Reap(guard);
    }

    private void Write(string line)
    {
        try
        {
            _toGuard?.Write(Encoding.ASCII.GetBytes(line));
        }
        catch (IOException)
        {
            // The guard was killed; the record remains for the next start.
        }
    }
}
