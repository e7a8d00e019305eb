namespace Paretune.Client;

/// <summary>The exit codes of the process; scripts depend on the numbers.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>The command failed, for example because the search failed or the server could not handle the request.</summary>
    Failed = 1,
    BadInput = 2,
    Unreachable = 3,
    NotFound = 4,
    Interrupted = 130,
}
