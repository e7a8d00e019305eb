using System.Collections.Immutable;

namespace Paretune.Client;

/// <summary>A command failed. The message is shown to the user; the code becomes the exit code of the process.</summary>
internal sealed class CommandException(
    ExitCode code, string message, ImmutableArray<ValidationError> errors = default, Exception? cause = null)
    : Exception(message, cause)
{
    public ExitCode Code => code;

    /// <summary>The errors that the server found in the input, by field; empty for other failures.</summary>
    public ImmutableArray<ValidationError> Errors { get; } = errors.IsDefault ? [] : errors;

    public static CommandException BadInput(string message) => new(ExitCode.BadInput, message);

    /// <summary>Throws if there are errors, with a line for each, which names the argument at fault instead of a JSON key.</summary>
    /// <param name="argumentOf">Returns the argument that a field was made from.</param>
    public static void ThrowIfAny(ImmutableArray<ValidationError> errors, Func<string, string> argumentOf)
    {
        if (errors.Length > 0)
            throw BadInput(string.Join(Environment.NewLine, errors.Select(error => $"{argumentOf(error.Field)}: {error.Message}")));
    }
}
