namespace Paretune.Training.Commands;

/// <summary>The program of an attempt ended it before its last epoch; the message is the reason shown to users.</summary>
public sealed class AttemptEndedException(AttemptFailure failure, string message) : Exception(message)
{
    public AttemptFailure Failure => failure;
}
