namespace Paretune.Training.Commands;

/// <summary>Thrown when a program ended its attempt before the last epoch; the message is the reason shown to users.</summary>
public sealed class AttemptEndedException(AttemptFailure failure, string message) : Exception(message)
{
    public AttemptFailure Failure => failure;
}
