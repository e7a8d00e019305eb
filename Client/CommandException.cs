using System.Collections.Immutable;

namespace Paretune.Client;

/// <summary>The console cannot do what was asked. The message is what the user reads, the code what the process leaves with.</summary>
internal sealed class CommandException(ExitCode code, string message, ImmutableArray<Fault> faults = default, Exception? cause = null)
    : Exception(message, cause)
{
    public ExitCode Code => code;

    /// <summary>What the server found wrong with the input, field by field; empty where that was not it.</summary>
    public ImmutableArray<Fault> Faults { get; } = faults.IsDefault ? [] : faults;

    public static CommandException BadInput(string message) => new(ExitCode.BadInput, message);
}
