using System.Globalization;

namespace Paretune.Training.Commands;

/// <summary>Interprets how a program ended before its last report.</summary>
internal static class CommandEnd
{
    /// <summary>EX_TEMPFAIL of sysexits.h: another machine may succeed.</summary>
    public const int Elsewhere = 75;

    private const int LongestReason = 4000;

    private static readonly string[] MemorySigns =
        ["MemoryError", "out of memory", "OutOfMemory", "Cannot allocate memory", "bad_alloc"];

    private static readonly Dictionary<int, string> SignalNames = new()
    {
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [11] = "SIGSEGV",
        [13] = "SIGPIPE",
        [15] = "SIGTERM",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
    };

    /// <param name="error">The last lines of standard error.</param>
    /// <param name="wasMemoryShort">Whether the kernel has killed a process of this container meanwhile because memory ran out.</param>
    public static AttemptEndedException Create(ProcessExit exit, string error, bool wasMemoryShort, int reported, int epochs)
    {
        var last = error[Math.Max(0, error.Length - LongestReason)..];
        return exit switch
        {
            // 137 is what a shell, uv or conda exits with when the program inside it is killed.
            { Signal: NativeProcess.Kill } or { Code: 128 + NativeProcess.Kill } when wasMemoryShort =>
                new(AttemptFailure.OutOfMemory, Said("the kernel killed the program because it ran out of memory", last)),
            { Signal: > 0 } => new(IsMemory(last), Said(
                $"the program was killed by signal {exit.Signal}"
                + (SignalNames.GetValueOrDefault(exit.Signal) is { } name ? $" ({name})" : ""), last)),
            { Code: Elsewhere } => new(AttemptFailure.Preempted, Said($"the program returned the trial (exit code {Elsewhere})", last)),
            { Code: 0 } => new(AttemptFailure.Threw, Said(
                reported == 0 ? "the program exited with code 0, but reported nothing"
                : $"the program exited with code 0 after epoch {reported} of {epochs}", last)),
            _ => new(IsMemory(last), Said($"exit code {exit.Code.ToString(CultureInfo.InvariantCulture)}", last)),
        };
    }

    private static AttemptFailure IsMemory(string error) =>
        MemorySigns.Any(sign => error.Contains(sign, StringComparison.Ordinal)) ? AttemptFailure.OutOfMemory : AttemptFailure.Threw;

    private static string Said(string what, string error) => error.Length == 0 ? what : $"{what}: {error}";
}
