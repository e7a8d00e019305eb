namespace Paretune.Silo.Workers;

internal sealed partial class Worker
{
    [LoggerMessage(LogLevel.Information, "Worker on {Device} ({DeviceName}) is ready for work")]
    private partial void LogReady(string device, string deviceName);

    [LoggerMessage(LogLevel.Debug, "Trial {Trial} attempt {Attempt} ({Kind}) started on {Device}")]
    private partial void LogAttempt(TrialId trial, int attempt, LeaseKind kind, string device);

    [LoggerMessage(LogLevel.Debug, "Trial {Trial} attempt {Attempt} received decision {Decision}: {Reason}")]
    private partial void LogDecision(TrialId trial, int attempt, DecisionKind decision, string reason);

    [LoggerMessage(LogLevel.Warning, "Trial {Trial} attempt {Attempt} failed with an exception")]
    private partial void LogThrew(Exception failure, TrialId trial, int attempt);

    [LoggerMessage(
        LogLevel.Error, "Trial {Trial} attempt {Attempt} was returned and does not count against maxAttempts, because its files cannot "
            + "be read or stored: {Reason}")]
    private partial void LogNotKept(TrialId trial, int attempt, string reason);

    [LoggerMessage(LogLevel.Debug, "Trial {Trial} attempt {Attempt} was returned as {Failure}: {Message}")]
    private partial void LogGivenBack(TrialId trial, int attempt, AttemptFailure failure, string message);

    [LoggerMessage(LogLevel.Warning, "Trial {Trial} attempt {Attempt} could not be returned; its lease will expire")]
    private partial void LogNotGivenBack(TrialId trial, int attempt);

    [LoggerMessage(LogLevel.Warning, "No answer from the cluster; retrying in {Seconds} s: {Reason}")]
    private partial void LogNoAnswer(double seconds, string reason);
}
