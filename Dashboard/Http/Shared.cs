namespace Paretune.Dashboard.Http;

/// <summary>One answer for all who ask within its age, the question in flight included; a failure too, for a second.</summary>
internal sealed class Shared<T>(Func<Task<T>> ask, TimeProvider clock)
{
    private static readonly TimeSpan _failureAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<T>? _answer;
    private long _at;

    /// <param name="age">Of the question: what changes while it is on its way may be missing.</param>
    public Task<T> Get(TimeSpan age)
    {
        lock (_gate)
        {
            if (_answer is null || IsOld(_answer, age))
                (_answer, _at) = (ask(), clock.GetTimestamp());
            return _answer;
        }
    }

    /// <summary>Things have changed: the next one asks anew, whatever is on its way.</summary>
    public void Forget()
    {
        lock (_gate)
            _answer = null;
    }

    private bool IsOld(Task<T> answer, TimeSpan age) =>
        answer.IsCompleted && clock.GetElapsedTime(_at) >= (answer.IsCompletedSuccessfully || age < _failureAge ? age : _failureAge);
}
