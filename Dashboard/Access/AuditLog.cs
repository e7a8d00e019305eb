namespace Paretune.Dashboard.Access;

/// <summary>Writes one line for each action that a caller performed or attempted: who, from where, what, and the outcome.</summary>
internal sealed partial class AuditLog(ILoggerFactory logs)
{
    /// <summary>A separate category, so that the lines can be routed elsewhere.</summary>
    public const string Category = "Paretune.Audit";

    private readonly ILogger _log = logs.CreateLogger(Category);

    /// <param name="from">The caller's address, or a substitute for it.</param>
    /// <param name="status">The HTTP status of the answer.</param>
    /// <param name="made">The id of what was created; empty if nothing was.</param>
    public void Write(Caller caller, string from, string what, int status, string made = "") =>
        LogAsked(caller.Owner is "" ? "nobody" : OneLine(caller.Owner), from, what, status, made);

    // A provider's user name may contain anything, such as line breaks.
    private static string OneLine(string name) => new([.. name.Select(letter => char.IsControl(letter) ? '?' : letter)]);

    [LoggerMessage(LogLevel.Information, "{Owner} from {Address}: {What} answered {Status} {Made}")]
    private partial void LogAsked(string owner, string address, string what, int status, string made);
}
