using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Paretune.Training.Commands;

/// <summary>
/// Linux's libc functions that start a process in a new session, which <see cref="System.Diagnostics.Process"/> cannot do. Between fork and
/// exec only libc's own code runs, so no thread of the runtime is needed.
/// </summary>
internal static unsafe partial class NativeProcess
{
    public const int Terminate = 15, Kill = 9;

    // From spawn.h of glibc and musl: default signals, none blocked, a new session.
    private const short SetSignalDefaults = 0x04, SetSignalMask = 0x08, SetSession = 0x80;

    // Larger than any libc's structures: an attribute has 336 bytes, file actions 80, a signal set 128, siginfo_t 128.
    private const int Opaque = 1024;

    private const int CloseOnExec = 0x80000, ById = 1, NoHang = 1, Exited = 4, LeaveZombie = 0x01000000;

    /// <summary>Creates a pipe that only those processes inherit to which it is passed.</summary>
    public static (SafeFileHandle Read, SafeFileHandle Write) Pipe()
    {
        var ends = stackalloc int[2];
        Check(Pipe2(ends, CloseOnExec) == 0 ? 0 : Marshal.GetLastPInvokeError(), "cannot create a pipe");
        return (new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
    }

    /// <summary>Starts a program as the leader of a new session and group.</summary>
    /// <param name="arguments">The first one is the program, which is searched on this process's PATH unless it contains a slash.</param>
    /// <param name="folder">The working directory.</param>
    /// <param name="environment">The complete environment, as NAME=value.</param>
    /// <param name="streams">File descriptors 0, 1 and 2 of the program; null for no stream.</param>
    /// <returns>The process id, which is also that of the session and the group.</returns>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static int Start(
        IReadOnlyList<string> arguments, string folder, IReadOnlyList<string> environment, params ReadOnlySpan<SafeFileHandle?> streams)
    {
        byte* actions = stackalloc byte[Opaque], attributes = stackalloc byte[Opaque], signals = stackalloc byte[Opaque];
        var (argv, envp) = (new NativeStrings(arguments), new NativeStrings(environment));
        Check(ActionsInit(actions), "cannot be started");
        Check(AttributesInit(attributes), "cannot be started");
        try
        {
            Check(AddFolder(actions, folder), "cannot run in " + folder);
            for (var descriptor = 0; descriptor < streams.Length; descriptor++)
                Check(streams[descriptor] is { } stream
                    ? AddDuplicate(actions, (int)stream.DangerousGetHandle(), descriptor)
                    : AddOpen(actions, descriptor, "/dev/null", flags: descriptor == 0 ? 0 : 1, mode: 0), "cannot be started");
            _ = EmptySet(signals);
            Check(AttributesSetMask(attributes, signals), "cannot be started");
            _ = FillSet(signals);
            Check(AttributesSetDefaults(attributes, signals), "cannot be started");
            Check(AttributesSetFlags(attributes, SetSession | SetSignalDefaults | SetSignalMask), "cannot be started");
            Check(Spawn(out var process, arguments[0], actions, attributes, argv.Pointer, envp.Pointer), $"{arguments[0]} cannot be run");
            return process;
        }
        finally
        {
            _ = ActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
            argv.Dispose();
            envp.Dispose();
        }
    }

    /// <summary>Waits until a child has ended; its id is not reused until <see cref="Reap"/>.</summary>
    /// <returns>The exit code and 0, or 0 and the signal that ended it.</returns>
    public static (int Code, int Signal) Wait(int process)
    {
        const int OffsetOfCode = 8, OffsetOfStatus = 24, ByExit = 1;
        var info = stackalloc byte[Opaque];
        while (WaitId(ById, process, info, Exited | LeaveZombie) != 0)
            if (Marshal.GetLastPInvokeError() is var error and not 4)
                throw new Win32Exception(error, $"process {process} cannot be waited for");
        var status = *(int*)(info + OffsetOfStatus);
        return *(int*)(info + OffsetOfCode) == ByExit ? (status, 0) : (0, status);
    }

    /// <summary>Frees the id of a child that has ended, as after <see cref="Wait"/>.</summary>
    public static void Reap(int process)
    {
        var info = stackalloc byte[Opaque];
        _ = WaitId(ById, process, info, Exited | NoHang);
    }

    /// <summary>Sends a signal to a process, or with a negative id to a group; does nothing if it does not exist.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Send(int process, int signal);

    private static void Check(int error, string what)
    {
        if (error != 0)
            throw new Win32Exception(error, $"{what}: {new Win32Exception(error).Message}");
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe2(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnp", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(
        out int process, string program, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddFolder(byte* actions, string folder);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int AttributesSetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int AttributesSetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int EmptySet(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FillSet(byte* signals);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitId(int kind, int process, byte* info, int options);

    /// <summary>An array of C strings with a null at the end.</summary>
    private sealed class NativeStrings : IDisposable
    {
        private readonly int _count;

        public NativeStrings(IReadOnlyList<string> texts)
        {
            _count = texts.Count;
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
                Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        }

        public byte** Pointer { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++)
                Marshal.FreeCoTaskMem((nint)Pointer[i]);
            NativeMemory.Free(Pointer);
        }
    }
}
