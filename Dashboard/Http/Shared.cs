namespace Paretune.Dashboard.Http;

/// <summary>
/// Shares one answer among all callers while it is recent, including callers that arrive while the request is in flight. A failure is
/// shared for a second.
/// </summary>
internal sealed class Shared<T>(Func<Task<T>> ask, TimeProvider clock)
{
    private static readonly TimeSpan FailureAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<T>? _answer;
    private long _at, _failed;

    /// <param name="age">Of the question: what changes while it is on its way may be missing.</param>
    public Task<T> Get(TimeSpan age)
    {
        lock (_gate)
        {
            if (_answer is null || IsOld(_answer, age))
                (_at, _answer) = (clock.GetTimestamp(), Ask());
            return _answer;
        }
    }

    private async Task<T> Ask()
    {
        try
        {
            return await ask();
        }
        catch
        {
            // A failure is as old as itself, however long the question took.
            lock (_gate)
                _failed = clock.GetTimestamp();
            throw;
        }
    }

    /// <summary>Things have changed: the next one asks again, whatever is on its way.</summary>
    public void Forget()
    {
        lock (_gate)
            _answer = null;
    }

    private bool IsOld(Task<T> answer, TimeSpan age) =>
        answer.IsCompletedSuccessfully
            ? clock.GetElapsedTime(_at) >= age : answer.IsCompleted && clock.GetElapsedTime(_failed) >= FailureAge;
}
