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

    /// <param name="age">The maximum age, counted from when the request was sent: later changes may be missing from the answer.</param>
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
            // A failure's age counts from when it occurred, however long the request took.
            lock (_gate)
                _failed = clock.GetTimestamp();
            throw;
        }
    }

    /// <summary>Discards the answer after a change: the next caller sends a new request, even if one is in flight.</summary>
    public void Forget()
    {
        lock (_gate)
            _answer = null;
    }

    private bool IsOld(Task<T> answer, TimeSpan age) =>
        answer.IsCompletedSuccessfully
            ? clock.GetElapsedTime(_at) >= age : answer.IsCompleted && clock.GetElapsedTime(_failed) >= FailureAge;
}
